#include "statement.h"
#include "encoding.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

static const char *const types[] = {
	"https://in-toto.io/Statement/v1",
	"https://in-toto.io/Statement/v0.1",
};

static bool is_statement(const struct json_t *document)
{
	const char *type = json_string_at(document, "_type");

	return string_is(type, types[0]) || string_is(type, types[1]);
}

/* ---- subjects ---- */

/* "sha256:<hex>": the subject's digests have the algorithm for a key. */
static bool has_digest(const struct json_t *digests, const char *digest)
{
	OWNED_STRING algorithm = must_copy_bytes(digest, strcspn(digest, ":"));
	const char *hex = json_string_at(digests, algorithm);

	return hex && strcmp(hex, digest + strlen(algorithm) + 1) == 0;
}

static void read_annotations(struct strings *out, const struct json_t *subject)
{
	json_t *annotations = (json_t *)json_object_at(subject, "annotations");
	const char *key;
	json_t *value;

	json_object_foreach(annotations, key, value)
	{
		if (!json_is_string(value))
			continue;
		strings_add(out, key);
		strings_add(out, json_string_value(value));
	}
}

static struct error *find_subject(struct evidence *out, const struct json_t *subjects,
				  const char *digest)
{
	size_t index;
	const json_t *subject;
	const json_t *found = NULL;

	if (json_array_size(subjects) > SUBJECTS_MOST)
		return error_new(ERROR_LIMIT, "a statement with more than %d subjects",
				 SUBJECTS_MOST);
	json_array_foreach(subjects, index, subject)
	{
		const json_t *digests = json_object_at(subject, "digest");

		if (json_object_size(digests) > SUBJECT_DIGESTS_MOST)
			return error_new(ERROR_LIMIT, "a subject with more than %d digests",
					 SUBJECT_DIGESTS_MOST);
		if (!found && has_digest(digests, digest))
			found = subject;
	}
	if (!found)
		return error_new(ERROR_UNTRUSTED, "the statement is not about %s", digest);
	read_annotations(&out->annotations, found);
	return NULL;
}

/* ---- SLSA provenance ---- */

static const struct json_t *path_of(const struct json_t *object, const char *a, const char *b)
{
	return json_object_at(json_object_at(object, a), b);
}

static void read_provenance_v1(struct evidence *out, const struct json_t *predicate)
{
	const json_t *definition = json_object_at(predicate, "buildDefinition");
	const json_t *sources = json_array_at(definition, "resolvedDependencies");

	out->builder = must_copy(json_string_at(path_of(predicate, "runDetails", "builder"), "id"));
	out->origin = must_copy(json_string_at(json_array_get(sources, 0), "uri"));
}

static void read_provenance_v02(struct evidence *out, const struct json_t *predicate)
{
	out->builder = must_copy(json_string_at(json_object_at(predicate, "builder"), "id"));
	out->origin =
	    must_copy(json_string_at(path_of(predicate, "invocation", "configSource"), "uri"));
}

struct error *statement_verify(struct evidence *out, struct slice statement, const char *digest)
{
	OWNED(json_t) document = NULL;

	TRY(json_parse_object(&document, "the statement", statement));
	if (!is_statement(document))
		return error_new(ERROR_UNSUPPORTED, "a statement of the type '%.80s'",
				 json_string_at(document, "_type")
				     ? json_string_at(document, "_type")
				     : "");
	const json_t *predicate = json_object_at(document, "predicate");

	TRY(find_subject(out, json_array_at(document, "subject"), digest));
	out->predicate_type = must_copy(json_string_at(document, "predicateType"));
	if (!out->predicate_type)
		return error_new(ERROR_SYNTAX, "the statement has no predicateType");
	if (string_is(out->predicate_type, "https://slsa.dev/provenance/v1"))
		read_provenance_v1(out, predicate);
	if (string_is(out->predicate_type, "https://slsa.dev/provenance/v0.2"))
		read_provenance_v02(out, predicate);
	return NULL;
}
