#include "go_builds.h"

#include "go_main_packages.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/path.h>
#include <string.h>

static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return must_copy_bytes(path, slash ? (size_t)(slash - path) : 0);
}

/* Gives the directory of a package from the top of the tree; NULL: outside of it. */
static char *place_of(const char *file, const char *directory, const char *package)
{
	OWNED(text) path = text_new(0);
	OWNED_STRING own = directory_of(file);

	if (*directory == '/' || *package == '/')
		return NULL;
	if (!path_walk(path, own) || !path_walk(path, directory) || !path_walk(path, package))
		return NULL;
	if (!path->size)
		return must_copy("");
	return slice_ends(text_slice(path), ".go") ? directory_of(path->bytes)
						   : slice_copy(text_slice(path));
}

/* Gives the import path of a directory by the module that holds it. */
static char *import_path(struct go_modules *modules, const char *directory)
{
	const struct go_module *module = go_modules_find(modules, directory);

	if (!module)
		return NULL;
	size_t top = strlen(module->directory);
	const char *below = directory + top;

	if (top && *below == '/')
		below++;
	return must_format("%s%s%s", module->path, *below ? "/" : "", below);
}

/* Outside of Go's standard library "cmd/x" is not an import path, but a relative one.
 * A module's name may also have no dot. */
static bool is_import_path(const struct go_main_region *region, const struct go_module *module)
{
	size_t size = strlen(module->path);
	size_t first = strcspn(region->package, "/");
	const char *dot = memchr(region->package, '.', first);

	if (region->form != MAIN_IMPORT || !first || dot == region->package)
		return false;
	return dot || (strncmp(region->package, module->path, size) == 0 &&
		       (!region->package[size] || region->package[size] == '/'));
}

/* Gives the directory of what the region builds from the top of the tree, or NULL. */
static char *directory_built(const struct go_main_region *region, const char *file,
			     struct go_modules *modules)
{
	OWNED_STRING first = place_of(file, region->directory, "");
	OWNED_STRING second = place_of(file, region->directory, region->package);

	if (region->form != MAIN_PROBE)
		return pass_on(&second);
	if (first && go_modules_has_command(modules, first))
		return pass_on(&first);
	return second && go_modules_has_command(modules, second) ? pass_on(&second) : NULL;
}

/* Gives the import path of what the region builds, or NULL. */
static char *main_of(const struct go_main_region *region, const struct scan_file *file,
		     const struct go_module *module, struct go_modules *modules)
{
	if (!region || !region->package)
		return NULL;
	if (is_import_path(region, module))
		return must_copy(region->package);
	OWNED_STRING directory = directory_built(region, file->path, modules);

	return directory ? import_path(modules, directory) : NULL;
}

void go_builds_complete_pins(const struct scan_file *file, const struct format *format,
			     struct go_modules *modules)
{
	if (!format->main_packages || !file->pins || !file->pins->count)
		return;
	OWNED_STRING directory = directory_of(file->path);
	const struct go_module *module = go_modules_find(modules, directory);
	struct go_main_packages main_packages = { 0 };

	if (!module)
		return;
	format->main_packages(&main_packages, file);
	for (size_t i = 0; i < file->pins->count; i++) {
		struct pin *pin = file->pins->items[i];

		if (strcmp(pin->path, file->path) != 0)
			continue;
		pin->module = must_copy(module->path);
		pin->main_package = main_of(go_main_packages_find(&main_packages, pin->digest.at),
					    file, module, modules);
	}
	go_main_packages_clear(&main_packages);
}
