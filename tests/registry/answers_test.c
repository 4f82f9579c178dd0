/* Sets of answers: read strictly, written the same each time, used in place of
 * a registry. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/images.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/registry/answers.h>
#include <string.h>

#define A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define INDEX "application/vnd.oci.image.index.v1+json"
#define IMAGE "application/vnd.oci.image.manifest.v1+json"

static struct error *read_document(struct answers *answers, const char *lists)
{
	OWNED_STRING document = must_format("{\"schema\":\"digestbump/answers/1\",%s}", lists);

	return answers_read(answers, slice_of(document));
}

static char *written(const struct answers *answers)
{
	OWNED(text) out = text_new(0);

	answers_write(out, answers);
	return text_take(pass_on(&out));
}

/* One of everything. */
static const char everything[] =
    "\"tags\":[{\"image\":\"docker.io/library/alpine\",\"tag\":\"3\",\"digest\":\"" A "\","
    "\"media_type\":\"" INDEX "\",\"platforms\":[\"linux/amd64\"],\"asked\":1,\"endpoint\":null,"
    "\"error\":null,\"later\":\"versions add members\"},"
    "{\"image\":\"ghcr.io/acme/x\",\"tag\":\"1\",\"asked\":2,"
    "\"error\":{\"code\":\"denied\",\"reason\":\"log in\"}}],"
    "\"manifests\":[{\"image\":\"docker.io/library/alpine\",\"digest\":\"" A "\",\"asked\":1,"
    "\"media_type\":\"" INDEX "\",\"images\":[{\"digest\":\"" B "\",\"platform\":\"linux/amd64\","
    "\"os_version\":null,\"index\":false},{\"digest\":\"" A "\",\"platform\":null,"
    "\"os_version\":\"10.0.17763.1\",\"index\":true}]},"
    "{\"image\":\"docker.io/library/alpine\",\"digest\":\"" B "\",\"asked\":1,"
    "\"media_type\":\"" IMAGE "\",\"config\":\"" A "\",\"config_size\":7}],"
    "\"platforms\":[{\"image\":\"docker.io/library/alpine\",\"digest\":\"" B "\",\"asked\":1,"
    "\"platform\":\"linux/arm64\",\"os_version\":null}],"
    "\"present\":[{\"image\":\"docker.io/library/alpine\",\"digest\":\"" B "\",\"asked\":1,"
    "\"endpoint\":\"https://mirror.test\"}],"
    "\"lists\":[{\"image\":\"docker.io/library/alpine\",\"tags\":[\"3.20\",\"3.9\"],\"asked\":1},"
    "{\"image\":\"a.test/x\",\"asked\":1,\"error\":{\"code\":\"denied\",\"reason\":\"no\"}}]";

static void what_was_written_reads_back_to_the_same_bytes(void **state)
{
	(void)state;
	OWNED(answers) answers = answers_new(100);
	OWNED(answers) again = answers_new(200);

	assert_fine(read_document(answers, everything));
	OWNED_STRING first = written(answers);

	assert_fine(answers_read(again, slice_of(first)));
	OWNED_STRING second = written(again);

	assert_string_equal(first, second);
	assert_null(strstr(first, "\"later\""));
	assert_non_null(strstr(first, "https://mirror.test"));
}

static void a_second_file_adds_and_changes_nothing(void **state)
{
	(void)state;
	OWNED(answers) answers = answers_new(1);

	assert_fine(read_document(answers, "\"present\":[{\"image\":\"a.test/x\",\"digest\":\"" A
					   "\",\"asked\":5}]"));
	assert_fine(read_document(answers, "\"present\":[{\"image\":\"a.test/x\",\"digest\":\"" A
					   "\",\"asked\":9},{\"image\":\"a.test/x\",\"digest\":\"" B
					   "\",\"asked\":9}]"));
	OWNED_STRING text = written(answers);

	assert_non_null(strstr(text, "\"asked\": 5"));
	assert_non_null(strstr(text, B));
}

static void what_is_not_right_is_refused_whole(void **state)
{
	static const struct {
		const char *lists;
		const char *says;
	} rows[] = {
		{ "\"tags\":{}", "no list" },
		{ "\"tags\":[1]", "not an object" },
		{ "\"tags\":[{\"tag\":\"1\",\"asked\":1}]", "'image' of entry 0" },
		{ "\"tags\":[{\"image\":\"a.test/x\",\"asked\":1}]", "'tag' of entry 0" },
		{ "\"tags\":[{\"image\":\"alpine\",\"tag\":\"1\",\"asked\":1}]", "whole name" },
		{ "\"tags\":[{\"image\":\"a.test/X\",\"tag\":\"1\",\"asked\":1}]", "entry 0" },
		{ "\"tags\":[{\"image\":\"a.test/x\",\"tag\":\"1@" A "\",\"asked\":1}]", "image" },
		{ "\"tags\":[{\"image\":\"a.test/x\",\"tag\":\"../1\",\"asked\":1}]", "entry 0" },
		{ "\"tags\":[{\"image\":\"a.test/x\",\"tag\":\"1\",\"asked\":1}]", "'digest'" },
		{ "\"tags\":[{\"image\":\"a.test/x\",\"tag\":\"1\",\"asked\":1,\"digest\":"
		  "\"sha256:1\"}]",
		  "not a digest" },
		{ "\"tags\":[{\"image\":\"a.test/x\",\"tag\":\"1\",\"digest\":\"" A "\"}]",
		  "'asked'" },
		{ "\"tags\":[{\"image\":\"a.test/x\",\"tag\":\"1\",\"asked\":1,\"error\":{\"code\":"
		  "\"odd\",\"reason\":\"\"}}]",
		  "a code and a reason" },
		{ "\"present\":[{\"image\":\"a.test/x\",\"digest\":\"md5:1\",\"asked\":1}]",
		  "entry 0 of 'present'" },
		{ "\"present\":[{\"image\":\"a.test/x\",\"digest\":\"" A "\",\"asked\":1},"
		  "{\"image\":\"a.test/x\",\"digest\":\"" A "\",\"asked\":1}]",
		  "entry 1 of 'present'" },
		{ "\"manifests\":[{\"image\":\"a.test/x\",\"digest\":\"" A "\",\"asked\":1}]",
		  "'media_type'" },
		{ "\"manifests\":[{\"image\":\"a.test/x\",\"digest\":\"" A "\",\"asked\":1,"
		  "\"media_type\":\"" INDEX "\"}]",
		  "'images'" },
		{ "\"manifests\":[{\"image\":\"a.test/x\",\"digest\":\"" A "\",\"asked\":1,"
		  "\"media_type\":\"" INDEX "\",\"images\":[{\"digest\":\"" A
		  "\",\"platform\":\"linux\"}]}]",
		  "entry 0 of 'images'" },
		{ "\"manifests\":[{\"image\":\"a.test/x\",\"digest\":\"" A "\",\"asked\":1,"
		  "\"media_type\":\"" IMAGE "\",\"config\":\"" B "\",\"config_size\":-1}]",
		  "'config_size'" },
		{ "\"platforms\":[{\"image\":\"a.test/x\",\"digest\":\"" A "\",\"asked\":1}]",
		  "'platform'" },
		{ "\"lists\":[{\"image\":\"a.test/x\",\"asked\":1}]", "'tags'" },
		{ "\"lists\":[{\"image\":\"x\",\"tags\":[],\"asked\":1}]", "a whole name" },
		{ "\"lists\":[{\"image\":\"a.test/x:1\",\"tags\":[],\"asked\":1}]",
		  "a whole name" },
		{ "\"lists\":[{\"image\":\"a.test/x\",\"tags\":[\"../1\"],\"asked\":1}]",
		  "a list of tags" },
		{ "\"lists\":[{\"image\":\"a.test/x\",\"tags\":[null],\"asked\":1}]",
		  "a list of tags" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(answers) answers = answers_new(1);
		OWNED(error) error = read_document(answers, rows[i].lists);
		OWNED_STRING text = written(answers);

		if (!error || !strstr(error_text(error), rows[i].says))
			fail_msg("%s: %s", rows[i].lists, error ? error_text(error) : "is taken");
		assert_null(strstr(text, "a.test"));
	}
}

static void only_this_schema_is_read(void **state)
{
	(void)state;
	OWNED(answers) answers = answers_new(1);

	assert_fails(answers_read(answers, slice_of("{}")), ERROR_UNSUPPORTED, "schema");
	assert_fails(answers_read(answers, slice_of("{\"schema\":\"digestbump/answers/2\"}")),
		     ERROR_UNSUPPORTED, "schema");
	assert_fails(answers_read(answers, slice_of("[]")), ERROR_SYNTAX, "not an object");
	assert_fails(answers_read(answers, slice_of("{\"schema\":1,\"schema\":1}")),
		     ERROR_UNTRUSTED, "duplicate");
}

/* ---- in place of a registry ---- */

struct world {
	struct server *server;
	struct client *client;
	struct answers *answers;
	char *index;
};

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));
	OWNED_STRING document = image_index(NULL);

	world->server = server_new();
	world->client = client_new(NULL, NULL, NULL);
	world->answers = answers_new(7);
	world->index = image_digest(document);
	OWNED_STRING headers = must_format("Docker-Content-Digest: %s\r\nContent-Type: %s\r\n",
					   world->index, OCI_INDEX_TYPE);
	OWNED_STRING path = must_format("/v2/app/manifests/%s", world->index);
	const struct server_reply reply = { .headers = headers, .body = document };

	server_add_reply(world->server, "/v2/app/manifests/1", reply);
	server_add_reply(world->server, path, reply);
	registry_use_answers(world->client->registry, world->answers, ANSWERS_SHARE);
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	client_free(world->client);
	answers_free(world->answers);
	server_free(world->server);
	free(world->index);
	free(world);
	return 0;
}

/* Takes reply. */
static void assert_digest(struct reply reply, const char *digest)
{
	if (reply.error)
		fail_msg("%s", error_text(reply.error));
	assert_string_equal(reply.digest, digest);
	reply_clear(&reply);
}

static void a_shared_answer_is_asked_for_once(void **state)
{
	struct world *world = *state;
	const char *host = server_host(world->server);

	assert_digest(client_head(world->client, host, "app", "1"), world->index);
	assert_digest(client_head(world->client, host, "app", "1"), world->index);
	assert_digest(client_manifest(world->client, host, "app", world->index), world->index);
	/* What was fetched is there, and the tag leads to it. */
	assert_digest(client_head(world->client, host, "app", world->index), world->index);
	assert_digest(client_manifest(world->client, host, "app", "1"), world->index);
	assert_int_equal(server_count(world->server, NULL), 2);
}

static void a_refusal_is_nobody_elses(void **state)
{
	struct world *world = *state;
	const char *host = server_host(world->server);
	struct reply reply = client_head(world->client, host, "app", "none");

	assert_fails(pass_on(&reply.error), ERROR_ABSENT, "not found");
	reply_clear(&reply);
	reply = client_head(world->client, host, "app", "none");
	assert_fails(pass_on(&reply.error), ERROR_ABSENT, "not found");
	reply_clear(&reply);
	assert_int_equal(server_count(world->server, NULL), 4);
}

static void alone_it_asks_nobody(void **state)
{
	struct world *world = *state;
	const char *host = server_host(world->server);
	struct reply failed = client_head(world->client, host, "app", "none");

	reply_clear(&failed);
	assert_digest(client_manifest(world->client, host, "app", "1"), world->index);
	registry_use_answers(world->client->registry, world->answers, ANSWERS_ALONE);
	size_t before = server_count(world->server, NULL);

	assert_digest(client_head(world->client, host, "app", "1"), world->index);
	struct reply absent = client_head(world->client, host, "app", "none");
	struct reply unknown = client_head(world->client, host, "app", "2");

	assert_fails(pass_on(&absent.error), ERROR_ABSENT, "not found");
	assert_fails(pass_on(&unknown.error), ERROR_FILE, "app:2': not among the answers");
	reply_clear(&absent);
	reply_clear(&unknown);
	/* Whatever is not kept yet: a list of tags is not let out either. */
	struct reply list = client_tags(world->client, host, "other");

	assert_fails(pass_on(&list.error), ERROR_FILE, "not among the answers");
	reply_clear(&list);
	assert_int_equal(server_count(world->server, NULL), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_reads_back_to_the_same_bytes),
		cmocka_unit_test(a_second_file_adds_and_changes_nothing),
		cmocka_unit_test(what_is_not_right_is_refused_whole),
		cmocka_unit_test(only_this_schema_is_read),
		cmocka_unit_test_setup_teardown(a_shared_answer_is_asked_for_once, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_refusal_is_nobody_elses, open_world, close_world),
		cmocka_unit_test_setup_teardown(alone_it_asks_nobody, open_world, close_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
