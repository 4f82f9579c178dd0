/* What is found in a file besides what its format finds. */
#include "../support/check.h"

#include <digestbump/base/memory.h>
#include <digestbump/scan/scan.h>
#include <string.h>

#define A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* Gives the text with "$A" and "$B" become digests. */
static char *filled(const char *template)
{
	OWNED(text) out = text_new(0);

	for (const char *at = template; *at; at++) {
		if (at[0] == '$' && (at[1] == 'A' || at[1] == 'B'))
			text_add_string(out, *++at == 'A' ? A : B);
		else
			text_add(out, at, 1);
	}
	return text_take(pass_on(&out));
}

static char *print(const struct scan *scan)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < scan->pins.count; i++) {
		const struct pin *pin = scan->pins.items[i];
		const char *hindrance = pin_hindrance(pin);

		text_add_format(out, "%u %s/%s %s %s %s\n", pin->line, pin->format,
				pin_kind_name(pin->kind), pin->image ? pin->image->name : "-",
				pin->tracked ? pin->tracked : "-",
				hindrance ? hindrance : "updatable");
	}
	for (size_t i = 0; i < scan->skips.count; i++)
		text_add_format(out, "skip %u %s: %s\n", scan->skips.items[i].line,
				scan->skips.items[i].code, scan->skips.items[i].reason);
	return text_take(pass_on(&out));
}

static void expect(const char *settings, const char *path, const char *template, const char *want)
{
	OWNED(config) config = NULL;
	OWNED(source) source = source_overlay(NULL);
	OWNED(scan) scan = NULL;
	OWNED_STRING bytes = filled(template);

	assert_fine(config_parse(&config, "c.yaml", slice_of(settings)));
	source_overlay_set(source, path, slice_of(bytes));
	assert_fine(scan_file(&scan, source, config, path));
	OWNED_STRING got = print(scan);

	if (strcmp(got, want) != 0)
		fail_msg("%s:\n%s\ngives\n%s\nand not\n%s", path, template, got, want);
}

struct row {
	const char *path;
	const char *text;
	const char *want;
};

static void expect_rows(const char *settings, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect(settings, rows[i].path, rows[i].text, rows[i].want);
}

/* ---- Renovate's marks ---- */

#define MARK "# renovate: datasource=docker depName=ghcr.io/shop/web\n"
#define WEB(line) #line " renovate/pattern ghcr.io/shop/web 1.2 updatable\n"

static void a_mark_says_whose_digest_stands_below(void **state)
{
	static const struct row rows[] = {
		{ "x.sh", MARK "WEB_VERSION=1.2@$A\n", WEB(2) },
		{ "Dockerfile", "FROM scratch\n" MARK "ENV WEB_VERSION=1.2@$A\n", WEB(3) },
		{ "Dockerfile", MARK "ENV WEB_VERSION 1.2@$A\n", WEB(2) },
		{ "Dockerfile", MARK "ARG WEB_VERSION=1.2\nARG WEB_DIGEST=$A\n", WEB(3) },
		{ "x.mk", MARK "WEB_VERSION := 1.2\nWEB_DIGEST := $A\n", WEB(3) },
		{ "x.mk", MARK "WEB_DIGEST ?= $A\nWEB_VERSION ?= 1.2\n", WEB(2) },
		{ "a.yaml", "x:\n  " MARK "  web_version: \"1.2@$A\"\n", WEB(3) },
		{ "a.yaml", "x:\n  " MARK "  web:\n    tag: 1.2 # our own\n    digest: $A\n",
		  WEB(5) },
		{ "a.yaml", "x:\n  " MARK "  web:\n    digest: $A\n    tag: 1.2\n", WEB(4) },
		{ "a.yaml", "x:\n  web_version: 1.2@$A " MARK, WEB(2) },
		{ "a.yaml", "x:\n  web: ghcr.io/shop/web:1.2@$A " MARK, WEB(2) },
		{ "a.json",
		  "// renovate: datasource=docker depName=ghcr.io/shop/web\n"
		  "{\"v\": \"1.2@$A\"}\n",
		  WEB(2) },
		{ "main.tf", "locals {\n  " MARK "  web_version = \"1.2@$A\"\n}\n", WEB(3) },
		{ "pom.xml",
		  "<!-- renovate: datasource=docker depName=ghcr.io/shop/web -->\n"
		  "<web.version>1.2@$A</web.version>\n",
		  WEB(2) },
		{ "a.yaml",
		  "# renovate: datasource=docker depName=web packageName=ghcr.io/shop/web\n"
		  "v: 1.2@$A\n",
		  WEB(2) },
		{ "a.yaml",
		  "# renovate: datasource=docker depName=shop/web "
		  "registryUrl=https://ghcr.io/ versioning=loose\nv: 1.2@$A\n",
		  WEB(2) },
		{ "x.sh", MARK "V=\"${V:-1.2@$A}\"\r\n", WEB(2) },
	};

	(void)state;
	expect_rows("", rows, sizeof(rows) / sizeof(*rows));
}

static void a_mark_without_a_digest_of_its_image_says_nothing(void **state)
{
	static const struct row rows[] = {
		{ "x.sh", MARK "WEB_VERSION=1.2\n", "" },
		{ "x.sh", MARK "\nWEB_VERSION=1.2@$A\n", "" },
		{ "x.sh", "# renovate: datasource=github-releases depName=a/b\nV=1.2@$A\n", "" },
		{ "x.sh", "# renovate: datasource=docker\nV=1.2@$A\n", "" },
		{ "x.sh", "echo renovate: datasource=docker depName=a\nV=1.2@$A\n", "" },
		{ "x.sh", MARK "WEB_VERSION=1.2\nTARBALL=$A\n", "" },
		{ "x.sh", MARK "# V=1.2@$A\n", "" },
		{ "x.sh", MARK "V=1.2\n" MARK "W=1.3\n", "" },
		{ "x.sh", MARK "V=1.2@sha256:abc\n", "" },
	};

	(void)state;
	expect_rows("", rows, sizeof(rows) / sizeof(*rows));
}

static void a_digest_alone_is_named_by_the_mark_and_followed_by_its_tag(void **state)
{
	static const struct row rows[] = {
		{ "x.sh", MARK "WEB_DIGEST=$A\n",
		  "2 renovate/pattern ghcr.io/shop/web - digest-only\n" },
		{ "Dockerfile", MARK "ENV WEB=web@$A\n",
		  "2 renovate/pattern ghcr.io/shop/web - digest-only\n" },
		{ "x.sh", MARK "WEB=ghcr.io/shop/web@$A\n",
		  "2 shell/arg ghcr.io/shop/web - digest-only\n" },
		{ "x.sh", "# renovate: datasource=docker depName=a currentValue=1.2\nA_DIGEST=$A\n",
		  "2 renovate/pattern docker.io/library/a 1.2 digest-only\n" },
	};

	(void)state;
	expect_rows("", rows, sizeof(rows) / sizeof(*rows));
}

static void what_a_format_knows_by_itself_stays_its_own(void **state)
{
	static const struct row rows[] = {
		{ "Dockerfile", "# renovate: datasource=docker depName=other\nFROM web:1@$A\n",
		  "2 dockerfile/from docker.io/library/web 1 updatable\n" },
		{ "Dockerfile",
		  "ARG R\n# renovate: datasource=docker depName=web\nARG V=1.2@$A\n"
		  "FROM ${R}/web:$V\n",
		  "3 renovate/pattern docker.io/library/web 1.2 updatable\n" },
	};

	(void)state;
	expect_rows("", rows, sizeof(rows) / sizeof(*rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_says_whose_digest_stands_below),
		cmocka_unit_test(a_mark_without_a_digest_of_its_image_says_nothing),
		cmocka_unit_test(a_digest_alone_is_named_by_the_mark_and_followed_by_its_tag),
		cmocka_unit_test(what_a_format_knows_by_itself_stays_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
