/* error.h - failures as values.
 *
 * A function that can fail returns `struct error *`: NULL is success. An error
 * has a kind (for code) and a text (for people: lower case, the subject in
 * 'single quotes', no full stop). Every level that adds context (which file,
 * which image, which branch) wraps it once. Only cli/ prints errors.
 */
#ifndef DIGESTBUMP_BASE_ERROR_H
#define DIGESTBUMP_BASE_ERROR_H

#include <digestbump/base/own.h>
#include <stdbool.h>

enum error_kind {
	ERROR_USAGE,       /* the command line or the configuration is wrong */
	ERROR_FILE,        /* a file cannot be read or written */
	ERROR_SYNTAX,      /* the bytes do not follow their format */
	ERROR_LIMIT,       /* a limit of limits.h was exceeded */
	ERROR_ABSENT,      /* it does not exist */
	ERROR_DENIED,      /* credentials are missing or refused */
	ERROR_LIMITED,     /* rate limit: try again later */
	ERROR_NETWORK,     /* no connection, time-out, 5xx: a retry may succeed */
	ERROR_UNTRUSTED,   /* the response contradicts itself or a digest */
	ERROR_CONFLICT,    /* another process changed it first */
	ERROR_UNSUPPORTED, /* well-formed, but not supported */
	ERROR_GIT,         /* git or libgit2 failed */
	ERROR_STOPPED,     /* a signal ended the run */
};

struct error;

/* Gives an error with a formatted text. */
struct error *error_new(enum error_kind kind, const char *format, ...) FORMAT_AT(2, 3) MUST_CHECK;

/* Gives an error of the same kind with the text prepended: "text: inner".
 * Takes inner; NULL gives NULL, so a call can be wrapped directly. */
struct error *error_wrap(struct error *inner, const char *format, ...) FORMAT_AT(2, 3) MUST_CHECK;

/* Gives the same text with another kind: ERROR_ABSENT in one stage may be
 * ERROR_USAGE for its caller. Takes error; NULL gives NULL. */
struct error *error_as(enum error_kind kind, struct error *error) MUST_CHECK;

/* Gives a copy: one failure may be reported for several pins. NULL gives NULL. */
struct error *error_copy(const struct error *from) MUST_CHECK;

enum error_kind error_kind(const struct error *error); /* of an error that is not NULL */

/* The whole text, outermost first. Borrowed: lives as long as the error.
 * Control characters are already escaped: safe to print on a terminal. */
const char *error_text(const struct error *error);

/* The code of a kind as written in JSON output: "file", "denied" ... */
const char *error_code(enum error_kind kind);

void error_free(struct error *error); /* NULL is fine */
DEFINE_OWNED(error)

/* Returns the error of a call unchanged. The only macro that contains a return. */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		struct error *failed_ = (call);                                                    \
		if (failed_)                                                                       \
			return failed_;                                                            \
	} while (0)

#endif
