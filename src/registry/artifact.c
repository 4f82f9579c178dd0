#include "auth.h"
#include "authenticated_fetch.h"
#include "endpoint.h"
#include "registry_client.h"
#include "request.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <digestbump/registry/artifact.h>
#include <string.h>

/* One artifact under way. */
struct artifact {
	struct registry *registry;
	struct endpoint *endpoint;
	char *host;
	char *repository;
	char *what;    /* tag or digest */
	char *subject; /* for errors */
	bool is_blob;
	size_t most;
	registry_artifact_done *done;
	void *data;
};

/* Takes error. */
static void finish(struct artifact *artifact, struct slice bytes, struct error *error)
{
	const struct slice none = { NULL, 0 };

	artifact->done(artifact->data, error ? none : bytes, error);
	free(artifact->host);
	free(artifact->repository);
	free(artifact->what);
	free(artifact->subject);
	free(artifact);
}

static struct error *check_bytes(const struct artifact *artifact, struct slice bytes)
{
	if (bytes.size > artifact->most)
		return error_new(ERROR_LIMIT, "is larger than %zu bytes", artifact->most);
	return digest_is_valid(artifact->what) ? digest_verify(artifact->what, bytes) : NULL;
}

static void on_fetched(void *data, const struct fetch_result *result, struct error *error)
{
	struct artifact *artifact = data;

	if (error) {
		finish(artifact, (struct slice){ NULL, 0 }, error);
		return;
	}
	struct slice bytes = result->response->body;

	error = auth_redact(result->auth, check_bytes(artifact, bytes));
	finish(artifact, bytes, error_wrap(error, "%s: '%s'", artifact->host, artifact->subject));
}

static void fetch(struct artifact *artifact)
{
	OWNED_STRING path =
	    must_format("%s/%s", artifact->is_blob ? "blobs" : "manifests", artifact->what);
	const struct fetch_options options = { .endpoint = artifact->endpoint,
					       .repository = artifact->repository,
					       .path = path,
					       .subject = artifact->subject,
					       .method = HTTP_GET,
					       .accept =
						   artifact->is_blob ? "*/*" : MANIFEST_ACCEPT,
					       .body_most = artifact->most };

	fetch_send(artifact->registry, &options, on_fetched, artifact);
}

static void read_layout(struct artifact *artifact)
{
	const struct layout_location location = { artifact->endpoint->directory, artifact->host,
						  artifact->repository };
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(text) bytes = NULL;
	struct error *error = NULL;

	if (digest_is_valid(artifact->what))
		digest = must_copy(artifact->what);
	else
		error = layout_find(&digest, &type, &artifact->registry->layouts, &location,
				    artifact->what);
	if (!error)
		error = layout_blob(&bytes, &location, digest);
	if (!error)
		error = check_bytes(artifact, text_slice(bytes));
	finish(artifact, bytes ? text_slice(bytes) : (struct slice){ NULL, 0 },
	       error_wrap(error, "%s: '%s'", artifact->host, artifact->subject));
}

/* What is asked gets into URLs and paths: it must be what a reference is. */
static struct error *check_place(struct artifact *artifact)
{
	OWNED_STRING whole = must_format("%s/%s", artifact->host, artifact->subject);
	OWNED(reference) reference = NULL;

	TRY(reference_parse(&reference, slice_of(whole)));
	if (strcmp(reference->host, artifact->host) != 0 ||
	    strcmp(reference->repository, artifact->repository) != 0)
		return error_new(ERROR_SYNTAX, "'%s' is not normalised", whole);
	if (registry_is_offline(artifact->registry))
		return error_new(ERROR_FILE, "%s: '%s' is not among the answers", artifact->host,
				 artifact->subject);
	return registry_endpoint(&artifact->endpoint, artifact->registry, artifact->host);
}

static void on_start(void *data, const struct http_response *response, struct error *error)
{
	struct artifact *artifact = data;

	(void)response;
	if (!error)
		error = check_place(artifact);
	if (error)
		finish(artifact, (struct slice){ NULL, 0 }, error);
	else if (artifact->endpoint->directory)
		read_layout(artifact);
	else
		fetch(artifact);
}

static struct artifact *artifact_new(struct registry *registry, const char *host,
				     const char *repository, const char *what)
{
	struct artifact *artifact = must_alloc(sizeof(*artifact));

	*artifact = (struct artifact){
		.registry = registry,
		.host = must_copy(host),
		.repository = must_copy(repository),
		.what = must_copy(what),
		.subject =
		    must_format("%s%s%s", repository, digest_is_valid(what) ? "@" : ":", what),
	};
	return artifact;
}

void registry_artifact_manifest(struct registry *registry, const char *host, const char *repository,
				const char *what, registry_artifact_done *done, void *data)
{
	struct artifact *artifact = artifact_new(registry, host, repository, what);

	artifact->most = SIGNATURE_MANIFEST_BYTES_MOST;
	artifact->done = done;
	artifact->data = data;
	http_defer(registry->http, on_start, artifact);
}

void registry_artifact_blob(struct registry *registry, const char *host, const char *repository,
			    const char *digest, size_t most, registry_artifact_done *done,
			    void *data)
{
	struct artifact *artifact = artifact_new(registry, host, repository, digest);

	artifact->is_blob = true;
	artifact->most = most;
	artifact->done = done;
	artifact->data = data;
	http_defer(registry->http, on_start, artifact);
}

bool registry_is_offline(const struct registry *registry)
{
	return registry->answers && registry->use == ANSWERS_ALONE;
}
