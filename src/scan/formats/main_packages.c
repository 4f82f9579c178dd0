#include "main_packages.h"

#include "../find/documents.h"
#include <string.h>

void packages_read(struct mains *mains, const struct scan_file *file, read_packages *read)
{
	struct skips skips = { 0 };
	struct scan_file again = *file;
	OWNED(documents) documents = NULL;

	again.skips = &skips;
	if (documents_read(&documents, &again) == READING_TREE)
		for (size_t i = 0; i < documents->count; i++)
			read(mains, file, documents->roots[i]);
	skips_clear(&skips);
}

void packages_add_context(struct mains *mains, struct range at, struct slice context,
			  struct slice dockerfile)
{
	const char *slash = dockerfile.size ? memrchr(dockerfile.at, '/', dockerfile.size) : NULL;
	struct slice beside = { dockerfile.at, slash ? (size_t)(slash - dockerfile.at) : 0 };

	mains_add(mains, at, MAIN_PROBE, context, beside);
}
