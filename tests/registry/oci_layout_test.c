/* oci:DIR, an OCI image layout on disk, asked like a registry. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/images.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/image/digest.h>
#include <string.h>

struct world {
	struct sandbox *disk;
	struct client *client;
	struct text *entries;
	struct reply reply;
};

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));

	world->disk = sandbox_new();
	world->entries = text_new(0);
	OWNED_STRING endpoint = must_format("docker.io=oci:%s/store", world->disk->top);

	world->client = client_new(NULL, NULL, endpoint);
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	reply_clear(&world->reply);
	client_free(world->client);
	sandbox_free(world->disk);
	text_free(world->entries);
	free(world);
	return 0;
}

/* Writes a blob below `directory` and gives its digest. */
static char *write_blob(struct world *world, const char *directory, const char *blob)
{
	OWNED_STRING digest = image_digest(blob);
	OWNED_STRING path = must_format("%s/blobs/sha256/%s", directory, digest_hex(digest));

	sandbox_write(world->disk, path, blob);
	return pass_on(&digest);
}

/* Writes a manifest and names it in the next index.json; gives its digest. */
static char *write_image(struct world *world, const char *directory, const char *name,
			 const char *salt)
{
	OWNED_STRING config = image_config("linux/arm64", salt);
	OWNED_STRING image = image_manifest(config);
	OWNED_STRING digest = write_blob(world, directory, image);

	free(write_blob(world, directory, config));
	text_add_format(world->entries,
			"%s{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%zu,\"annotations\":"
			"{\"org.opencontainers.image.ref.name\":\"%s\"}}",
			world->entries->size ? "," : "", OCI_IMAGE_TYPE, digest, strlen(image),
			name);
	return pass_on(&digest);
}

/* Writes index.json with the images since the last one. */
static void write_layout(struct world *world, const char *directory)
{
	OWNED_STRING index = image_index_of(text_slice(world->entries).at);
	OWNED_STRING index_path = must_format("%s/index.json", directory);
	OWNED_STRING marker_path = must_format("%s/oci-layout", directory);

	sandbox_write(world->disk, index_path, index);
	sandbox_write(world->disk, marker_path, "{\"imageLayoutVersion\":\"1.0.0\"}");
	text_empty(world->entries);
}

static void head(struct world *world, const char *repository, const char *tag)
{
	reply_clear(&world->reply);
	world->reply = client_head(world->client, "docker.io", repository, tag);
}

static void assert_found(struct world *world, const char *repository, const char *tag,
			 const char *digest)
{
	head(world, repository, tag);
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.digest, digest);
	reply_clear(&world->reply);
	world->reply = client_platform(world->client, "docker.io", repository, tag);
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.platform, "linux/arm64");
}

static void assert_refused(struct world *world, enum error_kind kind, const char *part)
{
	struct error *error = pass_on(&world->reply.error);

	assert_non_null(error);
	assert_int_equal(strncmp(error_text(error), "docker.io: ", 11), 0);
	assert_fails(error, kind, part);
}

static void a_tag_is_found_under_its_whole_name_and_under_its_repository_s(void **state)
{
	struct world *world = *state;
	OWNED_STRING whole = write_image(world, "store", "docker.io/library/alpine:3.20", "a");
	OWNED_STRING local = write_image(world, "store", "library/alpine:3.21", "b");
	OWNED_STRING bare = write_image(world, "store", "3.22", "c");

	write_layout(world, "store");
	assert_found(world, "library/alpine", "3.20", whole);
	assert_found(world, "library/alpine", "3.21", local);
	/* In DIR itself a bare tag is nobody's. */
	head(world, "library/alpine", "3.22");
	assert_refused(world, ERROR_ABSENT, "'library/alpine:3.22' is not in the layout");
	(void)bare;
}

static void the_tags_of_a_repository_are_those_of_all_its_names(void **state)
{
	struct world *world = *state;

	free(write_image(world, "store", "docker.io/library/alpine:3.20", "a"));
	free(write_image(world, "store", "library/alpine:3.21", "b"));
	free(write_image(world, "store", "library/alpine2:9", "c"));
	free(write_image(world, "store", "3.22", "d"));
	write_layout(world, "store");
	free(write_image(world, "store/library/alpine", "3.23", "e"));
	write_layout(world, "store/library/alpine");
	world->reply = client_tags(world->client, "docker.io", "library/alpine");
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.tags, "3.20 3.21 3.23");
	reply_clear(&world->reply);
	world->reply = client_tags(world->client, "docker.io", "library/none");
	assert_refused(world, ERROR_ABSENT, "'library/none' is not in the layout");
}

static void the_whole_name_wins(void **state)
{
	struct world *world = *state;
	OWNED_STRING local = write_image(world, "store", "library/alpine:3.20", "a");
	OWNED_STRING whole = write_image(world, "store", "docker.io/library/alpine:3.20", "b");

	write_layout(world, "store");
	assert_string_not_equal(local, whole);
	assert_found(world, "library/alpine", "3.20", whole);
}

static void a_layout_of_one_repository_has_bare_tags(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = write_image(world, "store/library/alpine", "3.20", "a");

	write_layout(world, "store/library/alpine");
	assert_found(world, "library/alpine", "3.20", digest);
	head(world, "library/alpine", "3.21");
	assert_refused(world, ERROR_ABSENT, "not in the layout");
	head(world, "library/busybox", "3.20");
	assert_refused(world, ERROR_ABSENT, "neither");
}

static void a_digest_is_found_wherever_its_blob_is(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = write_image(world, "store", "x", "a");
	OWNED_STRING inner = write_image(world, "store/team/app", "y", "b");

	world->reply = client_manifest(world->client, "docker.io", "team/app", digest);
	assert_fine(pass_on(&world->reply.error));
	reply_clear(&world->reply);
	world->reply = client_manifest(world->client, "docker.io", "team/app", inner);
	assert_fine(pass_on(&world->reply.error));
	reply_clear(&world->reply);
	world->reply =
	    client_manifest(world->client, "docker.io", "team/app",
			    "sha256:"
			    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	assert_refused(world, ERROR_ABSENT, "sha256:aaaa");
}

static void a_blob_that_was_changed_is_refused(void **state)
{
	struct world *world = *state;
	OWNED_STRING digest = write_image(world, "store", "docker.io/library/alpine:3.20", "a");
	OWNED_STRING path = must_format("store/blobs/sha256/%s", digest_hex(digest));

	write_layout(world, "store");
	sandbox_write(world->disk, path, "{\"schemaVersion\":2,\"manifests\":[]}");
	world->reply = client_manifest(world->client, "docker.io", "library/alpine", "3.20");
	assert_refused(world, ERROR_UNTRUSTED, "have digest");
}

static void a_descriptor_s_type_must_be_the_document_s(void **state)
{
	struct world *world = *state;
	OWNED_STRING index = image_index(NULL);
	OWNED_STRING digest = write_blob(world, "store", index);

	text_add_format(world->entries,
			"{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,\"annotations\":"
			"{\"org.opencontainers.image.ref.name\":\"library/alpine:3.20\"}}",
			OCI_IMAGE_TYPE, digest);
	write_layout(world, "store");
	world->reply = client_manifest(world->client, "docker.io", "library/alpine", "3.20");
	assert_refused(world, ERROR_UNTRUSTED, "but mediaType is");
}

static void two_images_of_one_name_are_refused(void **state)
{
	struct world *world = *state;

	free(write_image(world, "store", "library/alpine:3.20", "a"));
	free(write_image(world, "store", "library/alpine:3.20", "b"));
	free(write_image(world, "store", "library/alpine:3.21", "c"));
	free(write_image(world, "store", "library/alpine:3.21", "c"));
	write_layout(world, "store");
	head(world, "library/alpine", "3.20");
	assert_refused(world, ERROR_UNTRUSTED, "several images");
	head(world, "library/alpine", "3.21");
	assert_fine(pass_on(&world->reply.error));
}

static void a_digest_never_leads_out_of_the_layout(void **state)
{
	struct world *world = *state;

	text_add_string(world->entries,
			"{\"mediaType\":\"x\",\"digest\":\"sha256:../../../../etc/passwd\","
			"\"size\":1,\"annotations\":"
			"{\"org.opencontainers.image.ref.name\":\"library/alpine:3.20\"}}");
	write_layout(world, "store");
	head(world, "library/alpine", "3.20");
	assert_refused(world, ERROR_SYNTAX, "has the digest");
}

static void what_is_no_layout_is_told(void **state)
{
	struct world *world = *state;

	head(world, "library/alpine", "3.20");
	assert_refused(world, ERROR_FILE, "is an OCI image layout");
}

static void a_broken_layout_is_told(void **state)
{
	static const struct {
		const char *marker;
		const char *index;
		enum error_kind kind;
		const char *part;
	} rows[] = {
		{ "{}", "{\"manifests\":[]}", ERROR_UNSUPPORTED, "version" },
		{ "{\"imageLayoutVersion\":\"2.0.0\"}", "{\"manifests\":[]}", ERROR_UNSUPPORTED,
		  "version '2.0.0'" },
		{ "nonsense", "{\"manifests\":[]}", ERROR_SYNTAX, "oci-layout" },
		{ "{\"imageLayoutVersion\":\"1.0.0\"}", "nonsense", ERROR_SYNTAX, "index.json" },
		{ "{\"imageLayoutVersion\":\"1.0.0\"}", "{}", ERROR_SYNTAX, "no manifests" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		open_world(state);
		struct world *world = *state;

		sandbox_write(world->disk, "store/oci-layout", rows[i].marker);
		sandbox_write(world->disk, "store/index.json", rows[i].index);
		head(world, "library/alpine", "3.20");
		assert_refused(world, rows[i].kind, rows[i].part);
		close_world(state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_tag_is_found_under_its_whole_name_and_under_its_repository_s, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(the_tags_of_a_repository_are_those_of_all_its_names,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(the_whole_name_wins, open_world, close_world),
		cmocka_unit_test_setup_teardown(a_layout_of_one_repository_has_bare_tags,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_digest_is_found_wherever_its_blob_is, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_blob_that_was_changed_is_refused, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_descriptor_s_type_must_be_the_document_s,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(two_images_of_one_name_are_refused, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_digest_never_leads_out_of_the_layout, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(what_is_no_layout_is_told, open_world, close_world),
		cmocka_unit_test(a_broken_layout_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
