#include "branch_records.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

static const char records_ref[] = "refs/digestbump/branches";
static const char title[] = "branches made by digestbump";
enum { UPDATES_DIGITS = 16 };

static bool is_remote(const struct publish_target *target)
{
	return target->remote && target->push;
}

static const char *config_word(const struct publish_target *target)
{
	return target->config_name ? target->config_name : "-";
}

bool branch_record_is_mine(const struct branch_record *record, const struct publish_target *target)
{
	return strcmp(record->base_branch, target->base_branch) == 0 &&
	       strcmp(record->config, config_word(target)) == 0;
}

/* ---- reading ---- */

/* Gives where the ref is, fetched; NULL: nowhere. */
static struct error *find_commit(char **oid, const struct publish_target *target)
{
	OWNED(strings) refs = strings_new();
	OWNED_STRING tracking_ref = git_tracking_ref(records_ref);
	bool is_listed = !target->refs;

	if (!is_remote(target))
		return git_ref_read(oid, target->git, records_ref);
	for (size_t i = 0; target->refs && i < target->refs->count && !is_listed; i++)
		is_listed = strcmp(target->refs->items[i].name, records_ref) == 0;
	*oid = NULL;
	if (!is_listed)
		return NULL;
	/* A pattern: that it is not there is no error. */
	strings_take(refs, must_format("%s*", records_ref));
	TRY(git_fetch(target->git, target->remote, refs, /* tips_only= */ true));
	return git_ref_read(oid, target->git, tracking_ref);
}

/* Gives the next word of a line. */
static char *next_word(struct slice *rest)
{
	size_t size = 0;

	while (size < rest->size && rest->at[size] != ' ')
		size++;
	char *word = must_copy_bytes(rest->at, size);

	size += size < rest->size;
	*rest = (struct slice){ rest->at + size, rest->size - size };
	return word;
}

static void add_record(struct branch_records *records, struct branch_record record)
{
	records->items = must_grow(records->items, records->count, sizeof(*records->items));
	records->items[records->count++] = record;
}

static void parse(struct branch_records *records, const char *message)
{
	struct slice rest = slice_of(message);
	struct slice line;

	while (slice_line(&line, &rest)) {
		if (!slice_find(NULL, line, "/") && !slice_find(NULL, line, " "))
			continue;
		if (slice_is(line, title))
			continue;
		add_record(records, (struct branch_record){ .name = next_word(&line),
							    .updates = next_word(&line),
							    .base_branch = next_word(&line),
							    .config = next_word(&line) });
	}
}

struct branch_records *branch_records_load(const struct publish_target *target)
{
	struct branch_records *records = must_alloc(sizeof(*records));
	OWNED(git_commit_info) commit = NULL;
	struct error *error = find_commit(&records->seen, target);

	if (!error && records->seen)
		error = git_commit_info_read(&commit, target->git, records->seen);
	if (error)
		log_debug("which branches were made is not known: %s", error_text(error));
	error_free(error);
	if (commit)
		parse(records, commit->message);
	return records;
}

static void branch_record_clear(struct branch_record *record)
{
	free(record->name);
	free(record->updates);
	free(record->base_branch);
	free(record->config);
}

void branch_records_free(struct branch_records *records)
{
	if (!records)
		return;
	for (size_t i = 0; i < records->count; i++)
		branch_record_clear(&records->items[i]);
	free(records->items);
	free(records->seen);
	free(records);
}

/* ---- a branch's updates ---- */

static char *digest_of_updates(const char *message)
{
	OWNED(strings) updates = NULL;
	OWNED_STRING digest = NULL;
	OWNED(error) error = git_trailer_values(&updates, message, TRAILER_UPDATE);

	if (error)
		return must_copy("?");
	OWNED_STRING all = strings_join(updates, "\n");

	error_free(digest_of(&digest, "sha256:", slice_of(all)));
	return must_copy_bytes(digest_hex(digest), UPDATES_DIGITS);
}

bool branch_records_have(const struct branch_records *records, const char *name,
			 const char *message)
{
	OWNED_STRING updates = digest_of_updates(message);

	for (size_t i = 0; i < records->count; i++)
		if (strcmp(records->items[i].name, name) == 0 &&
		    strcmp(records->items[i].updates, updates) == 0)
			return true;
	return false;
}

/* ---- writing ---- */

static const struct branch_case *find_case(const struct publish_run *run, const char *name)
{
	for (size_t i = 0; i < run->count; i++)
		if (strcmp(run->cases[i].result.branch, name) == 0)
			return &run->cases[i];
	return NULL;
}

/* The message of our commit on the branch as it is now; NULL: there is none of ours. */
static const char *message_of(const struct branch_case *at)
{
	if (at->wish == WANTED_ELSEWHERE)
		return NULL;
	switch (at->result.state) {
	case STATE_CREATED:
	case STATE_UPDATED:
	case STATE_LOCAL:
		return at->commit->message;
	case STATE_UNCHANGED:
	case STATE_KEPT:
	case STATE_HUMAN:
		return at->existing && at->existing->commit ? at->existing->commit->message
		       : at->commit                         ? at->commit->message
							    : NULL;
	default:
		return NULL;
	}
}

static bool is_on_remote(const struct publish_run *run, const char *name)
{
	OWNED_STRING ref = must_format("refs/heads/%s", name);

	return strings_has(&run->branches->others, ref);
}

/* A run that judged everything knows that a bump which it does not plan is settled. */
static bool is_complete(const struct publish_run *run)
{
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		if (verdict_is_failure(code) && run->input->verdicts->of[code])
			return false;
	return !run->input->is_limited && !(run->input->skips && run->input->skips->count);
}

static bool is_kept(const struct publish_run *run, const struct branch_record *record)
{
	const struct branch_case *at = find_case(run, record->name);

	if (!branch_record_is_mine(record, run->target))
		return true;
	if (at)
		return !message_of(at) && at->result.state != STATE_DELETED;
	return is_on_remote(run, record->name) || !is_complete(run);
}

static void add_line(struct strings *lines, const struct branch_record *record)
{
	strings_take(lines, must_format("%s %s %s %s", record->name, record->updates,
					record->base_branch, record->config));
}

static char *new_message(const struct publish_run *run)
{
	OWNED(strings) lines = strings_new();

	for (size_t i = 0; i < run->records->count; i++)
		if (is_kept(run, &run->records->items[i]))
			add_line(lines, &run->records->items[i]);
	for (size_t i = 0; i < run->count; i++) {
		const char *message = message_of(&run->cases[i]);

		if (!message)
			continue;
		OWNED_STRING updates = digest_of_updates(message);
		const struct branch_record record = { run->cases[i].result.branch, updates,
						      (char *)run->target->base_branch,
						      (char *)config_word(run->target) };

		add_line(lines, &record);
	}
	strings_sort(lines);
	OWNED_STRING all = strings_join(lines, "\n");

	return must_format("%s\n\n%s\n", title, all);
}

static bool is_same(const struct publish_run *run, const char *message)
{
	OWNED(git_commit_info) commit = NULL;

	if (!run->records->seen)
		return strchr(message, '/') == NULL && strlen(message) <= strlen(title) + 3;
	error_free(git_commit_info_read(&commit, run->target->git, run->records->seen));
	return commit && strcmp(commit->message, message) == 0;
}

static struct error *write_records(const struct publish_run *run, const char *message)
{
	const struct publish_target *target = run->target;
	const struct identity *who = run->input->who;
	const struct git_identity identity = { who->committer_name, who->committer_email,
					       who->time };
	OWNED_STRING tree = NULL;
	OWNED_STRING commit = NULL;

	TRY(git_write_file_tree(&tree, target->git, "branches", slice_of(message)));
	const struct git_commit_content content = { tree, NULL, message, GIT_SIGN_NEVER };

	TRY(git_write_commit(&commit, target->git, &content, &identity, &identity));
	if (!is_remote(target))
		return git_ref_update(target->git, records_ref, run->records->seen, commit);
	struct git_push_ref ref = { records_ref, commit, run->records->seen, NULL };

	TRY(git_push_refs(target->git, target->remote, &ref, 1));
	return ref.error;
}

void branch_records_update(const struct publish_run *run)
{
	OWNED_STRING message = new_message(run);

	if (is_same(run, message))
		return;
	OWNED(error) error = write_records(run, message);

	if (error)
		log_debug("which branches were made is not kept: %s", error_text(error));
}
