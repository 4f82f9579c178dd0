#include "main_packages.h"

#include "../find/documents.h"
#include <string.h>

void main_packages_read(struct go_main_packages *main_packages, const struct scan_file *file,
			main_packages_reader *read)
{
	struct skips skips = { 0 };
	struct scan_file again = *file;
	struct yaml_file yaml;

	again.skips = &skips;
	documents_read(&yaml, &again);
	for (size_t i = 0; yaml.documents && i < yaml.documents->count; i++)
		read(main_packages, file, yaml.documents->roots[i]);
	yaml_file_clear(&yaml);
	skips_clear(&skips);
}

void main_packages_add_context(struct go_main_packages *main_packages, struct range at,
			       struct slice context, struct slice dockerfile)
{
	const char *slash = dockerfile.size ? memrchr(dockerfile.at, '/', dockerfile.size) : NULL;
	struct slice adjacent = { dockerfile.at, slash ? (size_t)(slash - dockerfile.at) : 0 };

	go_main_packages_add(main_packages, at, MAIN_PROBE, context, adjacent);
}
