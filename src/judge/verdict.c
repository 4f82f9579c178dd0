#include <digestbump/judge/judge.h>

static const struct {
	const char *name;
	const char *meaning;
	bool failure;
} codes[] = {
	[VERDICT_CURRENT] = { "current", "the tag still has the digest that is pinned", false },
	[VERDICT_BUMP] = { "bump", "the tag has a new digest, and it may be taken", false },
	[VERDICT_RESCUE] = { "rescue",
			     "what is pinned is gone from the registry; the tag has a digest",
			     false },
	[VERDICT_HELD_AGE] = { "held-age", "the new digest was first seen too short a time ago",
			       false },
	[VERDICT_HELD_PLATFORM] = { "held-platform",
				    "the new digest lost a platform that the pinned one has",
				    false },
	[VERDICT_HELD_SIGNATURE] = { "held-signature",
				     "the new digest has no signature that the policies accept",
				     false },
	[VERDICT_HELD_DOWNGRADE] = { "held-downgrade",
				     "the tag is above all that the rule for it follows", false },
	[VERDICT_IGNORED] = { "ignored", "the configuration leaves it out", false },
	[VERDICT_UNPINNED] = { "unpinned", "no digest stands there", false },
	[VERDICT_UNTRACKED] = { "untracked", "a digest stands there and no tag to follow", false },
	[VERDICT_ABSENT] = { "absent", "the registry has no such repository, tag or image", true },
	[VERDICT_DENIED] = { "denied", "the registry wants other credentials, or any", true },
	[VERDICT_LIMITED] = { "limited", "the registry asks to come back later", true },
	[VERDICT_FAILED] = { "failed", "the registry did not answer, or not credibly", true },
	[VERDICT_UNSUPPORTED] = { "unsupported", "found, but nothing that can be handled", true },
};

const char *verdict_name(enum verdict_code code)
{
	return codes[code].name;
}

const char *verdict_meaning(enum verdict_code code)
{
	return codes[code].meaning;
}

bool verdict_is_update(enum verdict_code code)
{
	return code == VERDICT_BUMP || code == VERDICT_RESCUE;
}

bool verdict_is_failure(enum verdict_code code)
{
	return codes[code].failure;
}

void verdicts_free(struct verdicts *verdicts)
{
	if (!verdicts)
		return;
	for (size_t i = 0; i < verdicts->count; i++) {
		free(verdicts->items[i].reason);
		free(verdicts->items[i].hint);
		free(verdicts->items[i].tag);
		free(verdicts->items[i].to_tag);
		free(verdicts->items[i].to);
	}
	free(verdicts->items);
	free(verdicts);
}
