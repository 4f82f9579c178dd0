#include "documents.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/registry/artifact.h>
#include <digestbump/registry/referrers.h>

/* A document that was asked for, with what its place is made of. */
struct request {
	struct document document;
	struct document_place place; /* of own strings */
	bool is_sent;
};

struct documents_asked {
	struct registry *registry;
	struct http *http;
	struct map *requests; /* by place */
};

struct documents_asked *documents_asked_new(struct registry *registry, struct http *http)
{
	struct documents_asked *asked = must_alloc(sizeof(*asked));

	*asked = (struct documents_asked){ registry, http, map_new() };
	return asked;
}

static void request_free(struct request *request)
{
	documents_free(request->document.parsed);
	error_free(request->document.error);
	free(request->document.digest);
	strings_clear(&request->document.referrers);
	free((char *)request->place.host);
	free((char *)request->place.repository);
	free((char *)request->place.what);
	free(request);
}

void documents_asked_free(struct documents_asked *asked)
{
	if (!asked)
		return;
	for (size_t i = 0; i < map_count(asked->requests); i++)
		request_free(map_value(asked->requests, i));
	map_free(asked->requests);
	free(asked);
}

const struct document *documents_ask(struct documents_asked *asked,
				     const struct document_place *place)
{
	OWNED_STRING key = must_format("%d %s/%s %s", (int)place->kind, place->host,
				       place->repository, place->what);
	struct request *request = map_get(asked->requests, key);

	if (!request) {
		request = must_alloc(sizeof(*request));
		request->place = (struct document_place){
			.host = must_copy(place->host),
			.repository = must_copy(place->repository),
			.what = must_copy(place->what),
			.kind = place->kind,
		};
		map_set(asked->requests, key, request);
	}
	return request->document.is_answered ? &request->document : NULL;
}

/* ---- one round ---- */

static void on_bytes(void *data, struct slice bytes, struct error *error)
{
	struct request *request = data;
	struct document *document = &request->document;

	document->is_answered = true;
	if (!error) {
		error = digest_of(&document->digest, "sha256:", bytes);
		if (!error)
			error = json_read(&document->parsed, bytes, false);
	}
	document->error = error;
}

static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct request *request = data;

	request->document.is_answered = true;
	request->document.error = error;
	if (head)
		request->document.digest = must_copy(head->digest);
}

static void on_referrers(void *data, const struct referrers *referrers, struct error *error)
{
	struct request *request = data;

	request->document.is_answered = true;
	request->document.error = error;
	for (size_t i = 0; referrers && i < referrers->count; i++)
		strings_add(&request->document.referrers, referrers->items[i].digest);
}

static void send(struct documents_asked *asked, struct request *request)
{
	const struct document_place *place = &request->place;

	request->is_sent = true;
	switch (place->kind) {
	case DOCUMENT_MANIFEST:
		registry_artifact_manifest(asked->registry, place->host, place->repository,
					   place->what, on_bytes, request);
		break;
	case DOCUMENT_BLOB:
		registry_artifact_blob(asked->registry, place->host, place->repository, place->what,
				       PROVENANCE_BYTES_MOST, on_bytes, request);
		break;
	case DOCUMENT_HEAD:
		registry_head(asked->registry, place->host, place->repository, place->what, on_head,
			      request);
		break;
	case DOCUMENT_REFERRERS:
		registry_referrers(asked->registry, place->host, place->repository, place->what,
				   "application/vnd.in-toto+json", on_referrers, request);
		break;
	}
}

bool documents_fetch(struct documents_asked *asked)
{
	bool is_any = false;

	for (size_t i = 0; i < map_count(asked->requests); i++) {
		struct request *request = map_value(asked->requests, i);

		if (request->is_sent)
			continue;
		send(asked, request);
		is_any = true;
	}
	if (is_any)
		http_run(asked->http);
	return is_any;
}

const struct node *document_root(const struct document *document)
{
	return document->parsed && document->parsed->count ? document->parsed->roots[0] : NULL;
}
