#include "../../src/registry/redirect_policy.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>

struct row {
	const char *from;
	const char *to;
	bool is_fine;
};

static const struct row leads[] = {
	{ "https://registry.k8s.io/", "https://us-docker.pkg.dev/", true },
	{ "http://registry.test/", "https://registry.test/", true },
	{ "https://registry.test/", "http://registry.test/", false },
	{ "https://registry.test/", "http://other.test/", false },
	{ "http://localhost:5000/", "http://127.0.0.1:5001/", true },
	{ "http://10.1.2.3/", "http://10.1.2.4/", true },
};

static void https_is_never_left(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++) {
		OWNED(url) from = NULL;
		OWNED(url) to = NULL;

		print_message("%s to %s\n", leads[i].from, leads[i].to);
		assert_fine(url_parse(&from, leads[i].from));
		assert_fine(url_parse(&to, leads[i].to));
		struct error *error = redirect_check(from, to);

		if (leads[i].is_fine)
			assert_fine(error);
		else
			assert_fails(error, ERROR_UNTRUSTED, "is not allowed");
	}
}

static const struct {
	const char *to;
	enum address_class registry;
	enum address_class most;
} reached[] = {
	{ "https://registry.test/a", ADDRESS_UNKNOWN, ADDRESS_UNKNOWN },
	{ "https://registry.test:8443/a", ADDRESS_PUBLIC, ADDRESS_UNKNOWN },
	{ "https://listed.test/a", ADDRESS_PUBLIC, ADDRESS_UNKNOWN },
	{ "https://blobs.test/a", ADDRESS_PUBLIC, ADDRESS_UNKNOWN },
	{ "https://other.test/a", ADDRESS_UNKNOWN, ADDRESS_PUBLIC },
	{ "https://other.test/a", ADDRESS_PUBLIC, ADDRESS_PUBLIC },
	{ "https://other.test/a", ADDRESS_PRIVATE, ADDRESS_PRIVATE },
	{ "https://other.test/a", ADDRESS_LOOPBACK, ADDRESS_LOOPBACK },
};

static void a_registry_may_name_addresses_of_its_own_class(void **state)
{
	(void)state;
	struct strings realms = { 0 }, redirects = { 0 };
	OWNED(url) base = NULL;

	strings_add(&realms, "listed.test");
	strings_add(&redirects, "blobs.test");
	assert_fine(url_parse(&base, "https://registry.test/"));
	for (size_t i = 0; i < sizeof(reached) / sizeof(*reached); i++) {
		const struct endpoint endpoint = { .base = base,
						   .realms = &realms,
						   .redirects = &redirects,
						   .address = reached[i].registry };
		OWNED(url) to = NULL;

		assert_fine(url_parse(&to, reached[i].to));
		assert_int_equal(redirect_address_most(&endpoint, to), reached[i].most);
	}
	strings_clear(&realms);
	strings_clear(&redirects);
}

static const struct row shown[] = {
	{ "https://registry-1.docker.io/", "https://auth.docker.io/token", true },
	{ "https://registry.gitlab.com/", "https://gitlab.com/jwt/auth", true },
	{ "https://ghcr.io/", "https://ghcr.io/token", true },
	{ "https://harbor.test:8443/", "https://harbor.test/service/token", true },
	{ "https://registry.test/", "https://listed.test/token", true },
	{ "https://registry.test/", "https://LISTED.test/token", true },
	{ "https://registry.test/", "https://ported.test:8443/token", true },
	{ "http://127.0.0.1:5000/", "http://127.0.0.1:5001/token", true },
	{ "http://registry.test/", "http://registry.test/token", true },
	/* not to strangers */
	{ "https://registry.test/", "https://evil.test/token", false },
	{ "https://registry.test/", "https://auth.docker.io/token", false },
	{ "https://registry-1.docker.io/", "https://auth.docker.io.evil.test/token", false },
	{ "https://registry.test/", "https://token.registry.test/token", false },
	{ "https://registry.test/", "https://ported.test/token", false },
	{ "http://127.0.0.1:5000/", "http://localhost:5001/token", false },
	/* not in the open */
	{ "https://registry.test/", "http://registry.test/token", false },
	{ "https://registry.test/", "http://listed.test/token", false },
	{ "http://registry.test/", "http://registry.test:81/token", false },
	{ "http://127.0.0.1:5000/", "http://listed.test/token", false },
};

static void credentials_are_shown_to_those_who_may_see_them(void **state)
{
	struct strings more = { 0 };

	(void)state;
	strings_add(&more, "listed.test");
	strings_add(&more, "ported.test:8443");
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		OWNED(url) base = NULL;
		OWNED(url) realm = NULL;

		print_message("%s at %s\n", shown[i].from, shown[i].to);
		assert_fine(url_parse(&base, shown[i].from));
		assert_fine(url_parse(&realm, shown[i].to));
		assert_int_equal(realm_may_see_credentials(base, realm, &more), shown[i].is_fine);
	}
	strings_clear(&more);
}

static void an_origin_is_told_without_path_and_query(void **state)
{
	OWNED(url) url = NULL;

	(void)state;
	assert_fine(url_parse(&url, "https://storage.test:444/blob?X-Signature=secret"));
	OWNED_STRING origin = url_origin_text(url);

	assert_string_equal(origin, "https://storage.test:444");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(https_is_never_left),
		cmocka_unit_test(a_registry_may_name_addresses_of_its_own_class),
		cmocka_unit_test(credentials_are_shown_to_those_who_may_see_them),
		cmocka_unit_test(an_origin_is_told_without_path_and_query),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
