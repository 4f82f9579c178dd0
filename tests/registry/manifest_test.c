#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/registry/manifest.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static const char OCI_INDEX[] = "application/vnd.oci.image.index.v1+json";
static const char OCI_IMAGE[] = "application/vnd.oci.image.manifest.v1+json";
static const char LIST[] = "application/vnd.docker.distribution.manifest.list.v2+json";

/* Gives `text` with ' as ", @a and @b as two Docker-Content-Digest, @c as a configuration's
 * descriptor and @i as an index entry: C strings of JSON are unreadable. */
static char *json(const char *text)
{
	static const struct {
		char name;
		const char *text;
	} parts[] = {
		{ 'a', "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
		{ 'b', "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
		{ 'c', "'config':{'mediaType':'application/vnd.oci.image.config.v1+json',"
		       "'digest':'@b','size':7}" },
		{ 'i', "{'mediaType':'application/vnd.oci.image.manifest.v1+json',"
		       "'digest':'@a','size':7}" },
	};
	OWNED(text) out = text_new(0);

	for (; *text; text++) {
		if (*text != '@') {
			text_add(out, *text == '\'' ? "\"" : text, 1);
			continue;
		}
		text++;
		for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
			OWNED_STRING part = parts[i].name == *text ? json(parts[i].text) : NULL;

			if (part)
				text_add_string(out, part);
		}
	}
	return text_take(pass_on(&out));
}

static struct error *parse(struct manifest **out, const char *type, const char *text)
{
	OWNED_STRING document = json(text);
	OWNED_STRING digest = json("@a");

	return manifest_parse(out, digest, type, slice_of(document));
}

static void assert_json(const char *value, const char *text)
{
	OWNED_STRING wanted = json(text);

	assert_string_equal(value, wanted);
}

static void refuses(const char *type, const char *text, enum error_kind kind, const char *part)
{
	struct manifest *manifest = NULL;

	assert_fails(parse(&manifest, type, text), kind, part);
	assert_null(manifest);
}

static void an_index_gives_its_images_in_order_and_no_attestations(void **state)
{
	OWNED(manifest) index = NULL;

	(void)state;
	assert_fine(parse(&index, OCI_INDEX,
			  "{'schemaVersion':2,'manifests':["
			  "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'@a"
			  "',"
			  "'size':7,'platform':{'os':'linux','architecture':'arm64',"
			  "'variant':'v8'}},"
			  "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'@b"
			  "',"
			  "'size':7,'platform':{'os':'unknown','architecture':'unknown'},"
			  "'annotations':{'vnd.docker.reference.type':'attestation-manifest'}},"
			  /* a platform of its own does not make an attestation an image */
			  "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'@b"
			  "',"
			  "'size':7,'platform':{'os':'linux','architecture':'amd64'},"
			  "'annotations':{'vnd.docker.reference.type':'something-new'}},"
			  "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'@b"
			  "',"
			  "'size':7,'platform':{'os':'windows','architecture':'amd64',"
			  "'os.version':'10.0.17763.5936'}},"
			  "{'mediaType':'application/vnd.oci.image.index.v1+json','digest':'@b',"
			  "'size':7}]}"));
	assert_true(index->is_index);
	assert_json(index->digest, "@a");
	assert_null(index->config_digest);
	assert_int_equal(index->count, 3);
	OWNED_STRING first = platform_text(&index->entries[0].platform);

	assert_string_equal(first, "linux/arm64");
	assert_string_equal(index->entries[1].os_version, "10.0.17763.5936");
	assert_true(index->entries[2].is_index);
	assert_string_equal(index->entries[2].platform.os, "");
}

static void entries_of_unknown_kinds_are_passed_over(void **state)
{
	OWNED(manifest) index = NULL;

	(void)state;
	assert_fine(parse(&index, NULL,
			  "{'schemaVersion':2,'manifests':["
			  "{'mediaType':'application/x','digest':'blake3:zz'},"
			  "{'mediaType':'application/vnd.oci.image.manifest.v1+json',"
			  "'artifactType':'application/vnd.cncf.helm.config.v1+json',"
			  "'digest':'@b','size':7},@i]}"));
	assert_int_equal(index->count, 1);
	assert_json(index->entries[0].digest, "@a");
}

static void an_index_of_nothing_is_one(void **state)
{
	OWNED(manifest) index = NULL;

	(void)state;
	assert_fine(parse(&index, OCI_INDEX, "{'schemaVersion':2,'manifests':[]}"));
	assert_true(index->is_index);
	assert_int_equal(index->count, 0);
}

static void an_image_gives_its_configuration(void **state)
{
	OWNED(manifest) image = NULL;

	(void)state;
	assert_fine(parse(&image, OCI_IMAGE, "{'schemaVersion':2,@c,'layers':[]}"));
	assert_false(image->is_index);
	assert_json(image->config_digest, "@b");
	assert_int_equal(image->config_size, 7);
}

/* Flux pins sets of manifests, Helm pins charts: their digests move too. */
static void an_artifact_has_no_platform_to_ask_for(void **state)
{
	OWNED(manifest) chart = NULL;

	(void)state;
	assert_fine(parse(&chart, OCI_IMAGE,
			  "{'schemaVersion':2,'config':{'mediaType':"
			  "'application/vnd.cncf.helm.config.v1+json','digest':'@b"
			  "','size':7},'layers':[]}"));
	assert_false(chart->is_index);
	assert_null(chart->config_digest);
}

static void the_type_comes_from_header_body_or_structure(void **state)
{
	static const struct {
		const char *header;
		const char *body;
		const char *type;
	} rows[] = {
		{ LIST, "{'schemaVersion':2,'manifests':[]}", LIST },
		{ "Application/VND.OCI.image.index.v1+json ; charset=utf-8",
		  "{'schemaVersion':2,'manifests':[]}", OCI_INDEX },
		{ NULL, "{'schemaVersion':2,'manifests':[]}", OCI_INDEX },
		{ "text/plain; charset=utf-8", "{'schemaVersion':2,'manifests':[]}", OCI_INDEX },
		{ "application/json",
		  "{'schemaVersion':2,'mediaType':"
		  "'application/vnd.docker.distribution.manifest.list.v2+json',"
		  "'manifests':[]}",
		  LIST },
		{ "application/octet-stream", "{'schemaVersion':2,@c,'layers':[]}", OCI_IMAGE },
		{ "", "{'schemaVersion':2,'mediaType':null,@c,'layers':[]}", OCI_IMAGE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(manifest) manifest = NULL;

		assert_fine(parse(&manifest, rows[i].header, rows[i].body));
		assert_string_equal(manifest->media_type, rows[i].type);
	}
}

static void what_two_clients_would_read_differently_is_refused(void **state)
{
	(void)state;
	refuses(OCI_INDEX,
		"{'schemaVersion':2,'mediaType':"
		"'application/vnd.oci.image.manifest.v1+json','manifests':[]}",
		ERROR_UNTRUSTED, "but mediaType is");
	refuses(OCI_INDEX, "{'schemaVersion':2,'manifests':[],'layers':[]}", ERROR_UNTRUSTED,
		"an index and an image");
	refuses(OCI_INDEX, "{'schemaVersion':2,'manifests':[],@c}", ERROR_UNTRUSTED,
		"an index and an image");
	refuses(OCI_IMAGE, "{'schemaVersion':2,'manifests':[]}", ERROR_UNTRUSTED, "contradict");
	refuses(OCI_INDEX, "{'schemaVersion':2,@c,'layers':[]}", ERROR_UNTRUSTED, "contradict");
	refuses(OCI_INDEX, "{'schemaVersion':2,'manifests':[],'manifests':[]}", ERROR_UNTRUSTED,
		"duplicate JSON key");
	refuses(OCI_INDEX, "{'schemaVersion':2,'manifests':[],'Layers':[]}", ERROR_UNTRUSTED,
		"ambiguous JSON key");
	/* U+017F, which Go folds to s */
	refuses(OCI_INDEX, "{'schemaVersion':2,'manifests':[],'layer\xc5\xbf':[]}", ERROR_UNTRUSTED,
		"ambiguous JSON key");
	refuses(OCI_INDEX,
		"{'schemaVersion':2,'manifests':[{'mediaType':'application/"
		"vnd.oci.image.manifest.v1+json','digest':'@a','Digest':'@b"
		"','size':7}]}",
		ERROR_UNTRUSTED, "ambiguous JSON key");
	refuses(OCI_IMAGE, "{'schemaVersion':2,@c,'layers':[],'fsLayers':[]}", ERROR_UNTRUSTED,
		"schema 1");
}

static void schema_1_is_told_of_as_legacy(void **state)
{
	(void)state;
	refuses("application/vnd.docker.distribution.manifest.v1+prettyjws", "not even JSON",
		ERROR_UNSUPPORTED, "legacy");
	refuses("application/vnd.docker.distribution.manifest.v1+json", "{}", ERROR_UNSUPPORTED,
		"legacy");
	refuses("text/plain", "{'schemaVersion':1,'fsLayers':[]}", ERROR_UNSUPPORTED, "legacy");
}

static void what_is_no_manifest_is_refused(void **state)
{
	(void)state;
	refuses(NULL, "", ERROR_SYNTAX, "invalid JSON");
	refuses(NULL, "<html>", ERROR_SYNTAX, "invalid JSON");
	refuses(NULL, "[]", ERROR_SYNTAX, "not an object");
	refuses(NULL, "{}", ERROR_SYNTAX, "schemaVersion");
	refuses(NULL, "{'schemaVersion':2}", ERROR_SYNTAX, "neither");
	refuses(NULL, "{'schemaVersion':'2','manifests':[]}", ERROR_SYNTAX, "schemaVersion");
	refuses(NULL, "{'schemaVersion':3,'manifests':[]}", ERROR_UNSUPPORTED, "schemaVersion 3");
	refuses(NULL, "{'schemaVersion':2,'manifests':{}}", ERROR_SYNTAX, "without manifests");
	refuses(OCI_INDEX, "{'schemaVersion':2}", ERROR_SYNTAX, "without manifests");
	refuses(NULL, "{'schemaVersion':2,'manifests':[7]}", ERROR_SYNTAX, "not an object");
	refuses(NULL, "{'schemaVersion':2,'mediaType':7,'manifests':[]}", ERROR_SYNTAX,
		"mediaType");
	refuses(NULL, "{'schemaVersion':2,@c}", ERROR_SYNTAX, "config and layers");
	refuses("text/html", "{'schemaVersion':2,'manifests':[]}", ERROR_UNSUPPORTED, "text/html");
	refuses(NULL, "{'schemaVersion':2,'manifests':[]}x", ERROR_SYNTAX, "invalid JSON");
}

static void every_descriptor_is_checked(void **state)
{
	static const struct {
		const char *members;
		enum error_kind kind;
	} rows[] = {
		{ "'size':7", ERROR_SYNTAX },
		{ "'digest':7,'size':7", ERROR_SYNTAX },
		{ "'digest':'../../etc/passwd','size':7", ERROR_SYNTAX },
		{ "'digest':'sha256:"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','size':7",
		  ERROR_SYNTAX },
		{ "'digest':'sha256:../"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','size':7",
		  ERROR_SYNTAX },
		{ "'digest':'blake3:"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','size':7",
		  ERROR_UNSUPPORTED },
		{ "'digest':'@a','size':-1", ERROR_SYNTAX },
		{ "'digest':'@a','size':1.5", ERROR_SYNTAX },
		{ "'digest':'@a'", ERROR_SYNTAX },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING index =
		    must_format("{'schemaVersion':2,'manifests':[{'mediaType':"
				"'application/vnd.oci.image.manifest.v1+json',%s}]}",
				rows[i].members);

		refuses(OCI_INDEX, index, rows[i].kind, "descriptor");
	}
}

static void an_index_has_a_ceiling(void **state)
{
	OWNED(text) text = text_new(0);

	(void)state;
	text_add_string(text, "{'schemaVersion':2,'manifests':[{}");
	for (int i = 0; i < INDEX_ENTRIES_MOST; i++)
		text_add_string(text, ",{}");
	text_add_string(text, "]}");
	refuses(OCI_INDEX, text->bytes, ERROR_LIMIT, "entries");
	while (text->size <= MANIFEST_BYTES_MOST)
		text_add_string(text, "                                                    ");
	refuses(OCI_INDEX, text->bytes, ERROR_LIMIT, "bytes");
}

/* 4 MiB of "[]," are 1.4 million arrays. */
static void many_values_are_refused_before_they_are_built(void **state)
{
	(void)state;
	static const size_t COUNT = 1000 * 1000;
	OWNED(text) text = text_new(0);
	OWNED(manifest) manifest = NULL;
	struct rusage before, after;

	text_add_string(text, "{\"schemaVersion\": 2, \"annotations\": [");
	for (size_t i = 0; i < COUNT; i++)
		text_add_string(text, "[],");
	text_add_string(text, "[]]}");
	getrusage(RUSAGE_SELF, &before);
	assert_fails(manifest_parse(&manifest, "sha256:" /* not looked at */, NULL,
				    text_slice(text)),
		     ERROR_LIMIT, "more values than the limit");
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
}

static void deep_nesting_is_refused_and_does_no_harm(void **state)
{
	OWNED(text) text = text_new(0);

	(void)state;
	for (int i = 0; i < 100 * 1000; i++)
		text_add_string(text, "[");
	refuses(NULL, text->bytes, ERROR_SYNTAX, "invalid JSON");
}

static void index_types_are_known_whatever_their_spelling(void **state)
{
	(void)state;
	assert_true(media_type_is_index("application/vnd.OCI.image.index.v1+json; charset=x"));
	assert_true(media_type_is_index(LIST));
	assert_false(media_type_is_index(OCI_IMAGE));
	assert_false(media_type_is_index(NULL));
	assert_false(media_type_is_index(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_gives_its_images_in_order_and_no_attestations),
		cmocka_unit_test(entries_of_unknown_kinds_are_passed_over),
		cmocka_unit_test(an_index_of_nothing_is_one),
		cmocka_unit_test(an_image_gives_its_configuration),
		cmocka_unit_test(an_artifact_has_no_platform_to_ask_for),
		cmocka_unit_test(the_type_comes_from_header_body_or_structure),
		cmocka_unit_test(what_two_clients_would_read_differently_is_refused),
		cmocka_unit_test(schema_1_is_told_of_as_legacy),
		cmocka_unit_test(what_is_no_manifest_is_refused),
		cmocka_unit_test(every_descriptor_is_checked),
		cmocka_unit_test(an_index_has_a_ceiling),
		cmocka_unit_test(many_values_are_refused_before_they_are_built),
		cmocka_unit_test(deep_nesting_is_refused_and_does_no_harm),
		cmocka_unit_test(index_types_are_known_whatever_their_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
