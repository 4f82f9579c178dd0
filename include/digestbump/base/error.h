/* error.h - failures as values.
 *
 * A function that can fail returns `struct error *`: NULL is success. An error
 * has a kind (for code) and a text (for people: lower case, the subject in
 * 'single quotes', no full stop). Every level that knows something new (which
 * file, which image, which branch) wraps it once. Only cli/ prints errors.
 */
#ifndef DIGESTBUMP_BASE_ERROR_H
#define DIGESTBUMP_BASE_ERROR_H

#include <digestbump/base/own.h>
#include <stdbool.h>

enum error_kind {
	ERROR_USAGE,       /* the command line or the configuration is wrong */
	ERROR_FILE,        /* a file cannot be read or written */
	ERROR_SYNTAX,      /* bytes that are not what their format asks for */
	ERROR_LIMIT,       /* a ceiling of limits.h was reached */
	ERROR_ABSENT,      /* the other side has no such thing */
	ERROR_DENIED,      /* credentials are missing or refused */
	ERROR_LIMITED,     /* rate limit: the other side asks to come back later */
	ERROR_NETWORK,     /* no connection, time-out, 5xx: may work another time */
	ERROR_UNTRUSTED,   /* the other side's answer contradicts itself or a digest */
	ERROR_CONFLICT,    /* somebody else moved what we were about to move */
	ERROR_UNSUPPORTED, /* well-formed, but nothing this program handles */
	ERROR_GIT,         /* git or libgit2 failed */
	ERROR_STOPPED,     /* a signal ended the run */
};

struct error;

/* Gives an error with a formatted text. */
struct error *error_new(enum error_kind kind, const char *format, ...) FORMAT_AT(2, 3) MUST_CHECK;

/* Gives the same kind with the text put in front: "text: inner".
 * Takes inner; NULL gives NULL, so that a call can be wrapped as it stands. */
struct error *error_wrap(struct error *inner, const char *format, ...) FORMAT_AT(2, 3) MUST_CHECK;

/* Gives the same text as another kind: what a stage calls absent may be wrong
 * usage to its caller. Takes error; NULL gives NULL. */
struct error *error_as(enum error_kind kind, struct error *error) MUST_CHECK;

/* Gives a copy: one failure may be told of several pins. NULL gives NULL. */
struct error *error_copy(const struct error *from) MUST_CHECK;

enum error_kind error_kind(const struct error *error);

/* The whole text, outermost first. Borrowed: lives as long as the error.
 * Control characters are already escaped: it may be shown on a terminal. */
const char *error_text(const struct error *error);

/* The code of a kind as it stands in JSON: "file", "denied" ... */
const char *error_code(enum error_kind kind);

void error_free(struct error *error); /* NULL is fine */
DEFINE_OWNED(error)

/* Pass a failure on as it is. The only macro here that returns. */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		struct error *failed_ = (call);                                                    \
		if (failed_)                                                                       \
			return failed_;                                                            \
	} while (0)

#endif
