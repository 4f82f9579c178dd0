#include "publish_run.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* An image with any of the other codes may still move, or is unknown. */
static const bool is_settled[VERDICT_CODES] = {
	[VERDICT_CURRENT] = true,
	[VERDICT_IGNORED] = true,
	[VERDICT_UNPINNED] = true,
};

/* Files with these codes were not read, or not to their end. */
static const char *const unread_codes[] = {
	"unreadable", "too-large", "syntax", "encoding", "binary",
};

/* Gives the image of "image:tag old new"; the registry may have a port. */
static char *image_of_update(const char *update)
{
	size_t size = strcspn(update, " ");
	const char *colon = memrchr(update, ':', size);
	const char *slash = memrchr(update, '/', size);

	if (colon && (!slash || colon > slash))
		size = (size_t)(colon - update);
	return must_copy_bytes(update, size);
}

static bool is_of_image(const struct verdict *verdict, const char *image)
{
	return verdict->pin->image && strcmp(verdict->pin->image->name, image) == 0;
}

static void set_reason(struct branch_case *at, char *reason)
{
	free(at->result.reason);
	at->result.reason = reason;
}

/* ---- is it still wanted? ---- */

static bool plan_has_image(const struct bump *bump, const char *image)
{
	for (size_t i = 0; i < bump->update_count; i++)
		if (strcmp(bump->updates[i].image, image) == 0)
			return true;
	return false;
}

static void add_successors(struct branch_case *at, const struct publish_run *run, const char *image)
{
	for (size_t i = 0; i < run->count; i++)
		if (run->cases[i].result.bump && plan_has_image(run->cases[i].result.bump, image))
			strings_add_new(&at->successors, run->cases[i].result.branch);
}

/* A pin of the image that could not be judged, or that waits, keeps the branch. */
static void judge_image(struct branch_case *at, const struct publish_run *run, const char *image)
{
	const struct verdicts *verdicts = run->input->verdicts;

	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];

		if (!is_of_image(verdict, image) || is_settled[verdict->code])
			continue;
		if (verdict_is_update(verdict->code)) {
			add_successors(at, run, image);
			continue;
		}
		at->wish = WANTED_LATER;
		set_reason(at, must_format("%s is '%s' in '%s'", image, verdict_name(verdict->code),
					   verdict->pin->path));
		return;
	}
}

static struct error *judge_images(struct branch_case *at, const struct publish_run *run)
{
	OWNED(strings) updates = NULL;

	TRY(git_trailer_values(&updates, at->existing->commit->message, TRAILER_UPDATE));
	for (size_t i = 0; i < updates->count && at->wish == WANTED_NOT; i++) {
		OWNED_STRING image = image_of_update(updates->items[i]);

		judge_image(at, run, image);
	}
	return NULL;
}

static bool is_unread(const struct skip *skip)
{
	for (size_t i = 0; i < sizeof(unread_codes) / sizeof(*unread_codes); i++)
		if (strcmp(skip->code, unread_codes[i]) == 0)
			return true;
	return false;
}

static const struct skip *find_unread(const struct skips *skips, const char *path)
{
	for (size_t i = 0; i < skips->count; i++)
		if (strcmp(skips->items[i].path, path) == 0 && is_unread(&skips->items[i]))
			return &skips->items[i];
	return NULL;
}

/* Gives the paths that the branch changes; what its parent was may have to be fetched. */
static struct error *list_changed_paths(struct strings **paths, const struct branch_case *at,
					const struct publish_run *run)
{
	const struct publish_target *target = run->target;
	const struct git_commit_info *commit = at->existing->commit;
	OWNED(git_commit_info) parent = NULL;

	if (target->remote && target->push)
		TRY(git_fetch_commit(target->git, target->remote, commit->parents.items[0]));
	TRY(git_commit_info_read(&parent, target->git, commit->parents.items[0]));
	return git_changed_paths(paths, target->git, parent->tree, commit->tree);
}

/* A pin may still stand in a file that could not be read. */
static struct error *judge_files(struct branch_case *at, const struct publish_run *run)
{
	OWNED(strings) paths = NULL;

	if (!run->input->skips || !run->input->skips->count)
		return NULL;
	TRY(list_changed_paths(&paths, at, run));
	for (size_t i = 0; i < paths->count; i++) {
		const struct skip *skip = find_unread(run->input->skips, paths->items[i]);

		if (!skip)
			continue;
		at->wish = WANTED_LATER;
		set_reason(at, must_format("'%s' could not be read", paths->items[i]));
		at->result.error = error_new(ERROR_FILE, "kept: '%s' could not be read: %s",
					     skip->path, skip->reason);
		return NULL;
	}
	return NULL;
}

static struct error *judge_wish(struct branch_case *at, const struct publish_run *run)
{
	at->wish = WANTED_NOT;
	TRY(judge_images(at, run));
	if (at->wish == WANTED_NOT && at->existing->owner == OWNER_BOT)
		TRY(judge_files(at, run));
	if (at->wish != WANTED_NOT || !at->successors.count)
		return NULL;
	OWNED_STRING names = strings_join(&at->successors, ", ");

	if (at->standing != STANDS_HUMAN)
		at->standing = STANDS_SUPERSEDED;
	set_reason(at, must_format("%s took over", names));
	return NULL;
}

/* ---- branches without a commit of ours ---- */

/* True when the branch has the name that a bump of the verdict's image would get. */
static bool is_name_for(const struct publish_run *run, const struct verdict *verdict,
			const char *branch)
{
	const char *image = verdict->pin->image ? verdict->pin->image->name : NULL;
	const char *id = verdict->group ? verdict->group : image;
	OWNED_STRING name = id ? bump_branch_name(run, id) : NULL;

	return string_is(name, branch);
}

static void judge_foreign(struct branch_case *at, const struct publish_run *run)
{
	const struct verdicts *verdicts = run->input->verdicts;

	at->wish = WANTED_NOT;
	for (size_t i = 0; i < verdicts->count; i++)
		if (!is_settled[verdicts->items[i].code] &&
		    is_name_for(run, &verdicts->items[i], at->result.branch))
			at->wish = WANTED_LATER;
}

struct error *other_branch_judge(struct branch_case *at, const struct publish_run *run)
{
	const struct existing_branch *branch = at->existing;

	if (run->input->is_limited) {
		/* Nothing is known of what the run did not look at. */
		at->standing = STANDS_OUTDATED;
		at->wish = WANTED_ELSEWHERE;
		return NULL;
	}
	if (branch->owner == OWNER_FOREIGN) {
		at->standing = STANDS_FOREIGN;
		judge_foreign(at, run);
		return branch->error ? error_copy(branch->error) : NULL;
	}
	at->standing = branch->owner == OWNER_HUMAN                           ? STANDS_HUMAN
		       : string_is(branch->contained_base, run->target->base) ? STANDS_CURRENT
									      : STANDS_OUTDATED;
	at->wish = WANTED_ELSEWHERE;
	if (!branch->is_mine)
		return NULL;
	if (branch->error)
		return error_copy(branch->error);
	return judge_wish(at, run);
}
