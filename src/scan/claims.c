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

/* The globs that end with one letter, each with its format's place in the table. */
struct shelf {
	struct claim {
		const char *glob;
		size_t format;
	} * items;
	size_t count;
};

struct claims {
	struct shelf shelves[SHELVES];
};

static size_t shelf_of(const char *glob)
{
	size_t size = strlen(glob);

	return size && !strchr("*?[]\\", glob[size - 1]) ? (unsigned char)glob[size - 1]
							 : ANY_LETTER;
}

static void add(struct claims *claims, const char *glob, size_t format)
{
	struct shelf *shelf = &claims->shelves[shelf_of(glob)];

	shelf->items = must_grow(shelf->items, shelf->count, sizeof(*shelf->items));
	shelf->items[shelf->count++] = (struct claim){ glob, format };
}

struct claims *claims_new(void)
{
	struct claims *claims = must_alloc(sizeof(*claims));

	for (size_t i = 0; scan_formats[i]; i++) {
		assert(i < FORMATS_MOST);
		for (const char *const *glob = scan_formats[i]->globs; *glob; glob++)
			add(claims, *glob, i);
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

/* The set of formats on a shelf that claim the path. */
static uint64_t claimants(const struct shelf *shelf, const char *path)
{
	uint64_t set = 0;

	for (size_t i = 0; i < shelf->count; i++)
		if (glob_match_path(shelf->items[i].glob, path))
			set |= UINT64_C(1) << shelf->items[i].format;
	return set;
}

const struct format *claims_find(const struct claims *claims, const char *path)
{
	size_t size = strlen(path);
	size_t last = size ? (unsigned char)path[size - 1] : ANY_LETTER;
	uint64_t set =
	    claimants(&claims->shelves[last], path) | claimants(&claims->shelves[ANY_LETTER], path);

	for (size_t i = 0; set; i++, set >>= 1)
		if ((set & 1) && !format_excepts(scan_formats[i], path))
			return scan_formats[i];
	return NULL;
}
