/* replay.c - a fuzz target without a fuzzer: runs it once on every file that is
 * named, and on every file of the directories that are named.
 *
 * So that what was once found stays found with any compiler. Ends with 1 when
 * there is nothing to run or a file cannot be read: a corpus that got lost
 * must not look like one that passes.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes in memory of exactly their size, so that ASan sees a read beyond. */
static bool replay_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(size ? size : 1);
	bool fine = file && bytes && fread(bytes, 1, size, file) == size;

	if (fine) {
		fprintf(stderr, "%s\n", path);
		LLVMFuzzerTestOneInput(bytes, size);
	} else {
		fprintf(stderr, "replay: cannot read '%s'\n", path);
	}
	free(bytes);
	if (file)
		fclose(file);
	return fine;
}

static long replay_path(const char *path);

/* Gives how many files were run, or -1. */
static long replay_directory(const char *path)
{
	DIR *directory = opendir(path);
	long count = 0;

	if (!directory)
		return -1;
	for (struct dirent *entry; count >= 0 && (entry = readdir(directory));) {
		char below[4096];
		long more;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
		more = replay_path(below);
		count = more < 0 ? -1 : count + more;
	}
	closedir(directory);
	return count;
}

static long replay_path(const char *path)
{
	struct stat about;

	if (stat(path, &about) != 0) {
		fprintf(stderr, "replay: no '%s'\n", path);
		return -1;
	}
	if (S_ISDIR(about.st_mode))
		return replay_directory(path);
	return replay_file(path, (size_t)about.st_size) ? 1 : -1;
}

int main(int count, char **paths)
{
	long ran = 0;

	for (int i = 1; i < count; i++) {
		long more = replay_path(paths[i]);

		if (more < 0)
			return 1;
		ran += more;
	}
	fprintf(stderr, "%ld files replayed\n", ran);
	return ran > 0 ? 0 : 1;
}
