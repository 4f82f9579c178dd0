#include "../../src/rebuild/provenance.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>

#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void print(void *data, const char *image, const char *digest)
{
	text_add_format(data, "%s %.10s\n", image, digest);
}

static void check(const char *statement, const char *expected)
{
	OWNED(documents) documents = NULL;
	OWNED(text) out = text_new(0);

	assert_fine(json_read(&documents, slice_of(statement), false));
	text_add_string(out, "");
	provenance_read(documents->count ? documents->roots[0] : NULL, print, out);
	assert_string_equal(out->size ? out->bytes : "", expected);
}

static void materials_of_slsa_0_2_are_read(void **state)
{
	(void)state;
	check("{\"predicate\":{\"materials\":[{\"uri\":\"pkg:docker/golang@1.23?digest=sha256:" SHA
	      "&platform=linux%2Famd64\"},{\"uri\":\"pkg:docker/ghcr.io/acme/base@1\","
	      "\"digest\":{\"sha256\":\"" SHA "\"}}]}}",
	      "docker.io/library/golang sha256:aaa\nghcr.io/acme/base sha256:aaa\n");
}

static void dependencies_of_slsa_1_are_read(void **state)
{
	(void)state;
	check("{\"predicate\":{\"buildDefinition\":{\"resolvedDependencies\":[{\"uri\":"
	      "\"pkg:docker/ghcr.io%2Facme%2Fbase@1?platform=linux%2Farm64\","
	      "\"digest\":{\"sha256\":\"" SHA "\"}}]}}}",
	      "ghcr.io/acme/base sha256:aaa\n");
}

static void what_is_no_image_or_has_no_digest_is_passed_over(void **state)
{
	(void)state;
	check("{\"predicate\":{\"materials\":[{\"uri\":\"https://github.com/a/b\",\"digest\":"
	      "{\"sha1\":\"x\"}},{\"uri\":\"pkg:docker/a@1\"},{\"uri\":\"pkg:docker/a@1\","
	      "\"digest\":{\"sha256\":\"short\"}},{\"uri\":\"pkg:docker/%zz\",\"digest\":"
	      "{\"sha256\":\"" SHA "\"}},7,null]}}",
	      "");
	check("{\"predicate\":{\"materials\":{\"uri\":\"pkg:docker/a\"}}}", "");
	check("[]", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(materials_of_slsa_0_2_are_read),
		cmocka_unit_test(dependencies_of_slsa_1_are_read),
		cmocka_unit_test(what_is_no_image_or_has_no_digest_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
