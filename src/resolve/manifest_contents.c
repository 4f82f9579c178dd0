#include "manifest_contents.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

struct waiting {
	inspection_callback *done;
	void *data;
};

/* An inspection and the requests that it needs. */
struct inspection_request {
	struct inspection inspection;
	struct registry *registry;
	char *host;
	char *repository;
	struct strings inner; /* indexes within the index */
	size_t inner_seen;
	bool is_entry; /* the manifest alone is wanted */
	bool is_done;
	struct waiting *waiting;
	size_t waiting_count;
};

struct inspections {
	struct registry *registry;
	struct map *requests;
};

struct inspections *inspections_new(struct registry *registry)
{
	struct inspections *inspections = must_alloc(sizeof(*inspections));

	inspections->registry = registry;
	inspections->requests = map_new();
	return inspections;
}

static void inspection_clear(struct inspection *inspection)
{
	for (size_t i = 0; i < inspection->count; i++) {
		free(inspection->images[i].digest);
		free(inspection->images[i].os_version);
	}
	free(inspection->images);
	free(inspection->digest);
	free(inspection->missing);
	free(inspection->media_type);
	error_free(inspection->error);
	error_free(inspection->platform_error);
}

void inspections_free(struct inspections *inspections)
{
	if (!inspections)
		return;
	for (size_t i = 0; i < map_count(inspections->requests); i++) {
		struct inspection_request *request = map_value(inspections->requests, i);

		inspection_clear(&request->inspection);
		strings_clear(&request->inner);
		free(request->host);
		free(request->repository);
		free(request->waiting);
		free(request);
	}
	map_free(inspections->requests);
	free(inspections);
}

static void finish(struct inspection_request *request)
{
	request->is_done = true;
	for (size_t i = 0; i < request->waiting_count; i++)
		request->waiting[i].done(request->waiting[i].data, &request->inspection);
}

/* Takes error. */
static void fail(struct inspection_request *request, struct error *error)
{
	request->inspection.error = error;
	finish(request);
}

static void add_image(struct inspection *inspection, const struct manifest_entry *entry)
{
	const struct platform none = { 0 };
	const struct image image = { .digest = must_copy(entry->digest),
				     .platform = entry->is_index ? none : entry->platform,
				     .os_version = must_copy(entry->os_version),
				     .is_index = entry->is_index,
				     .size = entry->size };

	inspection->images =
	    must_grow(inspection->images, inspection->count, sizeof(*inspection->images));
	inspection->images[inspection->count++] = image;
}

static void add_entries(struct inspection *inspection, const struct manifest *index)
{
	for (size_t i = 0; i < index->count; i++)
		add_image(inspection, &index->entries[i]);
}

/* ---- indexes within the index ---- */

static void read_next_inner_index(struct inspection_request *request);

/* Indexes within that one again are not followed: they do not occur in practice, and a
 * hostile registry could nest them without end. */
static void on_inner_index(void *data, const struct manifest *manifest, struct error *error)
{
	struct inspection_request *request = data;

	if (error) {
		const char *inner = request->inner.items[request->inner_seen - 1];

		if (error_kind(error) == ERROR_ABSENT)
			request->inspection.missing = must_copy(inner);
		fail(request, error);
		return;
	}
	add_entries(&request->inspection, manifest);
	read_next_inner_index(request);
}

/* One after the other: there is hardly ever one, and the order stays. */
static void read_next_inner_index(struct inspection_request *request)
{
	if (request->inner_seen == request->inner.count) {
		finish(request);
		return;
	}
	registry_manifest(request->registry, request->host, request->repository,
			  request->inner.items[request->inner_seen++], on_inner_index, request);
}

static void read_index(struct inspection_request *request, const struct manifest *index)
{
	add_entries(&request->inspection, index);
	for (size_t i = 0; i < index->count; i++)
		if (index->entries[i].is_index)
			strings_add_new(&request->inner, index->entries[i].digest);
	if (request->inner.count > INNER_INDEXES_MOST)
		fail(request,
		     error_new(ERROR_LIMIT, "%s/%s@%s: %zu indexes within the index, more than %d",
			       request->host, request->repository, index->digest,
			       request->inner.count, INNER_INDEXES_MOST));
	else
		read_next_inner_index(request);
}

/* ---- an image ---- */

/* A platform may also be named by the pin, so not knowing it is not the end. */
static void on_platform(void *data, const struct manifest *manifest, struct error *error)
{
	struct inspection_request *request = data;
	struct image *image = request->inspection.images;

	request->inspection.platform_error = error;
	if (manifest) {
		image->platform = manifest->entries[0].platform;
		image->os_version = must_copy(manifest->entries[0].os_version);
	}
	finish(request);
}

static void read_image(struct inspection_request *request, const struct manifest *manifest)
{
	add_image(&request->inspection,
		  &(struct manifest_entry){ .digest = manifest->digest, .size = manifest->size });
	request->inspection.is_artifact = !manifest->config_digest;
	if (request->inspection.is_artifact || request->is_entry)
		finish(request);
	else
		registry_platform(request->registry, request->host, request->repository, manifest,
				  on_platform, request);
}

/* ---- asking ---- */

static void on_manifest(void *data, const struct manifest *manifest, struct error *error)
{
	struct inspection_request *request = data;

	if (error) {
		fail(request, error);
		return;
	}
	request->inspection.digest = must_copy(manifest->digest);
	request->inspection.media_type = must_copy(manifest->media_type);
	request->inspection.size = manifest->size;
	request->inspection.is_index = manifest->is_index;
	request->inspection.is_cached = manifest->is_cached;
	if (manifest->is_index && request->is_entry)
		finish(request);
	else if (manifest->is_index)
		read_index(request, manifest);
	else
		read_image(request, manifest);
}

static struct inspection_request *find_inspection(const struct inspections *inspections,
						  const char *host, const char *repository,
						  const char *what)
{
	OWNED_STRING key = must_format("%s/%s@%s", host, repository, what);

	return map_get(inspections->requests, key);
}

/* Gives an inspection under way; it belongs to the inspections. */
static struct inspection_request *start_inspection(struct inspections *inspections,
						   const char *host, const char *repository,
						   const char *what, const char *key)
{
	struct inspection_request *request = must_alloc(sizeof(*request));

	request->registry = inspections->registry;
	request->host = must_copy(host);
	request->repository = must_copy(repository);
	map_set(inspections->requests, key, request);
	registry_manifest(inspections->registry, host, repository, what, on_manifest, request);
	return request;
}

static void wait_for(struct inspection_request *request, inspection_callback *done, void *data)
{
	if (request->is_done) {
		done(data, &request->inspection);
		return;
	}
	request->waiting =
	    must_grow(request->waiting, request->waiting_count, sizeof(*request->waiting));
	request->waiting[request->waiting_count++] = (struct waiting){ done, data };
}

void inspect_manifest(struct inspections *inspections, const char *host, const char *repository,
		      const char *what, inspection_callback *done, void *data)
{
	struct inspection_request *request = find_inspection(inspections, host, repository, what);

	if (!request) {
		OWNED_STRING key = must_format("%s/%s@%s", host, repository, what);

		request = start_inspection(inspections, host, repository, what, key);
	}
	wait_for(request, done, data);
}

/* A whole inspection of the same digest tells as much. */
void inspect_entry(struct inspections *inspections, const char *host, const char *repository,
		   const char *digest, inspection_callback *done, void *data)
{
	OWNED_STRING key = must_format("%s/%s@%s entry", host, repository, digest);
	struct inspection_request *request = find_inspection(inspections, host, repository, digest);

	if (!request)
		request = map_get(inspections->requests, key);
	if (!request) {
		request = start_inspection(inspections, host, repository, digest, key);
		request->is_entry = true;
	}
	wait_for(request, done, data);
}

const struct inspection *inspections_find(const struct inspections *inspections, const char *host,
					  const char *repository, const char *digest)
{
	const struct inspection_request *request =
	    find_inspection(inspections, host, repository, digest);
	const struct inspection *inspection = request ? &request->inspection : NULL;

	if (!inspection || !request->is_done || inspection->is_cached)
		return NULL;
	bool is_known = inspection->digest ||
			(inspection->error && error_kind(inspection->error) == ERROR_ABSENT);

	return is_known ? inspection : NULL;
}

bool inspection_has_digest(const struct inspection *inspection, const char *digest)
{
	return strcmp(inspection->digest, digest) == 0 || inspection_image(inspection, digest);
}

const struct image *inspection_image(const struct inspection *inspection, const char *digest)
{
	for (size_t i = 0; i < inspection->count; i++)
		if (strcmp(inspection->images[i].digest, digest) == 0)
			return &inspection->images[i];
	return NULL;
}

void inspection_platforms(struct strings *platforms, const struct inspection *inspection)
{
	for (size_t i = 0; i < inspection->count; i++) {
		if (!*inspection->images[i].platform.os)
			continue;
		OWNED_STRING text = platform_text(&inspection->images[i].platform);

		strings_add_new(platforms, text);
	}
}
