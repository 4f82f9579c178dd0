#include "../../support/assertions.h"
#include "../../support/pins.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/format.h>
#include <string.h>

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DIGEST "sha256:" HEX

static const struct format format_test = { .name = "test" };
static const struct format format_as_dockerfile = { .name = "dockerfile" };

/* What the last of the digests in the text follows, as "LINE TAG"; "-": nothing. */
static char *followed(const struct format *format, const char *template, const char *image)
{
	struct pins pins = { 0 };
	struct skips skips = { 0 };
	OWNED(text) text = text_new(0);
	const char *rest = template;
	size_t at = 0;

	for (const char *sign; (sign = strchr(rest, '$')); rest = sign + 1) {
		text_add(text, rest, (size_t)(sign - rest));
		at = text->size;
		text_add_string(text, DIGEST);
	}
	text_add_string(text, rest);
	OWNED_STRING whole = must_format("%s@" DIGEST, image);
	const struct scan_file file = { "x", text_slice(text), NULL, &pins, &skips, NULL };
	const struct found_reference found = { .text = slice_of(whole),
					       .digest = { at, strlen(DIGEST) } };
	const struct pin *pin = format_add_found(&file, format, &found);

	assert_non_null(pin);
	assert_false(pin_is_updatable(pin));
	assert_null(pin->image->tag);
	char *out = pin->tracked ? must_format("%u %s", pin->tag_comment_line, pin->tracked)
				 : must_copy("-");

	pins_clear(&pins);
	skips_clear(&skips);
	return out;
}

struct row {
	const char *text; /* '$' is the digest */
	const char *image;
	const char *want;
};

static void check_rows(const struct format *format, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		OWNED_STRING got = followed(format, rows[i].text, rows[i].image);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("%s: %s, not %s", rows[i].text, got, rows[i].want);
	}
}

static void a_comment_beside_a_digest_names_its_tag(void **state)
{
	static const struct row rows[] = {
		{ "digest: $ # 7.2\n", "redis", "1 7.2" },
		{ "digest: $ # v9.1.0", "ghcr.io/a/b", "1 v9.1.0" },
		{ "digest: \"$\"  # 3.19-alpine\r\n", "python", "1 3.19-alpine" },
		{ "digest: '$' # tag=nonroot\n", "a", "1 nonroot" },
		{ "digest: '$' # tag = 1.2\n", "a", "1 1.2" },
		{ "digest: '$' # tag: 1.2\n", "a", "1 1.2" },
		{ "digest: '$' # version: 1.2\n", "a", "1 1.2" },
		{ "digest: '$' # image:1.2.3\n", "a", "1 1.2.3" },
		{ "- x@$ # latest\n", "a", "1 latest" },
		{ "- x@$ # nginx:1.27\n", "nginx", "1 1.27" },
		{ "- x@$ # docker.io/library/nginx:stable\n", "nginx", "1 stable" },
		{ "- x@$ # api:stable\n", "registry.corp.example:5000/team/api", "1 stable" },
		{ "- x@$ # ratchet:nginx:1.27\n", "nginx", "1 1.27" },
		{ "- docker://x@$ # ratchet:docker://nginx:1.27\n", "nginx", "1 1.27" },
		{ "- docker://x@$ # pin @v1.2\n", "x", "1 v1.2" },
		{ "- docker://x@$ # renovate: tag=v1\n", "x", "1 v1" },
		{ "- docker://x@$ # renovate: pin @v1\n", "x", "1 v1" },
		{ "digest: $ # 1.2 # {\"imagepolicy\": \"a:b\"}\n", "x", "1 1.2" },
		{ "\tdigest = \"$\",  # v1.2\n", "x", "1 v1.2" },
		{ "digest = \"$\" // v1.2\n", "x", "1 v1.2" },
		{ "digest = \"$\"; /* v1.2 */ more\n", "x", "1 v1.2" },
		{ "<image>x@$</image> <!-- 1.2 -->\n", "x", "1 1.2" },
		{ "{name: x, digest: $} # 1.2\n", "x", "1 1.2" },
		{ "\n\nfoo(\"x@$\") // 2024.1.0\n", "x", "3 2024.1.0" },
		{ "image: x@$ {{/* 1.2 */}}\n", "x", "1 1.2" },
	};

	(void)state;
	check_rows(&format_test, rows, sizeof(rows) / sizeof(*rows));
}

static void prose_beside_a_digest_names_nothing(void **state)
{
	static const struct row rows[] = {
		{ "digest: $\n", "x", "-" },
		{ "digest: $ # keep in sync\n", "x", "-" },
		{ "digest: $ # see issue 42\n", "x", "-" },
		{ "digest: $ # TODO\n", "x", "-" },
		{ "digest: $ # stable\n", "x", "-" },
		{ "digest: $ # 1.2 is broken\n", "x", "-" },
		{ "digest: $ # linux/amd64\n", "x", "-" },
		{ "digest: $ # 2024-05-31\n", "x", "-" },
		{ "digest: $ # 50%\n", "x", "-" },
		{ "digest: $ # 1.\n", "x", "-" },
		{ "digest: $ # tag=\n", "x", "-" },
		{ "digest: $ # tag=a b\n", "x", "-" },
		{ "digest: $ # other:1.27\n", "nginx", "-" },
		{ "digest: $ # ratchet:exclude\n", "nginx", "-" },
		{ "digest: $ # 0123456789abcdef0123456789abcdef01234567\n", "x", "-" },
		{ "digest: $ # " HEX "\n", "x", "-" },
		{ "digest: $#1.2\n", "x", "-" },
		{ "run x@$ bash # 1.2\n", "x", "-" },
		{ "digest: $ /* 1.2\n", "x", "-" },
		{ "digest: $ ; 1.2\n", "x", "-" },
		{ "digest: $\n# 1.2\n", "x", "-" },
		{ "{a: y@$, b: x@$} # 1.2\n", "x", "-" },
	};

	(void)state;
	check_rows(&format_test, rows, sizeof(rows) / sizeof(*rows));
}

static void a_comment_above_must_say_what_it_is_about(void **state)
{
	static const struct row rows[] = {
		{ "# tag=1.2\nFROM x@$\n", "x", "1 1.2" },
		{ "#tag: nonroot\r\nFROM x@$\r\n", "x", "1 nonroot" },
		{ "a\n  // tag=1.2\n  x@$", "x", "2 1.2" },
		{ "# renovate: datasource=docker depName=x currentValue=1.2\nFROM x@$\n", "x",
		  "1 1.2" },
		{ "# gcr.io/distroless/static:nonroot\nFROM gcr.io/distroless/static@$\n",
		  "gcr.io/distroless/static", "1 nonroot" },
		{ "# renovate: datasource=docker depName=x\nFROM x@$\n", "x", "-" },
		{ "# 1.2\nFROM x@$\n", "x", "-" },
		{ "# latest\nFROM x@$\n", "x", "-" },
		{ "# static:nonroot\nFROM gcr.io/distroless/static@$\n", "gcr.io/distroless/static",
		  "-" },
		{ "# FROM nginx:1.27\nFROM x@$\n", "nginx", "-" },
		{ "# tag=1.2\n\nFROM x@$\n", "x", "-" },
		{ "x # tag=1.2\nFROM x@$\n", "x", "-" },
	};

	(void)state;
	check_rows(&format_test, rows, sizeof(rows) / sizeof(*rows));
}

static void a_comment_beside_goes_before_one_above(void **state)
{
	static const struct row rows[] = { { "# tag=1\ndigest: $ # 2\n", "x", "2 2" } };

	(void)state;
	check_rows(&format_test, rows, 1);
}

/* BuildKit takes the sign for a word. */
static void a_dockerfile_has_no_comments_behind_instructions(void **state)
{
	static const struct row rows[] = {
		{ "FROM x@$ # 1.2\n", "x", "-" },
		{ "# tag=1.2\nFROM x@$\n", "x", "1 1.2" },
	};

	(void)state;
	check_rows(&format_as_dockerfile, rows, 2);
}

static void a_tag_of_its_own_needs_no_comment(void **state)
{
	static const char line[] = "image: nginx:1.27@" DIGEST " # 1.28\n";
	struct pins pins = { 0 };
	struct skips skips = { 0 };
	const struct scan_file file = { "x", slice_of(line), NULL, &pins, &skips, NULL };

	(void)state;
	const struct pin *pin =
	    format_add(&file, &format_test, PIN_IMAGE, slice_of("nginx:1.27@" DIGEST),
		       (struct range){ 0, strlen(line) });

	assert_string_equal(pin->tracked, "1.27");
	assert_int_equal(pin->tag_comment_line, 0);
	assert_true(pin_is_updatable(pin));
	pins_clear(&pins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comment_beside_a_digest_names_its_tag),
		cmocka_unit_test(prose_beside_a_digest_names_nothing),
		cmocka_unit_test(a_comment_above_must_say_what_it_is_about),
		cmocka_unit_test(a_comment_beside_goes_before_one_above),
		cmocka_unit_test(a_dockerfile_has_no_comments_behind_instructions),
		cmocka_unit_test(a_tag_of_its_own_needs_no_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
