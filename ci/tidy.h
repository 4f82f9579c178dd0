/* tidy.h - put in front of every file that clang-tidy reads, and of no other use.
 *
 * The analyser sees one file at a time and does not believe `returns_nonnull`.
 * Here it learns what error.h promises, so that it does not follow paths on
 * which a function failed and gave no error.
 */
#ifndef DIGESTBUMP_CI_TIDY_H
#define DIGESTBUMP_CI_TIDY_H

#include <digestbump/base/error.h>

int tidy_format(const char *format, ...) FORMAT_AT(1, 2);

static inline struct error *tidy_sure(struct error *error)
{
	if (!error)
		__builtin_unreachable();
	return error;
}

static inline struct error *tidy_same(struct error *inner, int formatted)
{
	(void)formatted;
	return inner;
}

#define error_new(kind, ...) tidy_sure(error_new(kind, __VA_ARGS__))
#define error_wrap(inner, ...) tidy_same((inner), tidy_format(__VA_ARGS__))

#endif
