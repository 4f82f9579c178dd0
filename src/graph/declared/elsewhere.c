#include "../declare.h"
#include "../making.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/scan.h>
#include <string.h>

/* Build specifications that have no Dockerfile: what the scan finds as their bases, they are
 * built on. Each file is one build. */

static bool is_built_on(const struct pin *pin)
{
	return pin->kind == PIN_BASE || pin->kind == PIN_FROM || pin->kind == PIN_COPY_FROM ||
	       pin->kind == PIN_MOUNT_FROM || pin->kind == PIN_ONBUILD || pin->kind == PIN_ARG;
}

static void add_letters(struct mapped_text *out, const char *text, uint32_t at)
{
	for (; text && *text; text++)
		mapped_text_add(out, *text, at);
}

/* Gives the image as its pin has it; every letter stands where the pin does. */
static struct mapped_text *text_of(const struct declaring *file, const struct pin *pin)
{
	struct mapped_text *out = mapped_text_new(0);
	uint32_t at = file->base + (uint32_t)pin->digest.at;

	add_letters(out, pin->image->name, at);
	add_letters(out, pin->image->tag ? ":" : NULL, at);
	add_letters(out, pin->image->tag, at);
	add_letters(out, pin->pinned ? "@" : NULL, at);
	add_letters(out, pin->pinned, at);
	return out;
}

static void read_builds(struct declaring *file)
{
	const struct graph_tree *tree = file->making->trees[file->tree].given;
	OWNED_STRING directory = path_directory(file->path);
	struct declared *declared = NULL;
	OWNED(scan) scan = NULL;
	OWNED(error) failed = scan_file(&scan, tree->files, tree->config, file->path);

	for (size_t i = 0; !failed && i < scan->pins.count; i++) {
		const struct pin *pin = scan->pins.items[i];

		if (!is_built_on(pin) || !pin->image || strcmp(pin->path, file->path) != 0)
			continue;
		if (!declared)
			declared = declare(file, DECLARED_OTHER, pin->digest.at);
		if (!declared)
			return;
		declared_base(declared, text_of(file, pin));
	}
	if (!declared)
		return;
	declared->is_specification = true;
	declared->path = must_copy(file->path);
	declared->context = must_copy(*directory ? directory : ".");
}

static const char *const formats[] = {
	"bazel", "buildpacks", "dotnet", "earthfile", "gradle", "jib-yaml", "maven", NULL,
};

const struct declaration_kind declared_elsewhere = {
	.name = "other",
	.formats = formats,
	.read = read_builds,
};
