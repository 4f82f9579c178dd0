/* Every case of tests/support/sigstore/cases.py comes to what it wants. */
#include "../../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/trust/sigstore.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { CASES_LEAST = 300 };

static const char *member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static struct error *parse(struct signature_material **out, const json_t *one)
{
	const json_t *notes = json_object_get(one, "annotations");
	const struct classic_signature classic = {
		.payload = slice_of(member(one, "blob")),
		.signature = member(notes, "dev.cosignproject.cosign/signature"),
		.certificate = member(notes, "dev.sigstore.cosign/certificate"),
		.bundle = member(notes, "dev.sigstore.cosign/bundle"),
		.timestamp = member(notes, "dev.sigstore.cosign/rfc3161timestamp"),
		.is_attestation = json_is_true(json_object_get(one, "attestation")),
	};

	if (string_is(member(one, "kind"), "bundle"))
		return bundle_parse(out, slice_of(member(one, "bundle")));
	return classic_signature_parse(out, &classic);
}

static struct error *verify(struct evidence **out, const json_t *one)
{
	OWNED(sigstore_root) root = NULL;
	OWNED(public_key) key = NULL;
	OWNED(signature_material) material = NULL;
	const struct slice artifact = slice_of(member(one, "artifact"));
	struct sigstore_needs needs = {
		.digest = member(one, "digest"),
		.artifact = member(one, "artifact") ? &artifact : NULL,
		.log = json_is_true(json_object_get(one, "log")),
		.sct = json_is_true(json_object_get(one, "sct")),
	};

	TRY(sigstore_root_parse(&root, slice_of(member(one, "root"))));
	if (member(one, "key"))
		TRY(public_key_parse(&key, slice_of(member(one, "key"))));
	needs.key = key;
	TRY(parse(&material, one));
	return sigstore_verify(out, material, root, &needs);
}

static bool is_expected_text(const struct evidence *evidence, const char *name, const char *value)
{
	const struct {
		const char *name;
		const char *value;
	} texts[] = {
		{ "identity", evidence->identity },
		{ "issuer", evidence->issuer },
		{ "source", evidence->source },
		{ "ref", evidence->ref },
		{ "build_signer", evidence->build_signer },
		{ "predicate_type", evidence->predicate_type },
		{ "builder", evidence->builder },
		{ "origin", evidence->origin },
		{ "reference", evidence->reference },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (string_is(texts[i].name, name))
			return string_is(texts[i].value, value);
	return false;
}

static bool is_expected(const struct evidence *evidence, const json_t *expect)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)expect, name, value)
	{
		const struct strings *notes = &evidence->annotations;

		if (json_is_array(value)) {
			if (notes->count != json_array_size(value))
				return false;
			for (size_t i = 0; i < notes->count; i++)
				if (!string_is(notes->items[i],
					       json_string_value(json_array_get(value, i))))
					return false;
		} else if (!is_expected_text(evidence, name, json_string_value(value))) {
			return false;
		}
	}
	return true;
}

/* True when the case came to what it wants; else says what it came to. */
static bool is_right(const json_t *one)
{
	OWNED(evidence) evidence = NULL;
	OWNED(error) failed = verify(&evidence, one);
	const char *want = member(one, "want");
	bool is_as_wanted = want ? failed && strstr(error_text(failed), want)
				 : !failed && is_expected(evidence, json_object_get(one, "expect"));

	/* Either evidence or a reason, never both. */
	if (is_as_wanted && !failed == !!evidence)
		return true;
	print_error("%s\n  wanted: %s\n  came to: %s\n", member(one, "name"),
		    want ? want : "evidence", failed ? error_text(failed) : "evidence");
	return false;
}

static void every_case_comes_to_what_it_wants(void **state)
{
	(void)state;
	FILE *pipe = popen("/usr/bin/python3 tests/support/sigstore/cases.py", "r");
	unsigned wrong = 0;
	size_t index;
	json_t *one;

	assert_non_null(pipe);
	json_t *cases = json_loadf(pipe, 0, NULL);

	assert_int_equal(pclose(pipe), 0);
	assert_true(json_array_size(cases) >= CASES_LEAST);
	json_array_foreach(cases, index, one) wrong += !is_right(one);
	json_decref(cases);
	assert_int_equal(wrong, 0);
}

static void the_shipped_root_is_one(void **state)
{
	(void)state;
	OWNED(sigstore_root) root = NULL;

	assert_fine(sigstore_root_shipped(&root));
	assert_true(sigstore_root_date(root) >= 1758585600); /* 2025-09-23 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_comes_to_what_it_wants),
		cmocka_unit_test(the_shipped_root_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
