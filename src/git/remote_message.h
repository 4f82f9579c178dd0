/* remote_message.h - what the git program and the servers behind it say, for people. */
#ifndef DIGESTBUMP_SRC_GIT_REMOTE_MESSAGE_H
#define DIGESTBUMP_SRC_GIT_REMOTE_MESSAGE_H

#include "git_program.h"

/* Gives what matters of the program's standard error on one line: no progress,
 * no advice, no secret. "" when nothing is left. */
char *words_clean(struct slice words) MUST_CHECK;

/* Gives the text with the user information of every URL replaced by "***", and
 * what stands behind '?' in one. */
char *words_redact(struct slice text) MUST_CHECK;

/* What kind of failure the words tell of; `otherwise` when nobody knows. */
enum error_kind words_kind(const char *words, enum error_kind otherwise);

/* Gives the failure of a run that ended with a code other than 0. */
struct error *words_error(const struct outcome *outcome, const char *what) MUST_CHECK;

#endif
