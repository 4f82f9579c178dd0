#include "../../src/config/name_syntax.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <git2.h>
#include <string.h>

static void hosts_are_what_references_make_of_them(void **state)
{
	static const struct {
		const char *written;
		const char *host; /* NULL: none */
	} rows[] = {
		{ "docker.io", "docker.io" },
		{ "index.docker.io", "docker.io" },
		{ "registry-1.docker.io", "docker.io" },
		{ "GHCR.IO", "ghcr.io" },
		{ "localhost", "localhost" },
		{ "localhost:5000", "localhost:5000" },
		{ "127.0.0.1:1", "127.0.0.1:1" },
		{ "[::1]", "[::1]" },
		{ "[::1]:5000", "[::1]:5000" },
		{ "registry:5000", "registry:5000" },
		{ "MyRegistry", "myregistry" },
		{ "registry", NULL },
		{ "", NULL },
		{ "ghcr.io/", NULL },
		{ "ghcr.io/team", NULL },
		{ "https://ghcr.io", NULL },
		{ "ghcr.io:", NULL },
		{ "ghcr.io:x", NULL },
		{ "ghcr..io", NULL },
		{ "ghcr.io@sha256", NULL },
		{ "gh cr.io", NULL },
		{ "u:p@ghcr.io", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING host = host_normalise(slice_of(rows[i].written));

		if (!host != !rows[i].host || (host && strcmp(host, rows[i].host) != 0))
			fail_msg("'%s' gives '%s'", rows[i].written, host ? host : "NULL");
	}
	OWNED_STRING nul = host_normalise((struct slice){ "ghcr.io\0x", 9 });

	assert_null(nul);
}

static void endpoints_lose_their_last_slash_and_know_their_host(void **state)
{
	static const struct {
		const char *written;
		const char *endpoint;
		const char *host;
	} rows[] = {
		{ "https://mirror.example", "https://mirror.example", "mirror.example" },
		{ "https://Mirror.example:8443/v2//", "https://Mirror.example:8443/v2",
		  "mirror.example:8443" },
		{ "http://registry/", "http://registry", "registry" },
		{ "http://[::1]:5000", "http://[::1]:5000", "[::1]:5000" },
		{ "https://registry-1.docker.io", "https://registry-1.docker.io", "docker.io" },
		{ "oci:a/b/", "oci:a/b/", NULL },
		{ "oci:/", "oci:/", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *made = NULL;

		assert_fine(endpoint_normalise(&made, rows[i].written));
		OWNED_STRING endpoint = made;
		OWNED_STRING host = endpoint_host(endpoint);

		assert_string_equal(endpoint, rows[i].endpoint);
		if (!rows[i].host)
			assert_null(host);
		else
			assert_string_equal(host, rows[i].host);
	}
}

/* git itself refuses DEL and means HEAD by "@"; "refs/x" is a slip. */
static bool is_stricter(const char *name)
{
	return strcmp(name, "refs/x") == 0 || strcmp(name, "@") == 0 || strchr(name, 0x7f);
}

/* libgit2 is the judge: whatever we take, it takes. */
static void branch_names_are_as_git_wants_them(void **state)
{
	static const char *const names[] = {
		"main",   "release/1.x", "a.b",  "a@b",  "x-y_z", "ä",        "",       "-x",
		"/x",     "x/",          "x//y", "x..y", ".x",    "x/.y",     "x.",     "x.lock",
		"x y",    "x~1",         "x^",   "x:y",  "x?",    "x*",       "x[",     "x\\y",
		"x@{1}",  "@",           "HEAD", "x\ty", "x\x7f", "a.lock/b", "refs/x", "x.lockb",
		"a/HEAD", "x@",          "@{x",  "x/@",
	};

	(void)state;
	assert_true(git_libgit2_init() > 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		bool ours = !branch_fault(names[i], true);
		int theirs = 0;

		git_branch_name_is_valid(&theirs, names[i]);
		if (ours && !theirs)
			fail_msg("'%s' is taken, and git refuses it", names[i]);
		if (!ours && theirs && !is_stricter(names[i]))
			fail_msg("'%s' is refused, and git takes it", names[i]);
	}
	git_libgit2_shutdown();
}

static void a_prefix_may_end_where_a_branch_may_not(void **state)
{
	(void)state;
	assert_null(branch_fault("digestbump/", false));
	assert_null(branch_fault("bots.", false));
	assert_non_null(branch_fault("digestbump/", true));
	assert_non_null(branch_fault("digestbump//", false));
	assert_non_null(branch_fault("a/.", false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_are_what_references_make_of_them),
		cmocka_unit_test(endpoints_lose_their_last_slash_and_know_their_host),
		cmocka_unit_test(branch_names_are_as_git_wants_them),
		cmocka_unit_test(a_prefix_may_end_where_a_branch_may_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
