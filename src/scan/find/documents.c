#include "documents.h"

#include <digestbump/base/glob.h>
#include <digestbump/syntax/template_markers.h>
#include <string.h>

static struct error *read_by_name(struct documents **out, const struct scan_file *file)
{
	if (slice_ends(slice_of(file->path), ".json"))
		return json_read(out, file->bytes, true);
	return yaml_read(out, file->bytes);
}

/* Helm's rule: whatever stands in templates/ goes through its engine. Some of
 * it happens to be YAML before that, with meanings that it does not have. */
static bool is_chart_template(const char *path)
{
	return glob_match("**/templates/**", path);
}

static const char *code_of(const struct documents *documents, struct slice bytes)
{
	if (memchr(bytes.at, '\0', bytes.size))
		return "binary";
	return error_kind(documents->broken) == ERROR_LIMIT ? "too-large" : "syntax";
}

enum file_content documents_read(struct documents **out, const struct scan_file *file)
{
	OWNED(documents) documents = NULL;
	bool markers = template_has_markers(file->bytes);

	if (markers && is_chart_template(file->path))
		return CONTENT_TEMPLATE;
	OWNED(error) failed = read_by_name(&documents, file);

	if (failed) {
		skips_add(file->skips, file->path, 0, "encoding", error_text(failed));
		return CONTENT_UNREADABLE;
	}
	if (documents->broken) {
		const char *code = code_of(documents, file->bytes);

		if (markers && strcmp(code, "syntax") == 0)
			return CONTENT_TEMPLATE;
		skips_add(file->skips, file->path, documents->broken_line, code,
			  error_text(documents->broken));
	}
	*out = pass_on(&documents);
	return CONTENT_DOCUMENTS;
}
