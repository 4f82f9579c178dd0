/* What the tags have now, asked of a server with images of one's own. */
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
	struct question *question; /* the one of most tests: app:1.0 */
	unsigned progress;
};

static struct question *add(struct fixture *fixture, const char *repository, const char *tag)
{
	return questions_add(fixture->questions, server_host(fixture->server), repository, tag);
}

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

static void count_progress(void *data, size_t answered, size_t asked)
{
	struct fixture *fixture = data;

	assert_int_equal(answered, ++fixture->progress);
	assert_int_equal(asked, questions_count(fixture->questions));
}

static void run(struct fixture *fixture)
{
	resolve_run(fixture->questions, fixture->client->registry, fixture->client->http,
		    count_progress, fixture);
	assert_int_equal(fixture->progress, questions_count(fixture->questions));
}

/* ---- publishing ---- */

static void serve(struct fixture *fixture, const char *path, const char *digest, const char *type,
		  const char *document)
{
	OWNED_STRING headers =
	    must_format("Docker-Content-Digest: %s\r\nContent-Type: %s\r\n", digest, type);

	server_add_reply(fixture->server, path,
			 (struct server_reply){ .headers = headers, .body = document });
}

/* Serves a document below its digest; gives that. Takes document. */
static char *publish(struct fixture *fixture, const char *type, char *document)
{
	char *digest = image_digest(document);
	OWNED_STRING path = must_format("/v2/app/manifests/%s", digest);

	serve(fixture, path, digest, type, document);
	free(document);
	return digest;
}

/* Serves an image of one platform with its configuration; gives its digest. */
static char *publish_image(struct fixture *fixture, const char *platform, const char *salt)
{
	OWNED_STRING config = image_config(platform, salt);
	OWNED_STRING digest = image_digest(config);
	OWNED_STRING path = must_format("/v2/app/blobs/%s", digest);

	serve(fixture, path, digest, "application/octet-stream", config);
	return publish(fixture, OCI_IMAGE_TYPE, image_manifest(config));
}

/* Serves an index of images that are not served themselves; gives its digest. */
static char *publish_index(struct fixture *fixture, const char *platforms)
{
	return publish(fixture, OCI_INDEX_TYPE, image_index(platforms));
}

static char *publish_entries(struct fixture *fixture, const char *entries)
{
	return publish(fixture, OCI_INDEX_TYPE, image_index_of(entries));
}

/* Lets the tag be what is behind the digest. */
static void point(struct fixture *fixture, const char *tag, const char *digest)
{
	OWNED_STRING path = must_format("HEAD /v2/app/manifests/%s", tag);

	serve(fixture, path, digest, OCI_INDEX_TYPE, "");
}

/* Gives the digest of one image of image_index(). */
static char *child(const char *platform)
{
	OWNED_STRING config = image_config(platform, "");
	OWNED_STRING image = image_manifest(config);

	return image_digest(image);
}

static char *entry_of(const char *platform, const char *salt)
{
	OWNED_STRING config = image_config(platform, salt);
	OWNED_STRING image = image_manifest(config);

	return image_entry(OCI_IMAGE_TYPE, image, platform);
}

/* ---- asking ---- */

static struct pinned_digest *add_pinned(struct fixture *fixture, const char *digest,
					const char *platform)
{
	if (!fixture->question)
		fixture->question = add(fixture, "app", "1.0");
	return question_add_pinned(fixture->question, digest, platform);
}

static void assert_to(const struct pinned_digest *pinned, const char *digest)
{
	if (pinned->error)
		fail_msg("%s", error_text(pinned->error));
	assert_non_null(pinned->to);
	assert_string_equal(pinned->to, digest);
}

static void assert_fine_question(const struct question *question)
{
	if (question->error)
		fail_msg("%s", error_text(question->error));
	assert_non_null(question->digest);
}

static void assert_held_fails(struct pinned_digest *pinned, enum error_kind kind, const char *part)
{
	assert_null(pinned->to);
	assert_fails(pass_on(&pinned->error), kind, part);
}

/* Holds a digest while the tag moves to `now`; answers that. */
static struct pinned_digest *move(struct fixture *fixture, const char *before, const char *platform,
				  const char *now)
{
	struct pinned_digest *pinned = add_pinned(fixture, before, platform);

	point(fixture, "1.0", now);
	run(fixture);
	return pinned;
}

static void assert_lost(const struct pinned_digest *pinned, const char *platform)
{
	assert_int_equal(pinned->lost_platforms.count, 1);
	assert_string_equal(pinned->lost_platforms.items[0], platform);
}

/* ---- nothing moved ---- */

static void what_did_not_move_costs_one_head(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING digest = publish_index(fixture, NULL);
	struct pinned_digest *pinned = add_pinned(fixture, digest, NULL);
	struct pinned_digest *same = add_pinned(fixture, digest, "linux/arm64");

	point(fixture, "1.0", digest);
	run(fixture);
	assert_fine_question(fixture->question);
	assert_string_equal(fixture->question->digest, digest);
	assert_string_equal(fixture->question->media_type, OCI_INDEX_TYPE);
	assert_false(fixture->question->fetched);
	assert_to(pinned, digest);
	assert_to(same, digest);
	assert_int_equal(server_count(fixture->server, NULL), 1);
}

static void a_platform_s_image_that_the_index_still_has_is_current(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING index = publish_index(fixture, NULL);
	OWNED_STRING image = child("linux/arm64");
	struct pinned_digest *pinned = add_pinned(fixture, image, NULL);

	point(fixture, "1.0", index);
	run(fixture);
	assert_to(pinned, image);
	/* HEAD and the index: the image itself is not asked for */
	assert_int_equal(server_count(fixture->server, NULL), 2);
}

/* ---- kinds ---- */

static void an_index_stays_an_index(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, "linux/amd64 linux/arm64");
	OWNED_STRING now = publish_index(fixture, "linux/arm64 linux/amd64 linux/riscv64");
	struct pinned_digest *pinned = move(fixture, before, "linux/arm64", now);

	assert_to(pinned, now);
	assert_int_equal(pinned->lost_platforms.count, 0);
	assert_true(fixture->question->fetched);
	assert_int_equal(fixture->question->platforms.count, 3);
	assert_string_equal(fixture->question->platforms.items[0], "linux/arm64");
	/* HEAD, the new one, the old one */
	assert_int_equal(server_count(fixture->server, NULL), 3);
}

static void platforms_that_an_index_lost_are_named(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, "linux/amd64 linux/arm64 linux/arm/v6");
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm/v7");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, now);
	assert_int_equal(pinned->lost_platforms.count, 2);
	assert_string_equal(pinned->lost_platforms.items[0], "linux/arm64");
	assert_string_equal(pinned->lost_platforms.items[1], "linux/arm/v6");
}

/* ---- what is the same in two indexes ---- */

static void assert_platforms(const struct strings *platforms, const char *wanted)
{
	OWNED_STRING found = strings_join(platforms, " ");

	assert_string_equal(found, wanted);
}

static void platforms_of_two_indexes_are_compared_by_their_images(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING amd64 = entry_of("linux/amd64", "");
	OWNED_STRING arm64_old = entry_of("linux/arm64", "old");
	OWNED_STRING arm64_new = entry_of("linux/arm64", "new");
	OWNED_STRING s390x = entry_of("linux/s390x", "");
	OWNED_STRING riscv64 = entry_of("linux/riscv64", "");
	OWNED_STRING old_entries = must_format("%s,%s,%s", amd64, arm64_old, s390x);
	OWNED_STRING new_entries = must_format("%s,%s,%s", riscv64, arm64_new, amd64);
	OWNED_STRING before = publish_entries(fixture, old_entries);
	OWNED_STRING now = publish_entries(fixture, new_entries);
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, now);
	assert_platforms(&pinned->same_platforms, "linux/amd64");
	assert_platforms(&pinned->changed_platforms, "linux/arm64");
	assert_platforms(&pinned->added_platforms, "linux/riscv64");
	assert_platforms(&pinned->lost_platforms, "linux/s390x");
}

static void an_index_that_has_one_image_more_for_a_platform_has_changed_it(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING one = entry_of("linux/amd64", "");
	OWNED_STRING other = entry_of("linux/amd64", "other");
	OWNED_STRING both = must_format("%s,%s", one, other);
	OWNED_STRING turned = must_format("%s,%s", other, one);
	OWNED_STRING before = publish_entries(fixture, both);
	OWNED_STRING shorter = publish_entries(fixture, one);
	OWNED_STRING now = publish_entries(fixture, turned);
	struct pinned_digest *fewer = add_pinned(fixture, shorter, NULL);
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_platforms(&pinned->changed_platforms, "linux/amd64");
	assert_platforms(&fewer->changed_platforms, "linux/amd64");
	assert_int_equal(pinned->same_platforms.count + fewer->same_platforms.count, 0);
}

static void attestations_change_no_platform(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING image = entry_of("linux/amd64", "");
	OWNED_STRING attestation = entry_of("unknown/unknown", "x");
	OWNED_STRING entries = must_format("%s,%s", image, attestation);
	OWNED_STRING before = publish_entries(fixture, image);
	OWNED_STRING now = publish_entries(fixture, entries);
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_platforms(&pinned->same_platforms, "linux/amd64");
	assert_int_equal(pinned->changed_platforms.count + pinned->added_platforms.count, 0);
}

static void attestations_are_not_missed(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING image = entry_of("linux/amd64", "");
	OWNED_STRING entries =
	    must_format("%s,{\"mediaType\":\"%s\",\"digest\":"
			"\"sha256:"
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
			"\"size\":1,"
			"\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}}",
			image, OCI_IMAGE_TYPE);
	OWNED_STRING before = publish_entries(fixture, entries);
	OWNED_STRING now = publish_index(fixture, "linux/amd64");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, now);
	assert_int_equal(pinned->lost_platforms.count, 0);
}

static void one_platform_s_image_becomes_that_platform_s(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/arm64", "old");
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm64");
	OWNED_STRING image = publish_image(fixture, "linux/arm64", "");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, image);
	assert_int_equal(pinned->lost_platforms.count, 0);
}

static void the_platform_that_is_named_wins_over_the_image_s(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/arm64", "old");
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm64");
	OWNED_STRING image = publish_image(fixture, "linux/amd64", "");
	struct pinned_digest *pinned = move(fixture, before, "linux/x86_64", now);

	assert_to(pinned, image);
}

static void a_platform_that_the_tag_lost_is_named(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/riscv64", "old");
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm64");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, now);
	assert_lost(pinned, "linux/riscv64");
}

static void a_near_platform_is_not_taken(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/arm/v6", "old");
	OWNED_STRING now = publish_index(fixture, "linux/arm/v7 linux/arm64");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_lost(pinned, "linux/arm/v6");
}

/* ---- the new image of one platform ---- */

static size_t gets(struct fixture *fixture, const char *digest)
{
	OWNED_STRING path = must_format("GET /v2/app/manifests/%s", digest);

	return server_count(fixture->server, path);
}

static void a_new_platform_s_image_is_fetched_once_however_many_pins_take_it(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/arm64", "old");
	OWNED_STRING older = publish_image(fixture, "linux/arm64", "older");
	OWNED_STRING image = publish_image(fixture, "linux/arm64", "");
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm64");
	struct pinned_digest *other = add_pinned(fixture, older, NULL);
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, image);
	assert_to(other, image);
	assert_true(pinned->is_entry);
	assert_string_equal(pinned->entry_platform, "linux/arm64");
	assert_null(pinned->entry_error);
	/* one HEAD; the index; two old images and their configurations; the new image */
	assert_int_equal(gets(fixture, image), 1);
	assert_int_equal(server_count(fixture->server, NULL), 7);
}

/* What must not be taken, and why. */
static void assert_not_taken(const struct pinned_digest *pinned, enum error_kind kind,
			     const char *part)
{
	assert_null(pinned->error);
	assert_non_null(pinned->entry_error);
	assert_int_equal(error_kind(pinned->entry_error), kind);
	if (!strstr(error_text(pinned->entry_error), part))
		fail_msg("'%s' does not say '%s'", error_text(pinned->entry_error), part);
	assert_non_null(strstr(error_text(pinned->entry_error), "linux/arm64 ("));
}

static void a_new_platform_s_image_that_is_not_there_is_not_taken(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/arm64", "old");
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm64");

	assert_not_taken(move(fixture, before, NULL, now), ERROR_ABSENT, "not found");
}

/* Lets the tag move to an index whose entry for linux/arm64 says this size, but is `document`.
 * Takes document. */
static struct pinned_digest *move_to_entry(struct fixture *fixture, const char *type,
					   char *document, size_t size)
{
	OWNED_STRING before = publish_image(fixture, "linux/arm64", "old");
	OWNED_STRING image = publish(fixture, type, document);
	OWNED_STRING entry = must_format("{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%zu,"
					 "\"platform\":{\"os\":\"linux\",\"architecture\":"
					 "\"arm64\"}}",
					 OCI_IMAGE_TYPE, image, size);
	OWNED_STRING now = publish_entries(fixture, entry);

	return move(fixture, before, NULL, now);
}

static void a_new_platform_s_image_of_another_size_is_not_taken(void **state)
{
	OWNED_STRING config = image_config("linux/arm64", "");
	char *image = image_manifest(config);

	assert_not_taken(move_to_entry(*state, OCI_IMAGE_TYPE, image, strlen(image) + 1),
			 ERROR_UNTRUSTED, "but its descriptor says");
}

static void a_new_platform_s_image_that_is_an_index_is_not_taken(void **state)
{
	char *index = image_index(NULL);

	assert_not_taken(move_to_entry(*state, OCI_INDEX_TYPE, index, strlen(index)),
			 ERROR_UNTRUSTED, "it is an index, but its descriptor says an image");
}

static void a_new_platform_s_image_that_is_an_artifact_is_not_taken(void **state)
{
	char *chart = must_format("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{"
				  "\"mediaType\":\"application/vnd.cncf.helm.config.v1+json\","
				  "\"digest\":\"sha256:%064d\",\"size\":1},\"layers\":[]}",
				  OCI_IMAGE_TYPE, 7);

	assert_not_taken(move_to_entry(*state, OCI_IMAGE_TYPE, chart, strlen(chart)),
			 ERROR_UNTRUSTED, "it is an artifact, but its descriptor says an image");
}

static void images_within_an_inner_index_are_found(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/arm64", "old");
	OWNED_STRING inner = image_index("linux/arm64 linux/s390x");
	OWNED_STRING inner_entry = image_entry(OCI_INDEX_TYPE, inner, NULL);
	OWNED_STRING image_entry_ = entry_of("linux/amd64", "");
	OWNED_STRING entries = must_format("%s,%s", image_entry_, inner_entry);
	OWNED_STRING inner_digest = publish(fixture, OCI_INDEX_TYPE, must_copy(inner));
	OWNED_STRING now = publish_entries(fixture, entries);
	OWNED_STRING image = publish_image(fixture, "linux/arm64", "");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, image);
	assert_int_equal(fixture->question->platforms.count, 3);
	(void)inner_digest;
}

static void an_inner_index_that_names_itself_ends(void **state)
{
	struct fixture *fixture = *state;
	OWNED(text) entries = text_new(0);

	for (int i = 0; i < 40; i++) {
		OWNED_STRING salt = must_format("%d", i);
		OWNED_STRING entry = image_entry(OCI_INDEX_TYPE, salt, NULL);

		text_add_format(entries, "%s%s", i ? "," : "", entry);
	}
	OWNED_STRING before = publish_index(fixture, NULL);
	OWNED_STRING now = publish_entries(fixture, entries->bytes);
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_null(pinned->to);
	assert_fails(error_copy(fixture->question->error), ERROR_LIMIT, "indexes within the index");
	assert_int_equal(server_count(fixture->server, NULL), 2);
}

static void an_index_that_became_one_image_is_compared_with_its_configuration(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, "linux/amd64 linux/arm64");
	OWNED_STRING now = publish_image(fixture, "linux/amd64", "new");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, now);
	assert_lost(pinned, "linux/arm64");
}

static void an_image_that_changed_its_platform_has_lost_one(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_image(fixture, "linux/amd64", "old");
	OWNED_STRING now = publish_image(fixture, "linux/arm64", "new");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, now);
	assert_lost(pinned, "linux/amd64");
}

static char *windows_entry(const char *version, const char *salt)
{
	OWNED_STRING config = image_config("windows/amd64", salt);
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING digest = image_digest(image);

	return must_format("{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,\"platform\":{"
			   "\"os\":\"windows\",\"architecture\":\"amd64\",\"os.version\":\"%s\"}}",
			   OCI_IMAGE_TYPE, digest, version);
}

/* A Windows image runs on its own release only; the fourth number is a patch. */
static void a_release_of_windows_is_a_platform_of_its_own(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING a = windows_entry("10.0.17763.1", "a");
	OWNED_STRING b = windows_entry("10.0.20348.1", "b");
	OWNED_STRING c = windows_entry("10.0.17763.2", "c");
	OWNED_STRING both = must_format("%s,%s", a, b);
	OWNED_STRING before = publish_entries(fixture, both);
	OWNED_STRING now = publish_entries(fixture, c);
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_to(pinned, now);
	assert_lost(pinned, "windows/amd64 10.0.20348");
}

static void an_artifact_is_followed_like_an_image(void **state)
{
	static const char chart[] =
	    "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.cncf.helm.config.v1"
	    "+json\",\"digest\":"
	    "\"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"size\":%"
	    "d}"
	    ",\"layers\":[]}";
	struct fixture *fixture = *state;
	OWNED_STRING before = publish(fixture, OCI_IMAGE_TYPE, must_format(chart, 1));
	OWNED_STRING now = publish(fixture, OCI_IMAGE_TYPE, must_format(chart, 2));
	OWNED_STRING image = publish_image(fixture, "linux/amd64", "old");
	struct pinned_digest *pinned = add_pinned(fixture, before, NULL);
	struct pinned_digest *other = add_pinned(fixture, image, NULL);

	point(fixture, "1.0", now);
	run(fixture);
	assert_to(pinned, now);
	assert_held_fails(other, ERROR_UNSUPPORTED, "is an artifact");
}

/* ---- what is gone or wrong ---- */

static void a_digest_that_is_gone_is_replaced_by_the_tag_s(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm64");
	OWNED_STRING image = publish_image(fixture, "linux/arm64", "");
	OWNED_STRING missing = image_digest("gone");
	struct pinned_digest *index = add_pinned(fixture, missing, NULL);
	struct pinned_digest *platform = add_pinned(fixture, missing, "linux/arm64");
	struct pinned_digest *lost_platforms = add_pinned(fixture, missing, "linux/s390x");

	point(fixture, "1.0", now);
	run(fixture);
	assert_true(pinned_digest_is_missing(index) && index->old_platforms_unknown);
	assert_to(index, now);
	assert_true(pinned_digest_is_missing(platform));
	assert_to(platform, image);
	assert_string_equal(lost_platforms->lost_platforms.items[0], "linux/s390x");
}

static void an_old_digest_that_cannot_be_had_costs_only_itself(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, "linux/amd64");
	OWNED_STRING now = publish_index(fixture, "linux/amd64 linux/arm64");
	OWNED_STRING broken = image_digest("broken");
	OWNED_STRING path = must_format("/v2/app/manifests/%s", broken);
	struct pinned_digest *fine = add_pinned(fixture, before, NULL);
	struct pinned_digest *bad = add_pinned(fixture, broken, NULL);
	struct pinned_digest *current = add_pinned(fixture, now, NULL);

	server_add_reply(fixture->server, path, (struct server_reply){ .status = 403 });
	point(fixture, "1.0", now);
	run(fixture);
	assert_fine_question(fixture->question);
	assert_to(fine, now);
	assert_to(current, now);
	assert_held_fails(bad, ERROR_DENIED, "is denied");
}

static void a_new_digest_whose_bytes_differ_is_never_taken(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, NULL);
	OWNED_STRING lie = image_digest("what was promised");
	OWNED_STRING path = must_format("/v2/app/manifests/%s", lie);
	OWNED_STRING other = image_index("linux/amd64");
	struct pinned_digest *pinned = add_pinned(fixture, before, NULL);

	serve(fixture, path, lie, OCI_INDEX_TYPE, other);
	point(fixture, "1.0", lie);
	run(fixture);
	assert_null(fixture->question->digest);
	assert_fails(error_copy(fixture->question->error), ERROR_UNTRUSTED, "have digest");
	assert_held_fails(pinned, ERROR_UNTRUSTED, "have digest");
}

static void an_index_without_images_is_not_taken(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, NULL);
	OWNED_STRING now = publish_entries(fixture, "");
	struct pinned_digest *pinned = move(fixture, before, NULL, now);

	assert_held_fails(pinned, ERROR_UNSUPPORTED, "without images");
}

static void an_image_without_a_configuration_is_known_by_its_pin_s_platform(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before =
	    publish(fixture, OCI_IMAGE_TYPE, image_manifest("a configuration that is not there"));
	OWNED_STRING now = publish_index(fixture, NULL);
	OWNED_STRING image = publish_image(fixture, "linux/arm64", "");
	struct pinned_digest *named = add_pinned(fixture, before, "linux/arm64");
	struct pinned_digest *unnamed = add_pinned(fixture, before, NULL);

	point(fixture, "1.0", now);
	run(fixture);
	assert_to(named, image);
	assert_held_fails(unnamed, ERROR_ABSENT, "not found");
}

static void one_question_s_failure_does_not_stop_the_others(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING digest = publish_index(fixture, NULL);
	struct question *absent = add(fixture, "app", "0.0");
	struct question *dead = questions_add(fixture->questions, "127.0.0.1:1", "app", "1.0");
	struct question *invalid = questions_add(fixture->questions, "not a host", "x", "y");
	struct pinned_digest *pinned = add_pinned(fixture, digest, NULL);

	point(fixture, "1.0", digest);
	run(fixture);
	assert_to(pinned, digest);
	assert_int_equal(error_kind(absent->error), ERROR_ABSENT);
	assert_int_equal(error_kind(dead->error), ERROR_NETWORK);
	assert_int_equal(error_kind(invalid->error), ERROR_SYNTAX);
}

static void a_run_that_is_stopped_answers_all_the_same(void **state)
{
	struct fixture *fixture = *state;

	for (unsigned i = 0; i < 20; i++) {
		OWNED_STRING repository = must_format("app%u", i);

		add(fixture, repository, "1.0");
	}
	fixture->client->stop = 1;
	run(fixture);
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(error_kind(questions_at(fixture->questions, i)->error),
				 ERROR_STOPPED);
	assert_int_equal(server_count(fixture->server, NULL), 0);
}

/* ---- other ways to ask ---- */

static void a_head_without_a_digest_leads_to_one_get_of_the_tag(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, "linux/amd64");
	OWNED_STRING document = image_index(NULL);
	OWNED_STRING now = image_digest(document);
	struct pinned_digest *pinned = add_pinned(fixture, before, NULL);

	server_add_reply(fixture->server, "HEAD /v2/app/manifests/1.0", (struct server_reply){ 0 });
	server_add_reply(fixture->server, "GET /v2/app/manifests/1.0",
			 (struct server_reply){ .body = document });
	run(fixture);
	assert_to(pinned, now);
	assert_int_equal(server_count(fixture->server, NULL), 3);
}

static void a_digest_by_another_algorithm_is_computed_anew(void **state)
{
	static const char sha512[] =
	    "Docker-Content-Digest: sha512:"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
	struct fixture *fixture = *state;
	OWNED_STRING document = image_index(NULL);
	OWNED_STRING digest = image_digest(document);
	struct pinned_digest *pinned = add_pinned(fixture, digest, NULL);

	server_add_reply(fixture->server, "HEAD /v2/app/manifests/1.0",
			 (struct server_reply){ .headers = sha512 });
	server_add_reply(fixture->server, "GET /v2/app/manifests/1.0",
			 (struct server_reply){ .body = document });
	run(fixture);
	assert_to(pinned, digest);
}

static void what_shall_be_verified_is_fetched_in_one_request(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING document = image_index(NULL);
	OWNED_STRING digest = image_digest(document);
	struct question *question = add(fixture, "app", "1.0");

	question->verify = true;
	server_add_reply(fixture->server, "GET /v2/app/manifests/1.0",
			 (struct server_reply){ .body = document });
	run(fixture);
	assert_fine_question(question);
	assert_string_equal(question->digest, digest);
	assert_true(question->fetched);
	assert_int_equal(question->platforms.count, 2);
	assert_int_equal(server_count(fixture->server, NULL), 1);
}

static void one_digest_of_many_tags_is_fetched_once(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = publish_index(fixture, "linux/amd64");
	OWNED_STRING now = publish_index(fixture, NULL);
	OWNED_STRING path = must_format("/v2/app/manifests/%s", now);
	OWNED_STRING old_path = must_format("/v2/app/manifests/%s", before);
	static const char *const tags[] = { "1", "1.0", "1.0.0", "latest" };

	for (size_t i = 0; i < 4; i++) {
		question_add_pinned(add(fixture, "app", tags[i]), before, NULL);
		point(fixture, tags[i], now);
	}
	run(fixture);
	for (size_t i = 0; i < 4; i++)
		assert_to(questions_at(fixture->questions, i)->pinned[0], now);
	assert_int_equal(server_count(fixture->server, path), 1);
	assert_int_equal(server_count(fixture->server, old_path), 1);
	assert_int_equal(server_count(fixture->server, NULL), 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_did_not_move_costs_one_head, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    a_platform_s_image_that_the_index_still_has_is_current, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_index_stays_an_index, set_up, tear_down),
		cmocka_unit_test_setup_teardown(platforms_that_an_index_lost_are_named, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    platforms_of_two_indexes_are_compared_by_their_images, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    an_index_that_has_one_image_more_for_a_platform_has_changed_it, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(attestations_change_no_platform, set_up, tear_down),
		cmocka_unit_test_setup_teardown(attestations_are_not_missed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_platform_s_image_becomes_that_platform_s,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_platform_that_is_named_wins_over_the_image_s,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_platform_that_the_tag_lost_is_named, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_near_platform_is_not_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_new_platform_s_image_is_fetched_once_however_many_pins_take_it, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_new_platform_s_image_that_is_not_there_is_not_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_platform_s_image_of_another_size_is_not_taken,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_new_platform_s_image_that_is_an_index_is_not_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_new_platform_s_image_that_is_an_artifact_is_not_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(images_within_an_inner_index_are_found, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_inner_index_that_names_itself_ends, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    an_index_that_became_one_image_is_compared_with_its_configuration, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(an_image_that_changed_its_platform_has_lost_one,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_release_of_windows_is_a_platform_of_its_own,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_artifact_is_followed_like_an_image, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_digest_that_is_gone_is_replaced_by_the_tag_s,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_old_digest_that_cannot_be_had_costs_only_itself,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_digest_whose_bytes_differ_is_never_taken,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_index_without_images_is_not_taken, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    an_image_without_a_configuration_is_known_by_its_pin_s_platform, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(one_question_s_failure_does_not_stop_the_others,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_run_that_is_stopped_answers_all_the_same, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_head_without_a_digest_leads_to_one_get_of_the_tag,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_digest_by_another_algorithm_is_computed_anew,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_shall_be_verified_is_fetched_in_one_request,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_digest_of_many_tags_is_fetched_once, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
