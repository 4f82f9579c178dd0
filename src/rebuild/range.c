#include "ci_event.h"
#include <digestbump/base/memory.h>

const char *range_source_name(enum range_source source)
{
	static const char *const names[] = {
		[RANGE_OPTION] = "option",
		[RANGE_GITHUB] = "github",
		[RANGE_GITLAB] = "gitlab",
		[RANGE_HEAD] = "head",
	};

	return names[source];
}

/* Fetches the commit when it is not here. */
static struct error *have_commit(struct git *git, const char *oid)
{
	OWNED_STRING remote = NULL;

	if (git_has_commit(git, oid))
		return NULL;
	TRY(git_remote_choose(&remote, git, NULL));
	if (!remote)
		return error_new(ERROR_ABSENT, "there is no remote to fetch it from");
	return git_fetch_commit(git, remote, oid);
}

/* Begins at the parent of `to`; a first commit has nothing before it. */
static struct error *use_parent(struct rebuild_range *range, struct git *git)
{
	OWNED(git_commit_info) info = NULL;

	TRY(git_commit_info_read(&info, git, range->to));
	if (!info->parents.count)
		return NULL;
	TRY(error_wrap(have_commit(git, info->parents.items[0]),
		       "the history ends at '%s': check out its parent as well "
		       "(fetch-depth: 2, GIT_DEPTH: 2)",
		       range->to));
	range->from = must_copy(info->parents.items[0]);
	return NULL;
}

/* The same, because of a reason. Takes it. */
static struct error *fall_back(struct rebuild_range *range, struct git *git, char *taken)
{
	OWNED_STRING reason = taken;

	range->source = RANGE_HEAD;
	TRY(use_parent(range, git));
	range->note = range->from ? must_format("%s; compared with the parent of '%s' instead",
						reason, range->to)
				  : must_format("%s; '%s' is the first commit", reason, range->to);
	return NULL;
}

/* Begins at a commit that may be gone by now. */
static struct error *use_commit(struct rebuild_range *range, struct git *git, const char *oid)
{
	OWNED(error) error = have_commit(git, oid);

	if (error && error_kind(error) == ERROR_STOPPED)
		return pass_on(&error);
	if (error)
		return fall_back(range, git,
				 must_format("commit '%s' is not here and cannot be fetched (%s)",
					     oid, error_text(error)));
	range->from = must_copy(oid);
	return NULL;
}

/* A request is compared with where it began, not with what its target has since. */
static struct error *use_merge_base(struct rebuild_range *range, struct git *git)
{
	OWNED_STRING base = NULL;

	TRY(git_common_ancestor(&base, git, range->from, range->to));
	if (!base) {
		range->note = must_format("'%s' and '%s' have no common commit here: compared with "
					  "the first as it is",
					  range->from, range->to);
		return NULL;
	}
	free(range->from);
	range->from = pass_on(&base);
	return NULL;
}

static struct error *use_event(struct rebuild_range *range, struct git *git,
			       const struct context *context)
{
	OWNED(ci_event) event = ci_event_read(context);

	range->source = event->source;
	if (event->note)
		return fall_back(range, git, must_copy(event->note));
	if (!event->before) {
		range->source = RANGE_HEAD;
		return use_parent(range, git);
	}
	TRY(use_commit(range, git, event->before));
	if (event->is_request && range->source != RANGE_HEAD)
		return use_merge_base(range, git);
	return NULL;
}

/* CI hands its variables on as --from: zeros, and commits that are gone. */
static struct error *use_option(struct rebuild_range *range, struct git *git, const char *from)
{
	range->source = RANGE_OPTION;
	if (oid_is_zero(from) && oid_is_whole(from))
		return fall_back(range, git,
				 must_copy("there was nothing before ('--from' is zeros)"));
	if (oid_is_whole(from))
		return use_commit(range, git, from);
	return error_as(ERROR_USAGE, git_rev_parse(&range->from, git, from));
}

struct error *rebuild_range_find(struct rebuild_range **out, struct git *git, const char *from,
				 const char *to, const struct context *context)
{
	OWNED(rebuild_range) range = must_alloc(sizeof(*range));

	TRY(error_as(ERROR_USAGE, git_rev_parse(&range->to, git, to ? to : "HEAD")));
	if (from) {
		TRY(use_option(range, git, from));
	} else if (to) {
		range->source = RANGE_OPTION;
		TRY(use_parent(range, git));
	} else {
		TRY(use_event(range, git, context));
	}
	*out = pass_on(&range);
	return NULL;
}

void rebuild_range_free(struct rebuild_range *range)
{
	if (!range)
		return;
	free(range->from);
	free(range->to);
	free(range->note);
	free(range);
}
