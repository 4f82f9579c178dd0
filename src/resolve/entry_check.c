#include "entry_check.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>

char *entry_text(const struct inspection *index, const struct image *entry)
{
	OWNED_STRING platform =
	    *entry->platform.os ? platform_text(&entry->platform) : must_copy("an entry");
	OWNED_STRING entry_digits = digest_short(entry->digest);
	OWNED_STRING index_digits = digest_short(index->digest);

	return must_format("%s (%s) of index %s", platform, entry_digits, index_digits);
}

static const char *kind_text(const struct inspection *found)
{
	return found->is_index ? "an index" : found->is_artifact ? "an artifact" : "an image";
}

/* An entry that the index calls an image may be an artifact nevertheless (image-spec, "guidelines
 * for artifact usage"): its media types are the same. */
static bool is_other_kind(const struct image *entry, const struct inspection *found)
{
	return found->is_index != entry->is_index || found->is_artifact;
}

struct error *check_entry(const struct image *entry, const struct inspection *found)
{
	if (found->error)
		return error_copy(found->error);
	if (entry->size >= 0 && found->size >= 0 && entry->size != found->size)
		return error_new(ERROR_UNTRUSTED, "it has %lld bytes, but its descriptor says %lld",
				 found->size, entry->size);
	if (is_other_kind(entry, found))
		return error_new(ERROR_UNTRUSTED, "it is %s, but its descriptor says %s",
				 kind_text(found), entry->is_index ? "an index" : "an image");
	return NULL;
}
