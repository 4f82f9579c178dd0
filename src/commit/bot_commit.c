#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <string.h>

/* True when the trailer stands there once and has this value. */
static struct error *trailer_is(bool *out, const char *message, const char *key, const char *wanted)
{
	OWNED(strings) values = NULL;

	TRY(git_trailer_values(&values, message, key));
	*out = values->count == 1 && strcmp(values->items[0], wanted) == 0;
	return NULL;
}

/* Commits of early versions have no digest of their message: their times alone tell. */
static struct error *message_is_unchanged(bool *out, const char *message)
{
	OWNED(strings) values = NULL;
	OWNED_STRING digest = commit_message_digest(message);

	TRY(git_trailer_values(&values, message, TRAILER_MESSAGE));
	*out = values->count == 0 || (values->count == 1 && strcmp(values->items[0], digest) == 0);
	return NULL;
}

static struct error *check_trailers(bool *out, const struct git_commit_info *commit)
{
	const struct {
		const char *key;
		const char *wanted;
	} facts[] = {
		{ TRAILER_VERSION, "1" },
		{ TRAILER_TREE, commit->tree },
		{ TRAILER_BASE, commit->parents.items[0] },
	};

	*out = true;
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts) && *out; i++)
		TRY(trailer_is(out, commit->message, facts[i].key, facts[i].wanted));
	return *out ? message_is_unchanged(out, commit->message) : NULL;
}

struct error *bot_commit_is_unchanged(bool *out, const struct git_commit_info *commit)
{
	*out = false;
	if (commit->parents.count != 1 || commit->author_time != commit->committer_time)
		return NULL;
	return check_trailers(out, commit);
}

struct error *bot_commit_is_recognized(bool *out, const char *message)
{
	OWNED(strings) values = NULL;

	TRY(git_trailer_values(&values, message, TRAILER_VERSION));
	*out = values->count != 0;
	return NULL;
}

/* The parts whose change requires a new commit. */
static const char *const compared_keys[] = {
	TRAILER_BASE,    TRAILER_TREE,        TRAILER_VERSION, TRAILER_UPDATE,
	TRAILER_REBUILD, TRAILER_BASE_BRANCH, TRAILER_CONFIG,
};
enum { BASE_KEYS = 2 }; /* the first ones, which move with the base branch */

static struct error *same_values(bool *out, const char *message, const char *other, const char *key)
{
	OWNED(strings) values = NULL;
	OWNED(strings) others = NULL;

	TRY(git_trailer_values(&values, message, key));
	TRY(git_trailer_values(&others, other, key));
	*out = values->count == others->count;
	for (size_t i = 0; i < values->count && *out; i++)
		*out = strcmp(values->items[i], others->items[i]) == 0;
	return NULL;
}

struct error *bot_commit_same_trailers(bool *out, const char *message, const char *other,
				       bool with_base)
{
	*out = true;
	for (size_t i = with_base ? 0 : BASE_KEYS;
	     i < sizeof(compared_keys) / sizeof(*compared_keys) && *out; i++)
		TRY(same_values(out, message, other, compared_keys[i]));
	return NULL;
}

/* Gives the only value of a trailer, or NULL. */
static struct error *trailer_value(char **out, const char *message, const char *key)
{
	OWNED(strings) values = NULL;

	TRY(git_trailer_values(&values, message, key));
	*out = values->count == 1 ? must_copy(values->items[0]) : NULL;
	return NULL;
}

struct error *bot_commit_belongs_to(bool *out, const char *message,
				    const struct branch_identity *branch, bool is_default)
{
	OWNED_STRING base_branch = NULL;
	OWNED_STRING config = NULL;

	TRY(trailer_value(&base_branch, message, TRAILER_BASE_BRANCH));
	TRY(trailer_value(&config, message, TRAILER_CONFIG));
	bool same_base = base_branch ? string_is(base_branch, branch->base_branch) : is_default;

	*out = same_base && string_is(config, branch->config);
	return NULL;
}
