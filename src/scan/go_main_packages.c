#include "go_main_packages.h"

#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

void go_main_packages_clear(struct go_main_packages *main_packages)
{
	for (size_t i = 0; i < main_packages->count; i++) {
		free(main_packages->items[i].directory);
		free(main_packages->items[i].package);
	}
	free(main_packages->items);
	*main_packages = (struct go_main_packages){ 0 };
}

/* Somebody fills it in, it stands for many packages, or it is no path at all. */
static bool is_open(struct slice text)
{
	for (size_t i = 0; i < text.size; i++)
		if (!isalnum((unsigned char)text.at[i]) && !memchr("_-./~+", text.at[i], 6))
			return true;
	return slice_find(NULL, text, "...");
}

static bool is_same(const struct go_main_region *region, enum main_form form,
		    struct slice directory, struct slice package)
{
	return region->form == form && region->package && slice_is(directory, region->directory) &&
	       slice_is(package, region->package);
}

/* "ko://x" is how manifests for ko say it. */
static struct slice without_scheme(struct slice package)
{
	static const char scheme[] = "ko://";
	size_t size = slice_starts(package, scheme) ? strlen(scheme) : 0;

	return (struct slice){ package.at + size, package.size - size };
}

void go_main_packages_add(struct go_main_packages *main_packages, struct range at,
			  enum main_form form, struct slice directory, struct slice package)
{
	package = without_scheme(package);
	bool open = is_open(directory) || is_open(package);

	for (size_t i = 0; i < main_packages->count; i++) {
		struct go_main_region *region = &main_packages->items[i];

		if (region->at.at != at.at || region->at.length != at.length)
			continue;
		if (open || !is_same(region, form, directory, package)) {
			free(region->package);
			region->package = NULL;
		}
		return;
	}
	if (main_packages->count >= MAINS_MOST)
		return;
	main_packages->items =
	    must_grow(main_packages->items, main_packages->count, sizeof(*main_packages->items));
	main_packages->items[main_packages->count++] = (struct go_main_region){
		.at = at,
		.form = form,
		.directory = slice_copy(directory),
		.package = open ? NULL : slice_copy(package),
	};
}

const struct go_main_region *go_main_packages_find(const struct go_main_packages *main_packages,
						   size_t at)
{
	const struct go_main_region *best = NULL;

	for (size_t i = 0; i < main_packages->count; i++) {
		const struct go_main_region *region = &main_packages->items[i];

		if (at < region->at.at || at - region->at.at >= region->at.length)
			continue;
		if (!best || region->at.length < best->at.length)
			best = region;
	}
	return best;
}

/* ---- command lines ---- */

/* Blanks in front of a word; a line that runs on goes on behind its end. */
static size_t blanks(struct slice text)
{
	size_t i = 0;

	while (i < text.size) {
		if (text.at[i] == '\\' && i + 1 < text.size && text.at[i + 1] == '\n')
			i += 2;
		else if (memchr(" \t\r", text.at[i], 3))
			i++;
		else
			break;
	}
	return i;
}

/* Bytes of the word at the start, its quotes included. */
static size_t word_size(struct slice text)
{
	size_t i = 0;

	while (i < text.size && !memchr(" \t\r\n", text.at[i], 4)) {
		bool quotes = text.at[i] == '"' || text.at[i] == '\'';
		const char *end =
		    quotes ? memchr(text.at + i + 1, text.at[i], text.size - i - 1) : NULL;

		i = end ? (size_t)(end - text.at) + 1 : i + 1;
	}
	return i;
}

/* The next word of a command, without quotes around it; the end of a line is one. */
static bool next_word(struct slice *word, struct slice *rest)
{
	size_t prefix = blanks(*rest);
	struct slice text = { rest->at + prefix, rest->size - prefix };
	size_t size = slice_starts(text, "\n") ? 1 : word_size(text);

	*word = (struct slice){ text.at, size };
	*rest = (struct slice){ text.at + size, text.size - size };
	while (word->size && memchr("\"'@", word->at[0], 3))
		*word = (struct slice){ word->at + 1, word->size - 1 };
	while (word->size && memchr("\"'", word->at[word->size - 1], 2))
		word->size--;
	return size > 0;
}

/* "/usr/local/go/bin/go" and "$(GO)" are go, too. */
static const char *const *verbs_of(struct slice word)
{
	static const char *const of_go[] = { "build", "install", "run", NULL };
	static const char *const of_ko[] = { "build",  "publish", "apply", "resolve",
					     "create", "run",     NULL };
	static const char *const goes[] = { "go", "$(GO)", "${GO}", "$GO", NULL };
	static const char *const koes[] = { "ko", "$(KO)", "${KO}", "$KO", NULL };
	const char *slash = word.size ? memrchr(word.at, '/', word.size) : NULL;

	if (slash)
		word = (struct slice){ slash + 1, word.size - (size_t)(slash + 1 - word.at) };
	if (slice_is_one_of(word, goes))
		return of_go;
	return slice_is_one_of(word, koes) ? of_ko : NULL;
}

/* Flags whose value is the next word (`go help build`, `ko build --help`). */
static bool takes_value(struct slice flag)
{
	static const char *const flags[] = {
		"o",
		"p",
		"tags",
		"ldflags",
		"gcflags",
		"asmflags",
		"mod",
		"C",
		"modfile",
		"overlay",
		"pkgdir",
		"exec",
		"buildmode",
		"compiler",
		"t",
		"platform",
		"f",
		"image-refs",
		"sbom-dir",
		"filename",
		"image-label",
		"tarball",
		"oci-layout-path",
		"jobs",
		"j",
		"image-annotation",
		"image-user",
		NULL,
	};

	while (slice_starts(flag, "-"))
		flag = (struct slice){ flag.at + 1, flag.size - 1 };
	return slice_is_one_of(flag, flags);
}

static bool ends_command(struct slice word)
{
	static const char *const signs[] = { "\n", ";", "&&", "||", "|", "&", ">", "2>", NULL };

	return slice_is_one_of(word, signs);
}

/* What stands behind `go build`. */
struct build_command {
	struct slice package; /* the last one */
	size_t count;
	bool elsewhere; /* in another directory, or another module's ("x@v1") */
};

static void read_word(struct build_command *command, struct slice word, struct slice *rest)
{
	if (slice_is(word, "-C"))
		command->elsewhere = true;
	if (slice_starts(word, "-")) {
		if (takes_value(word))
			next_word(&word, rest);
	} else if (word.size) {
		command->elsewhere = command->elsewhere || memchr(word.at, '@', word.size);
		command->package = word;
		command->count++;
	}
}

static struct build_command read_build(struct slice *rest)
{
	struct build_command command = { .package = slice_of(".") };
	struct slice word;
	bool last = false;

	while (!last && next_word(&word, rest) && !ends_command(word)) {
		last = slice_ends(word, ";");
		word.size -= last;
		read_word(&command, word, rest);
	}
	return command;
}

static void add_package(struct go_main_packages *main_packages, struct range at,
			struct slice directory, struct slice package)
{
	go_main_packages_add(main_packages, at,
			     slice_ends(package, ".go") ? MAIN_PATH : MAIN_IMPORT, directory,
			     package);
}

/* What is behind it stands in another directory. */
static bool goes_elsewhere(struct slice word)
{
	static const char *const words[] = { "cd", "pushd", "(cd", "(", NULL };

	return slice_is_one_of(word, words);
}

void go_main_packages_add_command(struct go_main_packages *main_packages, struct range at,
				  struct slice directory, struct slice command)
{
	const char *const *verbs = NULL;
	bool elsewhere = false;
	struct slice word;

	while (next_word(&word, &command)) {
		bool builds = verbs && slice_is_one_of(word, verbs);

		elsewhere = elsewhere || goes_elsewhere(word);
		verbs = verbs_of(word);
		if (!builds)
			continue;
		struct build_command build = read_build(&command);
		bool plain = build.count < 2 && !elsewhere;

		if (!build.elsewhere)
			add_package(main_packages, at, directory,
				    plain ? build.package : slice_of("..."));
	}
}
