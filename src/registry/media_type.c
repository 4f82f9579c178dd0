#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/registry/manifest.h>
#include <string.h>

static const char *const indexes[] = {
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	NULL,
};

static const char *const legacies[] = {
	"application/vnd.docker.distribution.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v1+prettyjws",
	NULL,
};

/* registry.access.redhat.com, for one, says text/plain of everything. */
static const char *const generics[] = {
	"",   "text/plain", "application/json", "application/octet-stream", "binary/octet-stream",
	NULL,
};

char *media_type_essence(const char *media_type)
{
	if (!media_type)
		return NULL;
	struct slice slice = { media_type, strcspn(media_type, ";") };
	OWNED_STRING essence = slice_copy(slice_trim(slice));

	for (char *c = essence; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return slice_is_one_of(slice_of(essence), generics) ? NULL : pass_on(&essence);
}

static bool is_listed(const char *const *list, const char *media_type)
{
	OWNED_STRING essence = media_type_essence(media_type);

	return essence && slice_is_one_of(slice_of(essence), list);
}

bool media_type_is_index(const char *media_type)
{
	return is_listed(indexes, media_type);
}

bool media_type_is_legacy(const char *media_type)
{
	return is_listed(legacies, media_type);
}
