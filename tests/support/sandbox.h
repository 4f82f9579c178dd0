/* sandbox.h - a temporary directory to put files and git repositories in.
 *
 * Lies below $TMPDIR or /tmp and goes away with its owner. Whatever fails in
 * here fails the test at hand. Commands see no configuration of the user or
 * the machine, a fixed git identity and a fixed date.
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_SANDBOX_H
#define DIGESTBUMP_TESTS_SUPPORT_SANDBOX_H

#include <digestbump/base/own.h>
#include <digestbump/base/text.h>

struct sandbox {
	char *top; /* absolute, no link in it, without a last '/' */
};

/* Gives an empty one. */
struct sandbox *sandbox_new(void) MUST_CHECK;
void sandbox_free(struct sandbox *sandbox); /* removes it all; NULL is fine */
DEFINE_OWNED(sandbox)

/* Gives the absolute path of a path in the sandbox. */
char *sandbox_path(const struct sandbox *sandbox, const char *path) MUST_CHECK;

/* Makes or replaces a file and the directories above it. */
void sandbox_write(const struct sandbox *sandbox, const char *path, const char *content);
void sandbox_write_bytes(const struct sandbox *sandbox, const char *path, struct slice bytes);

/* Gives what a file holds. */
struct text *sandbox_read(const struct sandbox *sandbox, const char *path) MUST_CHECK;

/* Makes a symbolic link and the directories above it. */
void sandbox_link(const struct sandbox *sandbox, const char *path, const char *target);

/* Runs a line of sh with the sandbox as its directory; must exit with 0. */
void sandbox_shell(const struct sandbox *sandbox, const char *line);

/* The same, but any exit code will do: it is what is given. */
int sandbox_status(const struct sandbox *sandbox, const char *line);

/* The same as sandbox_shell(); gives what the line wrote to standard output. */
char *sandbox_output(const struct sandbox *sandbox, const char *line) MUST_CHECK;

#endif
