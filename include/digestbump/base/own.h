/* own.h - ownership words and automatic cleanup.
 *
 * Three words are used in every header of this program:
 *   Gives   - the caller owns the result and must free it.
 *   Takes   - the callee owns the argument from now on, also when it fails.
 *   Borrows - the callee reads the argument during the call (or as long as
 *             the header says) and never frees it.
 * The only GNU extensions of the program are in this file.
 */
#ifndef DIGESTBUMP_BASE_OWN_H
#define DIGESTBUMP_BASE_OWN_H

#include <stdlib.h>
#include <unistd.h>

#define MUST_CHECK __attribute__((warn_unused_result))

/* The compiler checks the arguments of printf-like functions. */
#define FORMAT_AT(text, first) __attribute__((__format__(__printf__, text, first)))

/* OWNED(plan) p = NULL; is freed by plan_free() when p leaves its scope. */
#define OWNED(type) __attribute__((cleanup(type##_free_at))) struct type *
#define DEFINE_OWNED(type)                                                                         \
	static inline void type##_free_at(struct type **at)                                        \
	{                                                                                          \
		type##_free(*at);                                                                  \
	}

/* OWNED_STRING s = NULL; is freed by free(). */
#define OWNED_STRING __attribute__((cleanup(string_free_at))) char *
static inline void string_free_at(char **at)
{
	free(*at);
}

/* OWNED_FD fd = -1; is closed when fd leaves its scope, unless it is negative. */
#define OWNED_FD __attribute__((cleanup(fd_close_at))) int
static inline void fd_close_at(const int *at)
{
	if (*at >= 0)
		close(*at);
}

/* Transfers an owned pointer: gives its value and sets the variable to NULL. */
#define pass_on(at)                                                                                \
	__extension__({                                                                            \
		__typeof__(*(at)) passed_ = *(at);                                                 \
		*(at) = NULL;                                                                      \
		passed_;                                                                           \
	})

#endif
