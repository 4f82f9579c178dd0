/* answers.h - a set of recorded registry responses that is used again.
 *
 * A client that is given a set of answers (registry_use_answers()) requests
 * nothing that is in it, and adds new responses. Written to a file, the set lets
 * other processes get the same verdicts without network access: it holds tags,
 * manifests, platforms and failures, with the time of each request.
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
 * in each; unknown values are null. "platforms" of a tag is for people, null when
 * it was not requested.
 *
 * An answer from an endpoint of a repository's own configuration is used only for
 * configurations with the same endpoint; otherwise one repository could forge the
 * answers for another. An endpoint of --registry is trusted, and its answers are
 * used for the host.
 */
#ifndef DIGESTBUMP_REGISTRY_ANSWERS_H
#define DIGESTBUMP_REGISTRY_ANSWERS_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdint.h>

struct answers;

/* Gives an empty set; `now`, seconds since 1970, is the time of all
 * answers that are added. */
struct answers *answers_new(int64_t now) MUST_CHECK;
void answers_free(struct answers *answers); /* NULL is fine */
DEFINE_OWNED(answers)

/* Where the manifest of a signature was found. */
enum signature_place {
	SIGNATURE_TAG,             /* "tag": sha256-<hex>.sig */
	SIGNATURE_ATTESTATION_TAG, /* "attestation": sha256-<hex>.att */
	SIGNATURE_REFERRER,        /* "referrer": a list of referrers */
};

/* A signature manifest of an image, unverified, with its fetched blobs. The caller must verify
 * all of it. */
struct raw_signature {
	enum signature_place place;
	struct text *manifest;
	struct strings digests; /* of the blobs, in the same order */
	struct text **blobs;    /* digests.count items */
};

struct raw_signatures {
	struct raw_signature *items;
	size_t count;
};

/* Adds an entry; copies manifest. Borrowed until the next entry is added. */
struct raw_signature *raw_signatures_add(struct raw_signatures *list, enum signature_place place,
					 struct slice manifest);
/* Adds a blob; copies digest and bytes. */
void raw_signature_add_blob(struct raw_signature *raw, const char *digest, struct slice bytes);

/* The blob with that digest, verified, borrowed; NULL: missing, or its bytes do not match. */
const struct text *raw_signature_blob(const struct raw_signature *raw, const char *digest);
void raw_signatures_clear(struct raw_signatures *list); /* frees what it holds */

/* The signatures found for the image "host/repository" with that digest. NULL: not requested
 * yet. Borrowed. */
const struct raw_signatures *answers_signatures(const struct answers *answers, const char *image,
						const char *digest);

/* Stores a copy of what was found, unless the image has an entry already. */
void answers_keep_signatures(struct answers *answers, const char *image, const char *digest,
			     const struct raw_signatures *found);

/* Adds the answers of a file; existing answers are kept. The file is not trusted:
 * digests, names, platforms and numbers are checked against their grammars and
 * limits.h, duplicates are refused, and unknown members are ignored. ERROR_SYNTAX, ERROR_LIMIT,
 * ERROR_UNSUPPORTED (another schema). */
struct error *answers_read(struct answers *answers, struct slice bytes) MUST_CHECK;

/* Writes the set as JSON; the same set gives the same bytes. */
void answers_write(struct text *out, const struct answers *answers);

#endif
