#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/memory.h>
#include <digestbump/config/tls.h>
#include <string.h>
#include <unistd.h>

static const char *home;
static const char *xdg;

static const char *variable(const char *name)
{
	if (strcmp(name, "HOME") == 0)
		return home;
	return strcmp(name, "XDG_CONFIG_HOME") == 0 ? xdg : NULL;
}

static const struct context context = { .variable = variable };
static const char PEM[] = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n";

static struct sandbox *fresh(void)
{
	struct sandbox *sandbox = sandbox_new();

	home = sandbox->top;
	xdg = NULL;
	return sandbox;
}

/* With this configuration, whose relative paths begin at HOME. */
static struct error *find_with(struct tls_config **out, const char *yaml, const char *host)
{
	OWNED(config) config = NULL;

	assert_fine(config_parse(&config, "c.yaml", slice_of(yaml)));
	config_resolve_paths(config, home);
	return tls_config_find(out, config, &context, host);
}

static struct error *fails_with(const char *yaml, const char *host)
{
	struct tls_config *tls = NULL;
	struct error *error = find_with(&tls, yaml, host);

	assert_null(tls);
	return error;
}

static void nothing_special_holds_without_settings(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = fresh();

	assert_string_equal(sandbox->top, home);
	OWNED(tls_config) tls = NULL;
	OWNED(tls_config) homeless = NULL;

	assert_fine(find_with(&tls, "", "ghcr.io"));
	assert_null(tls->authorities);
	assert_null(tls->cert);
	assert_false(tls->insecure);
	home = NULL;
	assert_fine(tls_config_find(&homeless, NULL, &context, "ghcr.io"));
}

static void settings_hold_for_the_host_that_an_entry_leads_to(void **state)
{
	static const struct {
		const char *entry;
		const char *host;
		bool holds;
	} rows[] = {
		{ "r.example: {insecure: true}", "r.example", true },
		{ "r.example: {insecure: true}", "r.example:5000", false },
		{ "r.example: {insecure: true}", "x.r.example", false },
		{ "'r.example:5000': {insecure: true}", "r.example:5000", true },
		{ "'r.example:443': {insecure: true}", "r.example", true },
		{ "docker.io: {insecure: true}", "registry-1.docker.io", true },
		{ "docker.io: {insecure: true}", "auth.docker.io", false },
		{ "docker.io: {endpoint: 'https://m.example', insecure: true}", "m.example", true },
		{ "docker.io: {endpoint: 'https://m.example', insecure: true}",
		  "registry-1.docker.io", false },
		{ "docker.io: {endpoint: 'https://m.example', insecure: true, resolve: false}",
		  "registry-1.docker.io", true },
		{ "docker.io: {endpoint: 'oci:/x', insecure: true}", "registry-1.docker.io",
		  false },
		{ "'[::1]:5000': {insecure: true}", "[::1]:5000", true },
	};

	(void)state;
	OWNED(sandbox) sandbox = fresh();

	assert_string_equal(sandbox->top, home);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING yaml = must_format("registries: {%s}", rows[i].entry);
		OWNED(tls_config) tls = NULL;

		assert_fine(find_with(&tls, yaml, rows[i].host));
		if (tls->insecure != rows[i].holds)
			fail_msg("%s: %s", rows[i].entry, rows[i].host);
	}
}

static void files_of_the_configuration_must_be_there(void **state)
{
	static const char both[] = "registries: {r.example: {ca: ca.pem, cert: c.pem, key: k.pem}}";

	(void)state;
	OWNED(sandbox) sandbox = fresh();
	OWNED(tls_config) tls = NULL;

	assert_fails(fails_with(both, "r.example"), ERROR_USAGE, "ca.pem");
	sandbox_write(sandbox, "ca.pem", "nonsense");
	assert_fails(fails_with(both, "r.example"), ERROR_USAGE, "not a PEM file");
	sandbox_write(sandbox, "ca.pem", PEM);
	sandbox_write(sandbox, "c.pem", PEM);
	assert_fails(fails_with(both, "r.example"), ERROR_USAGE, "k.pem");
	assert_fails(fails_with(both, "r.example"), ERROR_USAGE, "registries.r.example");
	sandbox_write(sandbox, "k.pem", PEM);
	assert_fine(find_with(&tls, both, "r.example"));
	OWNED_STRING cert = sandbox_path(sandbox, "c.pem");

	assert_string_equal(tls->cert, cert);
	assert_non_null(strstr(tls->authorities->bytes, PEM));
}

static void entries_that_disagree_about_one_host_are_told(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = fresh();

	assert_string_equal(sandbox->top, home);
	OWNED(tls_config) tls = NULL;

	assert_fails(fails_with("registries: {docker.io: {endpoint: 'https://m.example', cert: a, "
				"key: a}, ghcr.io: {endpoint: 'https://m.example/v2/x', cert: b, "
				"key: b}}",
				"m.example"),
		     ERROR_USAGE, "registries.docker.io and registries.ghcr.io");
	assert_fine(find_with(&tls,
			      "registries: {docker.io: {endpoint: 'https://m.example', insecure: "
			      "true}, ghcr.io: {endpoint: 'https://m.example/v2/x', insecure: "
			      "true}}",
			      "m.example"));
	assert_true(tls->insecure);
}

static void the_first_directory_that_is_there_counts(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = fresh();
	OWNED_STRING other = sandbox_path(sandbox, "xdg");

	sandbox_write(sandbox, ".docker/certs.d/r.example/docker.crt", PEM);
	OWNED(tls_config) docker = NULL;
	OWNED(tls_config) podman = NULL;
	OWNED(tls_config) own = NULL;

	assert_fine(find_with(&docker, "", "r.example"));
	assert_non_null(docker->authorities);
	sandbox_write(sandbox, ".config/containers/certs.d/r.example/notes.txt", "x");
	assert_fine(find_with(&podman, "", "r.example"));
	assert_null(podman->authorities);
	xdg = other;
	sandbox_write(sandbox, "xdg/containers/certs.d/r.example/a.crt", PEM);
	assert_fine(find_with(&own, "", "r.example"));
	assert_non_null(own->authorities);
}

static void directories_are_named_as_references_name_the_host(void **state)
{
	static const struct {
		const char *directory;
		const char *host;
		bool holds;
	} rows[] = {
		{ "r.example", "r.example", true },
		{ "r.example:443", "r.example", true },
		{ "r.example:5000", "r.example:5000", true },
		{ "r.example", "r.example:5000", false },
		{ "r.example:5000", "r.example", false },
		{ "docker.io", "registry-1.docker.io", true },
		{ "registry-1.docker.io", "registry-1.docker.io", true },
		{ "[::1]:5000", "[::1]:5000", true },
		{ "[::1]", "[::1]", true },
		{ "example", "r.example", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(sandbox) sandbox = fresh();
		OWNED_STRING path =
		    must_format(".config/containers/certs.d/%s/a.crt", rows[i].directory);
		OWNED(tls_config) tls = NULL;

		sandbox_write(sandbox, path, PEM);
		assert_fine(find_with(&tls, "", rows[i].host));
		if (!tls->authorities == rows[i].holds)
			fail_msg("%s: %s", rows[i].directory, rows[i].host);
	}
}

static void pairs_of_a_directory_need_their_mates(void **state)
{
	static const char top[] = ".config/containers/certs.d/r.example";

	(void)state;
	OWNED(sandbox) sandbox = fresh();
	OWNED_STRING cert = must_format("%s/b.cert", top);
	OWNED_STRING key = must_format("%s/b.key", top);
	OWNED_STRING first = must_format("%s/a.cert", top);
	OWNED_STRING first_key = must_format("%s/a.key", top);
	OWNED(tls_config) tls = NULL;
	OWNED(tls_config) two = NULL;

	sandbox_write(sandbox, cert, PEM);
	assert_fails(fails_with("", "r.example"), ERROR_USAGE, "b.cert' has no key");
	sandbox_write(sandbox, key, PEM);
	assert_fine(find_with(&tls, "", "r.example"));
	assert_non_null(strstr(tls->cert, "/b.cert"));
	assert_non_null(strstr(tls->key, "/b.key"));
	sandbox_write(sandbox, first_key, PEM);
	assert_fails(fails_with("", "r.example"), ERROR_USAGE, "a.key' has no certificate");
	sandbox_write(sandbox, first, PEM);
	assert_fine(find_with(&two, "", "r.example"));
	assert_non_null(strstr(two->cert, "/a.cert"));
}

static void the_configuration_and_the_directory_add_up(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = fresh();
	OWNED(tls_config) tls = NULL;

	sandbox_write(sandbox, ".docker/certs.d/r.example/a.crt", "-----BEGIN CERTIFICATE-----\nA");
	sandbox_write(sandbox, ".docker/certs.d/r.example/a.cert", PEM);
	sandbox_write(sandbox, ".docker/certs.d/r.example/a.key", PEM);
	sandbox_write(sandbox, "own.pem", "-----BEGIN CERTIFICATE-----\nB");
	sandbox_write(sandbox, "c.pem", PEM);
	sandbox_write(sandbox, "k.pem", PEM);
	assert_fine(find_with(&tls,
			      "registries: {r.example: {ca: own.pem, cert: c.pem, key: k.pem}}",
			      "r.example"));
	assert_non_null(strstr(tls->authorities->bytes, "\nA"));
	assert_non_null(strstr(tls->authorities->bytes, "\nB"));
	assert_non_null(strstr(tls->cert, "/c.pem"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_special_holds_without_settings),
		cmocka_unit_test(settings_hold_for_the_host_that_an_entry_leads_to),
		cmocka_unit_test(files_of_the_configuration_must_be_there),
		cmocka_unit_test(entries_that_disagree_about_one_host_are_told),
		cmocka_unit_test(the_first_directory_that_is_there_counts),
		cmocka_unit_test(directories_are_named_as_references_name_the_host),
		cmocka_unit_test(pairs_of_a_directory_need_their_mates),
		cmocka_unit_test(the_configuration_and_the_directory_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
