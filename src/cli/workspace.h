/* workspace.h - the repository, configuration and tree of a command.
 *
 * Opened in the order of their dependencies. The one place that decides whether a
 * path is in a repository, and where the repository's top is.
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
	char *subdirectory;    /* the part of it to scan; "": all */
	struct config *config; /* NULL until workspace_configure() */
	struct tree *tree;     /* NULL until one of workspace_use_*() */
};

/* Sets *out for `path` (a directory or a file), relative to -C. A path outside of
 * a repository is not an error: git is NULL then. */
struct error *workspace_open(struct workspace *out, const struct invocation *invocation,
			     const char *path) MUST_CHECK;
void workspace_close(struct workspace *workspace); /* frees what it holds */

/* Gives a path of the command line: relative to -C, or, when there are several, to the
 * directory in which the program was started. */
char *workspace_path(const struct invocation *invocation, const char *path) MUST_CHECK;

/* Gives `path` relative to the directory `top`, without slashes at its ends; NULL:
 * it is not below it. Both must be real, absolute paths. */
char *path_below(const char *top, const char *path) MUST_CHECK;

/* Opens the repository that contains -C, with its configuration and all its files. */
struct error *workspace_open_files(struct workspace *out, const struct invocation *invocation)
    MUST_CHECK;

/* Reads the configuration: --config FILE; else the operator's own
 * ($XDG_CONFIG_HOME/digestbump/config.yaml) and, on top, .digestbump.yaml in `commit` (NULL:
 * at the top of the directory), which may not set everything (config_add()); then
 * --registry. */
struct error *workspace_configure(struct workspace *workspace, const struct invocation *invocation,
				  const char *commit) MUST_CHECK;

/* Gives a PATH of the command line, relative to -C, as a path from the top of the tree.
 * ERROR_USAGE: it does not exist, or is not in the tree. */
struct error *workspace_operand_path(char **out, const struct workspace *workspace,
				     const struct invocation *invocation, const char *path)
    MUST_CHECK;

/* Gives the name of the configuration in bot commits: its path in the repository, else its
 * file's name and a hash of its path; NULL: the default one. */
char *workspace_config_name(const struct workspace *workspace, const struct invocation *invocation)
    MUST_CHECK;

/* Uses the files of the work tree; those of HEAD when the repository is bare. */
struct error *workspace_use_files(struct workspace *workspace) MUST_CHECK;

/* Uses the files of a commit. */
struct error *workspace_use_commit(struct workspace *workspace, const char *commit) MUST_CHECK;

#endif
