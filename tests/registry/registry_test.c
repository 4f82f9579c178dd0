/* One registry that needs no login: what is asked, and what is believed. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/images.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* What most tests stand on: a server, a client, an image index. */
struct world {
	struct server *server;
	struct client *client;
	char *index;
	char *digest;
	struct reply reply;
};

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));

	world->server = server_new();
	world->client = client_new(NULL, NULL, NULL);
	world->index = image_index(NULL);
	world->digest = image_digest(world->index);
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	reply_clear(&world->reply);
	client_free(world->client);
	server_free(world->server);
	free(world->index);
	free(world->digest);
	free(world);
	return 0;
}

static void play(struct world *world, const char *what, unsigned status, const char *headers,
		 const char *body)
{
	server_add_reply(world->server, what,
			 (struct server_reply){
			     .status = status, .headers = headers, .body = body });
}

/* Plays the index with its digest in the header. */
static void play_index(struct world *world, const char *what)
{
	OWNED_STRING headers = must_format("Docker-Content-Digest: %s\r\nContent-Type: %s\r\n",
					   world->digest, OCI_INDEX_TYPE);

	play(world, what, 200, headers, world->index);
}

static void head(struct world *world, const char *what)
{
	reply_clear(&world->reply);
	world->reply = client_head(world->client, server_host(world->server), "team/app", what);
}

static void manifest(struct world *world, const char *what)
{
	reply_clear(&world->reply);
	world->reply = client_manifest(world->client, server_host(world->server), "team/app", what);
}

static void assert_refused(struct world *world, enum error_kind kind, const char *part)
{
	struct error *error = pass_on(&world->reply.error);
	const char *host = server_host(world->server);

	assert_non_null(error);
	if (strncmp(error_text(error), host, strlen(host)) != 0)
		fail_msg("'%s' does not begin with the registry", error_text(error));
	assert_fails(error, kind, part);
}

static void a_head_costs_one_request_with_all_four_types_accepted(void **state)
{
	struct world *world = *state;

	play_index(world, "HEAD /v2/team/app/manifests/1.0");
	head(world, "1.0");
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.digest, world->digest);
	assert_string_equal(world->reply.media_type, OCI_INDEX_TYPE);
	assert_int_equal(server_count(world->server, NULL), 1);
	const struct server_request *request = server_request(world->server, 0);

	assert_string_equal(server_header(request, "Accept"), MANIFEST_ACCEPT);
	assert_string_equal(server_header(request, "Accept-Encoding"), "identity");
	assert_string_equal(server_header(request, "User-Agent"), "digestbump/test");
	assert_null(server_header(request, "Authorization"));
}

static void a_head_without_a_digest_says_so(void **state)
{
	struct world *world = *state;

	play(world, "HEAD /v2/team/app/manifests/1.0", 200, NULL, "");
	head(world, "1.0");
	assert_fine(pass_on(&world->reply.error));
	assert_null(world->reply.digest);
}

static void a_registry_that_refuses_head_is_asked_by_get(void **state)
{
	static const unsigned statuses[] = { 400, 403, 405, 406, 501 };

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		open_world(state);
		struct world *world = *state;

		play(world, "HEAD /v2/team/app/manifests/1.0", statuses[i], NULL, NULL);
		play_index(world, "GET /v2/team/app/manifests/1.0");
		head(world, "1.0");
		assert_fine(pass_on(&world->reply.error));
		assert_string_equal(world->reply.digest, world->digest);
		assert_int_equal(server_count(world->server, NULL), 2);
		close_world(state);
	}
}

static void a_403_is_told_with_the_message_that_only_get_has(void **state)
{
	struct world *world = *state;

	play(world, "/v2/team/app/manifests/1.0", 403, NULL,
	     "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"blocked by \\u001b[31mpolicy\"}]}");
	head(world, "1.0");
	assert_refused(world, ERROR_DENIED, "(DENIED: blocked by \\x1b[31mpolicy)");
}

static void a_missing_tag_is_absent_when_get_says_so_too(void **state)
{
	struct world *world = *state;

	head(world, "1.0");
	assert_refused(world, ERROR_ABSENT, "'team/app:1.0' not found");
	assert_int_equal(server_count(world->server, NULL), 2);
}

static void a_digest_in_the_header_must_be_one(void **state)
{
	static const struct {
		const char *digest;
		enum error_kind kind;
	} rows[] = {
		{ "sha256:abc", ERROR_UNTRUSTED },
		{ "../../../etc/passwd", ERROR_UNTRUSTED },
		{ "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		  ERROR_UNTRUSTED },
		{ "blake3:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		  ERROR_UNSUPPORTED },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		open_world(state);
		struct world *world = *state;
		OWNED_STRING header = must_format("Docker-Content-Digest: %s\r\n", rows[i].digest);

		play(world, "/v2/team/app/manifests/1.0", 200, header, "");
		head(world, "1.0");
		assert_refused(world, rows[i].kind, "Docker-Content-Digest is");
		close_world(state);
	}
}

static void two_digests_in_the_header_are_refused(void **state)
{
	struct world *world = *state;

	play(world, "/v2/team/app/manifests/1.0", 200,
	     "Docker-Content-Digest: "
	     "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
	     "Docker-Content-Digest: "
	     "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n",
	     "");
	head(world, "1.0");
	assert_refused(world, ERROR_UNTRUSTED, "two Docker-Content-Digest");
}

static void schema_1_is_told_already_by_head(void **state)
{
	struct world *world = *state;

	play(world, "/v2/team/app/manifests/1.0", 200,
	     "Content-Type: application/vnd.docker.distribution.manifest.v1+prettyjws\r\n", "");
	head(world, "1.0");
	assert_refused(world, ERROR_UNSUPPORTED, "legacy");
}

static void a_manifest_by_digest_is_hashed(void **state)
{
	struct world *world = *state;
	OWNED_STRING path = must_format("GET /v2/team/app/manifests/%s", world->digest);

	play_index(world, path);
	manifest(world, world->digest);
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.digest, world->digest);
	assert_int_equal(world->reply.entries, 2);
	assert_string_equal(world->reply.platform, "linux/amd64");
}

static void bytes_of_another_digest_are_asked_for_once_more_and_then_refused(void **state)
{
	struct world *world = *state;
	OWNED_STRING path = must_format("GET /v2/team/app/manifests/%s", world->digest);

	play(world, path, 200, NULL, "{\"schemaVersion\":2,\"manifests\":[]}");
	manifest(world, world->digest);
	assert_refused(world, ERROR_UNTRUSTED, "have digest");
	assert_int_equal(server_count(world->server, NULL), 2);
}

static void a_cache_that_was_broken_once_is_forgiven(void **state)
{
	struct world *world = *state;
	OWNED_STRING path = must_format("GET /v2/team/app/manifests/%s", world->digest);

	play(world, path, 200, NULL, "{\"schema");
	play_index(world, path);
	manifest(world, world->digest);
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.digest, world->digest);
}

static void the_digest_of_a_tag_is_computed_from_the_bytes(void **state)
{
	struct world *world = *state;

	play(world, "GET /v2/team/app/manifests/1.0", 200, NULL, world->index);
	manifest(world, "1.0");
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.digest, world->digest);
}

static void a_header_that_contradicts_the_bytes_is_refused(void **state)
{
	struct world *world = *state;

	play(world, "GET /v2/team/app/manifests/1.0", 200,
	     "Docker-Content-Digest: "
	     "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
	     world->index);
	manifest(world, "1.0");
	assert_refused(world, ERROR_UNTRUSTED, "Docker-Content-Digest");
}

static void a_body_that_came_packed_is_refused(void **state)
{
	struct world *world = *state;

	play(world, "GET /v2/team/app/manifests/1.0", 200, "Content-Encoding: gzip\r\n",
	     world->index);
	manifest(world, "1.0");
	assert_refused(world, ERROR_UNTRUSTED, "content encoding 'gzip'");
}

static void a_manifest_without_end_is_refused(void **state)
{
	struct world *world = *state;

	server_add_reply(world->server, "GET /v2/team/app/manifests/1.0",
			 (struct server_reply){ .body = "{\"x\":\"................................."
							"........................"
							".................................\"}",
						.act = SERVER_ENDLESS_BODY });
	manifest(world, "1.0");
	assert_refused(world, ERROR_LIMIT, "larger than the limit");
}

static void what_is_no_part_of_a_reference_never_gets_into_a_url(void **state)
{
	static const char *const bad[] = { "../../secret", "a b", "", "x?y", "x%2e", "a\r\nX: y" };
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		head(world, bad[i]);
		assert_non_null(world->reply.error);
	}
	struct reply reply =
	    client_head(world->client, server_host(world->server), "../../admin", "1.0");

	assert_non_null(reply.error);
	reply_clear(&reply);
	assert_int_equal(server_count(world->server, NULL), 0);
}

static void the_platform_comes_from_the_configuration_and_is_verified(void **state)
{
	struct world *world = *state;
	OWNED_STRING config = must_copy("{\"os\":\"linux\",\"architecture\":\"aarch64\"}");
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING blob = image_digest(config);
	OWNED_STRING path = must_format("GET /v2/team/app/blobs/%s", blob);

	play(world, "GET /v2/team/app/manifests/1.0", 200, NULL, image);
	play(world, path, 200, NULL, config);
	world->reply =
	    client_platform(world->client, server_host(world->server), "team/app", "1.0");
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.platform, "linux/arm64");
}

static void a_configuration_that_was_swapped_is_refused(void **state)
{
	struct world *world = *state;
	OWNED_STRING config = must_copy("{\"os\":\"linux\",\"architecture\":\"arm64\"}");
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING blob = image_digest(config);
	OWNED_STRING path = must_format("GET /v2/team/app/blobs/%s", blob);

	play(world, "GET /v2/team/app/manifests/1.0", 200, NULL, image);
	play(world, path, 200, NULL, "{\"os\":\"linux\",\"architecture\":\"amd64\"}");
	world->reply =
	    client_platform(world->client, server_host(world->server), "team/app", "1.0");
	assert_refused(world, ERROR_UNTRUSTED, "have digest");
}

static void a_server_that_fails_is_told_with_its_tries(void **state)
{
	struct world *world = *state;

	play(world, "/v2/team/app/manifests/1.0", 500, NULL,
	     "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"oops\"}]}");
	manifest(world, "1.0");
	assert_refused(world, ERROR_NETWORK, "HTTP 500 for 'team/app:1.0'");
}

static void a_rate_limit_is_told_as_one(void **state)
{
	struct world *world = *state;

	play(world, "/v2/team/app/manifests/1.0", 429, "Retry-After: 7200\r\n", NULL);
	manifest(world, "1.0");
	assert_refused(world, ERROR_LIMITED, "HTTP 429");
	assert_int_equal(server_count(world->server, NULL), 1);
}

static void a_prefix_of_the_endpoint_stands_where_the_api_wants_it(void **state)
{
	static const struct {
		const char *endpoint;
		const char *path;
	} rows[] = {
		{ "/mirror", "/mirror/v2/library/alpine/manifests/3.20" },
		{ "/v2", "/v2/library/alpine/manifests/3.20" },
		{ "/x/v2/hub-proxy", "/x/v2/hub-proxy/library/alpine/manifests/3.20" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		open_world(state);
		struct world *world = *state;
		OWNED_STRING endpoint =
		    must_format("docker.io=%s%s", server_url(world->server), rows[i].endpoint);
		OWNED(client) client = client_new(NULL, NULL, endpoint);

		play_index(world, rows[i].path);
		world->reply = client_head(client, "docker.io", "library/alpine", "3.20");
		assert_fine(pass_on(&world->reply.error));
		assert_string_equal(world->reply.digest, world->digest);
		close_world(state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_head_costs_one_request_with_all_four_types_accepted, open_world, close_world),
		cmocka_unit_test_setup_teardown(a_head_without_a_digest_says_so, open_world,
						close_world),
		cmocka_unit_test(a_registry_that_refuses_head_is_asked_by_get),
		cmocka_unit_test_setup_teardown(a_403_is_told_with_the_message_that_only_get_has,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_missing_tag_is_absent_when_get_says_so_too,
						open_world, close_world),
		cmocka_unit_test(a_digest_in_the_header_must_be_one),
		cmocka_unit_test_setup_teardown(two_digests_in_the_header_are_refused, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(schema_1_is_told_already_by_head, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_manifest_by_digest_is_hashed, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(
		    bytes_of_another_digest_are_asked_for_once_more_and_then_refused, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(a_cache_that_was_broken_once_is_forgiven,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(the_digest_of_a_tag_is_computed_from_the_bytes,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_header_that_contradicts_the_bytes_is_refused,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_body_that_came_packed_is_refused, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_manifest_without_end_is_refused, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(
		    what_is_no_part_of_a_reference_never_gets_into_a_url, open_world, close_world),
		cmocka_unit_test_setup_teardown(
		    the_platform_comes_from_the_configuration_and_is_verified, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(a_configuration_that_was_swapped_is_refused,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_server_that_fails_is_told_with_its_tries,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_rate_limit_is_told_as_one, open_world,
						close_world),
		cmocka_unit_test(a_prefix_of_the_endpoint_stands_where_the_api_wants_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
