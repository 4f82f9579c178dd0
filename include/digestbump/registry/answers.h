/* answers.h - what registries said, kept: asked once, used many times.
 *
 * A client that is given a set of answers (registry_use_answers()) asks for
 * nothing that stands there, and adds what it learns. Written to a file, the set
 * lets other processes judge without any network, with the same verdicts: it
 * holds tags, manifests, platforms and failures, and when each was asked.
 *
 *     {"schema": "digestbump/answers/1",
 *      "tags":      [{"image", "tag", "digest", "media_type", "platforms"}],
 *      "manifests": [{"image", "digest", "media_type", "size", "config", "images":
 *                     [{"digest", "platform", "os_version", "index", "size"}]}],
 *      "platforms": [{"image", "digest", "platform", "os_version"}],
 *      "present":   [{"image", "digest"}],
 *      "lists":     [{"image", "tags"}],
 *      "signatures": [{"image", "digest", "found": [{"where", "manifest", "blobs": {digest:
 * ...}}]}]}
 *
 * with "asked" (seconds since 1970), "endpoint" and "error" ({"code", "reason"})
 * in each; what is not known is null. "platforms" of a tag is for people, null
 * where nobody looked.
 *
 * An answer of an endpoint that a repository's own configuration chose serves
 * those that choose the same one, and nobody else: else one repository could
 * say what another one's images are. One of --registry is the operator's word
 * and holds for the host.
 */
#ifndef DIGESTBUMP_REGISTRY_ANSWERS_H
#define DIGESTBUMP_REGISTRY_ANSWERS_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdint.h>

struct answers;

/* Gives an empty set; what is added was asked at `now`, seconds since 1970. */
struct answers *answers_new(int64_t now) MUST_CHECK;
void answers_free(struct answers *answers); /* NULL is fine */
DEFINE_OWNED(answers)

/* Where the manifest of a signature was found. */
enum signature_place {
	SIGNATURE_TAG,             /* "tag": sha256-<hex>.sig */
	SIGNATURE_ATTESTATION_TAG, /* "attestation": sha256-<hex>.att */
	SIGNATURE_REFERRER,        /* "referrer": a list of referrers */
};

/* A manifest beside an image, as it came, with the blobs of it that were fetched. Whoever
 * reads them verifies them: nothing in here is believed. */
struct raw_signature {
	enum signature_place place;
	struct text *manifest;
	struct strings digests; /* of the blobs */
	struct text **blobs;    /* as many */
};

struct raw_signatures {
	struct raw_signature *items;
	size_t count;
};

/* Adds one, whose manifest is copied. Borrowed until the next one is added. */
struct raw_signature *raw_signatures_add(struct raw_signatures *list, enum signature_place place,
					 struct slice manifest);
void raw_signature_add_blob(struct raw_signature *raw, const char *digest, struct slice bytes);

/* Borrows the blob of that digest, verified; NULL: there is none, or it has other bytes. */
const struct text *raw_signature_blob(const struct raw_signature *raw, const char *digest);
void raw_signatures_clear(struct raw_signatures *list);

/* What was found beside the image "host/repository" of that digest. NULL: nobody looked.
 * Borrowed. */
const struct raw_signatures *answers_signatures(const struct answers *answers, const char *image,
						const char *digest);

/* Keeps a copy of what was found, when nothing stands there yet. */
void answers_keep_signatures(struct answers *answers, const char *image, const char *digest,
			     const struct raw_signatures *found);

/* Adds what a file holds; of what stood there already, the old answer stays.
 * The file comes from outside: digests, names, platforms and numbers are held
 * against their grammars and limits.h, twice the same is refused, and members
 * that are not known are passed over. ERROR_SYNTAX, ERROR_LIMIT, ERROR_UNSUPPORTED
 * (another schema). */
struct error *answers_read(struct answers *answers, struct slice bytes) MUST_CHECK;

/* Adds the set as a file; the same set gives the same bytes. */
void answers_write(struct text *out, const struct answers *answers);

#endif
