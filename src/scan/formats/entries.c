#include "entries.h"

#include "../readers/embedded.h"
#include "../readers/literal.h"
#include "../readers/pinned.h"
#include "dockerfile.h"
#include "kubernetes.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <string.h>

struct walk {
	struct finder finder;
	const struct entry *entries;
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

static const struct entry *entry_of(const struct walk *walk, const char *path)
{
	for (const struct entry *entry = walk->entries; entry->path; entry++)
		if (glob_match(entry->path, path))
			return entry;
	return NULL;
}

/* Another scheme than those of registries: a file, a source. */
static bool has_other_scheme(struct slice text)
{
	return slice_find(NULL, text, "://");
}

static void add_image(struct walk *walk, enum pin_kind kind, const struct setting *setting)
{
	struct letters value = letters_trim(setting->value);

	value = letters_behind(value, scheme_size(letters_slice(value)));
	if (value.size && !has_other_scheme(letters_slice(value)))
		finder_add_letters(&walk->finder, kind, value, setting->at, IMAGE_SURE);
}

static void add_scheme(struct walk *walk, enum pin_kind kind, const struct setting *setting)
{
	static const char scheme[] = "docker-image://";

	if (slice_starts(letters_slice(setting->value), scheme))
		finder_add_letters(&walk->finder, kind,
				   letters_behind(setting->value, strlen(scheme)), setting->at,
				   IMAGE_SURE);
}

/* "type=registry,ref=IMAGE" or an image alone; other types name no image. */
static void add_cache(struct walk *walk, enum pin_kind kind, const struct setting *setting)
{
	struct slice text = letters_slice(setting->value);
	struct letters value = setting->value;
	size_t at;

	if (slice_starts(text, "type=") && !slice_starts(text, "type=registry,"))
		return;
	if (slice_find(&at, text, "ref="))
		value = letters_behind(value, at + strlen("ref="));
	const char *end = value.size ? memchr(value.at, ',', value.size) : NULL;

	pinned_add(&walk->finder, kind, slice_of(""),
		   letters_part(value, 0, end ? (size_t)(end - value.at) : value.size),
		   setting->at);
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

static void take(void *data, const struct setting *setting)
{
	struct walk *walk = data;
	const struct entry *entry =
	    setting->kind == SETTING_END ? NULL : entry_of(walk, setting->path);

	if (!entry)
		return;
	if (entry->value == ENTRY_DOCKERFILE)
		dockerfile_find(walk->finder.file, walk->finder.format, setting->value);
	else if (setting->kind == SETTING_HEREDOC)
		return;
	else if (entry->value == ENTRY_MANIFESTS)
		add_manifests(walk, setting);
	else if (entry->value == ENTRY_IMAGE)
		add_image(walk, entry->kind, setting);
	else if (entry->value == ENTRY_SCHEME)
		add_scheme(walk, entry->kind, setting);
	else if (entry->value == ENTRY_CACHE)
		add_cache(walk, entry->kind, setting);
	else if (entry->value == ENTRY_PINNED)
		pinned_add(&walk->finder, entry->kind, slice_of(""), setting->value, setting->at);
}

void entries_find(const struct scan_file *file, const struct format *format,
		  const struct tongue *tongue, const struct entry *entries)
{
	struct walk walk = { .entries = entries };

	finder_begin(&walk.finder, file, format);
	if (!settings_read(file->bytes, tongue, take, &walk))
		finder_skip(&walk.finder, 0, "syntax", "brackets are nested too deep to be read");
	finder_end(&walk.finder);
}
