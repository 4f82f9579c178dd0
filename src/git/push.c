#include "git_program.h"
#include "remote_message.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* Against settings of the user's that would push more than is asked here, or
 * refuse to push what is. */
static const char *const push_words[] = {
	"push",
	"--porcelain",
	"--progress",
	"--no-verify",
	"--no-follow-tags",
	"--no-recurse-submodules",
	"--no-force-if-includes",
	NULL,
};

static struct strings *arguments_of(const char *remote, const struct git_update *updates,
				    size_t count)
{
	OWNED(strings) arguments = strings_new();

	/* A mirror refuses single refs, and --no-mirror does not help (2.39). */
	strings_add(arguments, "-c");
	strings_take(arguments, must_format("remote.%s.mirror=false", remote));
	for (size_t i = 0; push_words[i]; i++)
		strings_add(arguments, push_words[i]);
	/* An empty lease: the ref must not be there (git-push). */
	for (size_t i = 0; i < count; i++)
		strings_take(arguments,
			     must_format("--force-with-lease=%s:%s", updates[i].ref,
					 updates[i].expected ? updates[i].expected : ""));
	strings_add(arguments, "--");
	strings_add(arguments, remote);
	for (size_t i = 0; i < count; i++)
		strings_take(arguments, must_format("%s:%s", updates[i].oid ? updates[i].oid : "",
						    updates[i].ref));
	return pass_on(&arguments);
}

/* A line of --porcelain: "<flag>\t<from>:<to>\t<summary>". */
struct status {
	char flag;
	struct slice to;
	struct slice summary;
};

static bool read_status(struct status *out, struct slice line)
{
	size_t tab;
	size_t colon;

	if (line.size < 4 || line.at[1] != '\t')
		return false;
	out->flag = line.at[0];
	line = (struct slice){ line.at + 2, line.size - 2 };
	if (!slice_find(&tab, line, "\t"))
		return false;
	struct slice names = { line.at, tab };

	if (!slice_find(&colon, names, ":"))
		return false;
	out->to = (struct slice){ names.at + colon + 1, names.size - colon - 1 };
	out->summary = (struct slice){ line.at + tab + 1, line.size - tab - 1 };
	return true;
}

/* Gives what the server's side said, "; remote: ..." , or "". */
static char *remote_words(const struct outcome *outcome)
{
	OWNED_STRING words = words_clean(text_slice(outcome->words));
	char *first = strstr(words, "remote: ");

	return first ? must_format("; %s", first) : must_copy("");
}

static struct error *refusal(const struct status *status, const struct outcome *outcome)
{
	OWNED_STRING summary = words_redact(status->summary);
	enum error_kind kind = words_kind(summary, ERROR_DENIED);

	if (kind == ERROR_CONFLICT && strstr(summary, "stale info"))
		return error_new(kind, "somebody else moved it meanwhile: %s", summary);
	OWNED_STRING words = remote_words(outcome);

	return error_new(kind, "%s%s", summary, words);
}

/* One run of the program, as the porcelain tells it. */
struct report {
	struct git_update *updates;
	size_t count;
	bool *is_told;
	size_t told;
};

static void note(struct report *report, const struct status *status, const struct outcome *outcome)
{
	for (size_t i = 0; i < report->count; i++) {
		struct git_update *update = &report->updates[i];

		if (!slice_is(status->to, update->ref))
			continue;
		report->told += !report->is_told[i];
		report->is_told[i] = true;
		/* With several push URLs one refusal is a failure. */
		if (status->flag == '!' && !update->error)
			update->error = error_wrap(refusal(status, outcome), "not pushed");
	}
}

/* Also a run that ended well tells of every ref; what it does not tell of was
 * not pushed as far as anybody knows. */
static struct error *judge(struct report *report, const struct outcome *outcome, const char *remote)
{
	struct slice rest = text_slice(outcome->output);
	OWNED_STRING what = must_format("push to remote '%s'", remote);
	struct slice line;

	while (slice_line(&line, &rest)) {
		struct status status;

		if (read_status(&status, line))
			note(report, &status, outcome);
	}
	if (!report->told)
		return words_error(outcome, what);
	for (size_t i = 0; i < report->count; i++)
		if (!report->is_told[i])
			report->updates[i].error = words_error(outcome, "not pushed");
	return NULL;
}

static struct error *push_some(struct git *git, const char *remote, struct git_update *updates,
			       size_t count)
{
	OWNED(strings) arguments = arguments_of(remote, updates, count);
	OWNED(outcome) outcome = NULL;

	TRY(error_wrap(program_run(&outcome, git, arguments), "remote '%s'", remote));
	struct report report = { .updates = updates,
				 .count = count,
				 .is_told = must_alloc(count * sizeof(bool)) };
	struct error *error = judge(&report, outcome, remote);

	free(report.is_told);
	return error;
}

/* A later part that cannot be tried at all fails ref by ref: the earlier ones
 * are done. */
static void give_up(struct git_update *updates, size_t count, const struct error *error)
{
	for (size_t i = 0; i < count; i++)
		updates[i].error = error_copy(error);
}

struct error *git_push_all(struct git *git, const char *remote, struct git_update *updates,
			   size_t count)
{
	for (size_t i = 0; i < count; i += GIT_REFS_MOST) {
		size_t some = count - i < GIT_REFS_MOST ? count - i : GIT_REFS_MOST;
		OWNED(error) error = push_some(git, remote, updates + i, some);

		if (!error)
			continue;
		if (i == 0)
			return pass_on(&error);
		give_up(updates + i, count - i, error);
		return NULL;
	}
	return NULL;
}
