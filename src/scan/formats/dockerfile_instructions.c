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
struct parser {
	struct occurrences *occurrences;
	struct dockerfile_args arguments;
	struct stages stages;
	struct dockerfile_labels labels; /* of the stage that is being read */
	const struct strings *contexts;  /* names that the build gives; NULL: none */
	char escape;
	struct range line; /* the instruction, in the file */
	bool onbuild;      /* it stands under ONBUILD */
};

static enum pin_kind kind_here(const struct parser *r, enum pin_kind kind)
{
	return r->onbuild ? PIN_ONBUILD : kind;
}

/* ---- references ---- */

static bool has_template_markers(struct mapped_slice text)
{
	static const char *const signs[] = { "{{", "{%", "<%", "{#" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (slice_find(NULL, mapped_bytes(text), signs[i]))
			return true;
	return false;
}

static void skip_template(struct parser *r, struct mapped_slice where)
{
	occurrences_add_skip(r->occurrences, mapped_origin(where, r->line.at), "template",
			     "the reference is a template's expression");
}

static void skip_invalid(struct parser *r, struct mapped_slice where, const char *reason)
{
	if (has_template_markers(where))
		skip_template(r, where);
	else
		occurrences_add_skip(r->occurrences, mapped_origin(where, r->line.at), "invalid",
				     reason);
}

/* Adds the reference that `text` is, used in `word` of the instruction. */
static void add_reference(struct parser *r, enum pin_kind kind, struct mapped_slice text,
			  struct mapped_slice word, const char *platform)
{
	struct reference_text parsed;
	struct image_use use = {
		.kind = kind_here(r, kind),
		.line = r->line,
		.platform = platform,
	};
	OWNED(error) failed = reference_text_parse(&parsed, text, mapped_origin(word, r->line.at));

	if (failed && has_template_markers(text)) {
		skip_template(r, word);
	} else if (failed) {
		skip_invalid(r, word, error_text(failed));
	} else {
		occurrences_add(r->occurrences, &parsed, &use);
		reference_text_clear(&parsed);
	}
}

/* A stage ends: what its labels say of its base. No error when they say nothing
 * that is a reference; they are only labels. */
static void end_stage(struct parser *r)
{
	OWNED(mapped_text) text = dockerfile_labels_reference(&r->labels);
	struct reference_text parsed;
	struct image_use use = { .kind = PIN_SPLIT, .line = r->labels.line };

	if (text) {
		OWNED(error)
		failed = reference_text_parse(&parsed, mapped_text_slice(text), r->labels.line.at);

		if (!failed) {
			occurrences_add(r->occurrences, &parsed, &use);
			reference_text_clear(&parsed);
		}
	}
	dockerfile_labels_clear(&r->labels);
}

/* A context of that name goes before every image (BuildKit: dockerui/namedcontext.go). */
static bool is_context(const struct parser *r, struct mapped_slice name)
{
	for (size_t i = 0; r->contexts && i < r->contexts->count; i++)
		if (slice_is(mapped_bytes(name), r->contexts->items[i]))
			return true;
	return false;
}

/* ---- FROM ---- */

/* Gives "os/architecture" of --platform; NULL when it depends on the build or is
 * none. */
static char *platform_of(struct parser *r, const struct words *flags)
{
	struct mapped_slice word;
	OWNED(mapped_text) value = mapped_text_new(EXPANSION_BYTES_MOST);
	struct platform platform;

	if (!words_flag_value(&word, flags, "--platform"))
		return NULL;
	OWNED(error) failed = dockerfile_args_expand(value, &r->arguments, word);

	if (failed || mapped_has_unknown(mapped_text_slice(value)))
		return NULL;
	OWNED_STRING text = slice_copy(mapped_bytes(mapped_text_slice(value)));
	OWNED(error) other = platform_parse(&platform, text);

	return other ? NULL : platform_text(&platform);
}

static void add_base(struct parser *r, struct mapped_slice word, const struct words *flags)
{
	OWNED(mapped_text) text = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(error) failed = dockerfile_args_expand(text, &r->arguments, word);
	struct mapped_slice image = mapped_text_slice(text);

	if (failed) {
		skip_invalid(r, word, error_text(failed));
		return;
	}
	if (slice_is(mapped_bytes(image), "scratch") || is_context(r, image) ||
	    stages_may_match(&r->stages, image))
		return;
	OWNED_STRING platform = platform_of(r, flags);

	add_reference(r, PIN_FROM, image, word, platform);
}

/* One word, or three of which the second is AS. A template may stand in for what
 * is behind the image. */
static bool has_from_form(const struct words *words, struct mapped_slice rest)
{
	if (!words->count)
		return false;
	if (has_template_markers(rest) && !has_template_markers(mapped_text_slice(words->items[0])))
		return true;
	return words->count == 1 ||
	       (words->count == 3 && mapped_equals_word(mapped_text_slice(words->items[1]), "AS"));
}

static bool any_template(const struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (has_template_markers(mapped_text_slice(words->items[i])))
			return true;
	return false;
}

static void read_from(struct parser *r, struct mapped_slice rest)
{
	struct words flags = { 0 };
	struct words words = { 0 };

	words_take_flags(&flags, &rest, r->escape);
	words_split(&words, rest);
	if (any_template(&flags))
		skip_template(r, rest);
	else if (has_from_form(&words, rest))
		add_base(r, mapped_text_slice(words.items[0]), &flags);
	else
		skip_invalid(r, rest, "FROM has either one argument or three ('image AS name')");
	end_stage(r);
	stages_next_from(&r->stages);
	words_clear(&flags);
	words_clear(&words);
}

/* ---- COPY --from, RUN --mount ---- */

/* The image of a flag, unless it is a stage's name. Nothing is expanded there. */
static void add_source(struct parser *r, enum pin_kind kind, struct mapped_slice word)
{
	if (!word.size || slice_is(mapped_bytes(word), "scratch") || is_context(r, word) ||
	    stages_has_name(&r->stages, word))
		return;
	if (slice_find(NULL, mapped_bytes(word), "$"))
		skip_invalid(r, word,
			     "no variable is expanded here: name a stage instead, with "
			     "the variable in its FROM");
	else
		add_reference(r, kind, word, word, NULL);
}

/* Numbers are stages of COPY, and images of mounts. */
static void take_from(void *data, const struct dockerfile_source *source)
{
	struct parser *r = data;
	size_t number;

	if (source->is_broken)
		skip_invalid(r, source->from, "a quote stands in the middle of a field of --mount");
	else if (source->is_mount)
		add_source(r, PIN_MOUNT_FROM, source->from);
	else if (!dockerfile_stage_number(&number, source->from))
		add_source(r, PIN_COPY_FROM, source->from);
}

/* ---- instructions ---- */

static void read_sources(struct parser *r, struct mapped_slice keyword, struct mapped_slice rest)
{
	struct words flags = { 0 };

	words_take_flags(&flags, &rest, r->escape);
	dockerfile_sources(keyword, &flags, take_from, r);
	words_clear(&flags);
}

static void read_argument(struct parser *r, struct mapped_slice rest)
{
	struct error *failed = NULL;

	dockerfile_args_declare(&r->arguments, rest, &failed);
	if (failed)
		skip_invalid(r, rest, error_text(failed));
	error_free(failed);
}

/* The range of the file from the first byte to the last. */
static struct range extent_of(struct mapped_slice line)
{
	size_t begin = mapped_origin(line, 0);
	size_t end = begin;

	for (size_t i = line.size; i > 0 && end == begin; i--)
		if (line.from[i - 1] < ORIGIN_UNKNOWN)
			end = line.from[i - 1] + 1;
	return (struct range){ begin, end > begin ? end - begin : 0 };
}

/* ONBUILD may hold neither another ONBUILD nor FROM. */
static void read_instruction(struct parser *r, struct mapped_slice line)
{
	struct mapped_slice keyword = words_take_keyword(&line);

	r->onbuild = mapped_equals_word(keyword, "ONBUILD");
	if (r->onbuild)
		keyword = words_take_keyword(&line);
	if (mapped_equals_word(keyword, "COPY") || mapped_equals_word(keyword, "RUN"))
		read_sources(r, keyword, line);
	else if (r->onbuild)
		return;
	else if (mapped_equals_word(keyword, "FROM"))
		read_from(r, line);
	else if (mapped_equals_word(keyword, "LABEL"))
		dockerfile_labels_read(&r->labels, line, r->line, r->escape);
	else if (mapped_equals_word(keyword, "ARG") && !r->stages.passed)
		read_argument(r, line);
}

static void read_syntax(struct parser *r, struct mapped_slice text)
{
	struct mapped_slice value;

	if (!dockerfile_syntax(&value, text))
		return;
	r->line = extent_of(value);
	add_reference(r, PIN_SYNTAX, value, value, NULL);
}

static void read_all(struct parser *r, struct mapped_slice text)
{
	struct dockerfile reader;
	OWNED(mapped_text) line = mapped_text_new(0);

	dockerfile_begin(&reader, text);
	r->escape = reader.escape;
	dockerfile_args_begin(&r->arguments, reader.escape, text.size);
	read_syntax(r, text);
	while (dockerfile_next(&reader, line)) {
		r->line = extent_of(mapped_text_slice(line));
		read_instruction(r, mapped_text_slice(line));
	}
	end_stage(r);
}

void dockerfile_find_occurrences(struct occurrences *into, struct mapped_slice text,
				 const struct strings *contexts)
{
	struct parser reading = { .occurrences = into, .contexts = contexts };

	stages_read(&reading.stages, text);
	read_all(&reading, text);
	dockerfile_args_clear(&reading.arguments);
	stages_clear(&reading.stages);
}

void dockerfile_find(const struct scan_file *file, const struct format *format,
		     struct mapped_slice text)
{
	dockerfile_find_with_contexts(file, format, text, NULL);
}

void dockerfile_find_with_contexts(const struct scan_file *file, const struct format *format,
				   struct mapped_slice text, const struct strings *contexts)
{
	struct line_cache mark = { 0 };
	struct scan_file marked = *file;
	struct occurrences occurrences = { 0 };

	if (!marked.mark)
		marked.mark = &mark;
	dockerfile_find_occurrences(&occurrences, text, contexts);
	occurrences_emit(&occurrences, &marked, format);
	occurrences_clear(&occurrences);
}
