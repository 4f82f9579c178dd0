/* What has the subject an image: the API, the tag in its place, and what lies about both. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/registry/referrers.h>
#include <stdio.h>
#include <string.h>

#define HEX "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define IMAGE "sha256:" HEX
#define API "GET /v2/team/app/referrers/" IMAGE
#define TAG "GET /v2/team/app/manifests/sha256-" HEX
#define INDEX "Content-Type: application/vnd.oci.image.index.v1+json\r\n"
#define SIGNATURE "application/vnd.dev.sigstore.bundle.v0.3+json"
#define SBOM "application/spdx+json"
#define EMPTY "{\"schemaVersion\":2,\"manifests\":[]}"

struct world {
	struct server *server;
	struct server *other;
	struct client *client;
	unsigned calls;
	bool by_tag;
	struct text *list; /* "b signature, c sbom": first digit of each digest, and its type */
	struct text *bytes;
	struct error *error;
};

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));

	world->server = server_new();
	world->other = server_new();
	world->client = client_new(NULL, NULL, NULL);
	*state = world;
	return 0;
}

static void forget(struct world *world)
{
	text_free(world->list);
	text_free(world->bytes);
	error_free(world->error);
	world->list = NULL;
	world->bytes = NULL;
	world->error = NULL;
	world->calls = 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	forget(world);
	client_free(world->client);
	server_free(world->server);
	server_free(world->other);
	free(world);
	return 0;
}

static void on_list(void *data, const struct referrers *referrers, struct error *error)
{
	struct world *world = data;

	assert_true(!referrers == !!error);
	world->calls++;
	world->error = error;
	if (!referrers)
		return;
	world->by_tag = referrers->by_tag;
	world->list = text_new(0);
	for (size_t i = 0; i < referrers->count; i++) {
		const struct referrer *item = &referrers->items[i];
		const char *type = item->artifact_type;
		const char *name = !type                          ? "nothing"
				   : strcmp(type, SIGNATURE) == 0 ? "signature"
								  : "other";

		assert_non_null(item->media_type);
		text_add_format(world->list, "%s%c %s", i ? ", " : "", item->digest[7], name);
	}
}

static void search_of(struct world *world, const char *digest, const char *artifact_type)
{
	forget(world);
	registry_referrers(world->client->registry, server_host(world->server), "team/app", digest,
			   artifact_type, on_list, world);
	assert_int_equal(world->calls, 0);
	http_run(world->client->http);
	assert_int_equal(world->calls, 1);
}

static void search(struct world *world, const char *artifact_type)
{
	search_of(world, IMAGE, artifact_type);
}

static void assert_list(struct world *world, const char *list, bool by_tag, size_t requests)
{
	assert_fine(pass_on(&world->error));
	assert_string_equal(text_slice(world->list).at, list);
	assert_int_equal(world->by_tag, by_tag);
	assert_int_equal(server_count(world->server, NULL), requests);
}

static void assert_refused(struct world *world, enum error_kind kind, const char *part)
{
	search(world, NULL);
	assert_non_null(world->error);
	assert_fails(pass_on(&world->error), kind, part);
}

/* An entry whose digest is 64 times this letter. */
static char *entry(char letter, const char *artifact_type)
{
	char hex[65] = "";

	memset(hex, letter, 64);
	return must_format("{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
			   "\"digest\":\"sha256:%s\",\"size\":7%s%s%s}",
			   hex, artifact_type ? ",\"artifactType\":\"" : "",
			   artifact_type ? artifact_type : "", artifact_type ? "\"" : "");
}

static char *index_of(const char *letters)
{
	OWNED(text) text = text_new(0);

	text_add_string(text, "{\"schemaVersion\":2,\"manifests\":[");
	for (const char *letter = letters; *letter; letter++) {
		OWNED_STRING one = entry(*letter, *letter < 'e' ? SIGNATURE : SBOM);

		text_add_format(text, "%s%s", letter > letters ? "," : "", one);
	}
	text_add_string(text, "]}");
	return text_take(pass_on(&text));
}

static void play(struct world *world, const char *what, unsigned status, const char *headers,
		 const char *body)
{
	server_add_reply(world->server, what,
			 (struct server_reply){
			     .status = status, .headers = headers, .body = body });
}

static void the_api_lists_what_refers_to_an_image(void **state)
{
	OWNED_STRING index = index_of("bcf");

	play(*state, API, 200, INDEX, index);
	search(*state, NULL);
	assert_list(*state, "b signature, c signature, f other", false, 1);
}

/* Registries that filter tell so in a header, and some tell it and do not. */
static void types_are_filtered_here_whatever_the_registry_says(void **state)
{
	OWNED_STRING index = index_of("bfc");

	play(*state, API, 200, INDEX "OCI-Filters-Applied: artifactType\r\n", index);
	search(*state, SIGNATURE);
	assert_list(*state, "b signature, c signature", false, 1);
}

static void an_entry_without_a_type_is_of_no_type(void **state)
{
	OWNED_STRING one = entry('b', NULL);
	OWNED_STRING index = must_format("{\"schemaVersion\":2,\"manifests\":[%s]}", one);

	play(*state, API, 200, INDEX, index);
	search(*state, SIGNATURE);
	assert_list(*state, "", false, 1);
	search(*state, NULL);
	assert_list(*state, "b nothing", false, 2);
}

static void nothing_refers_to_an_image(void **state)
{
	play(*state, API, 200, INDEX, EMPTY);
	search(*state, NULL);
	assert_list(*state, "", false, 1);
}

static void without_the_api_the_tag_has_the_list(void **state)
{
	static const unsigned lacks[] = { 404, 400, 405, 406 };
	struct world *world = *state;
	OWNED_STRING index = index_of("bf");

	play(world, TAG, 200, INDEX, index);
	for (size_t i = 0; i < sizeof(lacks) / sizeof(*lacks); i++) {
		play(world, API, lacks[i], NULL, "404 page not found");
		/* The script goes on by one with each request. */
		search(world, SIGNATURE);
		assert_list(world, "b signature", true, 2 * (i + 1));
	}
}

static void an_answer_that_is_no_index_is_no_api(void **state)
{
	OWNED_STRING index = index_of("b");

	play(*state, API, 200, "Content-Type: text/html\r\n", "<html>Welcome</html>");
	play(*state, TAG, 200, INDEX, index);
	search(*state, NULL);
	assert_list(*state, "b signature", true, 2);
}

static void no_tag_either_is_no_referrer(void **state)
{
	play(*state, API, 404, NULL, "{\"errors\":[{\"code\":\"NOT_FOUND\"}]}");
	search(*state, NULL);
	assert_list(*state, "", true, 2);
}

static void a_tag_that_is_no_index_is_no_referrer(void **state)
{
	play(*state, TAG, 200, "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n",
	     "{\"schemaVersion\":2}");
	search(*state, NULL);
	assert_list(*state, "", true, 2);
}

static void a_repository_that_is_not_there_is_told(void **state)
{
	struct world *world = *state;

	play(world, API, 404, NULL, "{\"errors\":[{\"code\":\"NAME_UNKNOWN\"}]}");
	assert_refused(world, ERROR_ABSENT, "repository not found");
	assert_int_equal(server_count(world->server, NULL), 1);
}

static void trouble_is_no_lack_of_the_api(void **state)
{
	static const struct {
		unsigned status;
		enum error_kind kind;
	} rows[] = { { 403, ERROR_DENIED }, { 410, ERROR_ABSENT }, { 501, ERROR_NETWORK } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *world = *state;

		play(world, API, rows[i].status, NULL, "");
		assert_refused(world, rows[i].kind, "team/app@");
		assert_int_equal(server_count(world->server, TAG), 0);
	}
}

static void half_of_a_sha512_is_in_the_tag(void **state)
{
	struct world *world = *state;
	OWNED_STRING index = index_of("b");

	play(world, "GET /v2/team/app/manifests/sha512-" HEX, 200, INDEX, index);
	search_of(world, "sha512:" HEX HEX, NULL);
	assert_list(world, "b signature", true, 2);
}

static void pages_are_turned_and_told_once(void **state)
{
	OWNED_STRING first = index_of("bc");
	OWNED_STRING second = index_of("cd");

	play(*state, API, 200, INDEX "Link: <https://inside.test/odd?page=2>; rel=\"next\"\r\n",
	     first);
	play(*state, API "?page=2", 200, INDEX, second);
	search(*state, NULL);
	assert_list(*state, "b signature, c signature, d signature", false, 2);
}

static void pages_lead_to_no_other_host(void **state)
{
	struct world *world = *state;
	OWNED_STRING headers =
	    must_format(INDEX "Link: <%s/v2/team/app/referrers/x?a=1>; rel=next\r\n",
			server_url(world->other));

	play(world, API, 200, headers, EMPTY);
	play(world, API "?a=1", 200, INDEX, EMPTY);
	search(world, NULL);
	assert_list(world, "", false, 2);
	assert_int_equal(server_count(world->other, NULL), 0);
}

static void pages_in_a_circle_and_pages_that_break_off_are_refused(void **state)
{
	struct world *world = *state;

	play(world, API, 200, INDEX "Link: <?a=1>; rel=next\r\n", EMPTY);
	play(world, API "?a=1", 200, INDEX "Link: <?a=1>; rel=next\r\n", EMPTY);
	assert_refused(world, ERROR_UNTRUSTED, "repeats a page");
	play(world, API "?a=1", 404, NULL, "");
	assert_refused(world, ERROR_UNTRUSTED, "HTTP 404");
	assert_int_equal(server_count(world->server, TAG), 0);
}

struct turning {
	unsigned page;
	char headers[200];
};

static void next_without_end(void *data, const struct server_request *request,
			     struct server_reply *reply)
{
	struct turning *turning = data;

	(void)request;
	snprintf(turning->headers, sizeof(turning->headers), INDEX "Link: <?a=%u>; rel=next\r\n",
		 ++turning->page);
	reply->headers = turning->headers;
	reply->body = EMPTY;
}

static void pages_have_an_end(void **state)
{
	struct world *world = *state;
	struct turning turning = { 0 };

	server_set_handler(world->server, next_without_end, &turning);
	assert_refused(world, ERROR_LIMIT, "pages");
	assert_int_equal(server_count(world->server, NULL), REFERRER_PAGES_MOST);
}

static void so_have_entries(void **state)
{
	OWNED(text) index = text_new(0);

	text_add_string(index, "{\"schemaVersion\":2,\"manifests\":[");
	for (unsigned i = 0; i <= REFERRERS_MOST; i++)
		text_add_format(index,
				"%s{\"mediaType\":\"m\",\"digest\":\"sha256:%064x\",\"size\":1}",
				i ? "," : "", i);
	text_add_string(index, "]}");
	play(*state, API, 200, INDEX, text_slice(index).at);
	assert_refused(*state, ERROR_LIMIT, "1000 referrers");
}

static void lists_that_can_be_read_in_two_ways_are_refused(void **state)
{
	static const struct {
		const char *body;
		enum error_kind kind;
	} rows[] = {
		{ "", ERROR_SYNTAX },
		{ "[]", ERROR_SYNTAX },
		{ "{\"schemaVersion\":2}", ERROR_SYNTAX },
		{ "{\"schemaVersion\":1,\"manifests\":[]}", ERROR_SYNTAX },
		{ "{\"schemaVersion\":2,\"mediaType\":\"a/b\",\"manifests\":[]}", ERROR_SYNTAX },
		{ "{\"schemaVersion\":2,\"manifests\":[1]}", ERROR_SYNTAX },
		{ "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"" IMAGE "\",\"size\":1}]}",
		  ERROR_SYNTAX },
		{ "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"m\",\"size\":1,"
		  "\"digest\":\"sha256:../../x\"}]}",
		  ERROR_SYNTAX },
		{ "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"m\",\"size\":-1,"
		  "\"digest\":\"" IMAGE "\"}]}",
		  ERROR_SYNTAX },
		{ "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}", ERROR_UNTRUSTED },
		{ "{\"schemaVersion\":2,\"manifests\":[],\"Manifests\":[]}", ERROR_UNTRUSTED },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		play(*state, API, 200, INDEX, rows[i].body);
		assert_refused(*state, rows[i].kind, "team/app@");
	}
}

static void a_digest_that_nobody_can_verify_is_passed_over(void **state)
{
	play(*state, API, 200, INDEX,
	     "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"m\",\"size\":1,"
	     "\"digest\":\"blake3:" HEX "\"}]}");
	search(*state, NULL);
	assert_list(*state, "", false, 1);
}

static void what_is_no_digest_is_asked_of_nobody(void **state)
{
	struct world *world = *state;
	static const char *const wrong[] = { "latest", "sha256:../x", "sha256:AA", "" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		search_of(world, wrong[i], NULL);
		assert_fails(pass_on(&world->error), ERROR_SYNTAX, "");
	}
	assert_int_equal(server_count(world->server, NULL), 0);
}

/* ---- one of them ---- */

#define SUBJECT(digest)                                                                            \
	"{\"schemaVersion\":2,\"subject\":{\"mediaType\":\"m\",\"size\":1,\"digest\":\"" digest    \
	"\"}}"

static void on_manifest(void *data, struct slice manifest, struct error *error)
{
	struct world *world = data;

	world->calls++;
	world->error = error;
	world->bytes = text_new(0);
	text_add(world->bytes, manifest.at, manifest.size);
}

/* Fetches a referrer whose manifest is served as `body`, listed with `listed` as
 * its bytes. */
static void visit(struct world *world, const char *listed, const char *body)
{
	OWNED_STRING digest = NULL;

	assert_fine(digest_of(&digest, "sha256:", slice_of(listed)));
	OWNED_STRING path = must_format("GET /v2/team/app/manifests/%s", digest);
	const struct referrer referrer = { .digest = digest, .size = (long long)strlen(listed) };

	forget(world);
	play(world, path, 200, NULL, body);
	registry_referrer(world->client->registry, server_host(world->server), "team/app",
			  &referrer, IMAGE, on_manifest, world);
	http_run(world->client->http);
	assert_int_equal(world->calls, 1);
}

static void a_referrer_that_names_the_image_is_given(void **state)
{
	struct world *world = *state;

	visit(world, SUBJECT(IMAGE), SUBJECT(IMAGE));
	assert_fine(pass_on(&world->error));
	assert_string_equal(text_slice(world->bytes).at, SUBJECT(IMAGE));
}

static void a_referrer_that_names_another_image_or_none_is_refused(void **state)
{
	static const char *const wrong[] = {
		SUBJECT("sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
		"{\"schemaVersion\":2}",
		"{\"schemaVersion\":2,\"subject\":null}",
		"{\"schemaVersion\":2,\"subject\":\"" IMAGE "\"}",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct world *world = *state;

		visit(world, wrong[i], wrong[i]);
		assert_fails(pass_on(&world->error), ERROR_UNTRUSTED, "subject");
		assert_int_equal(world->bytes->size, 0);
	}
}

static void a_referrer_of_other_bytes_is_refused(void **state)
{
	struct world *world = *state;

	visit(world, SUBJECT(IMAGE) " ", SUBJECT(IMAGE));
	assert_fails(pass_on(&world->error), ERROR_UNTRUSTED, "sha256");
}

static void a_referrer_of_another_size_than_was_listed_is_refused(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = NULL;

	assert_fine(digest_of(&digest, "sha256:", slice_of(SUBJECT(IMAGE))));
	OWNED_STRING path = must_format("GET /v2/team/app/manifests/%s", digest);
	const struct referrer referrer = { .digest = digest, .size = 5 };

	play(world, path, 200, NULL, SUBJECT(IMAGE));
	registry_referrer(world->client->registry, server_host(world->server), "team/app",
			  &referrer, IMAGE, on_manifest, world);
	http_run(world->client->http);
	assert_fails(pass_on(&world->error), ERROR_UNTRUSTED, "descriptor says 5");
}

/* ---- layouts ---- */

static void put(struct world *world, const char *path, const char *text)
{
	OWNED_STRING whole = must_format("layout/%s", path);

	sandbox_write(world->client->home, whole, text);
}

static void a_layout_keeps_the_list_under_the_tag(void **state)
{
	struct world *world = *state;
	OWNED_STRING list = index_of("b");
	OWNED_STRING digest = NULL;

	assert_fine(digest_of(&digest, "sha256:", slice_of(list)));
	OWNED_STRING index = must_format("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":"
					 "\"application/vnd.oci.image.index.v1+json\","
					 "\"digest\":\"%s\",\"size\":%zu,\"annotations\":{\"org."
					 "opencontainers.image.ref.name\":"
					 "\"team/app:sha256-" HEX "\"}}]}",
					 digest, strlen(list));
	OWNED_STRING blob = must_format("blobs/sha256/%s", digest + 7);
	OWNED_STRING endpoint =
	    must_format("%s=oci:%s/layout", server_host(world->server), world->client->home->top);

	put(world, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
	put(world, "index.json", index);
	put(world, blob, list);
	assert_fine(config_set_endpoint(world->client->config, endpoint));
	search(world, NULL);
	assert_list(world, "b signature", true, 0);
	search_of(world, "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
		  NULL);
	assert_list(world, "", true, 0);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test_setup_teardown(the_api_lists_what_refers_to_an_image, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(types_are_filtered_here_whatever_the_registry_says,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(an_entry_without_a_type_is_of_no_type, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(nothing_refers_to_an_image, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(without_the_api_the_tag_has_the_list, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(an_answer_that_is_no_index_is_no_api, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(no_tag_either_is_no_referrer, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_tag_that_is_no_index_is_no_referrer, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_repository_that_is_not_there_is_told, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(trouble_is_no_lack_of_the_api, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(half_of_a_sha512_is_in_the_tag, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(pages_are_turned_and_told_once, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(pages_lead_to_no_other_host, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(
		    pages_in_a_circle_and_pages_that_break_off_are_refused, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(pages_have_an_end, open_world, close_world),
		cmocka_unit_test_setup_teardown(so_have_entries, open_world, close_world),
		cmocka_unit_test_setup_teardown(lists_that_can_be_read_in_two_ways_are_refused,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_digest_that_nobody_can_verify_is_passed_over,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(what_is_no_digest_is_asked_of_nobody, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_referrer_that_names_the_image_is_given,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(
		    a_referrer_that_names_another_image_or_none_is_refused, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(a_referrer_of_other_bytes_is_refused, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(
		    a_referrer_of_another_size_than_was_listed_is_refused, open_world, close_world),
		cmocka_unit_test_setup_teardown(a_layout_keeps_the_list_under_the_tag, open_world,
						close_world),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
