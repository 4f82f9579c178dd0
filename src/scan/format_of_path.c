#include "formats.h"
#include <assert.h>
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/scan/format_of_path.h>
#include <stdint.h>
#include <string.h>

enum {
	FORMATS_MOST = 64, /* bits of a set of them */
	ANY_LETTER = 256,  /* the shelf of globs that may end with any */
	GLOB_LISTS,
};

/* A glob, its format's place in the table, and what a path must have for it. */
struct path_glob {
	const char *glob;
	size_t format;
	bool is_exception; /* it is one of those that the format does not claim after all */
	uint64_t parts;    /* the directories that it names: a bit of each */
	char first;        /* the first byte of the file's own name; '\0': any */
	const char *tail;  /* its bytes behind the last wildcard or '/' */
	size_t tail_size;
	struct slice core; /* where it has no such: its longest bytes without a wildcard */
};

/* The globs that end with one byte. */
struct glob_list {
	struct path_glob *items;
	size_t count;
};

struct path_formats {
	struct glob_list lists[GLOB_LISTS];
};

/* A path, taken apart once for all globs. */
struct path_parts {
	const char *path;
	struct slice name;
	const char *end;
	size_t size;
	uint64_t parts;
	char first;
};

static bool is_special(char c)
{
	return strchr("*?[]\\", c) != NULL;
}

static size_t list_of(const char *glob)
{
	size_t size = strlen(glob);

	return size && !is_special(glob[size - 1]) ? (unsigned char)glob[size - 1] : ANY_LETTER;
}

static uint64_t bit_of(struct slice part)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < part.size; i++)
		hash = (hash ^ (unsigned char)part.at[i]) * 16777619u;
	return UINT64_C(1) << (hash >> 26);
}

static bool is_plain(struct slice part)
{
	for (size_t i = 0; i < part.size; i++)
		if (is_special(part.at[i]))
			return false;
	return part.size > 0;
}

/* The bits of all directories in `path`, those with wildcards left out. Sets *name
 * to the file's own name. */
static uint64_t parts_of(const char **name, const char *path)
{
	uint64_t parts = 0;

	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1) {
		struct slice part = { path, (size_t)(slash - path) };

		if (is_plain(part))
			parts |= bit_of(part);
	}
	*name = path;
	return parts;
}

/* What a path must end with. */
static const char *tail_of(const char *glob)
{
	const char *tail = glob + strlen(glob);

	while (tail > glob && tail[-1] != '/' && !is_special(tail[-1]))
		tail--;
	return tail;
}

/* What the file's own name must hold somewhere. */
static struct slice core_of(const char *name)
{
	struct slice core = { name, 0 };

	while (*name) {
		size_t size = strcspn(name, "*?[]\\/");

		if (size > core.size)
			core = (struct slice){ name, size };
		name += size;
		if (*name == '[' && strchr(name, ']'))
			name = strchr(name, ']');
		name += *name != '\0';
	}
	return core;
}

static void add(struct path_formats *path_formats, const char *glob, size_t format,
		bool is_exception)
{
	struct glob_list *list = &path_formats->lists[list_of(glob)];
	struct path_glob claim = { .glob = glob, .format = format, .is_exception = is_exception };
	const char *name;

	claim.parts = parts_of(&name, glob);
	/* Behind "**" the file's own name may begin later. */
	claim.first = is_special(*name) || strstr(name, "**") ? '\0' : *name;
	claim.tail = tail_of(glob);
	claim.tail_size = strlen(claim.tail);
	if (!claim.tail_size && !strstr(name, "**"))
		claim.core = core_of(name);
	list->items = must_grow(list->items, list->count, sizeof(*list->items));
	list->items[list->count++] = claim;
}

struct path_formats *path_formats_new(void)
{
	struct path_formats *path_formats = must_alloc(sizeof(*path_formats));

	for (size_t i = 0; scan_formats[i]; i++) {
		assert(i < FORMATS_MOST);
		for (const char *const *glob = scan_formats[i]->globs; *glob; glob++)
			add(path_formats, *glob, i, false);
		for (const char *const *glob = scan_formats[i]->except; glob && *glob; glob++)
			add(path_formats, *glob, i, true);
	}
	return path_formats;
}

void path_formats_free(struct path_formats *path_formats)
{
	if (!path_formats)
		return;
	for (size_t i = 0; i < GLOB_LISTS; i++)
		free(path_formats->lists[i].items);
	free(path_formats);
}

static bool may_match(const struct path_glob *claim, const struct path_parts *path_parts)
{
	return !(claim->parts & ~path_parts->parts) &&
	       (!claim->first || claim->first == path_parts->first) &&
	       claim->tail_size <= path_parts->size &&
	       memcmp(claim->tail, path_parts->end - claim->tail_size, claim->tail_size) == 0 &&
	       (!claim->core.size || memmem(path_parts->name.at, path_parts->name.size,
					    claim->core.at, claim->core.size));
}

/* Formats, a bit of each. */
struct claiming_formats {
	uint64_t claim;
	uint64_t exception; /* their exceptions hold the path */
};

static void add_claiming(struct claiming_formats *to, const struct glob_list *list,
			 const struct path_parts *path_parts)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct path_glob *claim = &list->items[i];
		uint64_t *set = claim->is_exception ? &to->exception : &to->claim;
		uint64_t bit = UINT64_C(1) << claim->format;

		if (!(*set & bit) && may_match(claim, path_parts) &&
		    glob_match_path(claim->glob, path_parts->path))
			*set |= bit;
	}
}

const struct format *path_formats_find(const struct path_formats *path_formats, const char *path)
{
	size_t size = strlen(path);
	size_t last = size ? (unsigned char)path[size - 1] : ANY_LETTER;
	struct path_parts path_parts = { .path = path, .end = path + size, .size = size };
	const char *name;

	path_parts.parts = parts_of(&name, path);
	path_parts.first = *name;
	path_parts.name = slice_of(name);
	struct claiming_formats found = { 0, 0 };

	add_claiming(&found, &path_formats->lists[last], &path_parts);
	add_claiming(&found, &path_formats->lists[ANY_LETTER], &path_parts);
	uint64_t set = found.claim & ~found.exception;

	for (size_t i = 0; set; i++, set >>= 1)
		if (set & 1)
			return scan_formats[i];
	return NULL;
}
