#include <digestbump/commit/commit.h>
#include <string.h>

/* True when the trailer stands there once and says this. */
static struct error *trailer_is(bool *out, const char *message, const char *key, const char *wanted)
{
	OWNED(strings) values = NULL;

	TRY(git_trailer_values(&values, message, key));
	*out = values->count == 1 && strcmp(values->items[0], wanted) == 0;
	return NULL;
}

/* Whoever amends or rebases keeps the author's date and gets a new committer's:
 * ours are always the same. That catches a new message with the trailers kept. */
static bool is_not_amended(const struct git_commit_info *tip)
{
	return tip->parents.count == 1 && tip->author_time == tip->committer_time;
}

static struct error *judge(bool *is_ours, const struct git_commit_info *tip)
{
	const struct {
		const char *key;
		const char *wanted;
	} claims[] = {
		{ TRAILER_VERSION, "1" },
		{ TRAILER_TREE, tip->tree },
		{ TRAILER_BASE, tip->parents.items[0] },
	};

	*is_ours = true;
	for (size_t i = 0; i < sizeof(claims) / sizeof(*claims) && *is_ours; i++)
		TRY(trailer_is(is_ours, tip->message, claims[i].key, claims[i].wanted));
	return NULL;
}

struct error *branch_owner_of(enum branch_owner *out, const struct git_commit_info *tip)
{
	bool is_ours = false;

	if (is_not_amended(tip))
		TRY(judge(&is_ours, tip));
	*out = is_ours ? OWNER_BOT : OWNER_HUMAN;
	return NULL;
}
