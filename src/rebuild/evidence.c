#include "evidence.h"
#include "provenance.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

static const char base_name[] = "org.opencontainers.image.base.name";
static const char base_digest[] = "org.opencontainers.image.base.digest";
static const char revision_key[] = "org.opencontainers.image.revision";

struct reference *image_place(const char *name)
{
	struct reference *image = NULL;
	OWNED(error) error = reference_parse(&image, slice_of(name));

	return error ? NULL : image;
}

const struct node *inquiry_document(struct inquiry *inquiry, enum document_kind kind,
				    const char *what)
{
	const struct document_place place = {
		.host = inquiry->image->host,
		.repository = inquiry->image->repository,
		.what = what,
		.kind = kind,
	};
	const struct document *document = documents_ask(inquiry->asked, &place);

	if (!document)
		inquiry->waits = true;
	return document ? document_root(document) : NULL;
}

void evidence_clear(struct published_image *image)
{
	for (size_t i = 0; i < image->built_count; i++) {
		free(image->built[i].image);
		free(image->built[i].digest);
	}
	free(image->built);
	free(image->revision);
	image->built = NULL;
	image->built_count = 0;
	image->revision = NULL;
	image->evidence = NULL;
}

/* ---- what is found ---- */

static bool is_reached(const struct build *build, const char *image)
{
	for (size_t i = 0; i < build->reached_count; i++)
		if (string_is(build->reached[i].image, image))
			return true;
	return false;
}

/* Adds a base, once. The first evidence is the strongest, and stays. */
static void add_built(struct inquiry *inquiry, const char *image, const char *digest,
		      const char *evidence)
{
	struct published_image *out = inquiry->out;

	if (!is_reached(inquiry->build, image))
		return; /* a front end, a scanner, the base of the base */
	for (size_t i = 0; i < out->built_count; i++)
		if (strcmp(out->built[i].image, image) == 0 &&
		    strcmp(out->built[i].digest, digest) == 0)
			return;
	out->built = must_grow(out->built, out->built_count, sizeof(*out->built));
	out->built[out->built_count++] =
	    (struct built_on){ .image = must_copy(image), .digest = must_copy(digest) };
	if (!out->evidence)
		out->evidence = evidence;
}

/* Reads annotations or labels. */
static void read_values(struct inquiry *inquiry, const struct node *values, const char *evidence)
{
	const char *name = node_string(node_get(values, base_name));
	const char *digest = node_string(node_get(values, base_digest));
	const char *revision = node_string(node_get(values, revision_key));
	OWNED(reference) image = name ? image_place(name) : NULL;

	if (revision && *revision && !inquiry->out->revision)
		inquiry->out->revision = must_copy(revision);
	if (image && digest && digest_is_valid(digest))
		add_built(inquiry, image->name, digest, evidence);
}

/* ---- where it is looked for ---- */

static bool is_attestation(const struct node *entry)
{
	return string_is(node_string(
			     node_get(node_get(entry, "annotations"), "vnd.docker.reference.type")),
			 "attestation-manifest");
}

/* Calls `each` with the entries of an index that are images, or that are attestations. */
static void for_entries(struct inquiry *inquiry, const struct node *top, bool attestations,
			void (*each)(struct inquiry *, const struct node *manifest))
{
	const struct node *entries = node_get(top, "manifests");
	size_t seen = 0;

	for (size_t i = 0; entries && i < entries->count && seen < PUBLISHED_PLATFORMS_MOST; i++) {
		const struct node *entry = node_target(entries->items[i]);
		const char *digest = node_string(node_get(entry, "digest"));

		if (!digest || !digest_is_valid(digest) || is_attestation(entry) != attestations)
			continue;
		seen++;
		const struct node *manifest = inquiry_document(inquiry, DOCUMENT_MANIFEST, digest);

		if (manifest)
			each(inquiry, manifest);
	}
}

static void for_images(struct inquiry *inquiry, const struct node *top,
		       void (*each)(struct inquiry *, const struct node *manifest))
{
	if (node_get(top, "manifests"))
		for_entries(inquiry, top, false, each);
	else
		each(inquiry, top);
}

static void read_annotations(struct inquiry *inquiry, const struct node *manifest)
{
	read_values(inquiry, node_get(manifest, "annotations"), "annotation");
}

static void read_labels(struct inquiry *inquiry, const struct node *manifest)
{
	const char *digest = node_string(node_get(node_get(manifest, "config"), "digest"));
	const struct node *config = digest && digest_is_valid(digest)
					? inquiry_document(inquiry, DOCUMENT_BLOB, digest)
					: NULL;

	read_values(inquiry, node_get(node_get(config, "config"), "Labels"), "label");
}

static void on_material(void *data, const char *image, const char *digest)
{
	add_built(data, image, digest, "provenance");
}

static bool is_provenance(const struct node *layer)
{
	const char *type =
	    node_string(node_get(node_get(layer, "annotations"), "in-toto.io/predicate-type"));

	return !type || strstr(type, "slsa.dev/provenance");
}

static void read_attestation(struct inquiry *inquiry, const struct node *manifest)
{
	const struct node *layers = node_get(manifest, "layers");

	for (size_t i = 0; layers && i < layers->count && i < PUBLISHED_PLATFORMS_MOST; i++) {
		const struct node *layer = node_target(layers->items[i]);
		const char *digest = node_string(node_get(layer, "digest"));
		const struct node *statement =
		    digest && digest_is_valid(digest) && is_provenance(layer)
			? inquiry_document(inquiry, DOCUMENT_BLOB, digest)
			: NULL;

		provenance_read(statement, on_material, inquiry);
	}
}

/* Attestations that refer to the image, in place of standing in its index. Each must itself
 * name it as its subject. */
static void read_referrers(struct inquiry *inquiry)
{
	const struct document_place place = {
		.host = inquiry->image->host,
		.repository = inquiry->image->repository,
		.what = inquiry->out->digest,
		.kind = DOCUMENT_REFERRERS,
	};
	const struct document *list = documents_ask(inquiry->asked, &place);

	if (!list)
		inquiry->waits = true;
	for (size_t i = 0; list && i < list->referrers.count && i < PUBLISHED_PLATFORMS_MOST; i++) {
		const struct node *manifest =
		    inquiry_document(inquiry, DOCUMENT_MANIFEST, list->referrers.items[i]);

		if (string_is(node_string(node_get(node_get(manifest, "subject"), "digest")),
			      place.what))
			read_attestation(inquiry, manifest);
	}
}

/* Annotations name the last base only: provenance tells of the builders, too, where there
 * is any. */
void evidence_find(struct inquiry *inquiry, const struct node *top)
{
	read_annotations(inquiry, top);
	if (!inquiry->out->built_count)
		for_images(inquiry, top, read_annotations);
	if (!inquiry->out->built_count)
		for_images(inquiry, top, read_labels);
	if (node_get(top, "manifests"))
		for_entries(inquiry, top, true, read_attestation);
	if (!inquiry->out->built_count && !inquiry->waits)
		read_referrers(inquiry);
}

/* ---- layers ---- */

/* The manifest of the same platform in an index; the manifest itself when it is none. */
static const char *entry_of_platform(const struct node *index, const struct node *platform)
{
	static const char *const fields[] = { "os", "architecture", "variant" };
	const struct node *entries = node_get(index, "manifests");

	for (size_t i = 0; entries && i < entries->count; i++) {
		const struct node *entry = node_target(entries->items[i]);
		bool same = !is_attestation(entry);

		for (size_t k = 0; same && k < sizeof(fields) / sizeof(*fields); k++)
			same = string_is(node_string(node_get(platform, fields[k])),
					 node_string(
					     node_get(node_get(entry, "platform"), fields[k])));
		if (same)
			return node_string(node_get(entry, "digest"));
	}
	return NULL;
}

/* True when the first layers of the image are all those of the base. */
static bool begins_with(const struct node *image, const struct node *base)
{
	const struct node *above = node_get(image, "layers");
	const struct node *below = node_get(base, "layers");

	if (!above || !below || !below->count || below->count > above->count)
		return false;
	for (size_t i = 0; i < below->count; i++) {
		const char *one = node_string(node_get(node_target(above->items[i]), "digest"));
		const char *other = node_string(node_get(node_target(below->items[i]), "digest"));

		if (!one || !string_is(one, other))
			return false;
	}
	return true;
}

/* A manifest of the base's repository. */
static const struct node *base_document(struct inquiry *inquiry, const struct reference *place,
					const char *digest)
{
	struct inquiry other = *inquiry;

	other.image = (struct reference *)place;
	const struct node *found =
	    digest ? inquiry_document(&other, DOCUMENT_MANIFEST, digest) : NULL;

	inquiry->waits = other.waits;
	return found;
}

/* True when the manifest, of that platform (NULL: it is the only one), stands on the base. */
static bool stands_on(struct inquiry *inquiry, const struct node *manifest,
		      const struct node *platform, const struct reached *base)
{
	OWNED(reference) place = image_place(base->image);
	const struct node *bottom = place ? base_document(inquiry, place, base->digest) : NULL;

	if (bottom && node_get(bottom, "manifests"))
		bottom = base_document(inquiry, place, entry_of_platform(bottom, platform));
	return bottom && begins_with(manifest, bottom);
}

static bool all_stand_on(struct inquiry *inquiry, const struct node *top,
			 const struct reached *base)
{
	const struct node *entries = node_get(top, "manifests");
	size_t seen = 0;

	if (!entries)
		return stands_on(inquiry, top, NULL, base);
	for (size_t i = 0; i < entries->count && seen < PUBLISHED_PLATFORMS_MOST; i++) {
		const struct node *entry = node_target(entries->items[i]);
		const char *digest = node_string(node_get(entry, "digest"));

		if (!digest || !digest_is_valid(digest) || is_attestation(entry))
			continue;
		const struct node *manifest = inquiry_document(inquiry, DOCUMENT_MANIFEST, digest);

		seen++;
		if (!manifest || !stands_on(inquiry, manifest, node_get(entry, "platform"), base))
			return false;
	}
	return seen;
}

/* Other layers prove nothing: a squashed image has none of its base's. */
void evidence_find_layers(struct inquiry *inquiry, const struct node *top)
{
	const struct build *build = inquiry->build;

	for (size_t i = 0; i < build->reached_count; i++) {
		const struct reached *base = &build->reached[i];

		if (base->image && base->digest && all_stand_on(inquiry, top, base))
			add_built(inquiry, base->image, base->digest, "layers");
	}
}
