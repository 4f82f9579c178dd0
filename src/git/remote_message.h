/* remote_message.h - messages of the git program and of git servers, cleaned for users. */
#ifndef DIGESTBUMP_SRC_GIT_REMOTE_MESSAGE_H
#define DIGESTBUMP_SRC_GIT_REMOTE_MESSAGE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>

/* Gives the relevant part of git's standard error on one line: without progress,
 * advice and secrets. "" when nothing is left. */
char *remote_message_clean(struct slice message) MUST_CHECK;

/* Gives the text with the user information of every URL replaced by "***", and
 * without the query string of each. */
char *redact_urls(struct slice text) MUST_CHECK;

/* The kind of failure that the message indicates; `otherwise` when it is unknown. */
enum error_kind remote_message_kind(const char *message, enum error_kind otherwise);

/* Gives the failure of a run that ended with a code other than 0. */
struct error *remote_message_error(struct slice error_output, int code, const char *what)
    MUST_CHECK;

#endif
