#include "../../support/assertions.h"
#include "../../support/sandbox.h"

#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/scan/format.h>
#include <string.h>

/* ---- compose files with a .env beside them ---- */

struct found_pins {
	struct sandbox *sandbox;
	struct tree *tree;
	struct text *text;
	struct pins pins;
	struct skips skips;
};

static int set_up(void **state)
{
	struct found_pins *found = must_alloc(sizeof(*found));

	found->sandbox = sandbox_new();
	*state = found;
	return 0;
}

static int tear_down(void **state)
{
	struct found_pins *found = *state;

	pins_clear(&found->pins);
	skips_clear(&found->skips);
	text_free(found->text);
	tree_free(found->tree);
	sandbox_free(found->sandbox);
	free(found);
	return 0;
}

/* Writes a file, with a digest of all a's in place of every "<a>". */
static void put(struct found_pins *found, const char *path, const char *pattern)
{
	OWNED(text) text = text_new(0);

	for (const char *c = pattern; *c; c++) {
		if (*c != '<' || c[2] != '>') {
			text_add(text, c, 1);
			continue;
		}
		text_add_string(text, "sha256:");
		for (size_t i = 0; i < SHA256_HEX; i++)
			text_add(text, c + 1, 1);
		c += 2;
	}
	sandbox_write(found->sandbox, path, text->bytes ? text->bytes : "");
}

static void find(struct found_pins *found, const char *path)
{
	assert_fine(tree_directory(&found->tree, found->sandbox->top));
	assert_fine(tree_read(&found->text, found->tree, path));
	struct scan_file file = {
		.path = path,
		.bytes = text_slice(found->text),
		.tree = found->tree,
		.pins = &found->pins,
		.skips = &found->skips,
	};

	assert_fine(format_by_name("compose")->find(&file));
}

/* The pin's digest and tag, as they stand in the file it says. */
static void assert_stands(const struct found_pins *found, const struct pin *pin, unsigned line)
{
	OWNED(text) text = sandbox_read(found->sandbox, pin->path);

	assert_int_equal(pin->line, line);
	assert_int_equal(pin->digest.length, strlen(pin->pinned));
	assert_memory_equal(text->bytes + pin->digest.at, pin->pinned, pin->digest.length);
	if (pin->tag.length)
		assert_memory_equal(text->bytes + pin->tag.at, pin->tracked, pin->tag.length);
}

static void a_digest_in_dot_env_is_pinned_there(void **state)
{
	struct found_pins *found = *state;

	put(found, "web/.env", "# x\r\nexport VER = \"1.4@<a>\" # y\r\n");
	put(found, "web/compose.yaml",
	    "services:\n  a:\n    image: ghcr.io/shop/a:${VER}\n"
	    "  b:\n    image: ghcr.io/shop/a:$VER\n");
	find(found, "web/compose.yaml");
	assert_int_equal(found->pins.count, 1);
	const struct pin *pin = found->pins.items[0];

	assert_string_equal(pin->path, "web/.env");
	assert_string_equal(pin->found_in, "web/compose.yaml");
	assert_string_equal(pin->image->name, "ghcr.io/shop/a");
	assert_string_equal(pin->tracked, "1.4");
	assert_int_equal(pin->kind, PIN_IMAGE);
	assert_true(pin_is_updatable(pin));
	assert_int_equal(pin->tag.length, 3);
	assert_stands(found, pin, 2);
}

static void one_variable_for_two_images_is_shared(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env", "VER=1.4@<a>\n");
	put(found, "compose.yaml",
	    "services:\n  a: {image: \"ghcr.io/shop/a:${VER}\"}\n"
	    "  b: {image: \"ghcr.io/shop/b:${VER}\"}\n");
	find(found, "compose.yaml");
	assert_int_equal(found->pins.count, 1);
	assert_string_equal(pin_obstacle_name(found->pins.items[0]), "shared-by-different-images");
}

static void a_digest_beside_a_tag_from_dot_env_is_pinned_in_the_compose_file(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env", "TAG=1.4\nHOST=ghcr.io\n");
	put(found, "compose.yaml", "services:\n  a:\n    image: ${HOST}/shop/a:${TAG}@<a>\n");
	find(found, "compose.yaml");
	const struct pin *pin = found->pins.items[0];

	assert_string_equal(pin->path, "compose.yaml");
	assert_string_equal(pin->image->name, "ghcr.io/shop/a");
	assert_string_equal(pin->tracked, "1.4");
	assert_int_equal(pin->tag.length, 0);
	assert_stands(found, pin, 3);
}

static void a_digest_alone_in_dot_env_follows_the_tag_in_the_compose_file(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env", "DIGEST='<a>'\n");
	put(found, "compose.yaml", "services:\n  a:\n    image: nginx:1.27@${DIGEST}\n");
	find(found, "compose.yaml");
	const struct pin *pin = found->pins.items[0];

	assert_string_equal(pin->path, ".env");
	assert_string_equal(pin->tracked, "1.27");
	assert_int_equal(pin->tag.length, 0);
	assert_true(pin_is_updatable(pin));
	assert_stands(found, pin, 1);
}

static void what_dot_env_says_goes_before_a_default(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env", "A=nginx:1.27@<a>\nA=nginx:1.28@<b>\nE=\n");
	put(found, "compose.yaml",
	    "services:\n  a: {image: \"${A:-redis:7@<a>}\"}\n"
	    "  b: {image: \"${E:-redis:7@<a>}\"}\n");
	find(found, "compose.yaml");
	assert_int_equal(found->pins.count, 2);
	assert_string_equal(found->pins.items[0]->path, "compose.yaml");
	assert_stands(found, found->pins.items[0], 3);
	assert_string_equal(found->pins.items[1]->path, ".env");
	assert_stands(found, found->pins.items[1], 2);
}

static void variables_in_dot_env_are_replaced(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env", "VER=1.27@<a>\nIMAGE=\"nginx:${VER}\"\nRAW='nginx:${VER}'\n");
	put(found, "compose.yaml",
	    "services:\n  a: {image: \"${IMAGE}\"}\n  b: {image: \"${RAW}\"}\n");
	find(found, "compose.yaml");
	assert_int_equal(found->pins.count, 1);
	assert_stands(found, found->pins.items[0], 1);
	assert_string_equal(found->pins.items[0]->tracked, "1.27");
}

static void an_unpinned_image_in_dot_env_is_listed_there(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env", "\nIMAGE=nginx:1.27 # plain\nODD\n=x\n");
	put(found, "compose.yaml", "services:\n  a: {image: \"$IMAGE\"}\n");
	find(found, "compose.yaml");
	assert_int_equal(found->pins.count, 1);
	assert_string_equal(found->pins.items[0]->path, ".env");
	assert_int_equal(found->pins.items[0]->line, 2);
	assert_null(found->pins.items[0]->pinned);
}

static void build_arguments_take_their_digest_from_dot_env(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env", "BASE=alpine:3.20@<a>\n");
	put(found, "compose.yaml",
	    "services:\n  a:\n    build:\n      args:\n        - BASE=${BASE}\n"
	    "      dockerfile_inline: FROM ${BASE}\n");
	find(found, "compose.yaml");
	for (size_t i = 0; i < found->pins.count; i++)
		if (pin_is_updatable(found->pins.items[i]))
			assert_stands(found, found->pins.items[i], 1);
	assert_int_equal(found->pins.items[found->pins.count - 1]->kind, PIN_ARG);
}

static void a_dot_env_that_is_a_directory_is_a_skip(void **state)
{
	struct found_pins *found = *state;

	put(found, ".env/x", "");
	put(found, "compose.yaml",
	    "services:\n  a: {image: \"nginx:1.27@<a>\"}\n  b: {image: $X}\n");
	find(found, "compose.yaml");
	assert_int_equal(found->pins.count, 1);
	assert_int_equal(found->skips.count, 1);
	assert_string_equal(found->skips.items[0].path, ".env");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_digest_in_dot_env_is_pinned_there, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(one_variable_for_two_images_is_shared, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    a_digest_beside_a_tag_from_dot_env_is_pinned_in_the_compose_file, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_digest_alone_in_dot_env_follows_the_tag_in_the_compose_file, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(what_dot_env_says_goes_before_a_default, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(variables_in_dot_env_are_replaced, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_unpinned_image_in_dot_env_is_listed_there,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(build_arguments_take_their_digest_from_dot_env,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_dot_env_that_is_a_directory_is_a_skip, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
