/* Whether what is pinned is still there, and how little is asked to know it. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/images.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/resolve/resolve.h>
#include <string.h>

struct world {
	struct server *server;
	struct client *client;
	struct questions *questions;
};

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));

	world->server = server_new();
	world->client = client_new(NULL, NULL, NULL);
	world->questions = questions_new();
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	questions_free(world->questions);
	client_free(world->client);
	server_free(world->server);
	free(world);
	return 0;
}

static void run(struct world *world)
{
	resolve_run(world->questions, world->client->registry, world->client->http, NULL, NULL);
}

/* Lets `what` of app be answered by this digest and document. */
static void serve(struct world *world, const char *what, const char *digest, const char *document)
{
	OWNED_STRING path = must_format("/v2/app/manifests/%s", what);
	OWNED_STRING headers = must_format("Docker-Content-Digest: %s\r\nContent-Type: %s\r\n",
					   digest, OCI_INDEX_TYPE);

	server_play(world->server, path,
		    (struct server_reply){ .headers = headers, .body = document });
}

/* Serves an index below its digest and, unless NULL, below a tag; gives the digest. */
static char *publish(struct world *world, const char *platforms, const char *tag)
{
	OWNED_STRING index = image_index(platforms);
	char *digest = image_digest(index);

	serve(world, digest, digest, index);
	if (tag)
		serve(world, tag, digest, index);
	return digest;
}

/* Gives the digest of one image of image_index(). */
static char *child(const char *platform)
{
	OWNED_STRING config = image_config(platform, "");
	OWNED_STRING image = image_manifest(config);

	return image_digest(image);
}

static void refuse(struct world *world, const char *what, unsigned status)
{
	OWNED_STRING path = must_format("/v2/app/manifests/%s", what);

	server_play(world->server, path, (struct server_reply){ .status = status });
}

static struct held *hold(struct world *world, const char *tag, const char *digest,
			 enum liveness liveness)
{
	struct question *question =
	    questions_add(world->questions, server_host(world->server), "app", tag);
	struct held *held = question_hold(question, digest, NULL);

	held->liveness = liveness;
	return held;
}

static size_t heads(struct world *world, const char *what)
{
	OWNED_STRING path = must_format("HEAD /v2/app/manifests/%s", what);

	return server_count(world->server, path);
}

/* ---- the pinned digest ---- */

static void a_digest_that_its_tag_has_is_not_asked_after(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = publish(world, NULL, "1");
	struct held *held = hold(world, "1", digest, LIVENESS_PIN);
	struct held *alone = hold(world, NULL, digest, LIVENESS_PIN);

	run(world);
	assert_int_equal(held->gone_count + alone->gone_count, 0);
	assert_int_equal(server_count(world->server, NULL), 1);
}

static void a_digest_that_was_fetched_is_not_asked_after(void **state)
{
	struct world *world = *state;
	OWNED_STRING before = publish(world, NULL, NULL);
	OWNED_STRING now = publish(world, "linux/amd64 linux/arm64 linux/s390x", "1");
	OWNED_STRING gone = image_digest("gone");
	struct held *held = hold(world, "1", before, LIVENESS_PIN);
	struct held *dead = hold(world, "1", gone, LIVENESS_PIN);

	run(world);
	assert_int_equal(held->gone_count, 0);
	assert_string_equal(held->to, now);
	assert_true(held_is_gone(dead));
	assert_int_equal(dead->gone_count, 1);
	assert_int_equal(heads(world, before) + heads(world, gone), 0);
}

static void a_digest_alone_costs_one_head_however_many_hold_it(void **state)
{
	struct world *world = *state;
	OWNED_STRING alive = publish(world, NULL, NULL);
	OWNED_STRING gone = image_digest("gone");
	struct held *dead = hold(world, NULL, gone, LIVENESS_PIN);
	struct held *held = hold(world, NULL, alive, LIVENESS_PIN);
	struct question *question = questions_at(world->questions, 0);
	struct held *other = question_hold(question, gone, "linux/arm64");

	other->liveness = LIVENESS_PIN;
	run(world);
	assert_true(held_is_gone(dead) && held_is_gone(other));
	assert_null(dead->gone[0].platform);
	assert_false(held_is_gone(held));
	assert_int_equal(server_count(world->server, NULL), 2);
	assert_null(question->error);
}

static void one_platform_s_image_that_the_index_still_names_may_be_gone(void **state)
{
	struct world *world = *state;
	OWNED_STRING index = publish(world, NULL, "1");
	OWNED_STRING image = child("linux/arm64");
	struct held *held = hold(world, "1", image, LIVENESS_PIN);
	struct held *current = hold(world, "1", index, LIVENESS_PIN);

	run(world);
	assert_string_equal(held->to, image);
	assert_true(held_is_gone(held));
	assert_int_equal(heads(world, image), 1);
	assert_int_equal(current->gone_count, 0);
}

static void an_absent_tag_does_not_mean_an_absent_digest(void **state)
{
	struct world *world = *state;
	OWNED_STRING alive = publish(world, NULL, NULL);
	OWNED_STRING gone = image_digest("gone");
	struct held *held = hold(world, "none", alive, LIVENESS_PIN);
	struct held *dead = hold(world, "none", gone, LIVENESS_PIN);

	run(world);
	assert_false(held_is_gone(held));
	assert_true(held_is_gone(dead));
}

static void no_refusal_makes_anything_gone(void **state)
{
	static const unsigned statuses[] = { 401, 403, 400, 405, 451, 418 };
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		OWNED_STRING salt = must_format("refused with %u", statuses[i]);
		OWNED_STRING digest = image_digest(salt);

		refuse(world, digest, statuses[i]);
		hold(world, NULL, digest, LIVENESS_PIN);
	}
	run(world);
	const struct question *question = questions_at(world->questions, 0);

	assert_int_equal(question->held_count, sizeof(statuses) / sizeof(*statuses));
	for (size_t i = 0; i < question->held_count; i++)
		assert_int_equal(question->held[i]->gone_count, 0);
}

/* Each of them is tried again for a while, so they stand apart. */
static void no_broken_server_makes_anything_gone(void **state)
{
	struct world *world = *state;
	OWNED_STRING throttled = image_digest("429");
	OWNED_STRING broken = image_digest("503");
	OWNED_STRING cut = image_digest("cut");
	OWNED_STRING path = must_format("/v2/app/manifests/%s", cut);

	refuse(world, throttled, 429);
	refuse(world, broken, 503);
	server_play(world->server, path, (struct server_reply){ .act = SERVER_DROP });
	struct held *helds[] = { hold(world, NULL, throttled, LIVENESS_PIN),
				 hold(world, NULL, broken, LIVENESS_PIN),
				 hold(world, NULL, cut, LIVENESS_PIN) };

	run(world);
	for (size_t i = 0; i < sizeof(helds) / sizeof(*helds); i++)
		assert_int_equal(helds[i]->gone_count, 0);
}

static void a_registry_in_trouble_is_not_asked_more(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = image_digest("x");

	refuse(world, "1", 403);
	hold(world, "1", digest, LIVENESS_PIN);
	run(world);
	assert_int_equal(heads(world, digest), 0);
}

static void nothing_is_looked_for_where_nobody_asks(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = image_digest("gone");
	struct held *held = hold(world, NULL, digest, LIVENESS_OFF);

	run(world);
	assert_int_equal(held->gone_count, 0);
	assert_int_equal(server_count(world->server, NULL), 0);
}

/* ---- the children of its index ---- */

static void children_that_are_gone_are_told_by_platform_in_the_index_s_order(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = publish(world, "linux/amd64 linux/arm64 linux/s390x", "1");
	OWNED_STRING amd64 = child("linux/amd64");
	OWNED_STRING arm64 = child("linux/arm64");
	OWNED_STRING s390x = child("linux/s390x");
	struct held *held = hold(world, "1", digest, LIVENESS_CHILDREN);

	serve(world, arm64, arm64, "");
	run(world);
	assert_string_equal(held->to, digest);
	assert_false(held_is_gone(held));
	assert_int_equal(held->gone_count, 2);
	assert_string_equal(held->gone[0].digest, amd64);
	assert_string_equal(held->gone[0].platform, "linux/amd64");
	assert_string_equal(held->gone[1].digest, s390x);
	/* Tag, index, and each child once. */
	assert_int_equal(server_count(world->server, NULL), 5);
}

static void only_the_pin_s_platform_is_needed(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = publish(world, "linux/amd64 linux/arm64", "1");
	OWNED_STRING amd64 = child("linux/amd64");
	OWNED_STRING arm64 = child("linux/arm64");
	struct question *question =
	    questions_add(world->questions, server_host(world->server), "app", "1");
	struct held *held = question_hold(question, digest, "linux/arm64");

	held->liveness = LIVENESS_CHILDREN;
	run(world);
	assert_int_equal(held->gone_count, 1);
	assert_string_equal(held->gone[0].digest, arm64);
	assert_int_equal(heads(world, amd64), 0);
}

static void attestations_are_no_children(void **state)
{
	struct world *world = *state;
	OWNED_STRING config = image_config("linux/amd64", "");
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING attestation = image_manifest("attestation");
	OWNED_STRING image_json = image_entry(OCI_IMAGE_TYPE, image, "linux/amd64");
	OWNED_STRING other_json = image_entry(OCI_IMAGE_TYPE, attestation, "unknown/unknown");
	OWNED_STRING entries = must_format("%s,%s", image_json, other_json);
	OWNED_STRING index = image_index_of(entries);
	OWNED_STRING digest = image_digest(index);
	OWNED_STRING amd64 = image_digest(image);

	serve(world, digest, digest, index);
	serve(world, "1", digest, index);
	serve(world, amd64, amd64, image);
	struct held *held = hold(world, "1", digest, LIVENESS_CHILDREN);

	run(world);
	assert_int_equal(held->gone_count, 0);
	assert_int_equal(server_count(world->server, NULL), 3);
}

static void a_child_of_two_indexes_is_asked_after_once(void **state)
{
	struct world *world = *state;
	OWNED_STRING before = publish(world, "linux/amd64", NULL);
	OWNED_STRING now = publish(world, "linux/amd64 linux/arm64", "1");
	OWNED_STRING amd64 = child("linux/amd64");
	struct held *old = hold(world, "1", before, LIVENESS_CHILDREN);
	struct held *current = hold(world, "1", now, LIVENESS_CHILDREN);

	run(world);
	assert_int_equal(heads(world, amd64), 1);
	assert_string_equal(old->to, now);
	assert_string_equal(old->gone[0].digest, amd64);
	assert_int_equal(current->gone_count, 2);
}

static void of_an_index_that_is_gone_only_itself_is_told(void **state)
{
	struct world *world = *state;
	OWNED_STRING gone = image_digest("gone");
	struct held *held = hold(world, NULL, gone, LIVENESS_CHILDREN);

	run(world);
	assert_int_equal(held->gone_count, 1);
	assert_true(held_is_gone(held));
	assert_int_equal(server_count(world->server, NULL), 1);
}

static void an_index_within_the_old_one_may_be_what_is_gone(void **state)
{
	struct world *world = *state;
	OWNED_STRING inner = image_index("linux/arm64");
	OWNED_STRING inner_digest = image_digest(inner);
	OWNED_STRING entry = image_entry(OCI_INDEX_TYPE, inner, NULL);
	OWNED_STRING outer = image_index_of(entry);
	OWNED_STRING before = image_digest(outer);
	OWNED_STRING now = publish(world, NULL, "1");

	serve(world, before, before, outer);
	struct held *held = hold(world, "1", before, LIVENESS_CHILDREN);

	run(world);
	assert_null(held->error);
	assert_string_equal(held->to, now);
	assert_false(held_is_gone(held));
	assert_int_equal(held->gone_count, 1);
	assert_string_equal(held->gone[0].digest, inner_digest);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_digest_that_its_tag_has_is_not_asked_after,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_digest_that_was_fetched_is_not_asked_after,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_digest_alone_costs_one_head_however_many_hold_it,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(
		    one_platform_s_image_that_the_index_still_names_may_be_gone, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(an_absent_tag_does_not_mean_an_absent_digest,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(no_refusal_makes_anything_gone, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(no_broken_server_makes_anything_gone, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_registry_in_trouble_is_not_asked_more, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(nothing_is_looked_for_where_nobody_asks, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(
		    children_that_are_gone_are_told_by_platform_in_the_index_s_order, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(only_the_pin_s_platform_is_needed, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(attestations_are_no_children, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_child_of_two_indexes_is_asked_after_once,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(of_an_index_that_is_gone_only_itself_is_told,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(an_index_within_the_old_one_may_be_what_is_gone,
						open_world, close_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
