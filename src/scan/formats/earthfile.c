#include "../formats.h"
#include "../readers/dockerfile.h"
#include "../readers/pinned.h"
#include "../readers/words.h"

#include <string.h>

/* One Earthfile while it is read. */
struct reading {
	struct finder finder;
	struct letters rest; /* of the line, behind its keyword */
};

/* "+target", "./path+target", "github.com/x/y:branch+target": targets of Earthfiles. */
static bool is_target(struct letters word)
{
	return word.size && memchr(word.at, '+', word.size);
}

static void add_image(struct reading *r, struct letters word)
{
	OWNED(traced) letters = pinned_hide(word);

	if (!is_target(word) && !slice_is(letters_slice(word), "scratch"))
		finder_add_letters(&r->finder, PIN_FROM, traced_letters(letters),
				   letters_origin(word, 0), IMAGE_SURE);
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
	pinned_add_words(&r->finder, r->rest);
}

/* COPY, SAVE IMAGE and BUILD name what is built here. */
static const struct {
	const char *keyword;
	void (*read)(struct reading *r);
} instructions[] = {
	{ "FROM", read_from }, { "WITH", read_with }, { "ARG", read_words }, { "LET", read_words },
	{ "SET", read_words }, { "ENV", read_words }, { "RUN", read_words }, { NULL, read_words },
};

static void read_line(struct reading *r, struct letters line)
{
	r->rest = line;
	struct letters keyword = words_keyword(&r->rest);

	for (size_t i = 0; instructions[i].keyword; i++)
		if (slice_is(letters_slice(keyword), instructions[i].keyword))
			instructions[i].read(r);
}

static struct error *find(const struct scan_file *file)
{
	struct reading r = { .rest = { 0 } };
	struct dockerfile lines;
	OWNED(traced) text = traced_file(file->bytes);
	OWNED(traced) line = traced_new(0);

	finder_begin(&r.finder, file, &format_earthfile);
	dockerfile_begin(&lines, traced_letters(text));
	lines.escape = '\\';
	while (dockerfile_next(&lines, line))
		read_line(&r, letters_trim(traced_letters(line)));
	finder_end(&r.finder);
	return NULL;
}

static const char *const globs[] = { "Earthfile", "Earthfile.*", "*.earth", NULL };
static const char *const needles[] = { "FROM", "--pull", "@sha256:", NULL };

const struct format format_earthfile = {
	.name = "earthfile",
	.summary = "Earthly: FROM, WITH DOCKER --pull, arguments and commands",
	.omits =
	    "targets of other Earthfiles, FROM DOCKERFILE (read by itself), SAVE IMAGE, conditions",
	.globs = globs,
	.needles = needles,
	.find = find,
};
