#include "explain_pins.h"
#include "journal_store.h"
#include "output.h"
#include "resolver.h"
#include "signature_policies.h"
#include "workspace.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/report/explain_report.h>
#include <digestbump/scan/format.h>
#include <digestbump/scan/scan.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

/* What the operand means: a file of the tree, or an image. */
struct selection {
	char *path;    /* from the top of the tree; NULL: it is an image */
	unsigned line; /* 0: every line */
	struct reference *image;
};

static void selection_clear(struct selection *selection)
{
	free(selection->path);
	reference_free(selection->image);
}

/* ---- which pins ---- */

/* Gives the path of the tree that `path`, seen from -C, is; NULL: it leads out. */
static char *tree_path(const struct workspace *workspace, const struct invocation *invocation,
		       const char *path)
{
	OWNED_STRING seen = workspace_path(invocation, path);
	OWNED_STRING real = realpath(seen, NULL);
	char *below = real && workspace->top ? path_below(workspace->top, real) : NULL;

	return below || path[0] == '/' ? below : must_copy(path);
}

/* "FILE:LINE" and "FILE:LINE:COLUMN": takes the numbers off, gives the line, 0: none. */
static unsigned split_line(char *path)
{
	unsigned line = 0;

	for (int i = 0; i < 2; i++) {
		char *colon = strrchr(path, ':');
		char *end = NULL;

		if (!colon || !isdigit((unsigned char)colon[1]))
			return line;
		unsigned long number = strtoul(colon + 1, &end, 10);

		if (*end || !number || number > UINT_MAX)
			return line;
		*colon = '\0';
		line = (unsigned)number;
	}
	return line;
}

static bool is_scanned(const struct scan *scan, const char *path)
{
	for (size_t i = 0; i < scan->pins.count; i++)
		if (strcmp(scan->pins.items[i]->path, path) == 0)
			return true;
	for (size_t i = 0; i < scan->skips.count; i++)
		if (strcmp(scan->skips.items[i].path, path) == 0)
			return true;
	return false;
}

static bool exists(const struct invocation *invocation, const char *path)
{
	OWNED_STRING seen = workspace_path(invocation, path);
	struct stat status;

	return stat(seen, &status) == 0 && S_ISREG(status.st_mode);
}

/* A file wins over an image of the same name: what is no file is an image. */
static struct error *select_by_name(struct selection *out, const struct workspace *workspace,
				    const struct scan *scan, const struct invocation *invocation,
				    const char *name)
{
	OWNED_STRING file = must_copy(name);
	bool is_whole = exists(invocation, name);
	unsigned line = is_whole ? 0 : split_line(file);
	OWNED_STRING path = tree_path(workspace, invocation, file);

	*out = (struct selection){ 0 };
	if (path && (exists(invocation, file) || is_scanned(scan, path))) {
		out->path = pass_on(&path);
		out->line = line;
		return NULL;
	}
	OWNED(error) error = reference_parse(&out->image, slice_of(name));

	if (error)
		return error_new(ERROR_ABSENT, "no file '%s', and no image has such a name", name);
	return NULL;
}

static bool is_selected(const struct selection *selection, const struct pin *pin)
{
	const struct reference *image = selection->image;

	if (selection->path)
		return strcmp(selection->path, pin->path) == 0 &&
		       (!selection->line || selection->line == pin->line);
	return pin->image && strcmp(image->name, pin->image->name) == 0 &&
	       (!image->tag || string_is(image->tag, pin->tracked) ||
		string_is(image->tag, pin->image->tag)) &&
	       (!image->digest || string_is(image->digest, pin->pinned));
}

/* Adds the selected pins, borrowed from the scan. */
static void add_selected(struct pins *pins, const struct scan *scan,
			 const struct selection *selection)
{
	pins->items = must_alloc((scan->pins.count + 1) * sizeof(struct pin *));
	for (size_t i = 0; i < scan->pins.count; i++)
		if (is_selected(selection, scan->pins.items[i]))
			pins->items[pins->count++] = scan->pins.items[i];
}

/* ---- their stories ---- */

static const struct bump *bump_of(const struct plan *plan, const struct verdict *verdict)
{
	for (size_t i = 0; i < plan->count; i++)
		for (size_t k = 0; k < plan->bumps[i].verdict_count; k++)
			if (plan->bumps[i].verdicts[k] == verdict)
				return &plan->bumps[i];
	return NULL;
}

static struct pin_story story_of(const struct verdict *verdict, struct questions *questions,
				 const struct config *config, const struct plan *plan,
				 const struct error *resolve_error)
{
	const struct pin *pin = verdict->pin;
	struct question *question = NULL;
	struct ruling ruling = config_rule(config, pin->image ? pin->image->name : NULL, pin->path);
	const struct pinned_digest *pinned = pin_add_question(&question, questions, pin, config);

	return (struct pin_story){
		.verdict = verdict,
		.config_path = config->path,
		.ruling = ruling,
		.tracked_tag = choose_tracked_tag(questions, pin, &ruling),
		.question = question,
		.pinned = pinned,
		.resolve_error = resolve_error,
		.bump = bump_of(plan, verdict),
	};
}

/* What is not read in the file that was named. */
static void add_skips(struct report_stream *out, const struct scan *scan,
		      const struct selection *selection)
{
	for (size_t i = 0; selection->path && i < scan->skips.count; i++) {
		const struct skip *skip = &scan->skips.items[i];

		if (strcmp(skip->path, selection->path) != 0)
			continue;
		text_add_safe(&out->text, slice_of(skip->path));
		text_add_format(&out->text, ":%u: %s: ", skip->line, skip->code);
		text_add_safe(&out->text, slice_of(skip->reason));
		text_add_string(&out->text, "\n");
	}
}

static struct error *print_stories(const struct pins *pins, const struct scan *scan,
				   const struct selection *selection,
				   const struct workspace *workspace,
				   const struct resolver *resolver)
{
	const struct style style = output_style(resolver->invocation);
	OWNED(questions) questions = questions_new();
	unsigned requests = 0;

	OWNED(error)
	failed = resolver_run(&requests, questions, pins, workspace->config, resolver);

	if (failed && error_kind(failed) == ERROR_STOPPED)
		return pass_on(&failed);
	OWNED(verdicts)
	verdicts = judge_run(pins, questions, workspace->config, resolver->trust, resolver->ages);
	OWNED(plan) plan = plan_make(verdicts, workspace->config, NULL);
	struct output out;

	output_open(&out);
	for (size_t i = 0; i < verdicts->count; i++) {
		struct pin_story story =
		    story_of(&verdicts->items[i], questions, workspace->config, plan, failed);

		report_pin_story(&out.stream, &story, &style);
	}
	add_skips(&out.stream, scan, selection);
	return output_close(&out);
}

static struct error *no_reference(const struct selection *selection, const char *name)
{
	if (!selection->path)
		return error_new(ERROR_ABSENT,
				 "no file '%s', and no reference to an image '%s': "
				 "'digestbump scan' lists the references",
				 name, selection->image->name);
	const struct format *format = format_of_path(selection->path);

	if (format)
		return error_new(ERROR_ABSENT, "no reference in '%s', which is read as format '%s'",
				 name, format->name);
	return error_new(ERROR_ABSENT,
			 "no reference in '%s': no format reads files of this name; "
			 "'digestbump scan --formats' lists them",
			 name);
}

static struct error *explain_selected(const struct workspace *workspace, const struct scan *scan,
				      const struct resolver *resolver, const char *name)
{
	struct selection selection;
	struct pins pins = { 0 };
	struct error *error =
	    select_by_name(&selection, workspace, scan, resolver->invocation, name);

	if (!error) {
		add_selected(&pins, scan, &selection);
		error = pins.count ? print_stories(&pins, scan, &selection, workspace, resolver)
				   : no_reference(&selection, name);
	}
	free(pins.items);
	selection_clear(&selection);
	return error;
}

static struct error *explain_in(struct workspace *workspace, const struct resolver *resolver,
				const char *name)
{
	OWNED(scan) scan = NULL;

	TRY(scan_run(&scan, workspace->tree, workspace->config, resolver->invocation->context));
	return explain_selected(workspace, scan, resolver, name);
}

struct error *explain_pins(const struct invocation *invocation, const char *name)
{
	struct signature_policies policies = { .set = NULL };
	struct journal_store journal = { .journal = NULL };
	struct workspace workspace;
	struct resolver resolver;

	TRY(resolver_open(&resolver, invocation, /* looks_only= */ true));
	struct error *error = workspace_open_files(&workspace, invocation);

	if (!error) {
		error = signature_policies_open(&policies, &workspace);
		if (!error)
			error = journal_store_open(&journal, &workspace, invocation,
						   /* is_online= */ false);
		resolver.trust = policies.trust;
		resolver.ages = journal.ages;
		if (!error)
			error = explain_in(&workspace, &resolver, name);
		journal_store_close(&journal);
		signature_policies_close(&policies);
		workspace_close(&workspace);
	}
	resolver_close(&resolver);
	return error;
}
