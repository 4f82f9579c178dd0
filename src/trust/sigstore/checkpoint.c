#include "checkpoint.h"
#include "encoding.h"
#include "merkle.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

enum {
	KEY_HINT_BYTES = 4,
	ED25519_BYTES = 32,
};

/* A signature line begins with an em dash and a space. */
#define LINE_START "\xe2\x80\x94 "

void checkpoint_clear(struct checkpoint *checkpoint)
{
	text_clear(&checkpoint->root);
}

/* The signed text, with its last line end, and the signature lines behind the last
 * blank line. */
static struct error *split(struct slice *text, struct slice *lines, struct slice note)
{
	if (note.size > CHECKPOINT_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a checkpoint of more than %d bytes",
				 CHECKPOINT_BYTES_MOST);
	for (size_t i = note.size; i >= 2; i--)
		if (note.at[i - 1] == '\n' && note.at[i - 2] == '\n') {
			*text = (struct slice){ note.at, i - 1 };
			*lines = (struct slice){ note.at + i, note.size - i };
			return NULL;
		}
	return error_new(ERROR_SYNTAX, "a checkpoint without signatures");
}

static bool parse_size(uint64_t *out, struct slice line)
{
	*out = 0;
	if (!line.size || line.size > 19 || (line.size > 1 && *line.at == '0'))
		return false;
	for (size_t i = 0; i < line.size; i++) {
		if (!isdigit((unsigned char)line.at[i]))
			return false;
		*out = *out * 10 + (uint64_t)(line.at[i] - '0');
	}
	return true;
}

struct error *checkpoint_parse(struct checkpoint *out, struct slice note)
{
	struct slice text = { NULL, 0 };
	struct slice lines = { NULL, 0 };
	struct slice line = { NULL, 0 };

	TRY(split(&text, &lines, note));
	if (!slice_line(&out->origin, &text) || !out->origin.size)
		return error_new(ERROR_SYNTAX, "a checkpoint without an origin");
	if (!slice_line(&line, &text) || !parse_size(&out->size, line))
		return error_new(ERROR_SYNTAX, "a checkpoint without a tree size");
	if (!slice_line(&line, &text) || !base64_decode(&out->root, line) ||
	    out->root.size != MERKLE_HASH_BYTES)
		return error_new(ERROR_SYNTAX, "a checkpoint without a root hash");
	return NULL;
}

/* The first four bytes of SHA256(SPKI) or, for Ed25519, of SHA256(name 0x0a 0x01 key). */
static void key_hint(struct text *out, const struct public_key *key, struct slice name)
{
	OWNED(text) hash = text_new(0);
	OWNED(text) bytes = text_new(0);

	if (key->kind == KEY_ED25519) {
		text_add(bytes, name.at, name.size);
		text_add(bytes, "\n\x01", 2);
		text_add(bytes, key->spki.bytes + key->spki.size - ED25519_BYTES, ED25519_BYTES);
	} else {
		text_add(bytes, key->spki.bytes, key->spki.size);
	}
	hash_message(hash, "sha256", text_slice(bytes));
	text_add(out, hash->bytes, KEY_HINT_BYTES);
}

/* "name base64"; the name has no space, nor does what is behind it. */
static bool parse_line(struct slice *name, struct text *signature, struct slice line)
{
	struct slice rest = { line.at + strlen(LINE_START), line.size - strlen(LINE_START) };
	const char *space = memchr(rest.at, ' ', rest.size);

	if (!space || space == rest.at)
		return false;
	*name = (struct slice){ rest.at, (size_t)(space - rest.at) };
	return base64_decode(signature, (struct slice){ space + 1, rest.size - name->size - 1 }) &&
	       signature->size > KEY_HINT_BYTES;
}

/* *is_logs says whether the line is the log's; then it must be right. */
static struct error *verify_line(bool *is_logs, struct slice line, struct slice text,
				 const struct transparency_log *log)
{
	struct slice name = { NULL, 0 };
	OWNED(text) signature = text_new(0);
	OWNED(text) hint = text_new(0);

	if (!slice_starts(line, LINE_START) || !parse_line(&name, signature, line))
		return error_new(ERROR_SYNTAX, "a signature line of the checkpoint is broken");
	key_hint(hint, log->key, name);
	*is_logs = memcmp(hint->bytes, signature->bytes, KEY_HINT_BYTES) == 0;
	if (!*is_logs)
		return NULL;
	struct slice bytes = { signature->bytes + KEY_HINT_BYTES,
			       signature->size - KEY_HINT_BYTES };

	return error_wrap(public_key_verify(NULL, log->key, bytes, text),
			  "the checkpoint's signature by the log");
}

/* A line's name, for comparing. */
static bool is_named(struct slice line, const char *name)
{
	struct slice rest = { line.at + strlen(LINE_START), line.size - strlen(LINE_START) };

	return slice_starts(rest, name) && rest.size > strlen(name) && rest.at[strlen(name)] == ' ';
}

struct error *checkpoint_verify(struct slice note, const struct transparency_log *log,
				const char *name)
{
	struct slice text = { NULL, 0 };
	struct slice lines = { NULL, 0 };
	struct slice line = { NULL, 0 };
	bool is_signed = false;
	unsigned count = 0;

	TRY(split(&text, &lines, note));
	while (slice_line(&line, &lines)) {
		bool is_logs = false;

		if (++count > CHECKPOINT_SIGNATURES_MOST)
			return error_new(ERROR_LIMIT, "a checkpoint with more than %d signatures",
					 CHECKPOINT_SIGNATURES_MOST);
		TRY(verify_line(&is_logs, line, text, log));
		is_signed |= is_logs && (!name || is_named(line, name));
	}
	if (!is_signed)
		return error_new(ERROR_UNTRUSTED, "the log has not signed the checkpoint");
	return NULL;
}
