#include "images.h"
#include "assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/platform.h>
#include <string.h>

const char OCI_INDEX_TYPE[] = "application/vnd.oci.image.index.v1+json";
const char OCI_IMAGE_TYPE[] = "application/vnd.oci.image.manifest.v1+json";

char *image_digest(const char *document)
{
	char *digest = NULL;

	assert_fine(digest_of(&digest, "sha256:", slice_of(document)));
	return digest;
}

char *image_config(const char *platform, const char *salt)
{
	struct platform p;

	assert_fine(platform_parse(&p, platform));
	return must_format("{\"os\":\"%s\",\"architecture\":\"%s\",\"variant\":\"%s\","
			   "\"salt\":\"%s\"}",
			   p.os, p.architecture, p.variant, salt);
}

char *image_manifest(const char *config)
{
	OWNED_STRING digest = image_digest(config);

	return must_format("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":"
			   "\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\","
			   "\"size\":%zu},\"layers\":[]}",
			   OCI_IMAGE_TYPE, digest, strlen(config));
}

char *image_entry(const char *type, const char *document, const char *platform)
{
	OWNED_STRING digest = image_digest(document);
	OWNED(text) text = text_new(0);
	struct platform p;

	text_add_format(text, "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%zu", type, digest,
			strlen(document));
	if (platform) {
		assert_fine(platform_parse(&p, platform));
		text_add_format(text,
				",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\","
				"\"variant\":\"%s\"}",
				p.os, p.architecture, p.variant);
	}
	text_add_string(text, "}");
	return text_take(pass_on(&text));
}

char *image_index_of(const char *entries)
{
	return must_format("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}",
			   OCI_INDEX_TYPE, entries);
}

char *image_index(const char *platforms)
{
	OWNED_STRING copy = must_copy(platforms ? platforms : "linux/amd64 linux/arm64");
	OWNED(text) entries = text_new(0);
	char *rest = copy;

	for (const char *platform; (platform = strsep(&rest, " "));) {
		OWNED_STRING config = image_config(platform, "");
		OWNED_STRING image = image_manifest(config);
		OWNED_STRING entry = image_entry(OCI_IMAGE_TYPE, image, platform);

		text_add_format(entries, "%s%s", entries->size ? "," : "", entry);
	}
	return image_index_of(text_slice(entries).at);
}
