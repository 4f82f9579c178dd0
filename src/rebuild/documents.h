/* documents.h - manifests and blobs of registries, fetched in rounds.
 *
 * Who needs one asks; what is not there yet is fetched in the next round, all at the same
 * time, and then it is asked again. Each is fetched once.
 */
#ifndef DIGESTBUMP_SRC_REBUILD_DOCUMENTS_H
#define DIGESTBUMP_SRC_REBUILD_DOCUMENTS_H

#include <digestbump/base/node.h>
#include <digestbump/registry/registry.h>

enum document_kind {
	DOCUMENT_MANIFEST,  /* by tag or digest */
	DOCUMENT_BLOB,      /* by digest */
	DOCUMENT_HEAD,      /* the digest of a tag alone */
	DOCUMENT_REFERRERS, /* what refers to a digest */
};

/* Where a document lies. Borrowed. */
struct document_place {
	const char *host;
	const char *repository;
	const char *what; /* tag or digest */
	enum document_kind kind;
};

struct document {
	char *digest;
	struct documents *parsed; /* NULL: no JSON, or not of this kind */
	struct strings referrers; /* digests of attestations that refer to it */
	struct error *error;      /* why there is none */
	bool is_answered;
};

struct documents_asked;

/* Gives a collection. Borrows both. */
struct documents_asked *documents_asked_new(struct registry *registry, struct http *http)
    MUST_CHECK;
void documents_asked_free(struct documents_asked *asked); /* NULL is fine */
DEFINE_OWNED(documents_asked)

/* The document, borrowed; NULL: it comes with the next round. */
const struct document *documents_ask(struct documents_asked *asked,
				     const struct document_place *place);

/* Fetches what was asked for since the last round; false: nothing was. */
bool documents_fetch(struct documents_asked *asked);

/* The document's JSON, or NULL. */
const struct node *document_root(const struct document *document);

#endif
