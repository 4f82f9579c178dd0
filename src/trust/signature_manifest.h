/* signature_manifest.h - what a manifest beside an image says of signatures. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGNATURE_MANIFEST_H
#define DIGESTBUMP_SRC_TRUST_SIGNATURE_MANIFEST_H

#include <digestbump/registry/answers.h>
#include <digestbump/trust/sigstore.h>

/* How a layer holds its signature. */
enum layer_kind {
	LAYER_PAYLOAD,  /* the blob is signed, the annotations have the rest */
	LAYER_ENVELOPE, /* a DSSE envelope, with annotations */
	LAYER_BUNDLE,   /* a sigstore bundle */
};

/* One layer that may be a signature. */
struct signature_layer {
	enum layer_kind kind;
	char *digest;
	long long size;
	char *signature; /* annotations; NULL: none, like the rest */
	char *certificate;
	char *bundle;
	char *timestamp;
};

struct signature_layers {
	struct signature_layer *items;
	size_t count;
	bool is_cut; /* there are more than SIGNATURE_LAYERS_MOST */
};

/* Fills in the layers. A referrer whose subject is not `subject` has none, nor has one that is
 * something else than a signature. ERROR_SYNTAX: no manifest. */
struct error *signature_layers_parse(struct signature_layers *out, enum signature_place place,
				     struct slice manifest, const char *subject) MUST_CHECK;
void signature_layers_clear(struct signature_layers *layers); /* frees what it holds */

/* How many bytes such a layer's blob may have. */
size_t signature_layer_most(const struct signature_layer *layer);

/* Gives what the layer, with its blob, says. */
struct error *signature_layer_parse(struct signature_material **out,
				    const struct signature_layer *layer, struct slice blob)
    MUST_CHECK;

#endif
