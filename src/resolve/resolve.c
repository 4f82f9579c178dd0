#include "inspect.h"
#include "liveness.h"
#include "replacement.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/resolve/resolve.h>
#include <string.h>

/* One run over all questions. */
struct run {
	struct registry *registry;
	struct surveys *surveys;
	size_t asked;
	size_t answered;
	resolve_progress *progress;
	void *data;
};

/* One question on its way. */
struct task {
	struct run *run;
	struct question *question;
	size_t open;      /* held digests that are being looked at */
	bool is_complete; /* all of them are counted in */
};

/* One held digest that is being looked at. */
struct look {
	struct task *task;
	struct held *held;
	const struct survey *now;
};

static void finish(struct task *task)
{
	struct run *run = task->run;

	free(task);
	run->answered++;
	if (run->progress)
		run->progress(run->data, run->answered, run->asked);
}

/* Takes error. */
static void fail(struct task *task, struct error *error)
{
	struct question *question = task->question;

	for (size_t i = 0; i < question->held_count; i++)
		question->held[i]->error = error_copy(error);
	question->error = error;
	finish(task);
}

/* ---- the tag moved ---- */

/* Surveys may be there already, so that a look ends before the next begins. */
static void finish_when_over(struct task *task)
{
	if (task->is_complete && !task->open)
		finish(task);
}

static void on_before(void *data, const struct survey *before)
{
	struct look *look = data;
	struct task *task = look->task;

	keep(look->held, before, look->now);
	free(look);
	task->open--;
	finish_when_over(task);
}

static void look_at(struct task *task, struct held *held, const struct survey *now)
{
	const struct question *question = task->question;

	/* Also one platform's image that the new index still has. */
	if (survey_has(now, held->digest)) {
		held->to = must_copy(held->digest);
		return;
	}
	struct look *look = must_alloc(sizeof(*look));

	task->open++;
	*look = (struct look){ task, held, now };
	surveys_ask(task->run->surveys, question->host, question->repository, held->digest,
		    on_before, look);
}

static void take_survey(struct question *question, const struct survey *now)
{
	question->digest = must_copy(now->digest);
	question->media_type = must_copy(now->media_type);
	question->fetched = true;
	survey_platforms(&question->platforms, now);
}

static void on_now(void *data, const struct survey *now)
{
	struct task *task = data;
	struct question *question = task->question;
	const struct error *wrong = now->error ? now->error : question->verify ? now->blind : NULL;

	if (wrong) {
		fail(task, error_copy(wrong));
		return;
	}
	take_survey(question, now);
	task->is_complete = false;
	for (size_t i = 0; i < question->held_count; i++)
		look_at(task, question->held[i], now);
	task->is_complete = true;
	finish_when_over(task);
}

static void fetch(struct task *task, const char *what)
{
	const struct question *question = task->question;

	surveys_ask(task->run->surveys, question->host, question->repository, what, on_now, task);
}

/* ---- what the tag has ---- */

static bool is_held_by_all(const struct question *question, const char *digest)
{
	for (size_t i = 0; i < question->held_count; i++)
		if (strcmp(question->held[i]->digest, digest) != 0)
			return false;
	return true;
}

/* A digest by another algorithm than the pins' cannot be compared with them. */
static bool is_comparable(const struct question *question, const char *digest)
{
	for (size_t i = 0; i < question->held_count; i++)
		if (!digest_same_algorithm(question->held[i]->digest, digest))
			return false;
	return true;
}

static void take_head(struct task *task, const struct registry_head *head)
{
	struct question *question = task->question;

	question->digest = must_copy(head->digest);
	question->media_type = must_copy(head->media_type);
	for (size_t i = 0; i < question->held_count; i++)
		question->held[i]->to = must_copy(head->digest);
	finish(task);
}

static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct task *task = data;
	const struct question *question = task->question;

	if (error)
		fail(task, error);
	else if (!head->digest || !is_comparable(question, head->digest))
		fetch(task, question->tag);
	else if (is_held_by_all(question, head->digest))
		take_head(task, head);
	else
		fetch(task, head->digest);
}

static void ask(struct run *run, struct question *question)
{
	struct task *task = must_alloc(sizeof(*task));

	*task = (struct task){ .run = run, .question = question };
	if (!question->tag)
		finish(task);
	else if (question->verify)
		fetch(task, question->tag);
	else
		registry_head(run->registry, question->host, question->repository, question->tag,
			      on_head, task);
}

void resolve_run(struct questions *questions, struct registry *registry, struct http *http,
		 resolve_progress *progress, void *data)
{
	OWNED(surveys) surveys = surveys_new(registry);
	struct run run = { .registry = registry,
			   .surveys = surveys,
			   .asked = questions_count(questions),
			   .progress = progress,
			   .data = data };

	log_debug("asking %zu questions", run.asked);
	for (size_t i = 0; i < run.asked; i++)
		ask(&run, questions_at(questions, i));
	http_run(http);
	OWNED(watch) watch = watch_new(questions, surveys, registry);

	watch_start(watch);
	http_run(http);
	watch_tell(watch);
}
