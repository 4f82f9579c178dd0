#include "ci_event.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/node.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>

bool oid_is_zero(const char *oid)
{
	return *oid && strspn(oid, "0") == strlen(oid);
}

bool oid_is_whole(const char *oid)
{
	return strlen(oid) == OID_HEX_SIZE && strspn(oid, "0123456789abcdef") == OID_HEX_SIZE;
}

static bool is_true(const struct context *context, const char *name)
{
	return string_is(context->variable(name), "true");
}

/* Takes what is an object id; zeros mean that the branch is new. */
static void set_before(struct ci_event *event, const char *oid)
{
	if (oid && oid_is_zero(oid))
		event->note = must_copy("the branch is new: there was nothing before");
	else if (oid && oid_is_whole(oid))
		event->before = must_copy(oid);
}

/* ---- GitHub ---- */

/* Which events of GitHub have a before, and where in their JSON. Others (schedule,
 * workflow_dispatch) have none. */
static const struct github_event {
	const char *name;
	const char *keys[4];
	bool is_request;
} github_events[] = {
	{ "push", { "before" }, false },
	{ "pull_request", { "pull_request", "base", "sha" }, true },
	{ "pull_request_target", { "pull_request", "base", "sha" }, true },
	{ "merge_group", { "merge_group", "base_sha" }, true },
};

static const struct github_event *github_event_named(const char *name)
{
	for (size_t i = 0; i < sizeof(github_events) / sizeof(*github_events); i++)
		if (string_is(name, github_events[i].name))
			return &github_events[i];
	return NULL;
}

static struct error *read_github_event(struct ci_event *event, const struct github_event *kind,
				       const char *path)
{
	OWNED(text) bytes = NULL;
	OWNED(documents) documents = NULL;

	TRY(file_read(&bytes, AT_FDCWD, path, EVENT_BYTES_MOST));
	TRY(json_read(&documents, text_slice(bytes), false));
	if (documents->count)
		set_before(event, node_string(node_get_path(documents->roots[0], kind->keys)));
	return NULL;
}

static void read_github(struct ci_event *event, const struct context *context)
{
	const struct github_event *kind =
	    github_event_named(context->variable("GITHUB_EVENT_NAME"));
	const char *path = context->variable("GITHUB_EVENT_PATH");

	if (!kind || !path)
		return;
	event->source = RANGE_GITHUB;
	event->is_request = kind->is_request;
	OWNED(error) error = read_github_event(event, kind, path);

	if (error)
		event->note =
		    must_format("the event of GitHub cannot be read: %s", error_text(error));
	else if (!event->before && !event->note)
		event->note = must_copy("the event of GitHub names no commit before it");
}

/* ---- GitLab ---- */

static void read_gitlab(struct ci_event *event, const struct context *context)
{
	const char *base = context->variable("CI_MERGE_REQUEST_DIFF_BASE_SHA");
	const char *before = context->variable("CI_COMMIT_BEFORE_SHA");

	event->is_request = base && *base;
	if (!event->is_request && !before)
		return;
	event->source = RANGE_GITLAB;
	set_before(event, event->is_request ? base : before);
}

struct ci_event *ci_event_read(const struct context *context)
{
	struct ci_event *event = must_alloc(sizeof(*event));

	event->source = RANGE_HEAD;
	if (is_true(context, "GITHUB_ACTIONS"))
		read_github(event, context);
	else if (is_true(context, "GITLAB_CI"))
		read_gitlab(event, context);
	return event;
}

void ci_event_free(struct ci_event *event)
{
	if (!event)
		return;
	free(event->before);
	free(event->note);
	free(event);
}
