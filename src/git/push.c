#include "git_program.h"
#include "remote_message.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* Against settings of the user's that would push more than is asked here, or
 * refuse to push what is. */
static const char *const push_options[] = {
	"push",
	"--porcelain",
	"--progress",
	"--no-verify",
	"--no-follow-tags",
	"--no-recurse-submodules",
	"--no-force-if-includes",
	NULL,
};

/* push.gpgSign=true fails where the remote takes no signed pushes; the commits carry their
 * own signatures, so a push certificate is a wish. */
static void add_signed(struct strings *arguments, struct git *git)
{
	OWNED_STRING value = git_config_value(git, "push.gpgsign");
	int is_wanted = 0;

	if (value && git_config_parse_bool(&is_wanted, value) == 0 && is_wanted)
		strings_add(arguments, "--signed=if-asked");
}

static struct strings *push_arguments(struct git *git, const char *remote,
				      const struct git_push_ref *updates, size_t count)
{
	OWNED(strings) arguments = strings_new();

	/* A mirror refuses single refs, and --no-mirror does not help (2.39). */
	strings_add(arguments, "-c");
	strings_take(arguments, must_format("remote.%s.mirror=false", remote));
	for (size_t i = 0; push_options[i]; i++)
		strings_add(arguments, push_options[i]);
	add_signed(arguments, git);
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
struct ref_status {
	char flag;
	struct slice to;
	struct slice summary;
};

static bool parse_ref_status(struct ref_status *out, struct slice line)
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
static char *server_message(const struct git_result *result)
{
	OWNED_STRING message = remote_message_clean(text_slice(result->error_output));
	char *first = strstr(message, "remote: ");

	return first ? must_format("; %s", first) : must_copy("");
}

/* Refusals that the user can do something about. */
static const struct {
	const char *part; /* of the summary */
	enum error_kind kind;
	const char *advice;
} refusals[] = {
	{ "[remote rejected] (non-fast-forward)", ERROR_DENIED,
	  "the remote refuses to replace the commits of a branch (receive.denyNonFastForwards): "
	  "allow force pushes to the bot's branches, or delete the branch" },
	{ "(deletion prohibited)", ERROR_DENIED,
	  "the remote refuses to delete branches (receive.denyDeletes): allow it for the bot's "
	  "branches, or delete the branch by hand" },
	{ "stale info", ERROR_CONFLICT,
	  "somebody else moved it meanwhile, or the remote's push URL leads to another "
	  "repository than its URL" },
};

static struct error *rejection(const struct ref_status *status, const struct git_result *result)
{
	OWNED_STRING summary = redact_urls(status->summary);

	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (strstr(summary, refusals[i].part))
			return error_new(refusals[i].kind, "%s: %s", refusals[i].advice, summary);
	OWNED_STRING message = server_message(result);

	return error_new(remote_message_kind(summary, ERROR_DENIED), "%s%s", summary, message);
}

/* One run of the program, as the porcelain tells it. */
struct push_report {
	struct git_push_ref *updates;
	size_t count;
	bool *is_reported;
	size_t reported;
};

static void record_status(struct push_report *report, const struct ref_status *status,
			  const struct git_result *result)
{
	for (size_t i = 0; i < report->count; i++) {
		struct git_push_ref *update = &report->updates[i];

		if (!slice_is(status->to, update->ref))
			continue;
		report->reported += !report->is_reported[i];
		report->is_reported[i] = true;
		/* With several push URLs one refusal is a failure. */
		if (status->flag == '!' && !update->error)
			update->error = error_wrap(rejection(status, result), "not pushed");
	}
}

/* A successful run also reports every ref; a ref that is not reported counts as not
 * pushed. */
static struct error *read_push_report(struct push_report *report, const struct git_result *result,
				      const char *remote)
{
	const struct slice errors = text_slice(result->error_output);
	struct slice rest = text_slice(result->output);
	OWNED_STRING what = must_format("push to remote '%s'", remote);
	struct slice line;

	while (slice_line(&line, &rest)) {
		struct ref_status status;

		if (parse_ref_status(&status, line))
			record_status(report, &status, result);
	}
	if (!report->reported)
		return remote_message_error(errors, result->code, what);
	for (size_t i = 0; i < report->count; i++)
		if (!report->is_reported[i])
			report->updates[i].error =
			    remote_message_error(errors, result->code, "not pushed");
	return NULL;
}

static struct error *push_batch(struct git *git, const char *remote, struct git_push_ref *updates,
				size_t count)
{
	OWNED(strings) arguments = push_arguments(git, remote, updates, count);
	OWNED(git_result) result = NULL;

	TRY(error_wrap(git_program_run(&result, git, arguments), "remote '%s'", remote));
	struct push_report report = { .updates = updates,
				      .count = count,
				      .is_reported = must_alloc(count * sizeof(bool)) };
	struct error *error = read_push_report(&report, result, remote);

	free(report.is_reported);
	return error;
}

/* A later part that cannot be tried at all fails ref by ref: the earlier ones
 * are done. */
static void fail_all(struct git_push_ref *updates, size_t count, const struct error *error)
{
	for (size_t i = 0; i < count; i++)
		updates[i].error = error_copy(error);
}

struct error *git_push_refs(struct git *git, const char *remote, struct git_push_ref *updates,
			    size_t count)
{
	for (size_t i = 0; i < count; i += GIT_REFS_MOST) {
		size_t some = count - i < GIT_REFS_MOST ? count - i : GIT_REFS_MOST;
		OWNED(error) error = push_batch(git, remote, updates + i, some);

		if (!error)
			continue;
		if (i == 0)
			return pass_on(&error);
		fail_all(updates + i, count - i, error);
		return NULL;
	}
	return NULL;
}

static size_t count_refused(const struct git_push_ref *updates, size_t count)
{
	size_t refused = 0;

	for (size_t i = 0; i < count; i++)
		refused += updates[i].error && error_kind(updates[i].error) == ERROR_DENIED;
	return refused;
}

static void push_alone(struct git *git, const char *remote, struct git_push_ref *update)
{
	error_free(pass_on(&update->error));
	struct error *error = git_push_refs(git, remote, update, 1);

	if (error && !update->error)
		update->error = pass_on(&error);
	error_free(error);
}

void git_push_each(struct git *git, const char *remote, struct git_push_ref *updates, size_t count)
{
	OWNED(error) error = git_push_refs(git, remote, updates, count);

	if (error)
		fail_all(updates, count, error);
	if (count < 2 || count_refused(updates, count) < 2)
		return;
	for (size_t i = 0; i < count; i++)
		if (updates[i].error && error_kind(updates[i].error) == ERROR_DENIED)
			push_alone(git, remote, &updates[i]);
}
