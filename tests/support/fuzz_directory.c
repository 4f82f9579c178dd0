#include "fuzz_directory.h"
#include <digestbump/base/memory.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 256, OPEN_MOST = 16 };

static char top[PATH_ROOM];

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
	(void)status;
	(void)type;
	return at->level ? remove(path) : 0;
}

void fuzz_directory_empty(void)
{
	nftw(fuzz_directory(), remove_one, OPEN_MOST, FTW_DEPTH | FTW_PHYS);
}

static void remove_top(void)
{
	fuzz_directory_empty();
	rmdir(top);
}

const char *fuzz_directory(void)
{
	const char *place = getenv("TMPDIR");

	if (*top)
		return top;
	snprintf(top, sizeof(top), "%s/digestbump-fuzz-XXXXXX", place && *place ? place : "/tmp");
	if (!mkdtemp(top))
		abort();
	atexit(remove_top);
	return top;
}

void fuzz_directory_write(const char *path, struct slice bytes)
{
	OWNED_STRING whole = must_format("%s/%s", fuzz_directory(), path);

	for (char *slash = whole + strlen(top) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(whole, 0700);
		*slash = '/';
	}
	FILE *file = fopen(whole, "wb");

	if (!file || fwrite(bytes.at, 1, bytes.size, file) != bytes.size || fclose(file) != 0)
		abort();
}
