#include "../support/assertions.h"
#include <digestbump/config/config.h>

static struct config *parse(const char *text)
{
	struct config *config = NULL;

	assert_fine(config_parse(&config, "f.yaml", slice_of(text)));
	return config;
}

static const char alpine[] = "docker.io/library/alpine";

static void without_rules_nothing_is_said(void **state)
{
	(void)state;
	OWNED(config) config = config_default();
	struct ruling ruling = config_rule(config, alpine, "Dockerfile");

	assert_false(ruling.ignored);
	assert_null(ruling.ignored_by);
	assert_null(ruling.track);
	assert_null(ruling.group);
	assert_null(ruling.platform);
	assert_false(config_ignores_path(config, "Dockerfile"));
}

static void of_each_setting_the_last_matching_rule_wins(void **state)
{
	(void)state;
	OWNED(config)
	config = parse("rules:\n"
		       "  - {track: a, group: g, platform: linux/amd64}\n"
		       "  - {match: {images: [alpine]}, track: b}\n"
		       "  - {match: {images: [debian]}, group: other}\n");
	struct ruling ruling = config_rule(config, alpine, "Dockerfile");

	assert_string_equal(ruling.track, "b");
	assert_string_equal(ruling.group, "g");
	assert_string_equal(ruling.platform, "linux/amd64");
}

static void liveness_is_pin_unless_the_file_or_a_rule_says_another(void **state)
{
	(void)state;
	OWNED(config) usual = config_default();
	OWNED(config)
	config = parse("liveness: off\n"
		       "rules:\n"
		       "  - {match: {images: [alpine]}, liveness: children}\n"
		       "  - {match: {paths: [deep]}, liveness: pin}\n");

	assert_int_equal(config_rule(usual, alpine, "x").liveness, LIVENESS_PIN);
	assert_int_equal(config_rule(config, "docker.io/library/debian", "x").liveness,
			 LIVENESS_OFF);
	assert_int_equal(config_rule(config, alpine, "x").liveness, LIVENESS_CHILDREN);
	assert_int_equal(config_rule(config, alpine, "deep").liveness, LIVENESS_PIN);
}

static void a_rule_wants_one_image_and_one_path_to_match(void **state)
{
	static const struct {
		const char *image;
		const char *path;
		bool matches;
	} rows[] = {
		{ alpine, "a/x/Dockerfile", true },
		{ "docker.io/library/debian", "b/compose.yaml", true },
		{ alpine, "c/Dockerfile", false },
		{ "ghcr.io/o/alpine", "a/x/Dockerfile", false },
		{ NULL, "a/x/Dockerfile", false },
	};

	(void)state;
	OWNED(config)
	config =
	    parse("rules:\n  - match: {images: [alpine, debian], paths: ['a/**', compose.yaml]}\n"
		  "    track: t\n");

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct ruling ruling = config_rule(config, rows[i].image, rows[i].path);

		assert_int_equal(ruling.track != NULL, rows[i].matches);
	}
}

static void an_unknown_image_meets_rules_on_paths_only(void **state)
{
	(void)state;
	OWNED(config)
	config = parse("rules:\n  - {match: {images: ['*']}, track: a}\n"
		       "  - {match: {paths: ['deploy/**']}, group: b}\n"
		       "ignore: {images: ['*'], paths: ['old/**']}\n");
	struct ruling ruling = config_rule(config, NULL, "deploy/x.yaml");

	assert_null(ruling.track);
	assert_string_equal(ruling.group, "b");
	assert_false(ruling.ignored);
	assert_true(config_rule(config, NULL, "old/x.yaml").ignored);
}

static void what_ignores_is_named_with_its_line(void **state)
{
	(void)state;
	OWNED(config)
	config = parse("ignore:\n  images:\n    - debian\n    - alpine\n"
		       "  paths:\n    - x.yaml\n    - 'docs/**'\n"
		       "rules:\n  - match: {images: [busybox]}\n    ignore: true\n");
	struct ruling image = config_rule(config, alpine, "Dockerfile");
	struct ruling path = config_rule(config, alpine, "docs/a/Dockerfile");
	struct ruling rule = config_rule(config, "docker.io/library/busybox", "Dockerfile");

	assert_true(image.ignored && path.ignored && rule.ignored);
	assert_string_equal(image.ignored_by, "ignore.images");
	assert_int_equal(image.ignored_line, 4);
	assert_string_equal(path.ignored_by, "ignore.paths");
	assert_int_equal(path.ignored_line, 7);
	assert_string_equal(rule.ignored_by, "rules");
	assert_int_equal(rule.ignored_line, 9);
}

static void a_later_rule_takes_an_ignore_back_but_not_the_lists(void **state)
{
	(void)state;
	OWNED(config)
	config = parse("rules:\n  - {match: {paths: ['o/**']}, ignore: true}\n"
		       "  - {match: {paths: ['o/dev/**']}, ignore: false}\n"
		       "ignore: {paths: ['o/dev/old/**']}\n");
	struct ruling taken_back = config_rule(config, alpine, "o/dev/k.yaml");

	assert_true(config_rule(config, alpine, "o/prod/k.yaml").ignored);
	assert_false(taken_back.ignored);
	assert_null(taken_back.ignored_by);
	assert_int_equal(taken_back.ignored_line, 0);
	assert_true(config_rule(config, alpine, "o/dev/old/k.yaml").ignored);
}

static void short_names_mean_docker_hub_and_a_star_means_all(void **state)
{
	static const struct {
		const char *pattern;
		const char *image;
		bool matches;
	} rows[] = {
		{ "alpine", alpine, true },
		{ "alpine", "docker.io/other/alpine", false },
		{ "alpine", "ghcr.io/library/alpine", false },
		{ "alp*", alpine, true },
		{ "*", alpine, true },
		{ "*", "ghcr.io/o/r/x", true },
		{ "**", "ghcr.io/o/r/x", true },
		{ "**/alpine", alpine, true },
		{ "**/alpine", "ghcr.io/o/alpine", true },
		{ "docker.io/*", alpine, true },
		{ "docker.io/*", "docker.io/bitnami/redis", false },
		{ "docker.io/**", "docker.io/bitnami/redis", true },
		{ "bitnami/*", "docker.io/bitnami/redis", true },
		{ "index.docker.io/bitnami/*", "docker.io/bitnami/redis", true },
		{ "ghcr.io/*", "ghcr.io/o/x", false },
		{ "ghcr.io/**", "ghcr.io/o/x", true },
		{ "*.gcr.io/**", "eu.gcr.io/p/x", true },
		{ "*.gcr.io/**", "gcr.io/p/x", false },
		{ "GHCR.io/o/x", "ghcr.io/o/x", true },
		{ "localhost:5000/*", "localhost:5000/x", true },
		{ "[::1]:5000/x", "[::1]:5000/x", true },
		{ "[::1]:5000/x", "::5000/x", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(text) file = text_new(0);

		text_add_format(file, "ignore: {images: ['%s']}", rows[i].pattern);
		OWNED(config) config = parse(file->bytes);

		if (config_rule(config, rows[i].image, "f").ignored != rows[i].matches)
			fail_msg("'%s' against '%s'", rows[i].pattern, rows[i].image);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_rules_nothing_is_said),
		cmocka_unit_test(of_each_setting_the_last_matching_rule_wins),
		cmocka_unit_test(liveness_is_pin_unless_the_file_or_a_rule_says_another),
		cmocka_unit_test(a_rule_wants_one_image_and_one_path_to_match),
		cmocka_unit_test(an_unknown_image_meets_rules_on_paths_only),
		cmocka_unit_test(what_ignores_is_named_with_its_line),
		cmocka_unit_test(a_later_rule_takes_an_ignore_back_but_not_the_lists),
		cmocka_unit_test(short_names_mean_docker_hub_and_a_star_means_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
