#include "../formats.h"
#include "image_paths.h"
#include <string.h>

static const char *const globs[] = { ".pre-commit-config.y*ml", ".pre-commit-hooks.y*ml",
				     "prek.y*ml", NULL };
static const char *const needles[] = { "docker_image", NULL };

/* The next word of a command, off the front of *rest. */
static struct letters next_word(struct letters *rest)
{
	size_t size = 0;

	*rest = letters_trim_front(*rest);
	while (size < rest->size && !letter_is_blank(rest->at[size]))
		size++;
	struct letters word = letters_part(*rest, 0, size);

	*rest = letters_behind(*rest, size);
	return word;
}

/* `docker run` gets the entry behind its own options: the image is the first word that
 * is none ("--entrypoint X image"). */
static struct letters image_of(struct letters rest)
{
	static const char with_value[] = "--entrypoint";
	struct letters word = next_word(&rest);

	while (slice_starts(letters_slice(word), "-")) {
		if (slice_is(letters_slice(word), with_value))
			next_word(&rest);
		word = next_word(&rest);
	}
	return word;
}

/* Other languages' entries are programs. */
static void read_hook(struct finder *finder, const struct place *place, const struct node *node)
{
	const struct node *entry = node_get(node, "entry");

	if (!entry || !slice_is(node_text(node_get(node, "language")), "docker_image"))
		return;
	OWNED(traced) text = finder_letters(finder, entry);

	finder_add_letters(finder, place->kind, image_of(traced_letters(text)), entry->at.at,
			   IMAGE_SURE);
}

static const struct place places[] = {
	{ "repos/[]/hooks/[]", PIN_IMAGE, read_hook },
	{ "[]", PIN_IMAGE, read_hook },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_precommit, places);
}

const struct format format_precommit = {
	.name = "pre-commit",
	.summary = "docker_image hooks of pre-commit",
	.omits = "hooks in other languages, revisions of hook repositories",
	.globs = globs,
	.needles = needles,
	.find = find,
};
