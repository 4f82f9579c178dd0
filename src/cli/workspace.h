/* workspace.h - where a command works: repository, configuration, tree.
 *
 * Opened in the order in which one depends on the other. Gives one place for
 * "is this a repository, and what is at its top".
 */
#ifndef DIGESTBUMP_SRC_CLI_WORKSPACE_H
#define DIGESTBUMP_SRC_CLI_WORKSPACE_H

#include "command.h"
#include <digestbump/config/config.h>
#include <digestbump/git/git.h>
#include <digestbump/tree/tree.h>

struct workspace {
	struct git *git;       /* NULL: a plain directory */
	char *top;             /* directory that paths are relative to; NULL: bare */
	char *subdirectory;    /* part of it that is looked at; "": all */
	struct config *config; /* NULL until workspace_configure() */
	struct tree *tree;     /* NULL until one of workspace_use_*() */
};

/* Sets *out for `path` (a directory or a file), seen from -C. Not being a
 * repository is fine here: git is NULL then. */
struct error *workspace_open(struct workspace *out, const struct invocation *invocation,
			     const char *path) MUST_CHECK;
void workspace_close(struct workspace *workspace);

/* Gives a path of the command line: from -C, or, when there are several, from where
 * the program was started. */
char *workspace_path(const struct invocation *invocation, const char *path) MUST_CHECK;

/* Gives what of `path` is below the directory `top`, without slashes at its ends; NULL:
 * it is not. Both are real, absolute paths. */
char *path_below(const char *top, const char *path) MUST_CHECK;

/* Opens all files of the repository that -C is in, configured. */
struct error *workspace_open_files(struct workspace *out, const struct invocation *invocation)
    MUST_CHECK;

/* Reads the configuration: --config FILE; else the operator's own
 * ($XDG_CONFIG_HOME/digestbump/config.yaml) and, on top, .digestbump.yaml in `commit` (NULL:
 * at the top of the directory), which may not say everything (config_add()); then
 * --registry. */
struct error *workspace_configure(struct workspace *workspace, const struct invocation *invocation,
				  const char *commit) MUST_CHECK;

/* Gives a PATH of the command line, seen from -C, as a path from the top of the tree.
 * ERROR_USAGE: it is not there, or not in the tree. */
struct error *workspace_operand_path(char **out, const struct workspace *workspace,
				     const struct invocation *invocation, const char *path)
    MUST_CHECK;

/* Gives the name of the configuration in bot commits: its path in the repository, else its
 * file's name and a hash of its path; NULL: the usual one. */
char *workspace_config_name(const struct workspace *workspace, const struct invocation *invocation)
    MUST_CHECK;

/* Looks at the files as they lie there; at HEAD's when the repository is bare. */
struct error *workspace_use_files(struct workspace *workspace) MUST_CHECK;

/* Looks at a commit's files. */
struct error *workspace_use_commit(struct workspace *workspace, const char *commit) MUST_CHECK;

#endif
