#include "documents.h"

#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/syntax/template_markers.h>
#include <digestbump/syntax/template_mask.h>
#include <string.h>

void yaml_file_clear(struct yaml_file *yaml)
{
	documents_free(yaml->documents);
	free(yaml->text);
	free(yaml->unread);
	*yaml = (struct yaml_file){ 0 };
}

static bool is_json(const char *path)
{
	return slice_ends(slice_of(path), ".json");
}

/* ---- templates ---- */

/* Helm's rule: whatever stands in templates/ goes through its engine. Some of
 * it happens to be YAML before that, with meanings that it does not have. */
static bool is_chart_template(const char *path)
{
	return glob_match("**/templates/**", path);
}

static bool is_yaml(struct slice text)
{
	OWNED(documents) documents = NULL;
	OWNED(error) failed = yaml_read(&documents, text);

	return !failed && !documents->broken;
}

static void blank_out(char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != '\n')
			bytes[i] = ' ';
}

/* Bytes of the document at the start: up to the next line that begins with "---". */
static size_t document_length(struct slice text)
{
	size_t at = 0;

	for (struct slice rest = slice_tail(text, text.size ? 1 : 0);
	     slice_find(&at, rest, "\n---"); rest = slice_tail(rest, at + 1)) {
		size_t begin = (size_t)(rest.at - text.at) + at + 1;

		if (begin + 3 == text.size || strchr(" \t\r\n", text.at[begin + 3]))
			return begin;
	}
	return text.size;
}

/* Keeps one document in `text`, as it is masked or as it stands, or in `unread`. */
static bool split_document(char *text, char *unread, const char *bytes, size_t size)
{
	if (!is_yaml((struct slice){ text, size })) {
		if (!is_yaml((struct slice){ bytes, size })) {
			blank_out(text, size);
			return true;
		}
		memcpy(text, bytes, size);
	}
	blank_out(unread, size);
	return false;
}

static void split_documents(struct yaml_file *out, struct slice bytes)
{
	bool any = false;

	out->unread = must_copy_bytes(bytes.at, bytes.size);
	for (size_t at = 0; at < bytes.size;) {
		size_t size = document_length(slice_tail(bytes, at));

		any |= split_document(out->text + at, out->unread + at, bytes.at + at, size);
		at += size;
	}
	if (!any) {
		free(out->unread);
		out->unread = NULL;
	}
}

static void read_template(struct yaml_file *out, struct slice bytes)
{
	out->text = template_mask(bytes);
	if (!is_yaml((struct slice){ out->text, bytes.size }))
		split_documents(out, bytes);
	OWNED(error) failed = yaml_read(&out->documents, (struct slice){ out->text, bytes.size });

	if (!failed && !out->documents->broken)
		return;
	yaml_file_clear(out);
	out->unread = must_copy_bytes(bytes.at, bytes.size);
}

/* ---- files ---- */

static const char *code_of(const struct documents *documents, struct slice bytes)
{
	if (memchr(bytes.at, '\0', bytes.size))
		return "binary";
	return error_kind(documents->broken) == ERROR_LIMIT ? "too-large" : "syntax";
}

void documents_read(struct yaml_file *out, const struct scan_file *file)
{
	OWNED(documents) documents = NULL;
	bool json = is_json(file->path);
	bool markers = !json && template_has_markers(file->bytes);

	*out = (struct yaml_file){ 0 };
	if (markers && is_chart_template(file->path)) {
		read_template(out, file->bytes);
		return;
	}
	OWNED(error)
	failed =
	    json ? json_read(&documents, file->bytes, true) : yaml_read(&documents, file->bytes);

	if (failed) {
		skips_add(file->skips, file->path, 0, "encoding", error_text(failed));
		return;
	}
	if (documents->broken) {
		const char *code = code_of(documents, file->bytes);

		if (markers && strcmp(code, "syntax") == 0) {
			read_template(out, file->bytes);
			return;
		}
		skips_add(file->skips, file->path, documents->broken_line, code,
			  error_text(documents->broken));
	}
	out->documents = pass_on(&documents);
}
