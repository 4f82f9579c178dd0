#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"
#include <string.h>

static const char *const globs[] = { ".pre-commit-config.y*ml", ".pre-commit-hooks.y*ml",
				     "prek.y*ml", NULL };
static const char *const needles[] = { "docker_image", NULL };

/* The next word of a command, off the front of *rest. */
static struct mapped_slice next_word(struct mapped_slice *rest)
{
	size_t size = 0;

	*rest = mapped_trim_start(*rest);
	while (size < rest->size && !is_blank_byte(rest->at[size]))
		size++;
	struct mapped_slice word = mapped_part(*rest, 0, size);

	*rest = mapped_tail(*rest, size);
	return word;
}

/* `docker run` gets the entry behind its own options: the image is the first word that
 * is none ("--entrypoint X image"). */
static struct mapped_slice image_of(struct mapped_slice rest)
{
	static const char with_value[] = "--entrypoint";
	struct mapped_slice word = next_word(&rest);

	while (slice_starts(mapped_bytes(word), "-")) {
		if (slice_is(mapped_bytes(word), with_value))
			next_word(&rest);
		word = next_word(&rest);
	}
	return word;
}

/* Other languages' entries are programs. */
static void read_hook(struct finder *finder, const struct image_path *image_path,
		      const struct node *node)
{
	const struct node *entry = node_get(node, "entry");

	if (!entry || !slice_is(node_text(node_get(node, "language")), "docker_image"))
		return;
	OWNED(mapped_text) text = finder_letters(finder, entry);

	finder_add_letters(finder, image_path->kind, image_of(mapped_text_slice(text)),
			   entry->at.at, IMAGE_SURE);
}

static const struct image_path image_paths[] = {
	{ "repos/[]/hooks/[]", PIN_IMAGE, read_hook },
	{ "[]", PIN_IMAGE, read_hook },
	{ "repos/[]/rev", PIN_IMAGE, image_read_none },
	{ "repos/[]/repo", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_precommit, image_paths);
}

const struct format format_precommit = {
	.name = "pre-commit",
	.summary = "docker_image hooks of pre-commit",
	.omits = "hooks in other languages, revisions of hook repositories",
	.globs = globs,
	.needles = needles,
	.find = find,
};
