#include "inspect.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

struct waiting {
	survey_done *done;
	void *data;
};

/* A survey and the way to it. */
struct expedition {
	struct survey survey;
	struct registry *registry;
	char *host;
	char *repository;
	struct strings inner; /* indexes within the index */
	size_t inner_seen;
	bool is_over;
	struct waiting *waiting;
	size_t waiting_count;
};

struct surveys {
	struct registry *registry;
	struct map *expeditions;
};

struct surveys *surveys_new(struct registry *registry)
{
	struct surveys *surveys = must_alloc(sizeof(*surveys));

	surveys->registry = registry;
	surveys->expeditions = map_new();
	return surveys;
}

static void survey_clear(struct survey *survey)
{
	for (size_t i = 0; i < survey->count; i++) {
		free(survey->images[i].digest);
		free(survey->images[i].os_version);
	}
	free(survey->images);
	free(survey->digest);
	free(survey->missing);
	free(survey->media_type);
	error_free(survey->error);
	error_free(survey->blind);
}

void surveys_free(struct surveys *surveys)
{
	if (!surveys)
		return;
	for (size_t i = 0; i < map_count(surveys->expeditions); i++) {
		struct expedition *expedition = map_value(surveys->expeditions, i);

		survey_clear(&expedition->survey);
		strings_clear(&expedition->inner);
		free(expedition->host);
		free(expedition->repository);
		free(expedition->waiting);
		free(expedition);
	}
	map_free(surveys->expeditions);
	free(surveys);
}

static void finish(struct expedition *expedition)
{
	expedition->is_over = true;
	for (size_t i = 0; i < expedition->waiting_count; i++)
		expedition->waiting[i].done(expedition->waiting[i].data, &expedition->survey);
}

/* Takes error. */
static void fail(struct expedition *expedition, struct error *error)
{
	expedition->survey.error = error;
	finish(expedition);
}

static void add_image(struct survey *survey, const char *digest, const struct platform *platform,
		      const char *os_version)
{
	const struct image image = { must_copy(digest), *platform, must_copy(os_version) };

	survey->images = must_grow(survey->images, survey->count, sizeof(*survey->images));
	survey->images[survey->count++] = image;
}

static void add_entries(struct survey *survey, const struct manifest *index)
{
	for (size_t i = 0; i < index->count; i++) {
		const struct manifest_entry *entry = &index->entries[i];
		const struct platform none = { 0 };

		add_image(survey, entry->digest, entry->is_index ? &none : &entry->platform,
			  entry->os_version);
	}
}

/* ---- indexes within the index ---- */

static void visit_next(struct expedition *expedition);

/* Indexes within that one again are not followed: nobody builds them, and a
 * hostile registry could without end. */
static void on_inner(void *data, const struct manifest *manifest, struct error *error)
{
	struct expedition *expedition = data;

	if (error) {
		const char *inner = expedition->inner.items[expedition->inner_seen - 1];

		if (error_kind(error) == ERROR_ABSENT)
			expedition->survey.missing = must_copy(inner);
		fail(expedition, error);
		return;
	}
	add_entries(&expedition->survey, manifest);
	visit_next(expedition);
}

/* One after the other: there is hardly ever one, and the order stays. */
static void visit_next(struct expedition *expedition)
{
	if (expedition->inner_seen == expedition->inner.count) {
		finish(expedition);
		return;
	}
	registry_manifest(expedition->registry, expedition->host, expedition->repository,
			  expedition->inner.items[expedition->inner_seen++], on_inner, expedition);
}

static void take_index(struct expedition *expedition, const struct manifest *index)
{
	add_entries(&expedition->survey, index);
	for (size_t i = 0; i < index->count; i++)
		if (index->entries[i].is_index)
			strings_add_new(&expedition->inner, index->entries[i].digest);
	if (expedition->inner.count > INNER_INDEXES_MOST)
		fail(expedition,
		     error_new(ERROR_LIMIT, "%s/%s@%s: %zu indexes within the index, more than %d",
			       expedition->host, expedition->repository, index->digest,
			       expedition->inner.count, INNER_INDEXES_MOST));
	else
		visit_next(expedition);
}

/* ---- an image ---- */

/* A platform may also be named by the pin, so not knowing it is not the end. */
static void on_platform(void *data, const struct manifest *manifest, struct error *error)
{
	struct expedition *expedition = data;
	struct image *image = expedition->survey.images;

	expedition->survey.blind = error;
	if (manifest) {
		image->platform = manifest->entries[0].platform;
		image->os_version = must_copy(manifest->entries[0].os_version);
	}
	finish(expedition);
}

static void take_image(struct expedition *expedition, const struct manifest *manifest)
{
	const struct platform none = { 0 };

	add_image(&expedition->survey, manifest->digest, &none, NULL);
	expedition->survey.is_artifact = !manifest->config_digest;
	if (expedition->survey.is_artifact)
		finish(expedition);
	else
		registry_platform(expedition->registry, expedition->host, expedition->repository,
				  manifest, on_platform, expedition);
}

/* ---- asking ---- */

static void on_manifest(void *data, const struct manifest *manifest, struct error *error)
{
	struct expedition *expedition = data;

	if (error) {
		fail(expedition, error);
		return;
	}
	expedition->survey.digest = must_copy(manifest->digest);
	expedition->survey.media_type = must_copy(manifest->media_type);
	expedition->survey.is_index = manifest->is_index;
	expedition->survey.is_cached = manifest->is_cached;
	if (manifest->is_index)
		take_index(expedition, manifest);
	else
		take_image(expedition, manifest);
}

static struct expedition *set_out(struct surveys *surveys, const char *host, const char *repository,
				  const char *what)
{
	OWNED_STRING key = must_format("%s/%s@%s", host, repository, what);
	struct expedition *expedition = map_get(surveys->expeditions, key);

	if (expedition)
		return expedition;
	expedition = must_alloc(sizeof(*expedition));
	expedition->registry = surveys->registry;
	expedition->host = must_copy(host);
	expedition->repository = must_copy(repository);
	map_set(surveys->expeditions, key, expedition);
	registry_manifest(surveys->registry, host, repository, what, on_manifest, expedition);
	return expedition;
}

void surveys_ask(struct surveys *surveys, const char *host, const char *repository,
		 const char *what, survey_done *done, void *data)
{
	struct expedition *expedition = set_out(surveys, host, repository, what);

	if (expedition->is_over) {
		done(data, &expedition->survey);
		return;
	}
	expedition->waiting =
	    must_grow(expedition->waiting, expedition->waiting_count, sizeof(*expedition->waiting));
	expedition->waiting[expedition->waiting_count++] = (struct waiting){ done, data };
}

bool surveys_know(bool *is_there, const struct surveys *surveys, const char *host,
		  const char *repository, const char *digest)
{
	OWNED_STRING key = must_format("%s/%s@%s", host, repository, digest);
	const struct expedition *expedition = map_get(surveys->expeditions, key);
	const struct survey *survey = expedition ? &expedition->survey : NULL;

	if (!survey || !expedition->is_over || survey->is_cached)
		return false;
	*is_there = survey->digest != NULL;
	return *is_there || (survey->error && error_kind(survey->error) == ERROR_ABSENT);
}

bool survey_has(const struct survey *survey, const char *digest)
{
	if (strcmp(survey->digest, digest) == 0)
		return true;
	for (size_t i = 0; i < survey->count; i++)
		if (strcmp(survey->images[i].digest, digest) == 0)
			return true;
	return false;
}

void survey_platforms(struct strings *platforms, const struct survey *survey)
{
	for (size_t i = 0; i < survey->count; i++) {
		if (!*survey->images[i].platform.os)
			continue;
		OWNED_STRING text = platform_text(&survey->images[i].platform);

		strings_add_new(platforms, text);
	}
}
