#include "pin_state.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

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

/* Where the rule stands that wants the index. */
static char *index_reason(const struct pin_state *e, const char *from)
{
	OWNED_STRING pins = subject(e);
	OWNED_STRING index = digest_short(e->question->digest);

	return must_format("%s (%s); line %u of '%s' (kind: index) wants the tag's index, %s", pins,
			   from, e->ruling.kind_line,
			   e->config->path ? e->config->path : CONFIG_FILE_NAME, index);
}

char *moved_platform_reason(const struct pin_state *e, const char *from, const char *to)
{
	if (strcmp(e->to, e->pinned_digest->to) != 0)
		return index_reason(e, from);
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

static bool wants_index(const struct pin_state *e)
{
	return e->pinned_digest && e->pinned_digest->is_entry && e->ruling.kind == KIND_INDEX;
}

const char *wanted_digest(const struct pin_state *e)
{
	if (!e->pinned_digest)
		return NULL;
	return wants_index(e) && e->pinned_digest->to ? e->question->digest : e->pinned_digest->to;
}

bool is_single_platform(const struct pin_state *e)
{
	return e->pinned_digest && e->pinned_digest->is_entry && !e->pinned_digest->platform &&
	       !wants_index(e);
}

char *single_platform_hint(const struct pin_state *e)
{
	const char *platform = e->pinned_digest->entry_platform;

	if (!platform)
		return must_format("the digest is one entry of an index; a rule with 'kind: index' "
				   "pins the index instead");
	return must_format("the digest is for %s only: a rule with 'kind: index' pins all "
			   "platforms instead, one with 'platform: %s' says that it is meant",
			   platform, platform);
}
