#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/format.h>
#include <string.h>

#define HEX_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEX_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const struct format format_test = { .name = "test" };

struct scene {
	struct scan_file file;
	struct pins pins;
	struct skips skips;
};

static void scene_set(struct scene *scene, const char *bytes)
{
	*scene = (struct scene){ .file = { .path = "dir/file", .bytes = slice_of(bytes) } };
	scene->file.pins = &scene->pins;
	scene->file.skips = &scene->skips;
}

static void scene_clear(struct scene *scene)
{
	pins_clear(&scene->pins);
	skips_clear(&scene->skips);
}

static struct range all_of(const struct scene *scene)
{
	return (struct range){ 0, scene->file.bytes.size };
}

static struct pin *add(struct scene *scene, const char *text)
{
	return format_add(&scene->file, &format_test, PIN_IMAGE, slice_of(text), all_of(scene));
}

static void adds_a_whole_reference(void **state)
{
	struct scene scene;

	(void)state;
	scene_set(&scene, "x: 1\nimage: busybox:1.36@sha256:" HEX_A "\n");
	struct pin *pin = add(&scene, "busybox:1.36@sha256:" HEX_A);

	assert_int_equal(scene.pins.count, 1);
	assert_ptr_equal(scene.pins.items[0], pin);
	assert_string_equal(pin->path, "dir/file");
	assert_string_equal(pin->found_in, "dir/file");
	assert_string_equal(pin->format, "test");
	assert_string_equal(pin->image->name, "docker.io/library/busybox");
	assert_string_equal(pin->raw, "busybox:1.36@sha256:" HEX_A);
	assert_string_equal(pin->pinned, "sha256:" HEX_A);
	assert_string_equal(pin->tracked, "1.36");
	assert_int_equal(pin->line, 2);
	assert_int_equal(pin->column, 21);
	assert_int_equal(pin->digest.at, 25);
	assert_int_equal(pin->digest.length, 71);
	assert_int_equal(pin->tag.at, 20);
	assert_int_equal(pin->tag.length, 4);
	assert_true(pin_is_updatable(pin));
	assert_null(pin_obstacle_name(pin));
	scene_clear(&scene);
}

static void finds_the_digest_where_the_rest_is_written_otherwise(void **state)
{
	struct scene scene;

	(void)state;
	scene_set(&scene, "busy\\u0062ox:1@sha256:" HEX_A);
	struct pin *pin = add(&scene, "busybox:1@sha256:" HEX_A);

	assert_int_equal(pin->digest.at, 15);
	assert_int_equal(pin->tag.length, 0);
	assert_true(pin_is_updatable(pin));
	scene_clear(&scene);

	scene_set(&scene, "busybox:1@sha256\\u003a" HEX_B);
	pin = add(&scene, "busybox:1@sha256:" HEX_B);
	assert_true(pin->bare);
	assert_int_equal(pin->digest.at, 22);
	assert_int_equal(pin->digest.length, 64);
	assert_true(pin_is_updatable(pin));
	scene_clear(&scene);
}

static void does_not_touch_a_digest_in_pieces_or_twice(void **state)
{
	struct scene scene;

	(void)state;
	scene_set(&scene, "busybox:1@sha256:aaaa\\\n" HEX_A);
	struct pin *pin = add(&scene, "busybox:1@sha256:" HEX_B);

	assert_int_equal(pin->obstacle, PIN_IN_PIECES);
	assert_int_equal(pin->digest.length, 0);
	assert_string_equal(pin_obstacle_name(pin), "in-pieces");
	scene_clear(&scene);

	scene_set(&scene, "x@sha256:" HEX_A " y@sha256:" HEX_A);
	pin = add(&scene, "z:1@sha256:" HEX_A);
	assert_int_equal(pin->obstacle, PIN_IN_PIECES);
	scene_clear(&scene);
}

static void never_believes_a_place_that_holds_other_letters(void **state)
{
	struct scene scene;
	struct found_reference found = {
		.kind = PIN_SPLIT,
		.text = slice_of("x:1@sha256:" HEX_A),
		.digest = { 1, 71 },
		.tag = { 0, 1 },
	};

	(void)state;
	scene_set(&scene, "sha256:" HEX_A "          ");
	struct pin *pin = format_add_found(&scene.file, &format_test, &found);

	assert_int_equal(pin->obstacle, PIN_IN_PIECES);
	assert_int_equal(pin->tag.length, 0);
	found.digest.at = 5000;
	pin = format_add_found(&scene.file, &format_test, &found);
	assert_int_equal(pin->obstacle, PIN_IN_PIECES);
	found.digest.at = 0;
	pin = format_add_found(&scene.file, &format_test, &found);
	assert_int_equal(pin->obstacle, PIN_FREE);
	found.digest = (struct range){ 7, 64 };
	pin = format_add_found(&scene.file, &format_test, &found);
	assert_true(pin->bare);
	scene_clear(&scene);
}

static void an_unpinned_reference_stands_where_it_begins(void **state)
{
	struct scene scene;

	(void)state;
	scene_set(&scene, "\n  busybox:1");
	struct pin *pin = add(&scene, "busybox:1");

	assert_null(pin->pinned);
	assert_int_equal(pin->line, 2);
	assert_int_equal(pin->column, 3);
	assert_int_equal(pin->digest.length, 0);
	assert_string_equal(pin_obstacle_name(pin), "unpinned");
	scene_clear(&scene);
}

static void a_text_that_is_no_reference_adds_nothing(void **state)
{
	static const char *const texts[] = { "", "Not An Image", "./path", "*", "x:y:z", "-" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct scene scene;

		scene_set(&scene, texts[i]);
		assert_null(add(&scene, texts[i]));
		assert_int_equal(scene.pins.count, 0);
		assert_int_equal(scene.skips.count, 0);
		scene_clear(&scene);
	}
}

static void a_broken_digest_is_told_of(void **state)
{
	static const char *const texts[] = { "x:1@sha256:", "x@sha256:abc", "x@sha256:" HEX_A "0",
					     "x@", "x:1@md5:d41d8cd98f00b204e9800998ecf8427e" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		OWNED_STRING bytes = must_format("\n\n%s", texts[i]);
		struct scene scene;

		scene_set(&scene, bytes);
		assert_null(add(&scene, texts[i]));
		assert_int_equal(scene.pins.count, 0);
		assert_int_equal(scene.skips.count, 1);
		assert_string_equal(scene.skips.items[0].code, "invalid");
		assert_string_equal(scene.skips.items[0].path, "dir/file");
		scene_clear(&scene);
	}
}

static void an_address_with_a_user_is_no_broken_digest(void **state)
{
	struct scene scene;

	(void)state;
	scene_set(&scene, "Someone <some.one@example.com>");
	assert_null(add(&scene, "Someone <some.one@example.com>"));
	assert_int_equal(scene.skips.count, 0);
	scene_clear(&scene);
}

static void counts_lines_the_same_with_a_mark(void **state)
{
	static const size_t image_paths[] = { 0, 3, 5, 8, 8, 1, 20, 4 };
	struct line_cache mark = { 0 };
	struct scene with;
	struct scene without;

	(void)state;
	scene_set(&with, "a\nb\n\nccc\n\n\ndddddd\neeeee");
	scene_set(&without, "a\nb\n\nccc\n\n\ndddddd\neeeee");
	with.file.mark = &mark;
	for (size_t i = 0; i < sizeof(image_paths) / sizeof(*image_paths); i++) {
		struct found_reference found = { .text = slice_of("x"), .at = image_paths[i] };
		struct pin *a = format_add_found(&with.file, &format_test, &found);
		struct pin *b = format_add_found(&without.file, &format_test, &found);

		assert_int_equal(a->line, b->line);
		assert_int_equal(a->column, b->column);
	}
	scene_clear(&with);
	scene_clear(&without);
}

static void every_hindrance_has_its_word(void **state)
{
	static const struct {
		enum pin_obstacle obstacle;
		const char *word;
	} rows[] = {
		{ PIN_UNRESOLVED, "unresolved-variable" },
		{ PIN_SHARED, "shared-by-different-images" },
		{ PIN_IN_PIECES, "in-pieces" },
		{ PIN_NOT_NAMED, "image-not-named" },
		{ PIN_FREE, "digest-only" },
	};
	OWNED(pin) pin = pin_new("test", "file");

	(void)state;
	assert_string_equal(pin_obstacle_name(pin), "unpinned");
	pin->pinned = must_copy("sha256:" HEX_A);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		pin->obstacle = rows[i].obstacle;
		assert_string_equal(pin_obstacle_name(pin), rows[i].word);
		assert_false(pin_is_updatable(pin));
	}
	pin->tracked = must_copy("1");
	assert_true(pin_is_updatable(pin));
}

static void every_format_has_a_name_a_summary_and_globs(void **state)
{
	(void)state;
	for (size_t i = 0; scan_formats[i]; i++) {
		const struct format *format = scan_formats[i];

		assert_ptr_equal(format_by_name(format->name), format);
		assert_true(strlen(format->summary) > 0);
		assert_non_null(format->globs);
		assert_non_null(format->globs[0]);
		assert_non_null(format->find);
	}
	assert_null(format_by_name("no such format"));
}

static bool is_dockerfile(const char *path)
{
	const struct format *format = format_of_path(path);

	return format && strcmp(format->name, "dockerfile") == 0;
}

static void claims_dockerfiles_by_their_names(void **state)
{
	static const char *const names[] = {
		"Dockerfile",           "dockerfile",       "a/b/Dockerfile",    "Containerfile",
		"a/containerfile",      "Dockerfile.debug", "Dockerfile-dev",    "Dockerfile_arm64",
		"Dockerfile.j2",        "web.Dockerfile",   "web.dockerfile",    "x.Containerfile",
		"web.Dockerfile.debug", ".Dockerfile",      "my app/Dockerfile", "DockerFile",
		"Dockerfile.in",        "Dockerfile.tmpl",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!is_dockerfile(names[i]))
			fail_msg("'%s' should be claimed", names[i]);
}

static void leaves_neighbours_of_dockerfiles_alone(void **state)
{
	static const char *const names[] = {
		"Dockerfile.dockerignore", ".dockerignore",      "Dockerfile.md",
		"dockerfile_test.go",      "dockerfiles/README", "dockerfile.py",
		"Dockerfile/README",       "my-Dockerfile",      "dockerfile.yaml",
		"Dockerfile.txt",          "dockerfile-lint.sh", "xdockerfile",
		"Dockerfile.orig",         "Containerfile.md",   "Dockerfile.json",
		"dockerfile.ts",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (is_dockerfile(names[i]))
			fail_msg("'%s' should not be claimed", names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds_a_whole_reference),
		cmocka_unit_test(finds_the_digest_where_the_rest_is_written_otherwise),
		cmocka_unit_test(does_not_touch_a_digest_in_pieces_or_twice),
		cmocka_unit_test(never_believes_a_place_that_holds_other_letters),
		cmocka_unit_test(an_unpinned_reference_stands_where_it_begins),
		cmocka_unit_test(a_text_that_is_no_reference_adds_nothing),
		cmocka_unit_test(a_broken_digest_is_told_of),
		cmocka_unit_test(an_address_with_a_user_is_no_broken_digest),
		cmocka_unit_test(counts_lines_the_same_with_a_mark),
		cmocka_unit_test(every_hindrance_has_its_word),
		cmocka_unit_test(every_format_has_a_name_a_summary_and_globs),
		cmocka_unit_test(claims_dockerfiles_by_their_names),
		cmocka_unit_test(leaves_neighbours_of_dockerfiles_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
