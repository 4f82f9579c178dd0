#include "setting_paths.h"

#include "../find/embedded_yaml.h"
#include "../find/pinned_text.h"
#include "dockerfile.h"
#include "kubernetes.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/script_comment.h>
#include <digestbump/syntax/string_literal.h>
#include <string.h>

struct walk {
	struct finder finder;
	const struct language *language;
	const struct entry *entries;
	bool definitions; /* they are read now, and nothing else is */
};

/* A setting whose value is one of those that it can have. */
struct meaning {
	struct walk *walk;
	const struct entry *entry;
	const struct setting *setting;
};

static const char *const schemes[] = { "docker-image://", "docker://", "registry://",
				       "https://",        "http://",   "docker:/" };

static size_t scheme_size(struct slice text)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_starts(text, schemes[i]))
			return strlen(schemes[i]);
	return 0;
}

/* "**" with a '/' behind it stands for no name at all, too. */
static bool fits(const char *glob, const char *path)
{
	static const char any[] = "**/";
	size_t size = strlen(any);

	return glob_match(glob, path) ||
	       (strncmp(glob, any, size) == 0 && glob_match(glob + size, path));
}

static const struct entry *entry_of(const struct walk *walk, const char *path)
{
	for (const struct entry *entry = walk->entries; entry->path; entry++)
		if (fits(entry->path, path))
			return entry;
	return NULL;
}

/* Another scheme than those of registries: a file, a source. */
static bool has_other_scheme(struct slice text)
{
	return slice_find(NULL, text, "://");
}

static void add_image(const struct meaning *meaning, struct letters value)
{
	struct letters image = letters_behind(value, scheme_size(letters_slice(value)));

	if (meaning->walk->language->tongue->elements && slice_starts(letters_slice(image), "&")) {
		finder_skip(&meaning->walk->finder, meaning->setting->at, "template",
			    "an entity of XML names this image: write it out");
		return;
	}
	if (image.size && !has_other_scheme(letters_slice(image)))
		finder_add_letters(&meaning->walk->finder, meaning->entry->kind, image,
				   meaning->setting->at, IMAGE_SURE);
}

static void add_scheme(const struct meaning *meaning, struct letters value)
{
	static const char scheme[] = "docker-image://";

	if (slice_starts(letters_slice(value), scheme))
		finder_add_letters(&meaning->walk->finder, meaning->entry->kind,
				   letters_behind(value, strlen(scheme)), meaning->setting->at,
				   IMAGE_SURE);
}

static void add_pinned(const struct meaning *meaning, struct letters value)
{
	const char *path = meaning->setting->path;
	const char *slash = strrchr(path, '/');

	pinned_add(&meaning->walk->finder, meaning->entry->kind, slice_of(slash ? slash + 1 : path),
		   value, meaning->setting->at);
}

/* As the value of a key that is called so is read: "latest@sha256:..." is no image. */
static void add_tagged(const struct meaning *meaning, struct letters value)
{
	pinned_add(&meaning->walk->finder, meaning->entry->kind, slice_of("tag"), value,
		   meaning->setting->at);
}

/* "type=registry,ref=IMAGE" or an image alone; other types name no image. */
static void add_cache(const struct meaning *meaning, struct letters value)
{
	struct slice text = letters_slice(value);
	size_t at;

	if (slice_starts(text, "type=") && !slice_starts(text, "type=registry,"))
		return;
	if (slice_find(&at, text, "ref="))
		value = letters_behind(value, at + strlen("ref="));
	const char *end = value.size ? memchr(value.at, ',', value.size) : NULL;

	add_pinned(meaning, letters_part(value, 0, end ? (size_t)(end - value.at) : value.size));
}

static bool has_blank(struct letters value)
{
	for (size_t i = 0; i < value.size; i++)
		if (letter_is_blank(value.at[i]))
			return true;
	return false;
}

/* As a script is read: line by line, without its comments. */
static void add_words(const struct meaning *meaning, struct letters value)
{
	struct remarks remarks = { 0 };

	if (!has_blank(value)) {
		add_pinned(meaning, value);
		return;
	}
	while (value.size) {
		const char *end = memchr(value.at, '\n', value.size);
		size_t size = end ? (size_t)(end - value.at) : value.size;
		struct letters line = letters_part(value, 0, size);

		pinned_add_words(&meaning->walk->finder, remarks_drop(&remarks, line));
		value = letters_behind(value, end ? size + 1 : size);
	}
}

static void add_nothing(const struct meaning *meaning, struct letters value)
{
	(void)meaning;
	(void)value;
}

static void add_meaning(void *data, struct letters value)
{
	static void (*const add[])(const struct meaning *, struct letters) = {
		[ENTRY_IMAGE] = add_image,       [ENTRY_PINNED] = add_pinned,
		[ENTRY_TAGGED] = add_tagged,     [ENTRY_WORDS] = add_words,
		[ENTRY_SCHEME] = add_scheme,     [ENTRY_CACHE] = add_cache,
		[ENTRY_OTHER] = add_nothing,     [ENTRY_DOCKERFILE] = add_nothing,
		[ENTRY_MANIFESTS] = add_nothing,
	};
	const struct meaning *meaning = data;

	add[meaning->entry->value](meaning, letters_trim(value));
}

/* Bake replaces its own variables first. */
static void read_dockerfile(struct walk *walk, const struct setting *setting)
{
	struct finder *finder = &walk->finder;
	OWNED(traced) text = traced_new(FILE_BYTES_MOST);

	if (!finder->variables || !variables_replace(text, finder->variables, setting->value)) {
		traced_empty(text);
		traced_add_letters(text, setting->value);
	}
	dockerfile_gather(&finder->sightings, traced_letters(text));
}

/* As it is written, behind its first line's end: a block scalar to YAML. What is
 * filled in is the finder's to hide. */
static void add_manifests(struct walk *walk, const struct setting *setting)
{
	struct slice file = walk->finder.file->bytes;
	struct slice rest = { file.at + setting->at, file.size - setting->at };
	struct literal literal;
	size_t line;

	literal_read(&literal, rest, true);
	struct slice inner = { rest.at + literal.quotes, literal.inner };

	if (literal.quotes < 3 || !slice_find(&line, inner, "\n"))
		return;
	OWNED_STRING text = must_copy_bytes(inner.at + line + 1, inner.size - line - 1);
	const struct node scalar = {
		.kind = NODE_SCALAR,
		.style = NODE_LITERAL,
		.value = text,
		.size = inner.size - line - 1,
		.at = { setting->at + literal.quotes + line, inner.size - line },
	};

	embedded_read(&walk->finder, &scalar, kubernetes_find);
}

/* Definitions are in no group: what has several meanings has them here, too. */
static void read_value(struct walk *walk, const struct entry *entry, const struct setting *setting)
{
	struct variables *variables = walk->finder.variables;
	struct standing standing = { setting->at, SIZE_MAX };
	struct meaning meaning = { walk, entry, setting };

	if (variables)
		variables_fill(variables, setting->value, &standing, add_meaning, &meaning);
	else if (setting->kind == SETTING_STRING)
		add_meaning(&meaning, setting->value);
}

static void take(void *data, const struct setting *setting)
{
	struct walk *walk = data;
	const struct entry *entry =
	    setting->kind == SETTING_END ? NULL : entry_of(walk, setting->path);

	if (!entry || walk->definitions != language_defines(walk->language, setting))
		return;
	walk->finder.stretch = (struct range){ setting->at, setting->length };
	if (entry->value == ENTRY_DOCKERFILE)
		read_dockerfile(walk, setting);
	else if (entry->value == ENTRY_MANIFESTS && setting->kind == SETTING_STRING)
		add_manifests(walk, setting);
	else if (setting->kind != SETTING_HEREDOC)
		read_value(walk, entry, setting);
}

void entries_find(const struct scan_file *file, const struct format *format,
		  const struct language *language, const struct entry *entries)
{
	struct walk walk = { .language = language, .entries = entries };
	struct finder *finder = &walk.finder;

	finder_begin(finder, file, format);
	language_define(finder, language);
	if (!settings_read(file->bytes, language->tongue, take, &walk))
		finder_skip(finder, 0, "syntax", "brackets are nested too deep to be read");
	walk.definitions = true;
	finder->lesser = true;
	if (language->namings)
		settings_read(file->bytes, language->tongue, take, &walk);
	finder_end(finder);
}
