#include "../support/assertions.h"
#include "../support/golden.h"
#include "../support/print_config.h"
#include "../support/sandbox.h"
#include "../support/schema.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/config/config.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static json_t *load_schema(void)
{
	json_error_t wrong;
	json_t *schema = json_load_file("config/schema.json", JSON_REJECT_DUPLICATES, &wrong);

	if (!schema)
		fail_msg("config/schema.json:%d: %s", wrong.line, wrong.text);
	return schema;
}

/* What the schema says of the first document; it knows no others. */
static char *schema_says(const json_t *schema, struct slice bytes)
{
	OWNED(documents) documents = NULL;

	assert_fine(yaml_read(&documents, bytes));
	json_t *value = documents->count ? schema_value(documents->roots[0]) : json_null();
	char *fault = schema_fault(schema, value);

	json_decref(value);
	return fault;
}

/* A complaint, and whether the schema complains as well; or all that was read. */
static char *print(const char *name, struct slice bytes, const void *schema)
{
	OWNED(config) config = NULL;
	OWNED(error) error = config_parse(&config, CONFIG_FILE_NAME, bytes);
	OWNED_STRING fault = schema_says(schema, bytes);

	if (error) {
		assert_int_equal(error_kind(error), ERROR_USAGE);
		return must_format("%s\nschema: %s\n", error_text(error), fault ? fault : "fine");
	}
	if (fault)
		fail_msg("%s: the loader takes it, the schema says %s", name, fault);
	return print_config(config);
}

static void valid_files_are_read_and_fit_the_schema(void **state)
{
	(void)state;
	json_t *schema = load_schema();

	golden_check("tests/config/fixtures/valid", print, schema);
	json_decref(schema);
}

static void invalid_files_are_refused_with_place_and_advice(void **state)
{
	(void)state;
	json_t *schema = load_schema();

	golden_check("tests/config/fixtures/invalid", print, schema);
	json_decref(schema);
}

static struct config *parse(const char *text)
{
	struct config *config = NULL;

	assert_fine(config_parse(&config, "f.yaml", slice_of(text)));
	return config;
}

static void assert_is_default(const struct config *config)
{
	OWNED(config) fresh = config_default();
	OWNED_STRING got = print_config(config);
	OWNED_STRING want = print_config(fresh);

	assert_string_equal(got, want);
}

static void the_documented_file_says_the_defaults(void **state)
{
	(void)state;
	OWNED(config) config = NULL;

	assert_fine(config_load(&config, "config/digestbump.yaml"));
	assert_is_default(config);
	assert_string_equal(config->path, "config/digestbump.yaml");
}

/* The comments show settings that are not defaults: they have to be right, too. */
static void the_examples_in_the_documented_file_can_be_uncommented(void **state)
{
	(void)state;
	OWNED(text) bytes = NULL;
	OWNED(text) all = text_new(0);
	unsigned examples = 0;

	assert_fine(file_read(&bytes, AT_FDCWD, "config/digestbump.yaml", CONFIG_BYTES_MOST));
	struct slice rest = text_slice(bytes), line;

	while (slice_line(&line, &rest)) {
		bool example = slice_starts(line, "#   ");

		if (slice_is(line, "rules: []") || slice_is(line, "patterns: []") ||
		    slice_is(line, "registries: {}") || slice_is(line, "images: []") ||
		    slice_is(line, "trust:") || slice_is(line, "  root:") ||
		    slice_is(line, "  policies: {}"))
			continue;
		if (slice_is(line, "#   - match:"))
			text_add_string(all, "rules:\n");
		if (slice_starts(line, "#   - files: [\"tools"))
			text_add_string(all, "patterns:\n");
		if (slice_starts(line, "#   - name: ghcr.io/acme/app"))
			text_add_string(all, "images:\n");
		if (slice_starts(line, "#   ghcr.io"))
			text_add_string(all, "registries:\n");
		if (slice_starts(line, "#   root: trusted_root"))
			text_add_string(all, "trust:\n");
		text_add(all, line.at + (example ? 1 : 0), line.size - (example ? 1 : 0));
		text_add_string(all, "\n");
		examples += example;
	}
	OWNED(config) config = parse(all->bytes);

	assert_true(examples > 10);
	assert_int_equal(config->text_pattern_count, 2);
	assert_int_equal(config->image_count, 3);
	assert_int_equal(config->rule_count, 4);
	assert_int_equal(config->registry_count, 3);
	assert_string_equal(config->rules[0].platform, "linux/arm64");
	assert_string_equal(config->registries[1].endpoint, "https://mirror.example.org/hub");
}

static void nothing_said_is_the_default(void **state)
{
	static const char *const files[] = {
		"",
		"\n\n",
		"# a comment\n",
		"---\n",
		"--- ~\n",
		"\xef\xbb\xbf# BOM\n",
		"{}",
		"rules:\nbranches:\n  base:\ncommit: {author: null}\nignore: {paths: }\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		OWNED(config) config = parse(files[i]);

		assert_is_default(config);
	}
}

static void the_presets_load_and_say_what_they_are_for(void **state)
{
	(void)state;
	OWNED(config) cron = NULL;
	OWNED(config) gitops = NULL;
	OWNED(config) strict = NULL;
	OWNED(config) signed_bases = NULL;

	assert_fine(config_load(&cron, "config/presets/ci-cron.yaml"));
	assert_int_equal(cron->branch_limit, 10);
	assert_string_equal(config_rule(cron, "gcr.io/distroless/static-debian12", "Dockerfile")
				.group,
			    "distroless");
	assert_true(config_ignores_path(cron, "a/testdata/Dockerfile"));

	assert_fine(config_load(&gitops, "config/presets/gitops.yaml"));
	assert_true(
	    config_rule(gitops, "ghcr.io/o/api", "overlays/prod/kustomization.yaml").ignored);
	assert_false(
	    config_rule(gitops, "ghcr.io/o/api", "overlays/dev/kustomization.yaml").ignored);
	assert_false(config_rule(gitops, "ghcr.io/o/api", "images/api/Dockerfile").ignored);

	assert_fine(config_load(&strict, "config/presets/strict.yaml"));
	assert_true(strict->include_vendored);
	assert_string_equal(strict->author_email, "base-images@example.org");

	assert_fine(config_load(&signed_bases, "config/presets/signed-bases.yaml"));
	assert_int_equal(signed_bases->trust.count, 5);
	assert_string_equal(config_rule(signed_bases, "gcr.io/distroless/static", "Dockerfile")
				.trust->items[0],
			    "distroless");
}

static void a_file_that_is_not_there_is_absent(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = sandbox_new();
	OWNED_STRING path = sandbox_path(sandbox, "none.yaml");
	struct config *config = NULL;

	assert_fails(config_load(&config, path), ERROR_ABSENT, "none.yaml");
	assert_null(config);
}

static void a_file_that_is_too_large_is_refused(void **state)
{
	(void)state;
	OWNED(text) large = text_new(0);
	struct config *config = NULL;

	while (large->size <= CONFIG_BYTES_MOST)
		text_add_string(large, "# nothing but comments, and too many of them\n");
	assert_fails(config_parse(&config, "f.yaml", text_slice(large)), ERROR_USAGE, "larger");
	assert_null(config);
}

static void bytes_that_are_no_yaml_are_a_usage_error_with_a_line(void **state)
{
	(void)state;
	struct config *config = NULL;

	assert_fails(config_parse(&config, "f.yaml", slice_of("rules: []\nbranches: {\n")),
		     ERROR_USAGE, "f.yaml:");
	assert_fails(config_parse(&config, "f.yaml", (struct slice){ "\xff\xfe#\0", 4 }),
		     ERROR_USAGE, "f.yaml: ");
	assert_fails(config_parse(&config, "f.yaml", (struct slice){ "ignore:\0x", 9 }),
		     ERROR_USAGE, "f.yaml:");
}

/* The list of what is allowed must not keep a reader from seeing the secret in a
 * log: where one is expected nothing that was written is repeated. */
static void a_secret_that_was_written_down_is_not_repeated(void **state)
{
	static const char *const files[] = {
		"registries: {ghcr.io: {username: u, password: hunter2}}",
		"registries: {ghcr.io: {username: u, password: [hunter2]}}",
		"registries: {ghcr.io: {username: u, password: {hunter2}}}",
		"registries: {ghcr.io: {username: u, password: {hunter2: env}}}",
		"registries: {ghcr.io: {username: u, password: {env: hunter2!}}}",
		"registries: {ghcr.io: {username: u, password: !hunter {env: A}}}",
		"registries: {ghcr.io: {username: u, password: {env: [hunter2]}}}",
		"registries: {ghcr.io: {endpoint: 'https://u:hunter2@ghcr.io'}}",
		"registries: {ghcr.io: {username: 'u:hunter2', password: {env: A}}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		OWNED(config) config = NULL;
		OWNED(error) error = config_parse(&config, "f.yaml", slice_of(files[i]));

		assert_non_null(error);
		if (strstr(error_text(error), "hunter2"))
			fail_msg("'%s' repeats a secret", error_text(error));
	}
}

static void a_path_with_a_colon_or_a_percent_sign_stays_as_it_is(void **state)
{
	(void)state;
	struct config *config = NULL;

	assert_fails(config_parse(&config, "a%s:b.yaml", slice_of("x: 1")), ERROR_USAGE,
		     "a%s:b.yaml:1:1: unknown setting 'x'");
}

static void an_endpoint_from_the_command_line_adds_or_replaces(void **state)
{
	(void)state;
	OWNED(config) config = parse("registries:\n  ghcr.io: {endpoint: 'https://one.example'}\n");

	assert_fine(config_set_endpoint(config, "ghcr.io=http://127.0.0.1:5000/"));
	assert_fine(config_set_endpoint(config, "index.docker.io=oci:/var/a=b"));
	assert_int_equal(config->registry_count, 2);
	assert_string_equal(config_registry(config, "ghcr.io")->endpoint, "http://127.0.0.1:5000");
	assert_true(config_registry(config, "ghcr.io")->endpoint_by_operator);
	assert_string_equal(config_registry(config, "docker.io")->endpoint, "oci:/var/a=b");
	assert_null(config_registry(config, "quay.io"));
}

static void an_endpoint_that_is_none_is_a_usage_error(void **state)
{
	static const struct {
		const char *argument;
		const char *part;
	} rows[] = {
		{ "", "HOST=ENDPOINT" },
		{ "ghcr.io", "HOST=ENDPOINT" },
		{ "=https://x", "not a registry host" },
		{ "myregistry=https://x", "not a registry host" },
		{ "ghcr.io/team=https://x", "not a registry host" },
		{ "https://ghcr.io=https://x", "not a registry host" },
		{ "ghcr.io=", "http:// or https://" },
		{ "ghcr.io=ftp://x", "http:// or https://" },
		{ "ghcr.io=oci:", "http:// or https://" },
		{ "ghcr.io=https://", "no host" },
		{ "ghcr.io=https:///v2", "no host" },
		{ "ghcr.io=https://a:b:c", "no host" },
		{ "ghcr.io=https://u:p@x", "must not contain a user" },
		{ "ghcr.io=https://x/?a=b", "must not contain a user" },
		{ "ghcr.io=https://x#y", "must not contain a user" },
	};

	(void)state;
	OWNED(config) config = config_default();

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_fails(config_set_endpoint(config, rows[i].argument), ERROR_USAGE,
			     rows[i].part);
	assert_int_equal(config->registry_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_files_are_read_and_fit_the_schema),
		cmocka_unit_test(invalid_files_are_refused_with_place_and_advice),
		cmocka_unit_test(the_documented_file_says_the_defaults),
		cmocka_unit_test(the_examples_in_the_documented_file_can_be_uncommented),
		cmocka_unit_test(nothing_said_is_the_default),
		cmocka_unit_test(the_presets_load_and_say_what_they_are_for),
		cmocka_unit_test(a_file_that_is_not_there_is_absent),
		cmocka_unit_test(a_file_that_is_too_large_is_refused),
		cmocka_unit_test(bytes_that_are_no_yaml_are_a_usage_error_with_a_line),
		cmocka_unit_test(a_secret_that_was_written_down_is_not_repeated),
		cmocka_unit_test(a_path_with_a_colon_or_a_percent_sign_stays_as_it_is),
		cmocka_unit_test(an_endpoint_from_the_command_line_adds_or_replaces),
		cmocka_unit_test(an_endpoint_that_is_none_is_a_usage_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
