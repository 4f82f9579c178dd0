#include "../../../src/scan/find/image_keys.h"
#include "../../support/assertions.h"

#include <digestbump/base/own.h>
#include <string.h>

static const struct {
	const char *key;
	enum key_role role;
	enum key_style style;
	const char *prefix;
	const char *registry; /* the key beside it that means its registry */
	const char *self;     /* the key that is its prefix alone */
} rows[] = {
	{ "tag", KEY_TAG, KEY_BARE, "", "registry", "" },
	{ "version", KEY_VERSION, KEY_BARE, "", "registry", "" },
	{ "sha256", KEY_DIGEST, KEY_BARE, "", "registry", "" },
	{ "imageTag", KEY_TAG, KEY_CAMEL, "image", "imageRegistry", "image" },
	{ "proxyImageDigest", KEY_DIGEST, KEY_CAMEL, "proxyImage", "proxyImageRegistry",
	  "proxyImage" },
	{ "imageSha256", KEY_DIGEST, KEY_CAMEL, "image", "imageRegistry", "image" },
	{ "image_tag", KEY_TAG, KEY_SNAKE, "image", "image_registry", "image" },
	{ "image-digest", KEY_DIGEST, KEY_KEBAB, "image", "image-registry", "image" },
	{ "IMAGE_TAG", KEY_TAG, KEY_UPPER, "IMAGE", "IMAGE_REGISTRY", "IMAGE" },
	{ "apiVersion", KEY_VERSION, KEY_CAMEL, "api", "apiRegistry", "api" },
	{ "stage", KEY_OTHER, KEY_BARE, "", NULL, NULL },
	{ "imagetag", KEY_OTHER, KEY_BARE, "", NULL, NULL },
	{ "tags", KEY_OTHER, KEY_BARE, "", NULL, NULL },
	{ "conversion", KEY_OTHER, KEY_BARE, "", NULL, NULL },
	{ "", KEY_OTHER, KEY_BARE, "", NULL, NULL },
};

static void keys_are_taken_apart_and_put_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct image_key key = key_parse(slice_of(rows[i].key));

		if (key.role != rows[i].role)
			fail_msg("'%s' has the role %d", rows[i].key, key.role);
		if (key.role == KEY_OTHER)
			continue;
		OWNED_STRING registry = key_sibling(&key, "registry");
		OWNED_STRING self = key_sibling(&key, "");

		assert_int_equal(key.style, rows[i].style);
		assert_true(slice_is(key.prefix, rows[i].prefix));
		assert_string_equal(registry, rows[i].registry);
		assert_string_equal(self, rows[i].self);
	}
}

static void keys_name_images_by_their_end(void **state)
{
	(void)state;
	static const char *const names[] = { "image",     "proxyImage", "RUNNER_IMAGE", "imageName",
					     "image_ref", "base-image", "ImageURL" };
	static const char *const others[] = { "images", "imagePullPolicy", "imag", "", "imageTag" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_true(key_names_image(slice_of(names[i])));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(key_names_image(slice_of(others[i])));
	assert_true(key_names_images(slice_of("extraImages")));
	assert_true(key_names_images(slice_of("image")));
	assert_false(key_names_images(slice_of("imagesFrom")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_taken_apart_and_put_together),
		cmocka_unit_test(keys_name_images_by_their_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
