#include "signature_manifest.h"
#include "sigstore/encoding.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

#define SIMPLE_SIGNING "application/vnd.dev.cosign.simplesigning.v1+json"
#define ENVELOPE "application/vnd.dsse.envelope.v1+json"
#define BUNDLE "application/vnd.dev.sigstore.bundle"

void signature_layers_clear(struct signature_layers *layers)
{
	for (size_t i = 0; i < layers->count; i++) {
		free(layers->items[i].digest);
		free(layers->items[i].signature);
		free(layers->items[i].certificate);
		free(layers->items[i].bundle);
		free(layers->items[i].timestamp);
	}
	free(layers->items);
	*layers = (struct signature_layers){ .count = 0 };
}

size_t signature_layer_most(const struct signature_layer *layer)
{
	return layer->kind == LAYER_PAYLOAD ? (size_t)SIGNATURE_PAYLOAD_BYTES_MOST
					    : (size_t)BUNDLE_BYTES_MOST;
}

/* False: the layer is none that a signature of this place has. */
static bool find_kind(enum layer_kind *kind, enum signature_place place, const char *media_type)
{
	if (!media_type)
		return false;
	if (strcmp(media_type, SIMPLE_SIGNING) == 0 && place != SIGNATURE_ATTESTATION_TAG) {
		*kind = LAYER_PAYLOAD;
		return true;
	}
	if (strcmp(media_type, ENVELOPE) == 0 && place == SIGNATURE_ATTESTATION_TAG) {
		*kind = LAYER_ENVELOPE;
		return true;
	}
	*kind = LAYER_BUNDLE;
	return strncmp(media_type, BUNDLE, strlen(BUNDLE)) == 0 && place == SIGNATURE_REFERRER;
}

static void add_layer(struct signature_layers *out, enum layer_kind kind,
		      const struct json_t *descriptor)
{
	const json_t *notes = json_object_at(descriptor, "annotations");
	const char *digest = json_string_at(descriptor, "digest");
	struct signature_layer layer = { .kind = kind };

	/* A digest gets into a URL. */
	if (!digest || !digest_is_valid(digest))
		return;
	layer.digest = must_copy(digest);
	layer.size = json_integer_value(json_any_at(descriptor, "size"));
	layer.signature = must_copy(json_string_at(notes, "dev.cosignproject.cosign/signature"));
	layer.certificate = must_copy(json_string_at(notes, "dev.sigstore.cosign/certificate"));
	layer.bundle = must_copy(json_string_at(notes, "dev.sigstore.cosign/bundle"));
	layer.timestamp = must_copy(json_string_at(notes, "dev.sigstore.cosign/rfc3161timestamp"));
	out->items = must_grow(out->items, out->count, sizeof(*out->items));
	out->items[out->count++] = layer;
}

/* A bundle is the one layer of its manifest (cosign's BUNDLE_SPEC.md). */
static bool is_wanted(enum layer_kind kind, const struct json_t *layers)
{
	return kind != LAYER_BUNDLE || json_array_size(layers) == 1;
}

/* The list of referrers may be about something else: what the manifest says counts. */
static bool has_subject(const struct json_t *manifest, const char *subject)
{
	return string_is(json_string_at(json_object_at(manifest, "subject"), "digest"), subject);
}

struct error *signature_layers_parse(struct signature_layers *out, enum signature_place place,
				     struct slice bytes, const char *subject)
{
	OWNED(json_t) manifest = NULL;
	size_t index;
	const json_t *layer;

	TRY(json_parse_object(&manifest, "the signature's manifest", bytes));
	const json_t *layers = json_array_at(manifest, "layers");

	if (place == SIGNATURE_REFERRER && !has_subject(manifest, subject))
		return NULL;
	json_array_foreach(layers, index, layer)
	{
		enum layer_kind kind = LAYER_PAYLOAD;

		if (!find_kind(&kind, place, json_string_at(layer, "mediaType")) ||
		    !is_wanted(kind, layers))
			continue;
		out->is_cut = out->count == SIGNATURE_LAYERS_MOST;
		if (out->is_cut)
			break;
		add_layer(out, kind, layer);
	}
	return NULL;
}

struct error *signature_layer_parse(struct signature_material **out,
				    const struct signature_layer *layer, struct slice blob)
{
	const struct classic_signature classic = { .payload = blob,
						   .signature = layer->signature,
						   .certificate = layer->certificate,
						   .bundle = layer->bundle,
						   .timestamp = layer->timestamp,
						   .is_attestation =
						       layer->kind == LAYER_ENVELOPE };

	if (layer->kind == LAYER_BUNDLE)
		return bundle_parse(out, blob);
	return classic_signature_parse(out, &classic);
}
