#include "git_program.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

/* The git program and not libgit2: that one (1.5) knows nothing of shallow clones, and
 * finds holes where they end. */

/* The lines of what the git program wrote. */
static struct strings *output_lines(const struct git_result *result)
{
	struct strings *lines = strings_new();
	struct slice rest = text_slice(result->output);
	struct slice line;

	while (slice_line(&line, &rest))
		strings_take(lines, slice_copy(line));
	return lines;
}

struct error *git_common_ancestor(char **oid, struct git *git, const char *one, const char *other)
{
	static const char *const options[] = { "merge-base", NULL };
	OWNED(strings) arguments = argument_list(options);
	OWNED(git_result) result = NULL;

	strings_add(arguments, one);
	strings_add(arguments, other);
	TRY(git_program_run(&result, git, arguments));
	OWNED(strings) lines = output_lines(result);

	*oid = !result->code && lines->count ? must_copy(lines->items[0]) : NULL;
	return NULL;
}

struct error *git_rev_list(struct strings **oids, struct git *git, const char *from, const char *to)
{
	static const char *const options[] = { "rev-list", NULL };
	OWNED(strings) arguments = argument_list(options);
	OWNED(git_result) result = NULL;

	strings_take(arguments, must_format("--max-count=%d", COMMITS_MOST));
	strings_add(arguments, to);
	if (from)
		strings_take(arguments, must_format("^%s", from));
	strings_add(arguments, "--");
	TRY(git_program_run(&result, git, arguments));
	if (result->code)
		return error_new(ERROR_GIT, "the commits from '%s' to '%s' cannot be listed",
				 from ? from : "the first", to);
	*oids = output_lines(result);
	return NULL;
}
