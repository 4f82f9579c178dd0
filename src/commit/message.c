#include <digestbump/base/memory.h>
#include <digestbump/base/quote.h>
#include <digestbump/commit/commit.h>
#include <digestbump/config/title_template.h>
#include <digestbump/limits.h>
#include <openssl/sha.h>
#include <string.h>

/* Where prose is wrapped, as git's own messages are. */
enum { WIDTH = 72 };

static bool has_blank_edge(const char *path)
{
	return *path == ' ' || (*path && path[strlen(path) - 1] == ' ');
}

/* Gives the path as one word of a message: quoted as git does, and also when it
 * spells a token that skips CI, or when git would trim it off a trailer. */
static char *path_word(const char *path)
{
	OWNED(text) word = text_new(0);
	const char *also = "";

	if (title_skip_token(path))
		also = "[*-";
	else if (has_blank_edge(path))
		also = " ";
	text_add_path(word, "", path, also);
	return text_take(pass_on(&word));
}

/* ---- prose ---- */

static bool is_of_update(const struct verdict *verdict, const struct image_update *update)
{
	return strcmp(verdict->pin->image->name, update->image) == 0 &&
	       strcmp(verdict->tag, update->tag) == 0 &&
	       strcmp(verdict->pin->pinned, update->from) == 0 &&
	       strcmp(verdict->to, update->to) == 0 &&
	       strcmp(verdict->to_tag ? verdict->to_tag : verdict->tag, image_update_tag(update)) ==
		   0;
}

/* Gives the files in which a movement takes place, sorted, each once. */
static struct strings *files_of(const struct bump *bump, const struct image_update *update)
{
	OWNED(strings) files = strings_new();

	for (size_t i = 0; i < bump->verdict_count; i++) {
		const char *path = bump->verdicts[i]->pin->path;
		const char *last = files->count ? files->items[files->count - 1] : "";

		/* Pins are sorted by path: the same one stands right before. */
		if (is_of_update(bump->verdicts[i], update) && strcmp(path, last) != 0)
			strings_add(files, path);
	}
	strings_sort(files);
	return pass_on(&files);
}

/* Lines that go on begin with blanks, so that no name can begin one: a line with
 * "---" would end the message for programs that look for trailers. */
static void add_files(struct text *out, const struct strings *files)
{
	size_t column = strlen("in");
	size_t shown = files->count < REBUILD_LINES_MOST ? files->count : REBUILD_LINES_MOST;

	text_add_string(out, "in");
	for (size_t i = 0; i < shown; i++) {
		OWNED_STRING word = path_word(files->items[i]);
		bool fits = i == 0 || column + 1 + strlen(word) + 1 <= WIDTH;
		const char *end = i + 1 < files->count ? "," : ".";

		text_add_format(out, "%s%s%s", fits ? " " : "\n   ", word, end);
		column = (fits ? column + 1 : strlen("   ")) + strlen(word) + 1;
	}
	if (shown < files->count)
		text_add_format(out, "\n   and %zu more.", files->count - shown);
	text_add_string(out, "\n");
}

static void add_update_paragraph(struct text *out, const struct bump *bump,
				 const struct image_update *update)
{
	OWNED(strings) files = files_of(bump, update);

	const char *what =
	    update->rescue ? "is rescued: what was pinned is gone from the registry" : "moved";

	if (update->to_tag)
		text_add_format(out, "\n%s %s\n  from %s %s\n  to   %s %s\n", update->image, what,
				update->tag, update->from, update->to_tag, update->to);
	else
		text_add_format(out, "\n%s:%s %s\n  from %s\n  to   %s\n", update->image,
				update->tag, what, update->from, update->to);
	add_files(out, files);
}

/* ---- trailers ---- */

static void add_rebuild(struct text *out, const struct strings *paths)
{
	size_t shown = paths->count < REBUILD_LINES_MOST ? paths->count : REBUILD_LINES_MOST;

	for (size_t i = 0; i < shown; i++) {
		OWNED_STRING word = path_word(paths->items[i]);

		text_add_format(out, TRAILER_REBUILD ": %s\n", word);
	}
	if (shown < paths->count)
		text_add_string(out, TRAILER_REBUILD ": *\n");
}

static void add_updates(struct text *out, const struct bump *bump)
{
	for (size_t i = 0; i < bump->update_count; i++) {
		const struct image_update *update = &bump->updates[i];

		text_add_format(out, TRAILER_UPDATE ": %s:%s %s %s\n", update->image,
				image_update_tag(update), update->from, update->to);
	}
}

static void add_identity(struct text *out, const struct branch_identity *branch)
{
	if (branch && branch->base_branch)
		text_add_format(out, TRAILER_BASE_BRANCH ": %s\n", branch->base_branch);
	if (branch && branch->config)
		text_add_format(out, TRAILER_CONFIG ": %s\n", branch->config);
}

/* ---- the digest of the message ---- */

enum { MESSAGE_DIGEST_BYTES = 8 };

static bool is_digest_line(struct slice line)
{
	return slice_starts(line, TRAILER_MESSAGE ":");
}

char *commit_message_digest(const char *message)
{
	OWNED(text) hashed = text_new(0);
	OWNED(text) digest = text_new(0);
	unsigned char sum[SHA256_DIGEST_LENGTH];
	struct slice rest = slice_of(message);
	struct slice line;

	while (slice_line(&line, &rest)) {
		if (is_digest_line(line))
			continue;
		text_add(hashed, line.at, line.size);
		text_add_string(hashed, "\n");
	}
	SHA256((const unsigned char *)text_slice(hashed).at, hashed->size, sum);
	for (size_t i = 0; i < MESSAGE_DIGEST_BYTES; i++)
		text_add_format(digest, "%02x", sum[i]);
	return text_take(pass_on(&digest));
}

char *commit_message(const struct bump *bump, const struct config *config,
		     const struct commit_facts *facts, const struct identity *who)
{
	OWNED(text) out = text_new(0);
	OWNED_STRING sign_off =
	    config->sign_off
		? must_format("Signed-off-by: %s <%s>\n", who->committer_name, who->committer_email)
		: must_copy("");

	text_add_format(out, "%s\n", bump->title);
	for (size_t i = 0; i < bump->update_count; i++)
		add_update_paragraph(out, bump, &bump->updates[i]);
	text_add_string(out, "\n" TRAILER_VERSION ": 1\n");
	add_updates(out, bump);
	add_rebuild(out, &bump->rebuild);
	text_add_format(out, TRAILER_BASE ": %s\n" TRAILER_TREE ": %s\n", facts->base, facts->tree);
	add_identity(out, facts->branch);
	OWNED_STRING hashed = must_format("%s%s", out->bytes, sign_off);
	OWNED_STRING digest = commit_message_digest(hashed);

	text_add_format(out, TRAILER_MESSAGE ": %s\n%s", digest, sign_off);
	return text_take(pass_on(&out));
}
