#include "repository.h"
#include <string.h>

/* git and GNU patch end a name at a blank unless a tab stands behind it; libgit2
 * 1.5 to 1.9 does not write the tab. A quoted name needs none. */
static bool needs_tab(struct slice line)
{
	bool is_name = slice_starts(line, "--- ") || slice_starts(line, "+++ ");

	return is_name && memchr(line.at + 4, ' ', line.size - 4) && line.at[4] != '"';
}

/* The index line is left out: buffers have no object ids, and `git apply` would
 * warn that an executable file is not of the mode that libgit2 makes up. */
static void add_file_header(struct text *out, struct slice header)
{
	struct slice line;

	while (slice_line(&line, &header)) {
		if (slice_starts(line, "index "))
			continue;
		text_add(out, line.at, line.size);
		text_add_string(out, needs_tab(line) ? "\t\n" : "\n");
	}
}

static int add_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
		    const git_diff_line *line, void *data)
{
	struct text *out = data;
	struct slice content = { line->content, line->content_len };

	(void)delta;
	(void)hunk;
	if (line->origin == GIT_DIFF_LINE_FILE_HDR) {
		add_file_header(out, content);
		return 0;
	}
	if (line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION ||
	    line->origin == GIT_DIFF_LINE_DELETION)
		text_add(out, &line->origin, 1);
	text_add(out, content.at, content.size);
	return 0;
}

static int print_patch(struct text *out, const char *path, struct slice before, struct slice after)
{
	git_diff_options options;
	git_patch *patch = NULL;

	int code = git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);

	if (code)
		return code;
	/* A file with a NUL byte in it is still changed line by line. */
	options.flags = GIT_DIFF_FORCE_TEXT;
	code = git_patch_from_buffers(&patch, before.at, before.size, path, after.at, after.size,
				      path, &options);

	if (!code)
		code = git_patch_print(patch, add_line, out);
	git_patch_free(patch);
	return code;
}

struct error *git_diff_add(struct text *out, const char *path, struct slice before,
			   struct slice after)
{
	int users = git_libgit2_init();
	int code = users < 0 ? users : print_patch(out, path, before, after);
	struct error *error = code ? libgit2_error(code, "'%s': no diff can be made", path) : NULL;

	git_libgit2_shutdown();
	return error;
}
