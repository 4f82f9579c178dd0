#include "client.h"
#include "assertions.h"
#include "test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <string.h>

static const struct context *clean_context(const struct sandbox *home)
{
	static const char *const away[] = { "DOCKER_CONFIG", "REGISTRY_AUTH_FILE",
					    "http_proxy",    "https_proxy",
					    "HTTPS_PROXY",   "all_proxy",
					    "ALL_PROXY",     NULL };
	const struct context *context = test_context(home->top);

	for (const char *const *name = away; *name; name++)
		test_setenv(*name, NULL);
	return context;
}

struct client *client_new(const char *config, const char *docker, const char *endpoint)
{
	struct client *client = must_alloc(sizeof(*client));
	struct http_options options = { .user_agent = "digestbump/test" };

	client->home = sandbox_new();
	if (docker)
		sandbox_write(client->home, ".docker/config.json", docker);
	client->context = *clean_context(client->home);
	client->context.stop = &client->stop;
	options.context = &client->context;
	assert_fine(config_parse(&client->config, "test.yaml", slice_of(config ? config : "")));
	if (endpoint)
		assert_fine(config_set_endpoint(client->config, endpoint));
	assert_fine(credentials_load(&client->credentials, client->config, options.context));
	options.config = client->config;
	assert_fine(http_new(&client->http, &options));
	assert_fine(
	    registry_new(&client->registry, client->http, client->config, client->credentials));
	return client;
}

void client_free(struct client *client)
{
	if (!client)
		return;
	registry_free(client->registry);
	http_free(client->http);
	credentials_free(client->credentials);
	config_free(client->config);
	sandbox_free(client->home);
	free(client);
}

void reply_clear(struct reply *reply)
{
	free(reply->digest);
	free(reply->media_type);
	free(reply->platform);
	free(reply->config_digest);
	free(reply->tags);
	error_free(reply->error);
	*reply = (struct reply){ 0 };
}

void reply_head(void *data, const struct registry_head *head, struct error *error)
{
	struct reply *reply = data;

	assert_true(!head == !!error);
	reply->calls++;
	reply->error = error;
	if (!head)
		return;
	reply->digest = must_copy(head->digest);
	reply->media_type = must_copy(head->media_type);
}

void reply_manifest(void *data, const struct manifest *manifest, struct error *error)
{
	struct reply *reply = data;

	assert_true(!manifest == !!error);
	reply->calls++;
	reply->error = error;
	if (!manifest)
		return;
	reply->digest = must_copy(manifest->digest);
	reply->media_type = must_copy(manifest->media_type);
	reply->config_digest = must_copy(manifest->config_digest);
	reply->entries = manifest->count;
	if (manifest->count)
		reply->platform = platform_text(&manifest->entries[0].platform);
}

struct reply client_head(struct client *client, const char *host, const char *repository,
			 const char *tag_or_digest)
{
	struct reply reply = { 0 };

	registry_head(client->registry, host, repository, tag_or_digest, reply_head, &reply);
	assert_int_equal(reply.calls, 0);
	http_run(client->http);
	assert_int_equal(reply.calls, 1);
	return reply;
}

struct reply client_manifest(struct client *client, const char *host, const char *repository,
			     const char *tag_or_digest)
{
	struct reply reply = { 0 };

	registry_manifest(client->registry, host, repository, tag_or_digest, reply_manifest,
			  &reply);
	assert_int_equal(reply.calls, 0);
	http_run(client->http);
	assert_int_equal(reply.calls, 1);
	return reply;
}

struct reply client_platform(struct client *client, const char *host, const char *repository,
			     const char *tag_or_digest)
{
	struct reply image = client_manifest(client, host, repository, tag_or_digest);
	struct reply reply = { 0 };

	if (image.error)
		return image;
	const struct manifest manifest = { .digest = image.digest,
					   .config_digest = image.config_digest };

	registry_platform(client->registry, host, repository, &manifest, reply_manifest, &reply);
	http_run(client->http);
	assert_int_equal(reply.calls, 1);
	reply_clear(&image);
	return reply;
}

static void reply_tags(void *data, const struct strings *tags, struct error *error)
{
	struct reply *reply = data;
	OWNED(text) joined = text_new(0);

	assert_true(!tags != !error);
	reply->calls++;
	reply->error = error;
	reply->entries = tags ? tags->count : 0;
	for (size_t i = 0; i < reply->entries; i++)
		text_add_format(joined, "%s%s", i ? " " : "", tags->items[i]);
	reply->tags = text_take(pass_on(&joined));
}

struct reply client_tags(struct client *client, const char *host, const char *repository)
{
	struct reply reply = { 0 };

	registry_tags(client->registry, host, repository, reply_tags, &reply);
	assert_int_equal(reply.calls, 0);
	http_run(client->http);
	assert_int_equal(reply.calls, 1);
	return reply;
}
