#include "shell_text.h"

#include "pinned_text.h"
#include <digestbump/syntax/script_comment.h>
#include <digestbump/syntax/shell_printed.h>
#include <string.h>

/* Programs that copy and compare images: what they name is not run. */
static const char *const registry_tools[] = { "crane",  "gcrane", "skopeo", "oras",
					      "regctl", "imgpkg", NULL };

static void add_part(void *data, struct mapped_slice part)
{
	pinned_text_add_words(data, part);
}

static void add_command(void *data, struct mapped_slice part)
{
	if (!slice_is_one_of(shell_command_name(mapped_bytes(part)), registry_tools))
		add_part(data, part);
}

void shell_text_add_line(struct finder *finder, struct mapped_slice line)
{
	shell_each_used_part(line, add_part, finder);
}

/* Sets *end to the word that ends the text of `cat <<END`, which is printed. */
static bool prints_heredoc(struct slice *end, struct slice line)
{
	size_t at;

	if (!slice_is(shell_command_name(line), "cat") || !slice_find(&at, line, "<<") ||
	    memchr(line.at, '>', line.size) || memchr(line.at, '|', line.size))
		return false;
	*end = slice_trim(slice_tail(line, at + 2));
	if (slice_starts(*end, "-"))
		*end = slice_trim(slice_tail(*end, 1));
	if (end->size > 1 && strchr("\"'", end->at[0]))
		*end = (struct slice){ end->at + 1, end->size - 2 };
	return end->size > 0;
}

static bool is_same(struct slice a, struct slice b)
{
	return a.size == b.size && memcmp(a.at, b.at, a.size) == 0;
}

void shell_text_add(struct finder *finder, struct mapped_slice text)
{
	struct script_comments comments = { 0 };
	struct slice end = { 0 };

	while (text.size) {
		const char *next = memchr(text.at, '\n', text.size);
		size_t size = next ? (size_t)(next - text.at) : text.size;
		struct mapped_slice line =
		    script_comments_strip(&comments, mapped_part(text, 0, size));

		text = mapped_tail(text, next ? size + 1 : size);
		if (end.size && is_same(slice_trim(mapped_bytes(line)), end))
			end = (struct slice){ 0 };
		else if (!end.size && !prints_heredoc(&end, mapped_bytes(line)))
			shell_each_used_part(line, add_command, finder);
	}
}
