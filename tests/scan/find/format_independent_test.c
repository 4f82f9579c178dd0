/* What is found in a file besides what its format finds. */
#include "../../support/assertions.h"

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
		const char *hindrance = pin_obstacle_name(pin);

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
	OWNED(tree) tree = tree_overlay(NULL);
	OWNED(scan) scan = NULL;
	OWNED_STRING bytes = filled(template);

	assert_fine(config_parse(&config, "c.yaml", slice_of(settings)));
	tree_overlay_set(tree, path, slice_of(bytes));
	assert_fine(scan_file(&scan, tree, config, path));
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
		{ "a.yaml", "x:\n  web: ghcr.io/shop/web:1.2@$A " MARK,
		  "2 yaml/image ghcr.io/shop/web 1.2 updatable\n" },
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

/* ---- patterns ---- */

#define PATTERN(more) "patterns:\n- files: [x.yaml, Dockerfile, '*.lst']\n  match: " more "\n"
#define TABLE PATTERN("'^(?<image>\\S+) (?<tag>\\S+) @?(?<digest>\\S+)$'")

static void a_pattern_finds_the_parts_by_their_groups(void **state)
{
	(void)state;
	expect(TABLE, "x.lst", "# images\nnginx 1.27 $A\r\nghcr.io/a/b v1 @$B\n",
	       "2 pattern/pattern docker.io/library/nginx 1.27 updatable\n"
	       "3 pattern/pattern ghcr.io/a/b v1 updatable\n");
	expect(PATTERN("'(?<registry>\\S+) (?<repository>\\S+) (?<digest>sha256:\\w+)'"), "x.lst",
	       "ghcr.io a/b $A # 1.2\n", "1 pattern/pattern ghcr.io/a/b 1.2 digest-only\n");
	expect(PATTERN("'(?<image>\\S+)@(?<digest>sha256:\\w+)'"), "x.lst", "a:1@$A\n",
	       "1 pattern/pattern docker.io/library/a 1 updatable\n");
	expect(PATTERN("'(?s)tag=(?<tag>\\S+).*?id=sha256:(?<digest>\\w+)'\n  image: nginx"),
	       "x.lst", "tag=1\n\nid=$A\n",
	       "3 pattern/pattern docker.io/library/nginx 1 updatable\n");
	expect(PATTERN("'D (?<digest>\\w+)'\n  image: nginx\n  tag: 1.27"), "x.lst",
	       "D aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
	       "1 pattern/pattern docker.io/library/nginx 1.27 updatable\n");
}

static void a_pattern_adds_to_a_format_and_to_the_finder(void **state)
{
	(void)state;
	expect(PATTERN("'(?<image>\\S+) is (?<digest>sha256:\\w+)'"), "Dockerfile",
	       "FROM nginx:1@$A\n# web is $B\n",
	       "1 dockerfile/from docker.io/library/nginx 1 updatable\n"
	       "2 pattern/pattern docker.io/library/web - digest-only\n");
	expect(PATTERN("'FROM (?<image>[^@]+)@(?<digest>sha256:\\w+)'"), "Dockerfile",
	       "FROM nginx:1@$A\n", "1 dockerfile/from docker.io/library/nginx 1 updatable\n");
	expect(PATTERN("'(?<image>nginx)@(?<digest>sha256:\\w+)'\n  tag: 1"), "Dockerfile",
	       "FROM nginx@$A\n", "1 pattern/pattern docker.io/library/nginx 1 updatable\n");
	expect(PATTERN("'(?<image>nginx):(?<tag>.+)@(?<digest>sha256:\\w+)'"), "x.lst",
	       "nginx:1@$A\nweb:1@$B\n",
	       "1 pattern/pattern docker.io/library/nginx 1 updatable\n"
	       "2 text/image docker.io/library/web 1 finder-only-lists\n");
	expect(PATTERN("'(?<image>nginx):(?<tag>.+)@(?<digest>sha256:\\w+)'"), "y.lst",
	       "Nginx:1@$A\n", "");
}

static void a_pattern_that_goes_wrong_is_told_with_its_line(void **state)
{
	static const char bomb[] = PATTERN("'(?<image>(?:a|aa)+)+(?<digest>sha256:x)'");
	OWNED(text) text = text_new(0);

	(void)state;
	expect(TABLE, "x.lst", "Not an image 1\nA b c\nD e f\n",
	       "skip 2 pattern: line 2 of the configuration (patterns) matches here: 'A:b@c': no "
	       "valid repository name (lower-case letters, digits, and single '.', '_', '-' "
	       "between them)\n");
	for (size_t i = 0; i < 100; i++)
		text_add_string(text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
	text_add_string(text, "sha256:x");
	expect(bomb, "x.lst", text->bytes,
	       "skip 0 pattern: line 2 of the configuration (patterns) takes more than 67108864 "
	       "steps or 16384 KiB here: the rest was not searched; make it more particular\n");
}

/* ---- the general finder ---- */

static const char pin[] = "x = nginx:1.27@$A\n";
static const char listed[] = "1 text/image docker.io/library/nginx 1.27 finder-only-lists\n";
static const char writable[] = "1 text/image docker.io/library/nginx 1.27 updatable\n";

static void assert_unseen(const char *settings, const char *path)
{
	OWNED(config) config = NULL;
	OWNED(tree) tree = tree_overlay(NULL);
	struct scan *scan = NULL;

	assert_fine(config_parse(&config, "c.yaml", slice_of(settings)));
	assert_fails(scan_file(&scan, tree, config, path), ERROR_UNSUPPORTED, path);
}

static void files_of_no_format_are_listed_and_changed_where_the_user_says_so(void **state)
{
	(void)state;
	expect("", "deploy/images.lst", pin, listed);
	expect("finder: {write: ['deploy/*.lst']}", "deploy/images.lst", pin, writable);
	expect("finder: {write: ['other/*.lst']}", "deploy/images.lst", pin, listed);
	expect("", "deploy/images.lst", "nginx@$A\n", "");
	assert_unseen("finder: {except: ['deploy/**']}", "deploy/images.lst");
	assert_unseen("finder: {except: ['**'], write: ['**']}", "deploy/images.lst");
}

static void names_that_say_otherwise_are_looked_into_when_the_user_names_them(void **state)
{
	(void)state;
	assert_unseen("", "images.txt");
	expect("finder: {paths: [images.txt]}", "images.txt", pin, listed);
	expect("finder: {write: [images.txt]}", "images.txt", pin, writable);
	expect("", "notes.yaml", pin, "");
	expect("finder: {paths: [notes.yaml]}", "notes.yaml", pin, listed);
}

static void what_a_format_or_a_mark_found_is_not_found_again(void **state)
{
	(void)state;
	expect("finder: {paths: ['**']}", "Dockerfile", "FROM nginx:1.27@$A\n",
	       "1 dockerfile/from docker.io/library/nginx 1.27 updatable\n");
	expect("", "images.lst", MARK "web:1.2@$A\nnginx:1.27@$B\n",
	       "2 renovate/pattern ghcr.io/shop/web 1.2 updatable\n"
	       "3 text/image docker.io/library/nginx 1.27 finder-only-lists\n");
}

/* Everything could be something: nobody wants to hear of it. */
static void what_the_finder_cannot_read_is_told_only_when_it_was_named(void **state)
{
	static const char nul[] = "nginx:1.27@" A "\0";
	OWNED(config) config = NULL;
	OWNED(config) named = NULL;
	OWNED(tree) tree = tree_overlay(NULL);
	OWNED(scan) quiet = NULL;
	OWNED(scan) told = NULL;

	(void)state;
	assert_fine(config_parse(&config, "c.yaml", slice_of("")));
	assert_fine(config_parse(&named, "c.yaml", slice_of("finder: {paths: [x]}")));
	tree_overlay_set(tree, "x", (struct slice){ nul, sizeof(nul) });
	assert_fine(scan_file(&quiet, tree, config, "x"));
	assert_int_equal(quiet->pins.count + quiet->skips.count, 0);
	assert_fine(scan_file(&told, tree, named, "x"));
	assert_int_equal(told->pins.count, 0);
	assert_string_equal(told->skips.items[0].code, "binary");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_says_whose_digest_stands_below),
		cmocka_unit_test(a_mark_without_a_digest_of_its_image_says_nothing),
		cmocka_unit_test(a_digest_alone_is_named_by_the_mark_and_followed_by_its_tag),
		cmocka_unit_test(what_a_format_knows_by_itself_stays_its_own),
		cmocka_unit_test(files_of_no_format_are_listed_and_changed_where_the_user_says_so),
		cmocka_unit_test(names_that_say_otherwise_are_looked_into_when_the_user_names_them),
		cmocka_unit_test(what_a_format_or_a_mark_found_is_not_found_again),
		cmocka_unit_test(a_pattern_finds_the_parts_by_their_groups),
		cmocka_unit_test(a_pattern_adds_to_a_format_and_to_the_finder),
		cmocka_unit_test(a_pattern_that_goes_wrong_is_told_with_its_line),
		cmocka_unit_test(what_the_finder_cannot_read_is_told_only_when_it_was_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
