/* Whether what is pinned is still there, and how little is asked to know it. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/images.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/resolve/resolve.h>
#include <string.h>

struct fixture {
	struct server *server;
	struct client *client;
	struct questions *questions;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->server = server_new();
	fixture->client = client_new(NULL, NULL, NULL);
	fixture->questions = questions_new();
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	questions_free(fixture->questions);
	client_free(fixture->client);
	server_free(fixture->server);
	free(fixture);
	return 0;
}

static void run(struct fixture *fixture)
{
	resolve_run(fixture->questions, fixture->client->registry, fixture->client->http, NULL,
		    NULL);
}

/* Lets `what` of app be answered by this digest and document. */
static void serve(struct fixture *fixture, const char *what, const char *digest,
		  const char *document)
{
	OWNED_STRING path = must_format("/v2/app/manifests/%s", what);
	OWNED_STRING headers = must_format("Docker-Content-Digest: %s\r\nContent-Type: %s\r\n",
					   digest, OCI_INDEX_TYPE);

	server_add_reply(fixture->server, path,
			 (struct server_reply){ .headers = headers, .body = document });
}

/* Serves an index below its digest and, unless NULL, below a tag; gives the digest. */
static char *publish(struct fixture *fixture, const char *platforms, const char *tag)
{
	OWNED_STRING index = image_index(platforms);
	char *digest = image_digest(index);

	serve(fixture, digest, digest, index);
	if (tag)
		serve(fixture, tag, digest, index);
	return digest;
}

/* Gives the digest of one image of image_index(). */
static char *child(const char *platform)
{
	OWNED_STRING config = image_config(platform, "");
	OWNED_STRING image = image_manifest(config);

	return image_digest(image);
}

static void refuse(struct fixture *fixture, const char *what, unsigned status)
{
	OWNED_STRING path = must_format("/v2/app/manifests/%s", what);

	server_add_reply(fixture->server, path, (struct server_reply){ .status = status });
}

static struct pinned_digest *add_pinned(struct fixture *fixture, const char *tag,
					const char *digest, enum liveness liveness)
{
	struct question *question =
	    questions_add(fixture->questions, server_host(fixture->server), "app", tag);
	struct pinned_digest *pinned = question_add_pinned(question, digest, NULL);

	pinned->liveness = liveness;
	return pinned;
}

static size_t heads(struct fixture *fixture, const char *what)
{
	OWNED_STRING path = must_format("HEAD /v2/app/manifests/%s", what);

	return server_count(fixture->server, path);
}

/* ---- the pinned digest ---- */

static void a_digest_that_its_tag_has_is_not_asked_after(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING digest = publish(fixture, NULL, "1");
	struct pinned_digest *pinned = add_pinned(fixture, "1", digest, LIVENESS_PIN);
	struct pinned_digest *alone = add_pinned(fixture, NULL, digest, LIVENESS_PIN);

	run(fixture);
	assert_int_equal(pinned->missing_count + alone->missing_count, 0);
	assert_int_equal(server_count(fixture->server, NULL), 1);
}

static void a_digest_that_was_fetched_is_not_asked_after(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish(fixture, NULL, NULL);
	OWNED_STRING now = publish(fixture, "linux/amd64 linux/arm64 linux/s390x", "1");
	OWNED_STRING missing = image_digest("gone");
	struct pinned_digest *pinned = add_pinned(fixture, "1", before, LIVENESS_PIN);
	struct pinned_digest *dead = add_pinned(fixture, "1", missing, LIVENESS_PIN);

	run(fixture);
	assert_int_equal(pinned->missing_count, 0);
	assert_string_equal(pinned->to, now);
	assert_true(pinned_digest_is_missing(dead));
	assert_int_equal(dead->missing_count, 1);
	assert_int_equal(heads(fixture, before) + heads(fixture, missing), 0);
}

static void a_digest_alone_costs_one_head_and_a_get_when_it_is_gone(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING alive = publish(fixture, NULL, NULL);
	OWNED_STRING missing = image_digest("gone");
	struct pinned_digest *dead = add_pinned(fixture, NULL, missing, LIVENESS_PIN);
	struct pinned_digest *pinned = add_pinned(fixture, NULL, alive, LIVENESS_PIN);
	struct question *question = questions_at(fixture->questions, 0);
	struct pinned_digest *other = question_add_pinned(question, missing, "linux/arm64");

	other->liveness = LIVENESS_PIN;
	run(fixture);
	assert_true(pinned_digest_is_missing(dead) && pinned_digest_is_missing(other));
	assert_null(dead->missing[0].platform);
	assert_false(pinned_digest_is_missing(pinned));
	assert_int_equal(server_count(fixture->server, NULL), 3);
	assert_null(question->error);
}

static void one_platform_s_image_that_the_index_still_names_may_be_gone(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING index = publish(fixture, NULL, "1");
	OWNED_STRING image = child("linux/arm64");
	struct pinned_digest *pinned = add_pinned(fixture, "1", image, LIVENESS_PIN);
	struct pinned_digest *current = add_pinned(fixture, "1", index, LIVENESS_PIN);

	run(fixture);
	assert_string_equal(pinned->to, image);
	assert_true(pinned_digest_is_missing(pinned));
	assert_int_equal(heads(fixture, image), 1);
	assert_int_equal(current->missing_count, 0);
}

static void an_absent_tag_does_not_mean_an_absent_digest(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING alive = publish(fixture, NULL, NULL);
	OWNED_STRING missing = image_digest("gone");
	struct pinned_digest *pinned = add_pinned(fixture, "none", alive, LIVENESS_PIN);
	struct pinned_digest *dead = add_pinned(fixture, "none", missing, LIVENESS_PIN);

	run(fixture);
	assert_false(pinned_digest_is_missing(pinned));
	assert_true(pinned_digest_is_missing(dead));
}

static void no_refusal_makes_anything_gone(void **state)
{
	static const unsigned statuses[] = { 401, 403, 400, 405, 451, 418 };
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		OWNED_STRING salt = must_format("refused with %u", statuses[i]);
		OWNED_STRING digest = image_digest(salt);

		refuse(fixture, digest, statuses[i]);
		add_pinned(fixture, NULL, digest, LIVENESS_PIN);
	}
	run(fixture);
	const struct question *question = questions_at(fixture->questions, 0);

	assert_int_equal(question->pinned_count, sizeof(statuses) / sizeof(*statuses));
	for (size_t i = 0; i < question->pinned_count; i++)
		assert_int_equal(question->pinned[i]->missing_count, 0);
}

/* Each of them is tried again for a while, so they stand apart. */
static void no_broken_server_makes_anything_gone(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING throttled = image_digest("429");
	OWNED_STRING broken = image_digest("503");
	OWNED_STRING cut = image_digest("cut");
	OWNED_STRING path = must_format("/v2/app/manifests/%s", cut);

	refuse(fixture, throttled, 429);
	refuse(fixture, broken, 503);
	server_add_reply(fixture->server, path, (struct server_reply){ .act = SERVER_DROP });
	struct pinned_digest *helds[] = { add_pinned(fixture, NULL, throttled, LIVENESS_PIN),
					  add_pinned(fixture, NULL, broken, LIVENESS_PIN),
					  add_pinned(fixture, NULL, cut, LIVENESS_PIN) };

	run(fixture);
	for (size_t i = 0; i < sizeof(helds) / sizeof(*helds); i++)
		assert_int_equal(helds[i]->missing_count, 0);
}

static void a_registry_in_trouble_is_not_asked_more(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING digest = image_digest("x");

	refuse(fixture, "1", 403);
	add_pinned(fixture, "1", digest, LIVENESS_PIN);
	run(fixture);
	assert_int_equal(heads(fixture, digest), 0);
}

static void nothing_is_looked_for_where_nobody_asks(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING digest = image_digest("gone");
	struct pinned_digest *pinned = add_pinned(fixture, NULL, digest, LIVENESS_OFF);

	run(fixture);
	assert_int_equal(pinned->missing_count, 0);
	assert_int_equal(server_count(fixture->server, NULL), 0);
}

/* ---- the children of its index ---- */

static void children_that_are_gone_are_told_by_platform_in_the_index_s_order(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING digest = publish(fixture, "linux/amd64 linux/arm64 linux/s390x", "1");
	OWNED_STRING amd64 = child("linux/amd64");
	OWNED_STRING arm64 = child("linux/arm64");
	OWNED_STRING s390x = child("linux/s390x");
	struct pinned_digest *pinned = add_pinned(fixture, "1", digest, LIVENESS_CHILDREN);

	serve(fixture, arm64, arm64, "");
	run(fixture);
	assert_string_equal(pinned->to, digest);
	assert_false(pinned_digest_is_missing(pinned));
	assert_int_equal(pinned->missing_count, 2);
	assert_string_equal(pinned->missing[0].digest, amd64);
	assert_string_equal(pinned->missing[0].platform, "linux/amd64");
	assert_string_equal(pinned->missing[1].digest, s390x);
	/* Tag, index, and each child once; what is gone is confirmed by GET. */
	assert_int_equal(server_count(fixture->server, NULL), 7);
}

static void only_the_pin_s_platform_is_needed(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING digest = publish(fixture, "linux/amd64 linux/arm64", "1");
	OWNED_STRING amd64 = child("linux/amd64");
	OWNED_STRING arm64 = child("linux/arm64");
	struct question *question =
	    questions_add(fixture->questions, server_host(fixture->server), "app", "1");
	struct pinned_digest *pinned = question_add_pinned(question, digest, "linux/arm64");

	pinned->liveness = LIVENESS_CHILDREN;
	run(fixture);
	assert_int_equal(pinned->missing_count, 1);
	assert_string_equal(pinned->missing[0].digest, arm64);
	assert_int_equal(heads(fixture, amd64), 0);
}

static void attestations_are_no_children(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING config = image_config("linux/amd64", "");
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING attestation = image_manifest("attestation");
	OWNED_STRING image_json = image_entry(OCI_IMAGE_TYPE, image, "linux/amd64");
	OWNED_STRING other_json = image_entry(OCI_IMAGE_TYPE, attestation, "unknown/unknown");
	OWNED_STRING entries = must_format("%s,%s", image_json, other_json);
	OWNED_STRING index = image_index_of(entries);
	OWNED_STRING digest = image_digest(index);
	OWNED_STRING amd64 = image_digest(image);

	serve(fixture, digest, digest, index);
	serve(fixture, "1", digest, index);
	serve(fixture, amd64, amd64, image);
	struct pinned_digest *pinned = add_pinned(fixture, "1", digest, LIVENESS_CHILDREN);

	run(fixture);
	assert_int_equal(pinned->missing_count, 0);
	assert_int_equal(server_count(fixture->server, NULL), 3);
}

static void a_child_of_two_indexes_is_asked_after_once(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish(fixture, "linux/amd64", NULL);
	OWNED_STRING now = publish(fixture, "linux/amd64 linux/arm64", "1");
	OWNED_STRING amd64 = child("linux/amd64");
	struct pinned_digest *old = add_pinned(fixture, "1", before, LIVENESS_CHILDREN);
	struct pinned_digest *current = add_pinned(fixture, "1", now, LIVENESS_CHILDREN);

	run(fixture);
	assert_int_equal(heads(fixture, amd64), 1);
	assert_string_equal(old->to, now);
	assert_string_equal(old->missing[0].digest, amd64);
	assert_int_equal(current->missing_count, 2);
}

/* ---- the children of the new index ---- */

/* Lets the tag move from one index to another with an image for linux/arm64 alone. */
static struct pinned_digest *move(struct fixture *fixture, enum liveness liveness)
{
	OWNED_STRING before = publish(fixture, "linux/arm64 linux/riscv64", NULL);
	OWNED_STRING now = publish(fixture, "linux/arm64", "1");
	struct pinned_digest *pinned = add_pinned(fixture, "1", before, liveness);

	run(fixture);
	assert_null(pinned->error);
	assert_string_equal(pinned->to, now);
	return pinned;
}

static void serve_child(struct fixture *fixture, const char *platform)
{
	OWNED_STRING config = image_config(platform, "");
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING digest = image_digest(image);
	OWNED_STRING path = must_format("/v2/app/manifests/%s", digest);
	OWNED_STRING headers = must_format("Docker-Content-Digest: %s\r\nContent-Type: %s\r\n",
					   digest, OCI_IMAGE_TYPE);

	server_add_reply(fixture->server, path,
			 (struct server_reply){ .headers = headers, .body = image });
}

static void assert_children_error(const struct pinned_digest *pinned, enum error_kind kind,
				  const char *part)
{
	assert_non_null(pinned->children_error);
	assert_int_equal(error_kind(pinned->children_error), kind);
	if (!strstr(error_text(pinned->children_error), part))
		fail_msg("'%s' does not say '%s'", error_text(pinned->children_error), part);
	assert_non_null(strstr(error_text(pinned->children_error), "linux/arm64 ("));
}

static void children_of_a_new_index_that_are_there_cost_one_head_each(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING arm64 = child("linux/arm64");

	serve_child(fixture, "linux/arm64");
	assert_null(move(fixture, LIVENESS_CHILDREN)->children_error);
	assert_int_equal(heads(fixture, arm64), 1);
	/* The tag, both indexes, linux/arm64, and the old index's linux/riscv64, whose 404 a GET
	 * confirms. */
	assert_int_equal(server_count(fixture->server, NULL), 6);
}

static void a_child_of_a_new_index_that_is_not_there_is_told(void **state)
{
	assert_children_error(move(*state, LIVENESS_CHILDREN), ERROR_ABSENT, "not found");
}

static void a_child_of_a_new_index_that_may_not_be_asked_after_is_told(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING arm64 = child("linux/arm64");

	refuse(fixture, arm64, 403);
	assert_children_error(move(fixture, LIVENESS_CHILDREN), ERROR_DENIED, "denied");
}

static void children_of_a_new_index_are_looked_at_only_where_somebody_asks(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING arm64 = child("linux/arm64");

	assert_null(move(fixture, LIVENESS_PIN)->children_error);
	assert_int_equal(heads(fixture, arm64), 0);
}

/* Lets the tag move to an index whose entry for linux/arm64 says one byte more than it has. */
static void a_child_of_a_new_index_of_another_size_is_told(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING config = image_config("linux/arm64", "");
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING arm64 = image_digest(image);
	OWNED_STRING entry = must_format("{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%zu,"
					 "\"platform\":{\"os\":\"linux\",\"architecture\":"
					 "\"arm64\"}}",
					 OCI_IMAGE_TYPE, arm64, strlen(image) + 1);
	OWNED_STRING index = image_index_of(entry);
	OWNED_STRING now = image_digest(index);
	OWNED_STRING before = publish(fixture, "linux/arm64 linux/riscv64", NULL);
	struct pinned_digest *pinned = add_pinned(fixture, "1", before, LIVENESS_CHILDREN);

	serve_child(fixture, "linux/arm64");
	serve(fixture, now, now, index);
	serve(fixture, "1", now, index);
	run(fixture);
	assert_children_error(pinned, ERROR_UNTRUSTED, "but its descriptor says");
}

static void of_an_index_that_is_gone_only_itself_is_told(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING missing = image_digest("gone");
	struct pinned_digest *pinned = add_pinned(fixture, NULL, missing, LIVENESS_CHILDREN);

	run(fixture);
	assert_int_equal(pinned->missing_count, 1);
	assert_true(pinned_digest_is_missing(pinned));
	assert_int_equal(server_count(fixture->server, NULL), 1);
}

static void an_index_within_the_old_one_may_be_what_is_gone(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING inner = image_index("linux/arm64");
	OWNED_STRING inner_digest = image_digest(inner);
	OWNED_STRING entry = image_entry(OCI_INDEX_TYPE, inner, NULL);
	OWNED_STRING outer = image_index_of(entry);
	OWNED_STRING before = image_digest(outer);
	OWNED_STRING now = publish(fixture, NULL, "1");

	serve(fixture, before, before, outer);
	struct pinned_digest *pinned = add_pinned(fixture, "1", before, LIVENESS_CHILDREN);

	run(fixture);
	assert_null(pinned->error);
	assert_string_equal(pinned->to, now);
	assert_false(pinned_digest_is_missing(pinned));
	assert_int_equal(pinned->missing_count, 1);
	assert_string_equal(pinned->missing[0].digest, inner_digest);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_digest_that_its_tag_has_is_not_asked_after,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_digest_that_was_fetched_is_not_asked_after,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_digest_alone_costs_one_head_and_a_get_when_it_is_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    one_platform_s_image_that_the_index_still_names_may_be_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_absent_tag_does_not_mean_an_absent_digest,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_refusal_makes_anything_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_broken_server_makes_anything_gone, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_registry_in_trouble_is_not_asked_more, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_looked_for_where_nobody_asks, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    children_that_are_gone_are_told_by_platform_in_the_index_s_order, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(only_the_pin_s_platform_is_needed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(attestations_are_no_children, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_child_of_two_indexes_is_asked_after_once, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    children_of_a_new_index_that_are_there_cost_one_head_each, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_child_of_a_new_index_that_is_not_there_is_told,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_child_of_a_new_index_that_may_not_be_asked_after_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    children_of_a_new_index_are_looked_at_only_where_somebody_asks, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(a_child_of_a_new_index_of_another_size_is_told,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_an_index_that_is_gone_only_itself_is_told,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_index_within_the_old_one_may_be_what_is_gone,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
