/* request.h - one thing that was asked of the client, until it is answered.
 *
 * Three kinds of them share the way: deferred into http_run(), checked, then
 * fetched from a registry or read from a layout.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_H

#include "client.h"
#include "endpoint.h"
#include "fetch.h"
#include "oci_layout.h"

struct errand {
	const struct errand_kind *kind;
	struct registry *registry;
	struct endpoint *endpoint;
	char *host;
	char *repository;
	char *what;    /* tag or digest; a configuration's digest */
	char *subject; /* "library/alpine:3.20" */
	char *image;   /* whose configuration it is; NULL: a manifest is asked for */
	bool is_second;
	bool is_recalled;              /* answered without asking */
	const struct access *access;   /* as whom it was asked, when something came; borrowed */
	bool is_cached;                /* answered from the disk */
	registry_head_done *head_done; /* one of the two */
	registry_manifest_done *manifest_done;
	void *data;
};

/* What the kinds differ in. */
struct errand_kind {
	enum http_method method;
	const char *folder; /* of the API, below the repository */
	const char *accept;
	void (*answer)(struct errand *errand, const struct fetched *fetched);
	void (*read)(struct errand *errand); /* the same, out of a layout */

	/* The same of bytes that have the digest; NULL: there are none. */
	void (*take)(struct errand *errand, struct slice bytes);
};

/* Gives an errand on its way, to be completed by the caller: nobody is called
 * back before http_run(). */
struct errand *errand_start(struct registry *registry, const struct errand_kind *kind,
			    const char *host, const char *repository, const char *what);

/* Each answers and ends the errand. */
void errand_give_head(struct errand *errand, const struct registry_head *head);
void errand_give_manifest(struct errand *errand, const struct manifest *manifest);

/* Takes error, whose text is whole. Ends the errand. */
void errand_fail(struct errand *errand, struct error *error);

/* Takes error, which says what is wrong with the answer; the registry and the
 * subject are put in front, secrets that the answer echoes taken out. Ends the
 * errand. */
void errand_refuse(struct errand *errand, struct error *error);

/* As errand_refuse(), for bytes of another digest, but proxy caches have served
 * broken bodies: one fresh try comes before it is believed. */
void errand_doubt(struct errand *errand, struct error *error);

/* Where the errand's things are in its layout. Borrowed from the errand. */
struct layout_place errand_place(const struct errand *errand);

/* Gives the endpoint of a host; it belongs to the registry (registry.c). */
struct error *endpoint_of(struct endpoint **out, struct registry *registry, const char *host)
    MUST_CHECK;

#endif
