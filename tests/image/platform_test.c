#include "../support/assertions.h"
#include <digestbump/image/platform.h>

struct row {
	const char *written;
	const char *normal; /* NULL: no platform */
};

static const struct row rows[] = {
	{ "linux/amd64", "linux/amd64" },
	{ "linux/x86_64", "linux/amd64" },
	{ "linux/amd64/v1", "linux/amd64" },
	{ "linux/amd64/v3", "linux/amd64/v3" },
	{ "linux/aarch64", "linux/arm64" },
	{ "linux/arm64/v8", "linux/arm64" },
	{ "linux/arm64/8", "linux/arm64" },
	{ "linux/arm64/v9", "linux/arm64/v9" },
	{ "linux/arm", "linux/arm/v7" },
	{ "linux/arm/6", "linux/arm/v6" },
	{ "linux/armhf", "linux/arm/v7" },
	{ "linux/armel", "linux/arm/v6" },
	{ "Linux/AMD64", "linux/amd64" },
	{ "linux/i386", "linux/386" },
	{ "windows/amd64", "windows/amd64" },
	{ "macos/arm64", "darwin/arm64" },
	{ "linux/riscv64", "linux/riscv64" },
	{ "linux", NULL },
	{ "linux/", NULL },
	{ "/amd64", NULL },
	{ "linux/arm/", NULL },
	{ "linux/arm/v7/x", NULL },
	{ "", NULL },
	{ "averyveryverylongoperatingsystem/amd64", NULL },
};

static void every_row_is_normalised_as_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct platform platform;
		OWNED(error) error = platform_parse(&platform, rows[i].written);

		if (!error != !!rows[i].normal)
			fail_msg("'%s'", rows[i].written);
		if (error)
			continue;
		OWNED_STRING text = platform_text(&platform);

		assert_string_equal(text, rows[i].normal);
	}
}

static void a_near_platform_is_another_platform(void **state)
{
	(void)state;
	struct platform v7;
	struct platform v6;

	assert_fine(platform_parse(&v7, "linux/arm"));
	assert_fine(platform_parse(&v6, "linux/arm/v6"));
	assert_false(platform_is(&v7, &v6));
	assert_true(platform_is(&v7, &v7));
}

static void attestations_are_unknown(void **state)
{
	(void)state;
	struct platform platform;

	assert_true(platform_set(&platform, "unknown", "unknown", NULL));
	assert_true(platform_is_unknown(&platform));
	assert_true(platform_set(&platform, "linux", "amd64", NULL));
	assert_false(platform_is_unknown(&platform));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_normalised_as_it_says),
		cmocka_unit_test(a_near_platform_is_another_platform),
		cmocka_unit_test(attestations_are_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
