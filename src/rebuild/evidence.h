/* evidence.h - what a published image says it was built on. */
#ifndef DIGESTBUMP_SRC_REBUILD_EVIDENCE_H
#define DIGESTBUMP_SRC_REBUILD_EVIDENCE_H

#include "documents.h"
#include <digestbump/image/reference.h>
#include <digestbump/rebuild/published.h>

/* One image while it is asked about. */
struct inquiry {
	struct documents_asked *asked;
	const struct build *build;
	struct reference *image; /* host, repository, tag */
	struct published_image *out;
	bool waits; /* something comes with the next round: all of it is tried again then */
};

/* The document at a place of the published image; NULL: it waits, or there is none. */
const struct node *inquiry_document(struct inquiry *inquiry, enum document_kind kind,
				    const char *what);

/* Sets digest, built, evidence and revision, as far as the documents say. */
void evidence_find(struct inquiry *inquiry, const struct node *top);

/* The same from the layers: what is pinned lies at the bottom of each platform. */
void evidence_find_layers(struct inquiry *inquiry, const struct node *top);

/* Forgets what was found so far. */
void evidence_clear(struct published_image *image);

/* Gives the host and repository of a normalised name. */
struct reference *image_place(const char *name) MUST_CHECK;

#endif
