/* remote_message.h - what the git program and the servers behind it say, for people. */
#ifndef DIGESTBUMP_SRC_GIT_REMOTE_MESSAGE_H
#define DIGESTBUMP_SRC_GIT_REMOTE_MESSAGE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>

/* Gives what matters of the program's standard error on one line: no progress,
 * no advice, no secret. "" when nothing is left. */
char *remote_message_clean(struct slice message) MUST_CHECK;

/* Gives the text with the user information of every URL replaced by "***", and
 * what stands behind '?' in one. */
char *redact_urls(struct slice text) MUST_CHECK;

/* What kind of failure the words tell of; `otherwise` when nobody knows. */
enum error_kind remote_message_kind(const char *message, enum error_kind otherwise);

/* Gives the failure of a run that ended with a code other than 0. */
struct error *remote_message_error(struct slice error_output, int code, const char *what)
    MUST_CHECK;

#endif
