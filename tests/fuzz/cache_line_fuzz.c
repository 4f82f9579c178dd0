/* The line that the cache keeps for a tag: "DIGEST TIME TYPE". */
#include "../support/fuzz_directory.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/registry/cache.h>
#include <dirent.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where the cache keeps the tag, from the top of the directory; the name in the middle is
 * a hash of the scope. Gives NULL when it keeps nothing. */
static char *find_line(void)
{
	OWNED_STRING tags = must_format("%s/tags", fuzz_directory());
	DIR *directory = opendir(tags);
	char *path = NULL;

	for (struct dirent *entry; directory && (entry = readdir(directory));)
		if (entry->d_name[0] != '.' && !path)
			path = must_format("tags/%s/1", entry->d_name);
	if (directory)
		closedir(directory);
	return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *line;
	const struct cache_options options = {
		.directory = fuzz_directory(),
		.clock = 1700000000,
		.tag_life_ms = 3600 * 1000,
	};
	OWNED(cache) cache = cache_open(&options);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;

	if (!line) {
		OWNED_STRING any = must_format("sha256:%064d", 0);

		cache_put_tag(cache, "scope", "1", any, NULL);
		line = find_line();
	}
	if (!line)
		return 0;
	fuzz_directory_write(line, (struct slice){ (const char *)data, size });
	if (cache_get_tag(&digest, &type, cache, "scope", "1") && !digest_is_valid(digest))
		__builtin_trap();
	return 0;
}
