#include "entry_check.h"
#include "liveness.h"
#include "manifest_contents.h"
#include "replacement.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/resolve/resolve.h>
#include <string.h>

/* One run over all questions. */
struct resolve_state {
	struct registry *registry;
	struct inspections *inspections;
	size_t asked;
	size_t answered;
	resolve_progress *progress;
	void *data;
};

/* One question on its way. */
struct question_task {
	struct resolve_state *run;
	struct question *question;
	size_t open;      /* pinned digests that are being compared */
	bool is_complete; /* all of them are counted in */
};

/* One pinned digest that is being compared with what its tag has. */
struct comparison {
	struct question_task *task;
	struct pinned_digest *pinned;
	const struct inspection *now;
};

static void finish(struct question_task *task)
{
	struct resolve_state *run = task->run;

	free(task);
	run->answered++;
	if (run->progress)
		run->progress(run->data, run->answered, run->asked);
}

/* Takes error. */
static void fail(struct question_task *task, struct error *error)
{
	struct question *question = task->question;

	for (size_t i = 0; i < question->pinned_count; i++)
		question->pinned[i]->error = error_copy(error);
	question->error = error;
	finish(task);
}

/* ---- the tag moved ---- */

/* An inspection may be finished already, so that one comparison ends before the next begins. */
static void finish_when_over(struct question_task *task)
{
	if (task->is_complete && !task->open)
		finish(task);
}

static void finish_comparison(struct comparison *comparison)
{
	struct question_task *task = comparison->task;

	free(comparison);
	task->open--;
	finish_when_over(task);
}

/* The entry of the tag's index that shall be written; NULL: it is the index itself, which was
 * fetched, or nothing. */
static const struct image *replaced_by_entry(const struct pinned_digest *pinned,
					     const struct inspection *now)
{
	if (pinned->error || strcmp(pinned->to, now->digest) == 0)
		return NULL;
	return inspection_image(now, pinned->to);
}

static void on_new_entry(void *data, const struct inspection *found)
{
	struct comparison *comparison = data;
	struct pinned_digest *pinned = comparison->pinned;

	const struct image *entry = inspection_image(comparison->now, pinned->to);
	OWNED_STRING name = entry_text(comparison->now, entry);

	pinned->entry_error = error_wrap(check_entry(entry, found), "%s", name);
	finish_comparison(comparison);
}

static void on_old_manifest(void *data, const struct inspection *before)
{
	struct comparison *comparison = data;
	struct question_task *task = comparison->task;

	choose_replacement(comparison->pinned, before, comparison->now);
	const struct image *entry = replaced_by_entry(comparison->pinned, comparison->now);

	if (entry)
		inspect_entry(task->run->inspections, task->question->host,
			      task->question->repository, entry->digest, on_new_entry, comparison);
	else
		finish_comparison(comparison);
}

static void compare_pinned_digest(struct question_task *task, struct pinned_digest *pinned,
				  const struct inspection *now)
{
	const struct question *question = task->question;

	/* Also one platform's image that the new index still has. */
	if (inspection_has_digest(now, pinned->digest)) {
		if (strcmp(now->digest, pinned->digest) != 0)
			note_entry(pinned, now, inspection_image(now, pinned->digest));
		pinned->to = must_copy(pinned->digest);
		return;
	}
	struct comparison *comparison = must_alloc(sizeof(*comparison));

	task->open++;
	*comparison = (struct comparison){ task, pinned, now };
	inspect_manifest(task->run->inspections, question->host, question->repository,
			 pinned->digest, on_old_manifest, comparison);
}

static void use_inspection(struct question *question, const struct inspection *now)
{
	question->digest = must_copy(now->digest);
	question->media_type = must_copy(now->media_type);
	question->fetched = true;
	question->is_new = !now->is_cached;
	inspection_platforms(&question->platforms, now);
}

static void on_new_manifest(void *data, const struct inspection *now)
{
	struct question_task *task = data;
	struct question *question = task->question;
	const struct error *wrong = now->error         ? now->error
				    : question->verify ? now->platform_error
						       : NULL;

	if (wrong) {
		fail(task, error_copy(wrong));
		return;
	}
	use_inspection(question, now);
	task->is_complete = false;
	for (size_t i = 0; i < question->pinned_count; i++)
		compare_pinned_digest(task, question->pinned[i], now);
	task->is_complete = true;
	finish_when_over(task);
}

static void fetch(struct question_task *task, const char *what)
{
	const struct question *question = task->question;

	inspect_manifest(task->run->inspections, question->host, question->repository, what,
			 on_new_manifest, task);
}

/* ---- what the tag has ---- */

static bool is_pinned_by_all(const struct question *question, const char *digest)
{
	for (size_t i = 0; i < question->pinned_count; i++)
		if (strcmp(question->pinned[i]->digest, digest) != 0)
			return false;
	return true;
}

/* A digest by another algorithm than the pins' cannot be compared with them. */
static bool is_comparable(const struct question *question, const char *digest)
{
	for (size_t i = 0; i < question->pinned_count; i++)
		if (!digest_same_algorithm(question->pinned[i]->digest, digest))
			return false;
	return true;
}

static void use_head(struct question_task *task, const struct registry_head *head)
{
	struct question *question = task->question;

	question->digest = must_copy(head->digest);
	question->media_type = must_copy(head->media_type);
	for (size_t i = 0; i < question->pinned_count; i++)
		question->pinned[i]->to = must_copy(head->digest);
	finish(task);
}

static void on_head(void *data, const struct registry_head *head, struct error *error);

/* What was kept may be older than what is pinned by now. */
static void ask_again(struct question_task *task)
{
	const struct question *question = task->question;

	registry_head_again(task->run->registry, question->host, question->repository,
			    question->tag, on_head, task);
}

/* Where children are looked for, a `rescue` may come of it. */
static bool may_be_cached(const struct question *question)
{
	for (size_t i = 0; i < question->pinned_count; i++)
		if (question->pinned[i]->liveness == LIVENESS_CHILDREN)
			return false;
	return true;
}

static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct question_task *task = data;
	const struct question *question = task->question;

	if (error)
		fail(task, error);
	else if (!head->digest || !is_comparable(question, head->digest))
		fetch(task, question->tag);
	else if (is_pinned_by_all(question, head->digest))
		use_head(task, head);
	else if (head->is_cached)
		ask_again(task);
	else
		fetch(task, head->digest);
}

static void ask(struct resolve_state *run, struct question *question)
{
	struct question_task *task = must_alloc(sizeof(*task));

	*task = (struct question_task){ .run = run, .question = question };
	if (!question->tag)
		finish(task);
	else if (question->verify)
		fetch(task, question->tag);
	else if (!may_be_cached(question))
		ask_again(task);
	else
		registry_head(run->registry, question->host, question->repository, question->tag,
			      on_head, task);
}

void resolve_run(struct questions *questions, struct registry *registry, struct http *http,
		 resolve_progress *progress, void *data)
{
	OWNED(inspections) inspections = inspections_new(registry);
	struct resolve_state run = { .registry = registry,
				     .inspections = inspections,
				     .asked = questions_count(questions),
				     .progress = progress,
				     .data = data };

	log_debug("asking %zu questions", run.asked);
	for (size_t i = 0; i < run.asked; i++)
		ask(&run, questions_at(questions, i));
	http_run(http);
	OWNED(liveness_checks) checks = liveness_checks_new(questions, inspections, registry);

	liveness_checks_start(checks);
	http_run(http);
	liveness_checks_report(checks);
}
