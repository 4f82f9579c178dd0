#include "image_setting_paths.h"

#include "../find/embedded_yaml.h"
#include "../find/pinned_text.h"
#include "dockerfile.h"
#include "document_kind.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/script_comment.h>
#include <digestbump/syntax/string_literal.h>
#include <string.h>

enum { CONTEXTS_MOST = 1000 };

struct walk {
	struct finder finder;
	const struct language *language;
	const struct setting_path *entries;
	bool definitions;        /* they are read now, and nothing else is */
	struct strings contexts; /* names of all targets' contexts */
};

/* A setting whose value is one of those that it can have. */
struct setting_meaning {
	struct walk *walk;
	const struct setting_path *entry;
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

static const struct setting_path *entry_of(const struct walk *walk, const char *path)
{
	for (const struct setting_path *entry = walk->entries; entry->path; entry++)
		if (fits(entry->path, path))
			return entry;
	return NULL;
}

/* Another scheme than those of registries: a file, a source. */
static bool has_other_scheme(struct slice text)
{
	return slice_find(NULL, text, "://");
}

static void add_image(const struct setting_meaning *meaning, struct mapped_slice value)
{
	struct mapped_slice image = mapped_tail(value, scheme_size(mapped_bytes(value)));

	if (meaning->walk->language->syntax->elements && slice_starts(mapped_bytes(image), "&")) {
		finder_skip(&meaning->walk->finder, meaning->setting->at, "template",
			    "an entity of XML names this image: write it out");
		return;
	}
	if (image.size && !has_other_scheme(mapped_bytes(image)))
		finder_add_letters(&meaning->walk->finder, meaning->entry->kind, image,
				   meaning->setting->at, IMAGE_SURE);
}

static void add_scheme(const struct setting_meaning *meaning, struct mapped_slice value)
{
	static const char scheme[] = "docker-image://";

	if (slice_starts(mapped_bytes(value), scheme))
		finder_add_letters(&meaning->walk->finder, meaning->entry->kind,
				   mapped_tail(value, strlen(scheme)), meaning->setting->at,
				   IMAGE_SURE);
}

static void add_pinned(const struct setting_meaning *meaning, struct mapped_slice value)
{
	const char *path = meaning->setting->path;
	const char *slash = strrchr(path, '/');

	pinned_text_add(&meaning->walk->finder, meaning->entry->kind,
			slice_of(slash ? slash + 1 : path), value, meaning->setting->at);
}

/* As the value of a key that is called so is read: "latest@sha256:..." is no image. */
static void add_tagged(const struct setting_meaning *meaning, struct mapped_slice value)
{
	pinned_text_add(&meaning->walk->finder, meaning->entry->kind, slice_of("tag"), value,
			meaning->setting->at);
}

/* "type=registry,ref=IMAGE" or an image alone; other types name no image. */
static void add_cache(const struct setting_meaning *meaning, struct mapped_slice value)
{
	struct slice text = mapped_bytes(value);
	size_t at;

	if (slice_starts(text, "type=") && !slice_starts(text, "type=registry,"))
		return;
	if (slice_find(&at, text, "ref="))
		value = mapped_tail(value, at + strlen("ref="));
	const char *end = value.size ? memchr(value.at, ',', value.size) : NULL;

	add_pinned(meaning, mapped_part(value, 0, end ? (size_t)(end - value.at) : value.size));
}

static bool has_blank(struct mapped_slice value)
{
	for (size_t i = 0; i < value.size; i++)
		if (is_blank_byte(value.at[i]))
			return true;
	return false;
}

/* As a script is read: line by line, without its comments. */
static void add_words(const struct setting_meaning *meaning, struct mapped_slice value)
{
	struct script_comments comments = { 0 };

	if (!has_blank(value)) {
		add_pinned(meaning, value);
		return;
	}
	while (value.size) {
		const char *end = memchr(value.at, '\n', value.size);
		size_t size = end ? (size_t)(end - value.at) : value.size;
		struct mapped_slice line = mapped_part(value, 0, size);

		pinned_text_add_words(&meaning->walk->finder,
				      script_comments_strip(&comments, line));
		value = mapped_tail(value, end ? size + 1 : size);
	}
}

static void add_nothing(const struct setting_meaning *meaning, struct mapped_slice value)
{
	(void)meaning;
	(void)value;
}

static void add_expanded(void *data, struct mapped_slice value)
{
	static void (*const add[])(const struct setting_meaning *, struct mapped_slice) = {
		[VALUE_IMAGE] = add_image,       [VALUE_PINNED] = add_pinned,
		[VALUE_TAGGED] = add_tagged,     [VALUE_WORDS] = add_words,
		[VALUE_SCHEME] = add_scheme,     [VALUE_CACHE] = add_cache,
		[VALUE_NO_IMAGE] = add_nothing,  [VALUE_DOCKERFILE] = add_nothing,
		[VALUE_MANIFESTS] = add_nothing,
	};
	const struct setting_meaning *meaning = data;

	add[meaning->entry->value](meaning, mapped_trim(value));
}

/* Bake replaces its own variables first. */
static void read_dockerfile(struct walk *walk, const struct setting *setting)
{
	struct finder *finder = &walk->finder;
	OWNED(mapped_text) text = mapped_text_new(FILE_BYTES_MOST);

	if (!finder->variables || !variables_expand_all(text, finder->variables, setting->value)) {
		mapped_text_clear(text);
		mapped_text_append(text, setting->value);
	}
	dockerfile_find_occurrences(&finder->occurrences, mapped_text_slice(text), &walk->contexts);
}

/* As it is written, behind its first line's end: a block scalar to YAML. What is
 * filled in is the finder's to hide. */
static void add_manifests(struct walk *walk, const struct setting *setting)
{
	struct slice file = walk->finder.file->bytes;
	struct slice rest = { file.at + setting->at, file.size - setting->at };
	struct string_literal literal;
	size_t line;

	string_literal_measure(&literal, rest, true);
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

	embedded_yaml_find_any(&walk->finder, &scalar, document_find_manifest);
}

/* Definitions are in no group: what has several meanings has them here, too. */
static void read_value(struct walk *walk, const struct setting_path *entry,
		       const struct setting *setting)
{
	struct variables *variables = walk->finder.variables;
	struct variable_use used_at = { setting->at, SIZE_MAX };
	struct setting_meaning meaning = { walk, entry, setting };

	if (variables)
		variables_expand_each(variables, setting->value, &used_at, add_expanded, &meaning);
	else if (setting->kind == SETTING_STRING)
		add_expanded(&meaning, setting->value);
}

static void take(void *data, const struct setting *setting)
{
	struct walk *walk = data;
	const struct setting_path *entry =
	    setting->kind == SETTING_END ? NULL : entry_of(walk, setting->path);

	if (!entry || walk->definitions != language_is_definition(walk->language, setting))
		return;
	walk->finder.stretch = (struct range){ setting->at, setting->length };
	if (entry->value == VALUE_DOCKERFILE)
		read_dockerfile(walk, setting);
	else if (entry->value == VALUE_MANIFESTS && setting->kind == SETTING_STRING)
		add_manifests(walk, setting);
	else if (setting->kind != SETTING_HEREDOC)
		read_value(walk, entry, setting);
}

/* "target/app/contexts/base": the name of a context. */
static void take_context(void *data, const struct setting *setting)
{
	struct walk *walk = data;
	const char *slash = strrchr(setting->path, '/');

	if (setting->kind == SETTING_STRING && walk->contexts.count < CONTEXTS_MOST &&
	    glob_match("target/*/contexts/*", setting->path))
		strings_add(&walk->contexts, slash + 1);
}

static bool has_dockerfiles(const struct setting_path *entries)
{
	for (; entries->path; entries++)
		if (entries->value == VALUE_DOCKERFILE)
			return true;
	return false;
}

void setting_paths_find(const struct scan_file *file, const struct format *format,
			const struct language *language, const struct setting_path *entries)
{
	struct walk walk = { .language = language, .entries = entries };
	struct finder *finder = &walk.finder;

	finder_begin(finder, file, format);
	language_define(finder, language);
	if (has_dockerfiles(entries))
		settings_read(file->bytes, language->syntax, take_context, &walk);
	if (!settings_read(file->bytes, language->syntax, take, &walk))
		finder_skip(finder, 0, "syntax", "brackets are nested too deep to be read");
	walk.definitions = true;
	finder->keep_existing = true;
	if (language->namings)
		settings_read(file->bytes, language->syntax, take, &walk);
	strings_clear(&walk.contexts);
	finder_end(finder);
}
