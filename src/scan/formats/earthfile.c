#include "../find/pinned_text.h"
#include "../formats.h"
#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <digestbump/syntax/script.h>

#include <string.h>

/* One Earthfile while it is read. */
struct reading {
	struct finder finder;
	struct script targets; /* where they begin */
	struct letters rest;   /* of the line, behind its keyword */
	bool words;            /* only words that are written out are read now */
};

/* "+target", "./path+target", "github.com/x/y:branch+target": targets of Earthfiles. */
static bool is_target(struct letters word)
{
	return word.size && memchr(word.at, '+', word.size);
}

static void add_meaning(void *data, struct letters image)
{
	struct finder *finder = data;
	OWNED(traced) letters = pinned_hide(image);

	finder_add_letters(finder, PIN_FROM, traced_letters(letters), finder->stretch.at,
			   IMAGE_SURE);
}

static void add_image(struct reading *r, struct letters word)
{
	struct standing standing = { letters_origin(word, 0), 0 };

	if (r->words || is_target(word) || slice_is(letters_slice(word), "scratch"))
		return;
	r->finder.stretch = (struct range){ standing.at, word.size };
	variables_fill(r->finder.variables, word, &standing, add_meaning, &r->finder);
	r->finder.stretch = (struct range){ 0 };
}

/* FROM image, but no "FROM DOCKERFILE". */
static void read_from(struct reading *r)
{
	struct words flags = { 0 };
	struct words words = { 0 };

	words_flags(&flags, &r->rest, '\\');
	words_plain(&words, r->rest);
	if (words.count == 1)
		add_image(r, traced_letters(words.items[0]));
	words_clear(&flags);
	words_clear(&words);
}

/* WITH DOCKER --pull image --pull=image --load ... */
static void read_with(struct reading *r)
{
	static const char pull[] = "--pull";
	struct words words = { 0 };
	bool pulls = false;

	words_plain(&words, r->rest);
	for (size_t i = 0; i < words.count; i++) {
		struct letters word = traced_letters(words.items[i]);

		if (pulls)
			add_image(r, word);
		else if (slice_starts(letters_slice(word), "--pull="))
			add_image(r, letters_behind(word, strlen(pull) + 1));
		pulls = slice_is(letters_slice(word), pull);
	}
	words_clear(&words);
}

static void read_words(struct reading *r)
{
	if (r->words)
		pinned_add_words(&r->finder, r->rest);
	else
		pinned_add_uses(&r->finder, r->rest);
}

/* COPY and SAVE IMAGE name what is built here; BUILD does, and gives it arguments. */
static const struct {
	const char *keyword;
	void (*read)(struct reading *r);
} instructions[] = {
	{ "FROM", read_from }, { "WITH", read_with },   { "ARG", read_words },
	{ "LET", read_words }, { "SET", read_words },   { "ENV", read_words },
	{ "RUN", read_words }, { "BUILD", read_words }, { NULL, read_words },
};

static void read_line(struct reading *r, struct letters line)
{
	r->rest = line;
	struct letters keyword = words_keyword(&r->rest);

	for (size_t i = 0; instructions[i].keyword; i++)
		if (slice_is(letters_slice(keyword), instructions[i].keyword))
			instructions[i].read(r);
}

/* ---- arguments ---- */

static struct letters unquoted(struct letters value)
{
	bool quoted =
	    value.size > 1 && strchr("\"'", value.at[0]) && value.at[value.size - 1] == value.at[0];

	return quoted ? letters_part(value, 1, value.size - 2) : value;
}

/* NAME=value. In front of all targets, or by --global, it counts in all of them. */
static void define(struct reading *r, struct letters word, bool global)
{
	const char *equals = memchr(word.at, '=', word.size);
	size_t at = letters_origin(word, 0);
	size_t end = script_next_turn(&r->targets, at);
	struct validity validity = validity_everywhere;

	if (!equals)
		return;
	size_t size = (size_t)(equals - word.at);

	if (!global && script_branch(&r->targets, at))
		validity.scope = (struct range){ at, end - at };
	variables_define(r->finder.variables, (struct slice){ word.at, size },
			 unquoted(letters_behind(word, size + 1)), &validity);
}

static void read_argument(struct reading *r, struct letters line)
{
	struct letters keyword = words_keyword(&line);
	struct words flags = { 0 };
	struct words words = { 0 };
	bool global = false;

	if (!slice_is(letters_slice(keyword), "ARG") && !slice_is(letters_slice(keyword), "LET") &&
	    !slice_is(letters_slice(keyword), "SET"))
		return;
	words_flags(&flags, &line, '\\');
	words_plain(&words, line);
	for (size_t i = 0; i < flags.count; i++)
		global |= slice_is(letters_slice(traced_letters(flags.items[i])), "--global");
	for (size_t i = 0; i < words.count; i++)
		define(r, traced_letters(words.items[i]), global);
	words_clear(&flags);
	words_clear(&words);
}

/* "name:" at the start of a line. */
static void read_target(struct reading *r, struct letters line)
{
	if (slice_ends(letters_slice(line), ":") && !memchr(line.at, ' ', line.size))
		script_turn(&r->targets, letters_origin(line, 0));
}

static void each_line(struct reading *r, void (*read)(struct reading *, struct letters))
{
	struct dockerfile lines;
	OWNED(traced) text = traced_file(r->finder.file->bytes);
	OWNED(traced) line = traced_new(0);

	dockerfile_begin(&lines, traced_letters(text));
	lines.escape = '\\';
	while (dockerfile_next(&lines, line))
		read(r, letters_trim(traced_letters(line)));
}

static struct error *find(const struct scan_file *file)
{
	struct reading r = { .rest = { 0 } };

	finder_begin(&r.finder, file, &format_earthfile);
	r.finder.variables = variables_new(&dialect_shell, NULL);
	script_begin(&r.targets, r.finder.variables, 0);
	each_line(&r, read_target);
	each_line(&r, read_argument);
	each_line(&r, read_line);
	r.words = true;
	r.finder.lesser = true;
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
