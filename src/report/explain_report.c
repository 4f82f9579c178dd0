#include "color.h"
#include <digestbump/base/memory.h>
#include <digestbump/report/explain_report.h>

enum { NAME_WIDTH = 12 };

/* Takes value; NULL leaves the line out. */
static void add_line(struct text *out, const struct style *style, const char *name, char *value)
{
	OWNED_STRING text = value;

	if (!text)
		return;
	text_add_string(out, "  ");
	add_colored(out, style, COLOR_DIM, name, NAME_WIDTH);
	add_colored(out, style, COLOR_PLAIN, text, 0);
	text_add_string(out, "\n");
}

static char *found_text(const struct pin *pin)
{
	bool is_elsewhere = !string_is(pin->found_in, pin->path) && pin->found_in;

	return must_format("by format '%s', as '%s'%s%s%s", pin->format, pin_kind_name(pin->kind),
			   is_elsewhere ? ", used by '" : "", is_elsewhere ? pin->found_in : "",
			   is_elsewhere ? "'" : "");
}

/* ---- which tag, and from where ---- */

static char *tracked_series_text(const struct pin_story *story)
{
	const struct tracked_tag *tracked = &story->tracked_tag;
	unsigned line = story->ruling.track_line;

	switch (tracked->kind) {
	case TRACKED_HIGHEST:
		return must_format("tag '%s', the highest of the series that line %u of '%s' "
				   "follows",
				   tracked->tag, line, story->config_path);
	case TRACKED_NEXT:
		return must_format("tag '%s', the next of the series that line %u of '%s' follows",
				   tracked->tag, line, story->config_path);
	case TRACKED_ABOVE_SERIES:
		return must_format("nothing: the tag is above the series that line %u of '%s' "
				   "follows, whose highest is '%s'",
				   line, story->config_path, tracked->tag);
	case TRACKED_INCOMPARABLE:
		return must_format("nothing: the tag does not belong to the series that line %u of "
				   "'%s' follows",
				   line, story->config_path);
	case TRACKED_NOT_EDITABLE:
		return must_format("nothing: line %u of '%s' follows a series, but no tag stands "
				   "beside the digest that could be changed",
				   line, story->config_path);
	default:
		return must_format("a series of tags, by line %u of '%s'; the tags could not be "
				   "listed",
				   line, story->config_path);
	}
}

static char *tag_text(const struct pin_story *story)
{
	const struct pin *pin = story->verdict->pin;

	if (story->ruling.series)
		return tracked_series_text(story);
	if (story->ruling.track)
		return must_format("tag '%s', by the rule in line %u of '%s'", story->ruling.track,
				   story->ruling.track_line, story->config_path);
	if (!pin->tracked)
		return must_copy("no tag: none is written, in no comment, and no rule has 'track'");
	if (pin->tag_comment_line)
		return must_format("tag '%s', by the comment in line %u", pin->tracked,
				   pin->tag_comment_line);
	return must_format("tag '%s', which is written there", pin->tracked);
}

/* ---- which rules ---- */

static char *rule_text(const struct pin_story *story)
{
	const struct ruling *ruling = &story->ruling;
	OWNED(text) out = text_new(0);

	if (ruling->ignored)
		return must_format("line %u of '%s' (%s) leaves it out", ruling->ignored_line,
				   story->config_path, ruling->ignored_by);
	if (ruling->track_line)
		text_add_format(out, "line %u of '%s' says what to follow", ruling->track_line,
				story->config_path);
	if (ruling->group)
		text_add_format(out, "%sgroup '%s'", out->size ? "; " : "", ruling->group);
	if (ruling->platform)
		text_add_format(out, "%splatform %s", out->size ? "; " : "", ruling->platform);
	if (ruling->kind == KIND_INDEX)
		text_add_format(out, "%skind: index", out->size ? "; " : "");
	if (ruling->ignore_unchanged)
		text_add_format(out, "%signore_unchanged", out->size ? "; " : "");
	if (!out->size)
		text_add_string(out, story->config_path ? "none applies"
							: "none: there is no configuration file");
	return text_take(pass_on(&out));
}

/* ---- what the registry said ---- */

static char *list_text(const struct strings *list)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < list->count; i++)
		text_add_format(out, "%s%s", i ? ", " : "", list->items[i]);
	return text_take(pass_on(&out));
}

static char *answer_text(const struct question *question)
{
	OWNED_STRING platforms =
	    question->fetched ? list_text(&question->platforms) : must_copy("");

	if (!question->digest)
		return must_copy(question->error ? error_text(question->error)
						 : "the run ended before an answer came");
	return must_format("%s: tag '%s' is %s%s%s", question->host, question->tag,
			   question->digest, *platforms ? ", with " : "", platforms);
}

static char *registry_text(const struct pin_story *story)
{
	if (story->resolve_error)
		return must_format("not asked: %s", error_text(story->resolve_error));
	if (!story->question)
		return must_copy("not asked: nothing it says could change this reference");
	if (!story->question->tag)
		return must_format("%s: only asked whether the digest is still there",
				   story->question->host);
	return answer_text(story->question);
}

static char *missing_text(const struct pin_story *story)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; story->pinned && i < story->pinned->missing_count; i++) {
		const struct missing_manifest *missing = &story->pinned->missing[i];

		text_add_format(out, "%s%s%s%s", i ? ", " : "", missing->digest,
				missing->platform ? " of " : "",
				missing->platform ? missing->platform : "");
	}
	return out->size ? text_take(pass_on(&out)) : NULL;
}

/* ---- what will happen ---- */

static char *change_text(const struct pin_story *story)
{
	const struct verdict *verdict = story->verdict;

	if (!verdict->to)
		return must_format("nothing changes; 'digestbump explain %s' says what to do",
				   verdict_name(verdict->code));
	return must_format("the digest becomes %s%s%s%s%s%s", verdict->to,
			   verdict->to_tag ? ", the tag '" : "",
			   verdict->to_tag ? verdict->to_tag : "", verdict->to_tag ? "'" : "",
			   story->bump ? ", on branch " : "",
			   story->bump ? story->bump->branch : "");
}

void report_pin_story(struct report_stream *stream, const struct pin_story *story,
		      const struct style *style)
{
	struct text *out = &stream->text;
	const struct verdict *verdict = story->verdict;
	const struct pin *pin = verdict->pin;
	OWNED_STRING place = must_format("%s:%u:%u", pin->path, pin->line, pin->column);

	add_colored(out, style, COLOR_BOLD, place, 0);
	text_add_string(out, "\n");
	add_line(out, style, "written", must_copy(pin->raw));
	add_line(out, style, "image", pin->image ? reference_text(pin->image) : NULL);
	add_line(out, style, "found", found_text(pin));
	add_line(out, style, "go module", must_copy(pin->module));
	add_line(out, style, "platform", must_copy(pin->platform));
	add_line(out, style, "pinned", must_copy(pin->pinned ? pin->pinned : "no digest"));
	add_line(out, style, "follows", tag_text(story));
	add_line(out, style, "rules", rule_text(story));
	add_line(out, style, "registry", registry_text(story));
	add_line(out, style, "gone", missing_text(story));
	add_line(out, style, "verdict",
		 must_format("%s: %s", verdict_name(verdict->code), verdict->reason));
	add_line(out, style, "hint", must_copy(verdict->hint));
	add_line(out, style, "next", change_text(story));
	report_stream_row(stream);
}
