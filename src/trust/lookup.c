#include "lookup.h"
#include "signature_manifest.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/registry/artifact.h>
#include <digestbump/registry/referrers.h>
#include <string.h>

struct lookup *lookup_new(const char *host, const char *repository, const char *digest)
{
	struct lookup *lookup = must_alloc(sizeof(*lookup));

	*lookup = (struct lookup){ .host = must_copy(host),
				   .repository = must_copy(repository),
				   .digest = must_copy(digest) };
	return lookup;
}

void lookup_free(struct lookup *lookup)
{
	if (!lookup)
		return;
	free(lookup->host);
	free(lookup->repository);
	free(lookup->digest);
	raw_signatures_clear(&lookup->found);
	strings_clear(&lookup->reasons);
	error_free(lookup->error);
	free(lookup);
}

/* ---- what goes wrong ---- */

/* Takes error: a place that could not be read. The first one stands for all. */
static void note_unread(struct lookup *lookup, struct error *error)
{
	if (lookup->error)
		error_free(error);
	else
		lookup->error = error;
}

/* A blob that is over a ceiling is nobody's signature; all else says nothing. */
static void note_failure(struct lookup *lookup, struct error *error)
{
	if (error_kind(error) != ERROR_LIMIT) {
		note_unread(lookup, error);
		return;
	}
	strings_add(&lookup->reasons, error_text(error));
	error_free(error);
}

/* ---- manifests and their blobs ---- */

/* One manifest or blob under way. */
struct visit {
	struct lookup *lookup;
	struct registry *registry;
	enum signature_place place;
	size_t index;   /* of the manifest, once it is there */
	char *digest;   /* of a blob */
	long long size; /* that a list says of a manifest; -1: no list */
};

static struct visit *visit_new(struct lookup *lookup, struct registry *registry,
			       enum signature_place place)
{
	struct visit *visit = must_alloc(sizeof(*visit));

	*visit =
	    (struct visit){ .lookup = lookup, .registry = registry, .place = place, .size = -1 };
	return visit;
}

static void visit_free(struct visit *visit)
{
	free(visit->digest);
	free(visit);
}

static void on_blob(void *data, struct slice bytes, struct error *error)
{
	struct visit *visit = data;

	if (error)
		note_failure(visit->lookup, error);
	else
		raw_signature_add_blob(&visit->lookup->found.items[visit->index], visit->digest,
				       bytes);
	visit_free(visit);
}

static void fetch_blob(const struct visit *manifest, size_t index,
		       const struct signature_layer *layer)
{
	struct lookup *lookup = manifest->lookup;
	size_t most = signature_layer_most(layer);

	if (layer->size < 0 || (unsigned long long)layer->size > most) {
		strings_take(&lookup->reasons,
			     must_format("a signature of %lld bytes, more than %zu", layer->size,
					 most));
		return;
	}
	struct visit *visit = visit_new(lookup, manifest->registry, manifest->place);

	visit->index = index;
	visit->digest = must_copy(layer->digest);
	registry_artifact_blob(manifest->registry, lookup->host, lookup->repository, layer->digest,
			       most, on_blob, visit);
}

/* Layers of the same bytes are one blob. */
static bool is_repeated(const struct signature_layers *layers, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(layers->items[i].digest, layers->items[index].digest) == 0)
			return true;
	return false;
}

static void receive_manifest(const struct visit *visit, struct slice bytes)
{
	struct lookup *lookup = visit->lookup;
	struct signature_layers layers = { .count = 0 };
	OWNED(error)
	broken = signature_layers_parse(&layers, visit->place, bytes, lookup->digest);

	if (broken)
		strings_add(&lookup->reasons, error_text(broken));
	if (layers.is_cut)
		strings_take(&lookup->reasons, must_format("more than %d signatures: the rest was "
							   "not looked at",
							   SIGNATURE_LAYERS_MOST));
	if (layers.count) {
		size_t index = lookup->found.count;

		raw_signatures_add(&lookup->found, visit->place, bytes);
		for (size_t i = 0; i < layers.count; i++)
			if (!is_repeated(&layers, i))
				fetch_blob(visit, index, &layers.items[i]);
	}
	signature_layers_clear(&layers);
}

static void on_manifest(void *data, struct slice bytes, struct error *error)
{
	struct visit *visit = data;

	if (!error && visit->size >= 0 && (unsigned long long)visit->size != bytes.size)
		error = error_new(ERROR_UNTRUSTED, "a referrer of %s has %zu bytes, not %lld",
				  visit->lookup->digest, bytes.size, visit->size);
	/* No signature under that tag: that is an answer. What a list names must be there. */
	if (error && error_kind(error) == ERROR_ABSENT && visit->place != SIGNATURE_REFERRER)
		error_free(error);
	else if (error)
		note_failure(visit->lookup, error);
	else
		receive_manifest(visit, bytes);
	visit_free(visit);
}

/* "sha256-<hex>.sig", as cosign has it. */
static void fetch_tag(struct lookup *lookup, struct registry *registry, enum signature_place place)
{
	OWNED_STRING tag =
	    must_format("%.*s-%s.%s", (int)strcspn(lookup->digest, ":"), lookup->digest,
			digest_hex(lookup->digest), place == SIGNATURE_TAG ? "sig" : "att");

	registry_artifact_manifest(registry, lookup->host, lookup->repository, tag, on_manifest,
				   visit_new(lookup, registry, place));
}

/* ---- referrers ---- */

/* Lists lie about types (go-containerregistry says the configuration's, older cosign none): look
 * into all that may be a signature. */
static bool may_be_signature(const struct referrer *referrer)
{
	static const char *const types[] = {
		"application/vnd.dev.cosign.artifact.sig.v1+json",
		"application/vnd.oci.empty.v1+json",
	};
	const char *type = referrer->artifact_type;

	if (!type || !*type || strncmp(type, "application/vnd.dev.sigstore.bundle", 35) == 0)
		return !media_type_is_index(referrer->media_type);
	return strcmp(type, types[0]) == 0 || strcmp(type, types[1]) == 0;
}

static void fetch_referrers(const struct visit *list, const struct referrers *referrers)
{
	struct lookup *lookup = list->lookup;
	size_t count = 0;

	for (size_t i = 0; i < referrers->count; i++) {
		if (!may_be_signature(&referrers->items[i]))
			continue;
		if (count++ == BUNDLES_MOST) {
			strings_take(&lookup->reasons,
				     must_format("more than %d referrers: the rest was not "
						 "looked at",
						 BUNDLES_MOST));
			return;
		}
		struct visit *visit = visit_new(lookup, list->registry, SIGNATURE_REFERRER);

		visit->size = referrers->items[i].size;
		registry_artifact_manifest(list->registry, lookup->host, lookup->repository,
					   referrers->items[i].digest, on_manifest, visit);
	}
}

static void on_referrers(void *data, const struct referrers *referrers, struct error *error)
{
	struct visit *visit = data;

	if (error && error_kind(error) == ERROR_ABSENT)
		error_free(error);
	else if (error)
		note_unread(visit->lookup, error);
	else
		fetch_referrers(visit, referrers);
	visit_free(visit);
}

/* ---- all of it ---- */

static bool recall(struct lookup *lookup, const struct answers *answers, bool is_offline)
{
	OWNED_STRING image = must_format("%s/%s", lookup->host, lookup->repository);
	const struct raw_signatures *kept =
	    answers ? answers_signatures(answers, image, lookup->digest) : NULL;

	if (!kept && is_offline)
		lookup->error =
		    error_new(ERROR_FILE, "signatures of '%s@%s' are not among the answers", image,
			      lookup->digest);
	for (size_t i = 0; kept && i < kept->count; i++) {
		const struct raw_signature *from = &kept->items[i];
		struct raw_signature *raw =
		    raw_signatures_add(&lookup->found, from->place, text_slice(from->manifest));

		for (size_t k = 0; k < from->digests.count; k++)
			raw_signature_add_blob(raw, from->digests.items[k],
					       text_slice(from->blobs[k]));
	}
	return kept || is_offline;
}

void lookup_start(struct lookup *lookup, struct registry *registry, struct answers *answers)
{
	lookup->is_done = true;
	if (recall(lookup, answers, registry_is_offline(registry)))
		return;
	fetch_tag(lookup, registry, SIGNATURE_TAG);
	if (lookup->with_attestations)
		fetch_tag(lookup, registry, SIGNATURE_ATTESTATION_TAG);
	registry_referrers(registry, lookup->host, lookup->repository, lookup->digest, NULL,
			   on_referrers, visit_new(lookup, registry, SIGNATURE_REFERRER));
}

void lookup_keep(const struct lookup *lookup, struct answers *answers)
{
	OWNED_STRING image = must_format("%s/%s", lookup->host, lookup->repository);

	if (answers && !lookup->error)
		answers_keep_signatures(answers, image, lookup->digest, &lookup->found);
}
