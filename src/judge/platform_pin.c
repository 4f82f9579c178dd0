#include "pin_state.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>

static const char *platform_of(const struct pin_state *e)
{
	const char *platform = e->pinned_digest->entry_platform;

	return platform ? platform : "one entry";
}

/* Gives "pins linux/amd64 of tag '1'": no tag ever had its digest. */
static char *subject(const struct pin_state *e)
{
	return must_format("pins %s of tag '%s'", platform_of(e), e->tag);
}

char *current_platform_reason(const struct pin_state *e)
{
	OWNED_STRING pins = subject(e);
	OWNED_STRING index = digest_short(e->question->digest);

	return must_format("%s; the tag's index is %s", pins, index);
}

char *moved_platform_reason(const struct pin_state *e, const char *from, const char *to)
{
	OWNED_STRING index = digest_short(e->question->digest);

	if (e->tracked.kind == TRACKED_NEXT)
		return must_format("%s has %s for %s in its index %s; '%s' had %s", e->tag_text, to,
				   platform_of(e), index, e->written, from);
	OWNED_STRING pins = subject(e);

	return must_format("%s, which was %s and is %s now; the tag's index is %s", pins, from, to,
			   index);
}

char *lost_platform_reason(const struct pin_state *e, const char *from)
{
	OWNED_STRING pins = subject(e);
	OWNED_STRING index = digest_short(e->question->digest);

	return must_format("%s (%s); the tag's index is %s now, which has no %s any more", pins,
			   from, index, platform_of(e));
}
