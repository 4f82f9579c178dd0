#include "../find/occurrences.h"
#include "dockerfile.h"
#include "dockerfile_labels.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/platform.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_args.h>
#include <digestbump/syntax/dockerfile_sources.h>
#include <digestbump/syntax/dockerfile_stages.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

/* One Dockerfile while it is read. */
struct reading {
	struct sightings *sightings;
	struct arguments arguments;
	struct stages stages;
	struct labels labels; /* of the stage that is being read */
	char escape;
	struct range line; /* the instruction, in the file */
	bool onbuild;      /* it stands under ONBUILD */
};

static enum pin_kind kind_here(const struct reading *r, enum pin_kind kind)
{
	return r->onbuild ? PIN_ONBUILD : kind;
}

/* ---- references ---- */

static bool has_template(struct letters text)
{
	static const char *const signs[] = { "{{", "{%", "<%", "{#" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (slice_find(NULL, letters_slice(text), signs[i]))
			return true;
	return false;
}

static void skip_template(struct reading *r, struct letters where)
{
	sightings_skip(r->sightings, letters_origin(where, r->line.at), "template",
		       "the reference is a template's expression");
}

static void skip_invalid(struct reading *r, struct letters where, const char *reason)
{
	if (has_template(where))
		skip_template(r, where);
	else
		sightings_skip(r->sightings, letters_origin(where, r->line.at), "invalid", reason);
}

/* Adds the reference that `text` is, used in `word` of the instruction. */
static void add_reference(struct reading *r, enum pin_kind kind, struct letters text,
			  struct letters word, const char *platform)
{
	struct written written;
	struct use_of_image use = {
		.kind = kind_here(r, kind),
		.line = r->line,
		.platform = platform,
	};
	OWNED(error) failed = written_read(&written, text, letters_origin(word, r->line.at));

	if (failed && has_template(text)) {
		skip_template(r, word);
	} else if (failed) {
		skip_invalid(r, word, error_text(failed));
	} else {
		sightings_add(r->sightings, &written, &use);
		written_clear(&written);
	}
}

/* A stage ends: what its labels say of its base. No error when they say nothing
 * that is a reference; they are only labels. */
static void end_stage(struct reading *r)
{
	OWNED(traced) text = labels_reference(&r->labels);
	struct written written;
	struct use_of_image use = { .kind = PIN_SPLIT, .line = r->labels.line };

	if (text) {
		OWNED(error)
		failed = written_read(&written, traced_letters(text), r->labels.line.at);

		if (!failed) {
			sightings_add(r->sightings, &written, &use);
			written_clear(&written);
		}
	}
	labels_clear(&r->labels);
}

/* ---- FROM ---- */

/* Gives "os/architecture" of --platform; NULL when it depends on the build or is
 * none. */
static char *platform_of(struct reading *r, const struct words *flags)
{
	struct letters word;
	OWNED(traced) value = traced_new(EXPANSION_BYTES_MOST);
	struct platform platform;

	if (!words_flag(&word, flags, "--platform"))
		return NULL;
	OWNED(error) failed = arguments_expand(value, &r->arguments, word);

	if (failed || letters_hide(traced_letters(value)))
		return NULL;
	OWNED_STRING text = slice_copy(letters_slice(traced_letters(value)));
	OWNED(error) other = platform_parse(&platform, text);

	return other ? NULL : platform_text(&platform);
}

static void add_base(struct reading *r, struct letters word, const struct words *flags)
{
	OWNED(traced) text = traced_new(EXPANSION_BYTES_MOST);
	OWNED(error) failed = arguments_expand(text, &r->arguments, word);
	struct letters image = traced_letters(text);

	if (failed) {
		skip_invalid(r, word, error_text(failed));
		return;
	}
	if (slice_is(letters_slice(image), "scratch") || stages_may_be(&r->stages, image))
		return;
	OWNED_STRING platform = platform_of(r, flags);

	add_reference(r, PIN_FROM, image, word, platform);
}

/* One word, or three of which the second is AS. A template may stand in for what
 * is behind the image. */
static bool has_from_form(const struct words *words, struct letters rest)
{
	if (!words->count)
		return false;
	if (has_template(rest) && !has_template(traced_letters(words->items[0])))
		return true;
	return words->count == 1 ||
	       (words->count == 3 && letters_are(traced_letters(words->items[1]), "AS"));
}

static bool any_template(const struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (has_template(traced_letters(words->items[i])))
			return true;
	return false;
}

static void read_from(struct reading *r, struct letters rest)
{
	struct words flags = { 0 };
	struct words words = { 0 };

	words_flags(&flags, &rest, r->escape);
	words_plain(&words, rest);
	if (any_template(&flags))
		skip_template(r, rest);
	else if (has_from_form(&words, rest))
		add_base(r, traced_letters(words.items[0]), &flags);
	else
		skip_invalid(r, rest, "FROM has either one argument or three ('image AS name')");
	end_stage(r);
	stages_pass(&r->stages);
	words_clear(&flags);
	words_clear(&words);
}

/* ---- COPY --from, RUN --mount ---- */

/* The image of a flag, unless it is a stage's name. Nothing is expanded there. */
static void add_source(struct reading *r, enum pin_kind kind, struct letters word)
{
	if (!word.size || slice_is(letters_slice(word), "scratch") || stages_has(&r->stages, word))
		return;
	if (slice_find(NULL, letters_slice(word), "$"))
		skip_invalid(r, word,
			     "no variable is expanded here: name a stage instead, with "
			     "the variable in its FROM");
	else
		add_reference(r, kind, word, word, NULL);
}

/* Numbers are stages of COPY, and images of mounts. */
static void take_from(void *data, const struct dockerfile_source *source)
{
	struct reading *r = data;
	size_t number;

	if (source->is_broken)
		skip_invalid(r, source->from, "a quote stands in the middle of a field of --mount");
	else if (source->is_mount)
		add_source(r, PIN_MOUNT_FROM, source->from);
	else if (!source_number(&number, source->from))
		add_source(r, PIN_COPY_FROM, source->from);
}

/* ---- instructions ---- */

static void read_sources(struct reading *r, struct letters keyword, struct letters rest)
{
	struct words flags = { 0 };

	words_flags(&flags, &rest, r->escape);
	dockerfile_sources(keyword, &flags, take_from, r);
	words_clear(&flags);
}

static void read_argument(struct reading *r, struct letters rest)
{
	struct error *failed = NULL;

	arguments_declare(&r->arguments, rest, &failed);
	if (failed)
		skip_invalid(r, rest, error_text(failed));
	error_free(failed);
}

/* The stretch of the file from the first letter to the last. */
static struct range extent_of(struct letters line)
{
	size_t begin = letters_origin(line, 0);
	size_t end = begin;

	for (size_t i = line.size; i > 0 && end == begin; i--)
		if (line.from[i - 1] < ORIGIN_HIDDEN)
			end = line.from[i - 1] + 1;
	return (struct range){ begin, end > begin ? end - begin : 0 };
}

/* ONBUILD may hold neither another ONBUILD nor FROM. */
static void read_instruction(struct reading *r, struct letters line)
{
	struct letters keyword = words_keyword(&line);

	r->onbuild = letters_are(keyword, "ONBUILD");
	if (r->onbuild)
		keyword = words_keyword(&line);
	if (letters_are(keyword, "COPY") || letters_are(keyword, "RUN"))
		read_sources(r, keyword, line);
	else if (r->onbuild)
		return;
	else if (letters_are(keyword, "FROM"))
		read_from(r, line);
	else if (letters_are(keyword, "LABEL"))
		labels_read(&r->labels, line, r->line, r->escape);
	else if (letters_are(keyword, "ARG") && !r->stages.passed)
		read_argument(r, line);
}

static void read_syntax(struct reading *r, struct letters text)
{
	struct letters value;

	if (!dockerfile_syntax(&value, text))
		return;
	r->line = extent_of(value);
	add_reference(r, PIN_SYNTAX, value, value, NULL);
}

static void read_all(struct reading *r, struct letters text)
{
	struct dockerfile reader;
	OWNED(traced) line = traced_new(0);

	dockerfile_begin(&reader, text);
	r->escape = reader.escape;
	arguments_begin(&r->arguments, reader.escape, text.size);
	read_syntax(r, text);
	while (dockerfile_next(&reader, line)) {
		r->line = extent_of(traced_letters(line));
		read_instruction(r, traced_letters(line));
	}
	end_stage(r);
}

void dockerfile_gather(struct sightings *into, struct letters text)
{
	struct reading reading = { .sightings = into };

	stages_read(&reading.stages, text);
	read_all(&reading, text);
	arguments_clear(&reading.arguments);
	stages_clear(&reading.stages);
}

void dockerfile_find(const struct scan_file *file, const struct format *format, struct letters text)
{
	struct line_mark mark = { 0 };
	struct scan_file marked = *file;
	struct sightings sightings = { 0 };

	if (!marked.mark)
		marked.mark = &mark;
	dockerfile_gather(&sightings, text);
	sightings_tell(&sightings, &marked, format);
	sightings_clear(&sightings);
}
