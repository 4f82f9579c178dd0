#include "claims.h"
#include "formats.h"
#include <assert.h>
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <stdint.h>
#include <string.h>

enum {
	FORMATS_MOST = 64, /* bits of a set of them */
	ANY_LETTER = 256,  /* the shelf of globs that may end with any */
	SHELVES,
};

/* A glob, its format's place in the table, and what a path must have for it. */
struct claim {
	const char *glob;
	size_t format;
	bool bars;        /* it is one of those that the format does not claim after all */
	uint64_t parts;   /* the directories that it names: a bit of each */
	char first;       /* the first letter of the file's own name; '\0': any */
	char second_last; /* the letter in front of its last one; '\0': any */
};

/* The globs that end with one letter. */
struct shelf {
	struct claim *items;
	size_t count;
};

struct claims {
	struct shelf shelves[SHELVES];
};

/* A path, taken apart once for all globs. */
struct subject {
	const char *path;
	uint64_t parts;
	char first;
	char second_last;
};

static bool is_special(char c)
{
	return strchr("*?[]\\", c) != NULL;
}

static size_t shelf_of(const char *glob)
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

/* The plain letter in front of the last one, in the file's own name; '\0': any may
 * stand there. */
static char second_last_of(const char *glob)
{
	const char *bare = *glob == '/' ? glob + 1 : glob;
	size_t size = strlen(bare);

	if (size < 2 || is_special(bare[size - 1]) || is_special(bare[size - 2]))
		return '\0';
	return bare[size - 2];
}

static void add(struct claims *claims, const char *glob, size_t format, bool bars)
{
	struct shelf *shelf = &claims->shelves[shelf_of(glob)];
	struct claim claim = { .glob = glob, .format = format, .bars = bars };
	const char *name;

	claim.parts = parts_of(&name, glob);
	/* Behind "**" the file's own name may begin later. */
	claim.first = is_special(*name) || strstr(name, "**") ? '\0' : *name;
	claim.second_last = second_last_of(glob);
	shelf->items = must_grow(shelf->items, shelf->count, sizeof(*shelf->items));
	shelf->items[shelf->count++] = claim;
}

struct claims *claims_new(void)
{
	struct claims *claims = must_alloc(sizeof(*claims));

	for (size_t i = 0; scan_formats[i]; i++) {
		assert(i < FORMATS_MOST);
		for (const char *const *glob = scan_formats[i]->globs; *glob; glob++)
			add(claims, *glob, i, false);
		for (const char *const *glob = scan_formats[i]->except; glob && *glob; glob++)
			add(claims, *glob, i, true);
	}
	return claims;
}

void claims_free(struct claims *claims)
{
	if (!claims)
		return;
	for (size_t i = 0; i < SHELVES; i++)
		free(claims->shelves[i].items);
	free(claims);
}

static bool may_match(const struct claim *claim, const struct subject *subject)
{
	return !(claim->parts & ~subject->parts) &&
	       (!claim->first || claim->first == subject->first) &&
	       (!claim->second_last || claim->second_last == subject->second_last);
}

/* Formats, a bit of each. */
struct claimants {
	uint64_t claim;
	uint64_t bar; /* their exceptions hold the path */
};

static void add_claimants(struct claimants *to, const struct shelf *shelf,
			  const struct subject *subject)
{
	for (size_t i = 0; i < shelf->count; i++) {
		const struct claim *claim = &shelf->items[i];
		uint64_t *set = claim->bars ? &to->bar : &to->claim;
		uint64_t bit = UINT64_C(1) << claim->format;

		if (!(*set & bit) && may_match(claim, subject) &&
		    glob_match_path(claim->glob, subject->path))
			*set |= bit;
	}
}

const struct format *claims_find(const struct claims *claims, const char *path)
{
	size_t size = strlen(path);
	size_t last = size ? (unsigned char)path[size - 1] : ANY_LETTER;
	struct subject subject = { .path = path };
	const char *name;

	subject.parts = parts_of(&name, path);
	subject.first = *name;
	subject.second_last = size > 1 ? path[size - 2] : '\0';
	struct claimants found = { 0, 0 };

	add_claimants(&found, &claims->shelves[last], &subject);
	add_claimants(&found, &claims->shelves[ANY_LETTER], &subject);
	uint64_t set = found.claim & ~found.bar;

	for (size_t i = 0; set; i++, set >>= 1)
		if (set & 1)
			return scan_formats[i];
	return NULL;
}
