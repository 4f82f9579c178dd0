#include "golden.h"
#include "assertions.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>

enum { FIXTURE_BYTES_MOST = 1024 * 1024 };

static int is_input(const struct dirent *entry)
{
	return slice_ends(slice_of(entry->d_name), ".in");
}

/* Gives the fixture's bytes; a file that is not there is empty when it may be. */
static struct text *read_fixture(const char *path, bool may_be_absent)
{
	OWNED(text) bytes = NULL;
	struct error *failed = file_read(&bytes, AT_FDCWD, path, FIXTURE_BYTES_MOST);

	if (failed && may_be_absent && error_kind(failed) == ERROR_ABSENT) {
		error_free(failed);
		return text_new(0);
	}
	assert_fine(failed);
	return pass_on(&bytes);
}

static bool agrees(const char *path, const char *got)
{
	const char *write = getenv("GOLDEN");

	if (write && strcmp(write, "write") == 0) {
		assert_fine(file_replace(AT_FDCWD, path, slice_of(got)));
		return true;
	}
	OWNED(text) want = read_fixture(path, true);

	if (slice_is(text_slice(want), got))
		return true;
	print_error("%s wants\n%s\nbut this came\n%s\n", path, want->bytes ? want->bytes : "", got);
	return false;
}

static bool check_one(const char *folder, const char *file, golden_print *print, const void *data)
{
	OWNED_STRING name = must_copy_bytes(file, strlen(file) - strlen(".in"));
	OWNED_STRING in = must_format("%s/%s.in", folder, name);
	OWNED_STRING want = must_format("%s/%s.want", folder, name);
	OWNED(text) bytes = read_fixture(in, false);
	OWNED_STRING got = print(name, text_slice(bytes), data);

	return agrees(want, got);
}

void golden_check(const char *folder, golden_print *print, const void *data)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_input, alphasort);
	bool fine = true;

	for (int i = 0; i < count; i++) {
		fine = check_one(folder, entries[i]->d_name, print, data) && fine;
		free(entries[i]);
	}
	free(entries);
	assert_true(count > 0);
	assert_true(fine);
}
