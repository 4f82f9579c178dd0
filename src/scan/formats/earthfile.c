#include "../find/digest_values.h"
#include "../find/pinned_text.h"
#include "../formats.h"
#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <digestbump/syntax/script_assignments.h>

#include <string.h>

/* One Earthfile while it is read. */
struct parser {
	struct finder finder;
	struct script targets;    /* where they begin */
	struct mapped_slice rest; /* of the line, behind its keyword */
	bool words;               /* only words that are written out are read now */
};

/* "+target", "./path+target", "github.com/x/y:branch+target": targets of Earthfiles. */
static bool is_target(struct mapped_slice word)
{
	return word.size && memchr(word.at, '+', word.size);
}

static void add_expanded(void *data, struct mapped_slice image)
{
	struct finder *finder = data;
	OWNED(mapped_text) mapped = pinned_text_mark_variables(image);

	finder_add_letters(finder, PIN_FROM, mapped_text_slice(mapped), finder->stretch.at,
			   IMAGE_SURE);
}

static void add_image(struct parser *r, struct mapped_slice word)
{
	struct variable_use used_at = { mapped_origin(word, 0), 0 };

	if (r->words || is_target(word) || slice_is(mapped_bytes(word), "scratch"))
		return;
	r->finder.stretch = (struct range){ used_at.at, word.size };
	variables_expand_each(r->finder.variables, word, &used_at, add_expanded, &r->finder);
	r->finder.stretch = (struct range){ 0 };
}

/* FROM image, but no "FROM DOCKERFILE". */
static void read_from(struct parser *r)
{
	struct words flags = { 0 };
	struct words words = { 0 };

	words_take_flags(&flags, &r->rest, '\\');
	words_split(&words, r->rest);
	if (words.count == 1)
		add_image(r, mapped_text_slice(words.items[0]));
	words_clear(&flags);
	words_clear(&words);
}

/* WITH DOCKER --pull image --pull=image --load ... */
static void read_with(struct parser *r)
{
	static const char pull[] = "--pull";
	struct words words = { 0 };
	bool pulls = false;

	words_split(&words, r->rest);
	for (size_t i = 0; i < words.count; i++) {
		struct mapped_slice word = mapped_text_slice(words.items[i]);

		if (pulls)
			add_image(r, word);
		else if (slice_starts(mapped_bytes(word), "--pull="))
			add_image(r, mapped_tail(word, strlen(pull) + 1));
		pulls = slice_is(mapped_bytes(word), pull);
	}
	words_clear(&words);
}

static void read_words(struct parser *r)
{
	if (r->words)
		pinned_text_add_words(&r->finder, r->rest);
	else
		pinned_text_add_expanded_words(&r->finder, r->rest);
}

/* COPY and SAVE IMAGE name what is built here; BUILD does, and gives it arguments. */
static const struct {
	const char *keyword;
	void (*read)(struct parser *r);
} instructions[] = {
	{ "FROM", read_from }, { "WITH", read_with },   { "ARG", read_words },
	{ "LET", read_words }, { "SET", read_words },   { "ENV", read_words },
	{ "RUN", read_words }, { "BUILD", read_words }, { NULL, read_words },
};

static void read_line(struct parser *r, struct mapped_slice line)
{
	r->rest = line;
	struct mapped_slice keyword = words_take_keyword(&r->rest);

	for (size_t i = 0; instructions[i].keyword; i++)
		if (slice_is(mapped_bytes(keyword), instructions[i].keyword))
			instructions[i].read(r);
}

/* NAME=value. In front of all targets, or by --global, it counts in all of them. */
static void define(struct parser *r, struct mapped_slice word, bool global)
{
	const char *equals = memchr(word.at, '=', word.size);
	size_t at = mapped_origin(word, 0);
	size_t end = script_branch_end(&r->targets, at);
	struct definition_scope where = definition_scope_file;

	if (!equals)
		return;
	size_t size = (size_t)(equals - word.at);

	if (!global && script_branch(&r->targets, at))
		where.scope = (struct range){ at, end - at };
	variables_define(r->finder.variables, (struct slice){ word.at, size },
			 mapped_unquoted(mapped_tail(word, size + 1)), &where);
}

static void read_argument(struct parser *r, struct mapped_slice line)
{
	struct mapped_slice keyword = words_take_keyword(&line);
	struct words flags = { 0 };
	struct words words = { 0 };
	bool global = false;

	if (!slice_is(mapped_bytes(keyword), "ARG") && !slice_is(mapped_bytes(keyword), "LET") &&
	    !slice_is(mapped_bytes(keyword), "SET"))
		return;
	words_take_flags(&flags, &line, '\\');
	words_split(&words, line);
	for (size_t i = 0; i < flags.count; i++)
		global |= slice_is(mapped_bytes(mapped_text_slice(flags.items[i])), "--global");
	for (size_t i = 0; i < words.count; i++)
		define(r, mapped_text_slice(words.items[i]), global);
	words_clear(&flags);
	words_clear(&words);
}

/* "name:" at the start of a line. */
static void read_target(struct parser *r, struct mapped_slice line)
{
	if (slice_ends(mapped_bytes(line), ":") && !memchr(line.at, ' ', line.size))
		script_begin_branch(&r->targets, mapped_origin(line, 0));
}

static void each_line(struct parser *r, void (*read)(struct parser *, struct mapped_slice))
{
	struct dockerfile lines;
	OWNED(mapped_text) text = mapped_text_of_file(r->finder.file->bytes);
	OWNED(mapped_text) line = mapped_text_new(0);

	dockerfile_begin(&lines, mapped_text_slice(text));
	lines.escape = '\\';
	while (dockerfile_next(&lines, line))
		read(r, mapped_trim(mapped_text_slice(line)));
}

static struct error *find(const struct scan_file *file)
{
	struct parser r = { .rest = { 0 } };

	finder_begin(&r.finder, file, &format_earthfile);
	r.finder.variables = variables_new(&dialect_shell, NULL, &digest_values);
	script_begin(&r.targets, r.finder.variables, 0);
	each_line(&r, read_target);
	each_line(&r, read_argument);
	each_line(&r, read_line);
	r.words = true;
	r.finder.keep_existing = true;
	each_line(&r, read_line);
	script_clear(&r.targets);
	finder_end(&r.finder);
	return NULL;
}

static const char *const globs[] = { "Earthfile", "Earthfile.*", "*.earth", NULL };
static const char *const needles[] = { "FROM", "--pull", "sha256:", NULL };

const struct format format_earthfile = {
	.name = "earthfile",
	.summary = "Earthly: FROM, WITH DOCKER --pull, arguments, also in parts, and commands",
	.omits =
	    "targets of other Earthfiles, FROM DOCKERFILE (read by itself), SAVE IMAGE, conditions",
	.globs = globs,
	.needles = needles,
	.find = find,
};
