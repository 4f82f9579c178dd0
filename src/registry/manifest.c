#include "descriptor.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/registry/manifest.h>
#include <string.h>

static const char OCI_INDEX[] = "application/vnd.oci.image.index.v1+json";
static const char OCI_IMAGE[] = "application/vnd.oci.image.manifest.v1+json";
static const char DOCKER_IMAGE[] = "application/vnd.docker.distribution.manifest.v2+json";

/* Configurations that name a platform. Old docker clients wrote octet-stream. */
static const char *const image_configs[] = {
	"application/vnd.oci.image.config.v1+json",
	"application/vnd.docker.container.image.v1+json",
	"application/octet-stream",
	NULL,
};

/* Every key whose meaning matters here, in the document, its descriptors and
 * their platforms. */
static const char *const known_keys[] = {
	"schemaVersion", "mediaType",   "manifests",    "layers",  "config", "fsLayers",
	"history",       "annotations", "artifactType", "digest",  "size",   "platform",
	"architecture",  "os",          "os.version",   "variant", NULL,
};

void manifest_free(struct manifest *manifest)
{
	if (!manifest)
		return;
	for (size_t i = 0; i < manifest->count; i++) {
		free(manifest->entries[i].digest);
		free(manifest->entries[i].os_version);
	}
	free(manifest->entries);
	free(manifest->digest);
	free(manifest->media_type);
	free(manifest->config_digest);
	free(manifest);
}

struct manifest *manifest_copy(const struct manifest *from)
{
	struct manifest *copy = must_alloc(sizeof(*copy));

	*copy = *from;
	copy->digest = must_copy(from->digest);
	copy->media_type = must_copy(from->media_type);
	copy->config_digest = must_copy(from->config_digest);
	copy->entries = must_alloc(from->count * sizeof(*copy->entries));
	for (size_t i = 0; i < from->count; i++) {
		copy->entries[i] = from->entries[i];
		copy->entries[i].digest = must_copy(from->entries[i].digest);
		copy->entries[i].os_version = must_copy(from->entries[i].os_version);
	}
	return copy;
}

static bool is_image_type(const char *type)
{
	return strcmp(type, OCI_IMAGE) == 0 || strcmp(type, DOCKER_IMAGE) == 0;
}

static struct error *check_version(struct json_t *document)
{
	struct json_t *version = json_member(document, "schemaVersion");

	if (!json_is_integer(version))
		return error_new(ERROR_SYNTAX, "a manifest without schemaVersion");
	if (json_integer_value(version) == 1)
		return error_new(ERROR_UNSUPPORTED, "legacy manifest (schema 1): push the image "
						    "again with a current client");
	if (json_integer_value(version) != 2)
		return error_new(ERROR_UNSUPPORTED, "a manifest of schemaVersion %lld",
				 (long long)json_integer_value(version));
	return NULL;
}

/* Gives what the document is by its members, for servers that do not say. */
static const char *type_of_structure(struct json_t *document)
{
	if (json_member(document, "manifests"))
		return OCI_INDEX;
	return json_member(document, "config") ? OCI_IMAGE : NULL;
}

/* Gives the media type on which header and body agree. */
static struct error *agree_on_type(char **out, struct json_t *document, const char *content_type)
{
	OWNED_STRING said = media_type_essence(content_type);
	struct json_t *written = json_member(document, "mediaType");

	if (written && !json_is_string(written))
		return error_new(ERROR_SYNTAX, "a manifest whose mediaType is no string");
	const char *body = written ? json_string_value(written) : NULL;

	if (body && said && strcmp(body, said) != 0)
		return error_new(ERROR_UNTRUSTED,
				 "Content-Type is '%.100s', but mediaType is '%.100s'", said, body);
	const char *type = body ? body : said ? said : type_of_structure(document);

	if (!type)
		return error_new(ERROR_SYNTAX, "neither a manifest nor an index");
	if (!media_type_is_index(type) && !is_image_type(type))
		return error_new(ERROR_UNSUPPORTED, "media type '%.100s' is not an image", type);
	*out = must_copy(type);
	return NULL;
}

/* An index read as an image by one client, and as an index by another, can have
 * one digest and run two things (CVE-2021-41190). */
static struct error *check_structure(struct json_t *document, bool is_index)
{
	bool has_manifests = json_member(document, "manifests") != NULL;
	bool has_image = json_member(document, "config") || json_member(document, "layers");

	if (json_member(document, "fsLayers"))
		return error_new(ERROR_UNTRUSTED, "the manifest has fields of schema 1");
	if (has_manifests && has_image)
		return error_new(ERROR_UNTRUSTED, "an index and an image in one document");
	if (is_index ? has_image : has_manifests)
		return error_new(ERROR_UNTRUSTED, "media type and fields contradict each other");
	return NULL;
}

/* BuildKit hangs attestations into the index as entries of their own; other
 * values of the annotation are further things that refer to an image. */
static bool is_attestation(struct json_t *entry, const struct platform *platform)
{
	struct json_t *annotations = json_member(entry, "annotations");

	return json_member(annotations, "vnd.docker.reference.type") ||
	       platform_is_unknown(platform);
}

static bool is_image_config(const char *type)
{
	for (const char *const *known = image_configs; *known; known++)
		if (strcmp(*known, type) == 0)
			return true;
	return false;
}

/* Clients pass over entries of kinds that they do not know (image-spec,
 * image-index.md); signatures and charts may stand beside images. */
static bool is_of_images(struct json_t *entry)
{
	const char *type = json_text(entry, "mediaType");
	const char *artifact = json_text(entry, "artifactType");

	if (artifact && *artifact && !is_image_config(artifact))
		return false;
	return type && (is_image_type(type) || media_type_is_index(type));
}

static void take_platform(struct manifest_entry *entry, struct json_t *platform)
{
	platform_set(&entry->platform, json_text(platform, "os"),
		     json_text(platform, "architecture"), json_text(platform, "variant"));
	const char *version = json_text(platform, "os.version");

	entry->os_version = version && *version ? must_copy(version) : NULL;
}

static struct error *add_entry(struct manifest *manifest, struct json_t *json)
{
	struct json_t *platform = json_member(json, "platform");
	struct manifest_entry entry = { 0 };
	struct platform named = { 0 };
	long long size = 0;

	if (!json_is_object(json))
		return error_new(ERROR_SYNTAX, "an index with an entry that is not an object");
	TRY(json_refuse_lookalikes(json, known_keys));
	TRY(json_refuse_lookalikes(platform, known_keys));
	platform_set(&named, json_text(platform, "os"), json_text(platform, "architecture"), NULL);
	if (is_attestation(json, &named) || !is_of_images(json))
		return NULL;
	TRY(descriptor_read(&entry.digest, &size, json));
	entry.size = size;
	take_platform(&entry, platform);
	entry.is_index = media_type_is_index(json_text(json, "mediaType"));
	manifest->entries =
	    must_grow(manifest->entries, manifest->count, sizeof(*manifest->entries));
	manifest->entries[manifest->count++] = entry;
	return NULL;
}

static struct error *read_index(struct manifest *manifest, struct json_t *document)
{
	struct json_t *entries = json_member(document, "manifests");

	if (!json_is_array(entries))
		return error_new(ERROR_SYNTAX, "an index without manifests");
	if (json_array_size(entries) > INDEX_ENTRIES_MOST)
		return error_new(ERROR_LIMIT, "an index of %zu entries, more than %d",
				 json_array_size(entries), INDEX_ENTRIES_MOST);
	for (size_t i = 0; i < json_array_size(entries); i++)
		TRY(add_entry(manifest, json_array_get(entries, i)));
	return NULL;
}

static struct error *read_image(struct manifest *manifest, struct json_t *document)
{
	struct json_t *config = json_member(document, "config");
	const char *type = json_text(config, "mediaType");
	OWNED_STRING digest = NULL;
	long long size = 0;

	if (!json_is_object(config) || !type || !json_is_array(json_member(document, "layers")))
		return error_new(ERROR_SYNTAX, "a manifest without config and layers");
	TRY(json_refuse_lookalikes(config, known_keys));
	TRY(descriptor_read(&digest, &size, config));
	if (!is_image_config(type))
		return NULL;
	manifest->config_digest = pass_on(&digest);
	manifest->config_size = size;
	return NULL;
}

struct error *manifest_parse(struct manifest **out, const char *digest, const char *content_type,
			     struct slice bytes)
{
	OWNED(manifest) manifest = must_alloc(sizeof(*manifest));
	OWNED(json_t) document = NULL;

	if (bytes.size > MANIFEST_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a manifest of %zu bytes, more than %d", bytes.size,
				 MANIFEST_BYTES_MOST);
	/* Before the body: a signed schema 1 manifest is told of as what it is. */
	if (media_type_is_legacy(content_type))
		return error_new(ERROR_UNSUPPORTED, "legacy manifest (schema 1): push the image "
						    "again with a current client");
	TRY(json_object_of(&document, bytes));
	TRY(json_refuse_lookalikes(document, known_keys));
	TRY(check_version(document));
	TRY(agree_on_type(&manifest->media_type, document, content_type));
	manifest->is_index = media_type_is_index(manifest->media_type);
	TRY(check_structure(document, manifest->is_index));
	TRY(manifest->is_index ? read_index(manifest, document) : read_image(manifest, document));
	manifest->digest = must_copy(digest);
	manifest->size = (long long)bytes.size;
	*out = pass_on(&manifest);
	return NULL;
}
