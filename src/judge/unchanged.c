#include "pin_state.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* "windows/amd64 10.0.17763" is a windows/amd64. */
static bool is_of_platform(const char *name, const char *platform)
{
	size_t size = strlen(platform);

	return strncmp(name, platform, size) == 0 && (!name[size] || name[size] == ' ');
}

static bool has_platform(const struct strings *names, const char *platform)
{
	for (size_t i = 0; i < names->count; i++)
		if (is_of_platform(names->items[i], platform))
			return true;
	return false;
}

/* One of the rule's platforms that the pinned index did not have is a change as well. */
static bool is_same(const struct pinned_digest *pinned, const struct strings *platforms)
{
	bool is_there = false;

	for (size_t i = 0; i < platforms->count; i++) {
		const char *platform = platforms->items[i];

		if (has_platform(&pinned->changed_platforms, platform) ||
		    has_platform(&pinned->added_platforms, platform))
			return false;
		is_there = is_there || has_platform(&pinned->same_platforms, platform);
	}
	return is_there;
}

/* What is gone must be replaced, and a new tag is a change that was asked for. */
bool is_unchanged(const struct pin_state *e)
{
	const struct pinned_digest *pinned = e->pinned_digest;

	if (!e->ruling.ignore_unchanged || pinned->missing_count || e->tracked.kind == TRACKED_NEXT)
		return false;
	if (e->ruling.platforms)
		return is_same(pinned, e->ruling.platforms);
	return pinned->same_platforms.count && !pinned->changed_platforms.count;
}

/* Gives "changed: linux/s390x; new: linux/riscv64". */
static char *changes_text(const struct pinned_digest *pinned)
{
	OWNED_STRING changed = strings_join(&pinned->changed_platforms, ", ");
	OWNED_STRING added = strings_join(&pinned->added_platforms, ", ");

	if (!*changed && !*added)
		return must_copy("only attestations or annotations changed");
	return must_format("%s%s%s%s%s", *changed ? "changed: " : "", changed,
			   *changed && *added ? "; " : "", *added ? "new: " : "", added);
}

struct verdict unchanged(const struct pin_state *e, const char *from, const char *to)
{
	OWNED_STRING same = strings_join(&e->pinned_digest->same_platforms, ", ");
	OWNED_STRING changes = changes_text(e->pinned_digest);

	return verdict_of(e, VERDICT_CURRENT,
			  must_format("%s moved from %s to %s, but the images of %s are the same "
				      "bytes; %s (ignore_unchanged)",
				      e->tag_text, from, to, same, changes));
}
