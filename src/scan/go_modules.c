#include "go_modules.h"

#include <digestbump/base/log.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/syntax/go_mod.h>
#include <pthread.h>
#include <string.h>

/* What is known of a directory. */
struct known_directory {
	struct go_module *own;          /* that begins here; NULL: none */
	const struct go_module *module; /* that holds it; NULL: none */
};

struct go_modules {
	struct tree *tree;
	struct map *directories; /* to struct known_directory */
	pthread_mutex_t lock;
};

struct go_modules *go_modules_new(struct tree *tree)
{
	struct go_modules *modules = must_alloc(sizeof(*modules));

	modules->tree = tree;
	modules->directories = map_new();
	pthread_mutex_init(&modules->lock, NULL);
	return modules;
}

static void known_free(struct known_directory *known)
{
	if (known->own) {
		free(known->own->path);
		free(known->own->directory);
	}
	free(known->own);
	free(known);
}

void go_modules_free(struct go_modules *modules)
{
	if (!modules)
		return;
	for (size_t i = 0; i < map_count(modules->directories); i++)
		known_free(map_value(modules->directories, i));
	map_free(modules->directories);
	pthread_mutex_destroy(&modules->lock);
	free(modules);
}

static char *path_in(const char *directory, const char *name)
{
	return must_format("%s%s%s", directory, *directory ? "/" : "", name);
}

/* Gives *own, NULL where no go.mod is. */
static struct error *read_module(struct go_module **own, struct tree *tree, const char *directory)
{
	OWNED_STRING path = path_in(directory, "go.mod");
	OWNED(text) bytes = NULL;
	char *name = NULL;
	struct error *failed = tree_read(&bytes, tree, path);

	*own = NULL;
	if (failed && error_kind(failed) == ERROR_ABSENT) {
		error_free(failed);
		return NULL;
	}
	TRY(failed);
	failed = go_mod_module_path(&name, text_slice(bytes));
	if (failed)
		return error_wrap(failed, "'%s'", path);
	*own = must_alloc(sizeof(**own));
	**own = (struct go_module){ name, must_copy(directory) };
	return NULL;
}

static const struct go_module *find(struct go_modules *modules, const char *directory);

/* A broken go.mod ends the search: what stands above it is another module's. */
static void look(struct known_directory *known, struct go_modules *modules, const char *directory)
{
	OWNED(error) failed = read_module(&known->own, modules->tree, directory);

	known->module = known->own;
	if (failed)
		log_debug("%s: nothing here is tied to a Go module", error_text(failed));
	if (failed || known->own || !*directory)
		return;
	const char *slash = strrchr(directory, '/');
	OWNED_STRING above = must_copy_bytes(directory, slash ? (size_t)(slash - directory) : 0);

	known->module = find(modules, above);
}

static const struct go_module *find(struct go_modules *modules, const char *directory)
{
	struct known_directory *known = map_get(modules->directories, directory);

	if (!known) {
		known = must_alloc(sizeof(*known));
		map_set(modules->directories, directory, known);
		look(known, modules, directory);
	}
	return known->module;
}

const struct go_module *go_modules_find(struct go_modules *modules, const char *directory)
{
	pthread_mutex_lock(&modules->lock);
	const struct go_module *module = find(modules, directory);

	pthread_mutex_unlock(&modules->lock);
	return module;
}

/* The package clause stands on a line of its own, behind comments. */
static bool is_of_package_main(struct slice bytes)
{
	static const char clause[] = "package main";
	struct slice line;

	while (slice_line(&line, &bytes)) {
		line = slice_trim(line);
		if (!slice_starts(line, "package "))
			continue;
		return slice_starts(line, clause) &&
		       (line.size == strlen(clause) || strchr(" \t;/", line.at[strlen(clause)]));
	}
	return false;
}

static bool is_command(struct go_modules *modules, const char *path)
{
	OWNED(text) bytes = NULL;
	OWNED(error) failed = tree_read(&bytes, modules->tree, path);

	return !failed && is_of_package_main(text_slice(bytes));
}

bool go_modules_has_command(struct go_modules *modules, const char *directory)
{
	const char *slash = strrchr(directory, '/');
	OWNED_STRING usual = path_in(directory, "main.go");
	OWNED_STRING name = must_format("%s.go", slash ? slash + 1 : directory);
	OWNED_STRING named = path_in(directory, name);

	return is_command(modules, usual) || (*directory && is_command(modules, named));
}
