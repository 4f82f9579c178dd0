#include "oci_layout.h"
#include "strict_json.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* One name of an index.json. */
struct named {
	char *digest; /* as written; NULL: none */
	char *media_type;
	bool is_ambiguous;
};

struct layout {
	struct map *names;   /* of struct named; NULL: see error */
	json_t *unnamed;     /* descriptors without a name */
	struct error *error; /* ERROR_ABSENT: the directory is no layout */
};

static void layout_free(struct layout *layout)
{
	if (!layout)
		return;
	for (size_t i = 0; layout->names && i < map_count(layout->names); i++) {
		struct named *named = map_value(layout->names, i);

		free(named->digest);
		free(named->media_type);
		free(named);
	}
	map_free(layout->names);
	json_decref(layout->unnamed);
	error_free(layout->error);
	free(layout);
}

void layouts_clear(struct layouts *layouts)
{
	for (size_t i = 0; layouts->read && i < map_count(layouts->read); i++)
		layout_free(map_value(layouts->read, i));
	map_free(layouts->read);
	layouts->read = NULL;
}

/* ---- reading index.json ---- */

static struct error *read_json(struct json_t **out, const char *directory, const char *name)
{
	OWNED_STRING path = must_format("%s/%s", directory, name);
	OWNED(text) bytes = NULL;

	TRY(file_read(&bytes, AT_FDCWD, path, MANIFEST_BYTES_MOST));
	return error_wrap(json_object_of(out, text_slice(bytes)), "'%s'", path);
}

static struct error *check_version(const char *directory)
{
	OWNED(json_t) marker = NULL;

	TRY(read_json(&marker, directory, "oci-layout"));
	const char *version = json_text(marker, "imageLayoutVersion");

	if (version && strcmp(version, "1.0.0") == 0)
		return NULL;
	return error_new(ERROR_UNSUPPORTED, "'%s': an OCI image layout of version '%s'", directory,
			 version ? version : "");
}

static void add_name(struct map *names, const struct json_t *descriptor)
{
	const struct json_t *annotations = json_member(descriptor, "annotations");
	const char *name = json_text(annotations, "org.opencontainers.image.ref.name");
	const char *digest = json_text(descriptor, "digest");
	struct named *named = name ? map_get(names, name) : NULL;

	if (!name)
		return;
	if (named) {
		named->is_ambiguous |=
		    !digest || !named->digest || strcmp(digest, named->digest) != 0;
		return;
	}
	named = must_alloc(sizeof(*named));
	named->digest = must_copy(digest);
	named->media_type = must_copy(json_text(descriptor, "mediaType"));
	map_set(names, name, named);
}

static bool has_name(const struct json_t *descriptor)
{
	return json_text(json_member(descriptor, "annotations"),
			 "org.opencontainers.image.ref.name") != NULL;
}

static void add_descriptor(struct layout *layout, struct json_t *descriptor)
{
	if (has_name(descriptor))
		add_name(layout->names, descriptor);
	else
		json_array_append(layout->unnamed, descriptor);
}

static struct error *read_names(struct layout *layout, const char *directory)
{
	OWNED(json_t) index = NULL;

	TRY(check_version(directory));
	TRY(read_json(&index, directory, "index.json"));
	const struct json_t *descriptors = json_member(index, "manifests");

	if (!json_is_array(descriptors))
		return error_new(ERROR_SYNTAX, "'%s/index.json': no manifests", directory);
	for (size_t i = 0; i < json_array_size(descriptors); i++)
		add_descriptor(layout, json_array_get(descriptors, i));
	return NULL;
}

static const struct layout *layout_of(struct layouts *layouts, const char *directory)
{
	if (!layouts->read)
		layouts->read = map_new();
	struct layout *layout = map_get(layouts->read, directory);

	if (layout)
		return layout;
	layout = must_alloc(sizeof(*layout));
	layout->names = map_new();
	layout->unnamed = json_array();
	layout->error = read_names(layout, directory);
	map_set(layouts->read, directory, layout);
	return layout;
}

/* ---- looking up ---- */

/* Sets *out when the layout has the name. A directory that is no layout has
 * none; one that is broken fails. */
static struct error *look(const struct named **out, const struct layout *layout, const char *name)
{
	if (layout->error && error_kind(layout->error) != ERROR_ABSENT)
		return error_copy(layout->error);
	*out = map_get(layout->names, name);
	return NULL;
}

static char *inner_directory(const struct layout_location *location)
{
	return must_format("%s/%s", location->directory, location->repository);
}

/* Tries the three names in turn. */
static struct error *look_up(const struct named **out, struct layouts *layouts,
			     const struct layout_location *location, const char *tag)
{
	OWNED_STRING inner = inner_directory(location);
	OWNED_STRING whole = must_format("%s/%s:%s", location->host, location->repository, tag);
	OWNED_STRING local = must_format("%s:%s", location->repository, tag);
	const struct {
		const char *directory;
		const char *name;
	} tries[] = {
		{ location->directory, whole },
		{ location->directory, local },
		{ inner, tag },
	};

	for (size_t i = 0; !*out && i < sizeof(tries) / sizeof(*tries); i++)
		TRY(look(out, layout_of(layouts, tries[i].directory), tries[i].name));
	return NULL;
}

static bool is_layout(struct layouts *layouts, const char *directory)
{
	return !layout_of(layouts, directory)->error;
}

/* What is missing: `what`, the layout, or the directory. */
static struct error *absent(struct layouts *layouts, const struct layout_location *location,
			    const char *what)
{
	OWNED_STRING inner = inner_directory(location);
	struct stat status;

	if (is_layout(layouts, location->directory) || is_layout(layouts, inner))
		return error_new(ERROR_ABSENT, "'%s' is not in the layout '%s'", what,
				 location->directory);
	bool is_there = stat(location->directory, &status) == 0 && S_ISDIR(status.st_mode);

	return error_new(is_there ? ERROR_ABSENT : ERROR_FILE,
			 "neither '%s' nor '%s' is an OCI image layout", location->directory,
			 inner);
}

struct error *layout_find(char **digest, char **media_type, struct layouts *layouts,
			  const struct layout_location *location, const char *tag)
{
	const struct named *named = NULL;

	TRY(look_up(&named, layouts, location, tag));
	if (!named) {
		OWNED_STRING what = must_format("%s:%s", location->repository, tag);

		return absent(layouts, location, what);
	}
	if (named->is_ambiguous)
		return error_new(ERROR_UNTRUSTED, "'%s:%s' names several images in the layout '%s'",
				 location->repository, tag, location->directory);
	if (!digest_is_valid(named->digest))
		return error_new(ERROR_SYNTAX, "'%s:%s' has the digest '%.100s' in the layout '%s'",
				 location->repository, tag, named->digest ? named->digest : "",
				 location->directory);
	*digest = must_copy(named->digest);
	*media_type = must_copy(named->media_type);
	return NULL;
}

/* Adds what stands behind `prefix` in the names that have it. */
static struct error *add_tags(struct strings *tags, const struct layout *layout, const char *prefix)
{
	if (layout->error)
		return error_kind(layout->error) == ERROR_ABSENT ? NULL : error_copy(layout->error);
	for (size_t i = 0; i < map_count(layout->names); i++) {
		const char *name = map_key(layout->names, i);

		if (slice_starts(slice_of(name), prefix) && tag_is_valid(name + strlen(prefix)))
			strings_add(tags, name + strlen(prefix));
	}
	return NULL;
}

struct error *layout_tags(struct strings *tags, struct layouts *layouts,
			  const struct layout_location *location)
{
	OWNED_STRING inner = inner_directory(location);
	OWNED_STRING whole = must_format("%s/%s:", location->host, location->repository);
	OWNED_STRING local = must_format("%s:", location->repository);

	TRY(add_tags(tags, layout_of(layouts, location->directory), whole));
	TRY(add_tags(tags, layout_of(layouts, location->directory), local));
	TRY(add_tags(tags, layout_of(layouts, inner), ""));
	return tags->count ? NULL : absent(layouts, location, location->repository);
}

/* ---- blobs ---- */

static struct error *read_blob(struct text **out, const char *directory, const char *digest)
{
	const char *hex = digest_hex(digest);
	int algorithm = (int)(hex - digest) - 1;
	OWNED_STRING path = must_format("%s/blobs/%.*s/%s", directory, algorithm, digest, hex);

	return file_read(out, AT_FDCWD, path, MANIFEST_BYTES_MOST);
}

struct error *layout_blob(struct text **out, const struct layout_location *location,
			  const char *digest)
{
	OWNED_STRING inner = inner_directory(location);
	OWNED(text) bytes = NULL;

	if (!digest_is_valid(digest))
		return error_new(ERROR_SYNTAX, "'%.100s' is no digest", digest);
	struct error *error = read_blob(&bytes, location->directory, digest);

	if (error && error_kind(error) == ERROR_ABSENT) {
		error_free(error);
		error = read_blob(&bytes, inner, digest);
	}
	TRY(error);
	TRY(digest_verify(digest, text_slice(bytes)));
	*out = pass_on(&bytes);
	return NULL;
}

const struct json_t *layout_unnamed(struct layouts *layouts, const struct layout_location *location,
				    bool is_inner)
{
	OWNED_STRING inner = inner_directory(location);

	return layout_of(layouts, is_inner ? inner : location->directory)->unnamed;
}
