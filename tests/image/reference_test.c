#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <string.h>

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define UPPER "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"

struct row {
	const char *written;
	const char *whole; /* normalised; NULL: no reference */
};

static const struct row rows[] = {
	/* docker.io's rules */
	{ "alpine", "docker.io/library/alpine" },
	{ "alpine:3.20", "docker.io/library/alpine:3.20" },
	{ "alpine@sha256:" HEX, "docker.io/library/alpine@sha256:" HEX },
	{ "alpine:3@sha256:" HEX, "docker.io/library/alpine:3@sha256:" HEX },
	{ "bitnami/redis", "docker.io/bitnami/redis" },
	{ "docker.io/ubuntu", "docker.io/library/ubuntu" },
	{ "index.docker.io/a/b", "docker.io/a/b" },
	{ "registry-1.docker.io/library/x", "docker.io/library/x" },
	/* without a '/', nothing is a host */
	{ "localhost", "docker.io/library/localhost" },
	{ "example.com", "docker.io/library/example.com" },
	{ "example.com:5000", "docker.io/library/example.com:5000" },
	/* hosts */
	{ "localhost/x", "localhost/x" },
	{ "localhost:5000/x:y", "localhost:5000/x:y" },
	{ "host:5000/x:5000", "host:5000/x:5000" },
	{ "[::1]:5000/x", "[::1]:5000/x" },
	{ "[fd00::17]/net/probe:7", "[fd00::17]/net/probe:7" },
	{ "GHCR.io/a/b", "ghcr.io/a/b" },
	{ "Registry/a", "registry/a" },
	{ "eu.gcr.io/a/b/c/d/e:v1", "eu.gcr.io/a/b/c/d/e:v1" },
	{ "host:port/x", NULL },
	{ "host:/x", NULL },
	{ "host:123456/x", NULL },
	{ "-host.com/x", NULL },
	{ "host-.com/x", NULL },
	{ "a..b.com/x", NULL },
	{ "[::zz]/x", NULL },
	{ "[fe80::1%eth0]/x", NULL },
	/* names */
	{ "a__b", "docker.io/library/a__b" },
	{ "a--b", "docker.io/library/a--b" },
	{ "a---b.c_d", "docker.io/library/a---b.c_d" },
	{ "a___b", NULL },
	{ "a..b", NULL },
	{ "a.-b", NULL },
	{ "-a", NULL },
	{ "a-", NULL },
	{ "a/", NULL },
	{ "/a", NULL },
	{ "//a", NULL },
	{ "a//b", NULL },
	{ "a/B", NULL },
	{ "Builder", NULL },
	{ "a/../b", NULL },
	{ "a%2eb", NULL },
	{ "a b", NULL },
	{ "a\r\nb", NULL },
	{ "\xd0\xb0lpine", NULL },
	{ HEX, NULL },
	{ "a/" HEX, "docker.io/a/" HEX },
	/* schemes and paths of other things */
	{ "https://ghcr.io/a", NULL },
	{ "docker://alpine", NULL },
	{ "./Dockerfile", NULL },
	/* tags */
	{ "a:b:c", NULL },
	{ "a/b:c/d", NULL },
	{ "a:", NULL },
	{ "a:.x", NULL },
	{ "a:-x", NULL },
	{ "a:_x", "docker.io/library/a:_x" },
	{ "a:V1.0-RC_1", "docker.io/library/a:V1.0-RC_1" },
	/* digests */
	{ "a@", NULL },
	{ "a@sha256:", NULL },
	{ "a@sha256:" UPPER, NULL },
	{ "a@sha256:" HEX "0", NULL },
	{ "a@sha512:" HEX, NULL },
	{ "a@sha512:" HEX HEX, "docker.io/library/a@sha512:" HEX HEX },
	{ "a:b@sha256:" HEX "@sha256:" HEX, NULL },
	{ "a:@sha256:" HEX, NULL },
	{ "@sha256:" HEX, NULL },
	{ "", NULL },
};

static void every_row_is_read_as_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(reference) reference = NULL;
		OWNED(error) error = reference_parse(&reference, slice_of(rows[i].written));
		OWNED_STRING whole = reference ? reference_text(reference) : NULL;

		if (rows[i].whole && !whole)
			fail_msg("'%s': %s", rows[i].written, error_text(error));
		if (!rows[i].whole && whole)
			fail_msg("'%s' was read as '%s'", rows[i].written, whole);
		if (whole)
			assert_string_equal(whole, rows[i].whole);
	}
}

static void ranges_say_where_the_parts_stand(void **state)
{
	(void)state;
	const char *written = "localhost:5000/x:y@sha256:" HEX;
	OWNED(reference) r = NULL;

	assert_fine(reference_parse(&r, slice_of(written)));
	assert_int_equal(r->written_name.length, strlen("localhost:5000/x"));
	assert_memory_equal(written + r->written_tag.at, "y", r->written_tag.length);
	assert_int_equal(r->written_tag.length, 1);
	assert_string_equal(written + r->written_digest.at, "sha256:" HEX);
}

static void an_unknown_algorithm_is_unsupported_not_wrong(void **state)
{
	(void)state;
	struct reference *r = NULL;

	assert_fails(reference_parse(&r, slice_of("a@blake3:" HEX)), ERROR_UNSUPPORTED, "blake3");
	assert_fails(reference_parse(&r, slice_of("1@kafka:9093")), ERROR_SYNTAX, "digest");
	assert_null(r);
}

static void a_digest_is_broken_only_where_one_was_meant(void **state)
{
	(void)state;
	assert_true(reference_has_broken_digest(slice_of("alpine:3@sha256:")));
	assert_true(reference_has_broken_digest(slice_of("alpine@")));
	assert_true(reference_has_broken_digest(slice_of("alpine@sha256:<digest>")));
	assert_true(reference_has_broken_digest(slice_of("alpine@sha256:" UPPER)));
	assert_true(reference_has_broken_digest(slice_of("alpine@blake3:" HEX)));
	assert_false(reference_has_broken_digest(slice_of("alpine@sha256:" HEX)));
	assert_false(reference_has_broken_digest(slice_of("1@kafka:9093")));
	assert_false(reference_has_broken_digest(slice_of("cat@2x")));
	assert_false(reference_has_broken_digest(slice_of("Not a name@sha256:")));
	assert_false(reference_has_broken_digest(slice_of("")));
}

static char *repeated(char c, size_t count)
{
	char *string = must_alloc(count + 1);

	memset(string, c, count);
	return string;
}

static void lengths_end_where_the_specification_says(void **state)
{
	(void)state;
	OWNED_STRING tag = repeated('t', 128);
	OWNED_STRING name = repeated('n', 253);
	OWNED_STRING fits = must_format("a/%s:%s", name, tag);
	OWNED_STRING long_tag = must_format("a:%st", tag);
	OWNED_STRING long_name = must_format("ab/%s", name);
	OWNED_STRING endless = repeated('x', 100000);
	OWNED(reference) r = NULL;
	struct reference *none = NULL;

	assert_fine(reference_parse(&r, slice_of(fits)));
	assert_fails(reference_parse(&none, slice_of(long_tag)), ERROR_SYNTAX, "tag");
	assert_fails(reference_parse(&none, slice_of(long_name)), ERROR_SYNTAX, "255");
	assert_fails(reference_parse(&none, slice_of(endless)), ERROR_SYNTAX, "longer");
}

static void loopback_is_an_address_not_a_text(void **state)
{
	(void)state;
	assert_true(host_is_loopback("localhost"));
	assert_true(host_is_loopback("LOCALHOST:5000"));
	assert_true(host_is_loopback("a.localhost:80"));
	assert_true(host_is_loopback("127.0.0.1:5000"));
	assert_true(host_is_loopback("127.8.9.10"));
	assert_true(host_is_loopback("[::1]:5000"));
	assert_true(host_is_loopback("[::1]"));
	assert_false(host_is_loopback("127.0.0.1.evil.example"));
	assert_false(host_is_loopback("localhost.evil.example"));
	assert_false(host_is_loopback("10.0.0.1"));
	assert_false(host_is_loopback("[fd00::1]"));
	assert_false(host_is_loopback("notlocalhost"));
}

static void docker_io_is_asked_at_its_endpoint(void **state)
{
	(void)state;
	assert_string_equal(host_endpoint("docker.io"), "registry-1.docker.io");
	assert_string_equal(host_endpoint("ghcr.io"), "ghcr.io");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_read_as_it_says),
		cmocka_unit_test(ranges_say_where_the_parts_stand),
		cmocka_unit_test(an_unknown_algorithm_is_unsupported_not_wrong),
		cmocka_unit_test(a_digest_is_broken_only_where_one_was_meant),
		cmocka_unit_test(lengths_end_where_the_specification_says),
		cmocka_unit_test(loopback_is_an_address_not_a_text),
		cmocka_unit_test(docker_io_is_asked_at_its_endpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
