#include "node_values.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dotenv.h>
#include <digestbump/syntax/yaml_merge.h>
#include <string.h>

/* A Compose file, and the one that it overrides. */
struct project {
	struct declaring *file;
	struct node_texts texts;
	struct expansion expansion;
	struct dotenv *env; /* NULL: there is no .env */
	char *directory;
	const struct node *services; /* of the file */
	struct project *base;        /* the file that this one overrides; NULL: none */
};

/* A service's build while its files are read. */
struct service_build {
	struct declared *declared;
	char *context;
	char *dockerfile;
};

/* ---- variables ---- */

static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	const struct project *project = data;

	return project->env && dotenv_get(value, project->env, name) ? VARIABLE_SET
								     : VARIABLE_DEFAULT_ONLY;
}

static void read_env(struct project *project)
{
	OWNED_STRING path = path_join(project->directory, ".env");
	uint32_t base;
	OWNED(text) bytes = path ? declaring_read(project->file, &base, path) : NULL;

	if (bytes)
		project->env = dotenv_read(text_slice(bytes), base);
}

/* ---- what a service extends ---- */

/* Gives the keys of a service's build: its own, then those of the service of this file that it
 * extends. A text is the context. */
static void add_build_keys(struct map *keys, const struct node *build)
{
	OWNED(map) own = yaml_merge_index(build);

	if (build && build->kind == NODE_SCALAR && !map_get(keys, "context"))
		map_set(keys, "context", (void *)build);
	for (size_t i = 0; i < map_count(own); i++)
		if (!map_get(keys, map_key(own, i)))
			map_set(keys, map_key(own, i), map_value(own, i));
}

static const struct node *extended(const struct project *project, const struct node *service)
{
	const struct node *extends = node_target(node_get(service, "extends"));
	const char *name = node_string(extends);

	if (extends && extends->kind == NODE_MAPPING && !node_get(extends, "file"))
		name = node_string(node_target(node_get(extends, "service")));
	return name ? node_target(node_get(project->services, name)) : NULL;
}

static struct map *build_keys(const struct project *project, const struct node *service)
{
	struct map *keys = map_new();

	for (unsigned depth = 0; service && depth < EXPANSION_DEPTH_MOST; depth++) {
		OWNED(map) own = yaml_merge_index(service);
		const struct node *build = node_target(map_get(own, "build"));

		if (build)
			add_build_keys(keys, build);
		service = extended(project, service);
	}
	return keys;
}

/* ---- services ---- */

static void replace(char **field, char *text)
{
	if (text && *text) {
		free(*field);
		*field = text;
	} else {
		free(text);
	}
}

/* What is said here goes before what the overridden file said. */
static void read_keys(struct project *project, struct service_build *build, const struct map *keys)
{
	const struct node_texts *texts = &project->texts;
	struct declared *declared = build->declared;
	const struct node *inlined = map_get(keys, "dockerfile_inline");

	replace(&build->context, node_string_of(texts, map_get(keys, "context")));
	replace(&build->dockerfile, node_string_of(texts, map_get(keys, "dockerfile")));
	replace(&declared->target, node_string_of(texts, map_get(keys, "target")));
	if (inlined) {
		mapped_text_free(declared->text);
		declared->text = node_text_of(texts, inlined);
	}
	node_set_values(&declared->args, texts, map_get(keys, "args"));
	node_set_values(&declared->contexts, texts, map_get(keys, "additional_contexts"));
	node_each_text(texts, map_get(keys, "tags"), false, take_name, declared);
	node_each_text(texts, map_get(keys, "platforms"), false, take_platforms, declared);
}

static void place(struct project *project, struct service_build *build)
{
	struct declared *declared = build->declared;
	const struct build_place where = {
		.directory = project->directory,
		.context = build->context,
		.file = build->dockerfile,
		.file_from_context = true,
	};

	if (declared_place(project->file, declared, &where) && declared->text) {
		free(declared->path);
		declared->path = must_copy(project->file->path);
	}
}

/* Names that are given here stand first: a build is called by its first. */
static void read_service_keys(struct project *project, struct service_build *build,
			      const struct node *service)
{
	OWNED(map) keys = build_keys(project, service);

	node_each_text(&project->texts, node_get(service, "image"), false, take_name,
		       build->declared);
	node_each_text(&project->texts, node_get(service, "platform"), false, take_platforms,
		       build->declared);
	read_keys(project, build, keys);
}

/* Where the service's name stands; else, of one that is merged in, its value. */
static size_t begin_of(const struct node *services, const char *name, const struct node *service)
{
	for (size_t i = 0; services->kind == NODE_MAPPING && i < services->count / 2; i++)
		if (string_is(node_string(node_target(services->items[2 * i])), name))
			return services->items[2 * i]->at.at;
	return service->at.at;
}

static void read_service(struct project *project, const char *name, const struct node *service)
{
	OWNED(map) keys = build_keys(project, service);
	const struct node *overridden =
	    project->base ? node_target(node_get(project->base->services, name)) : NULL;

	if (!map_count(keys))
		return;
	struct service_build build = {
		.declared = declare(project->file, DECLARED_COMPOSE,
				    begin_of(project->services, name, service)),
	};

	if (!build.declared)
		return;
	declared_label(project->file, build.declared, project->directory, name);
	if (overridden && !node_get(service, "image"))
		node_each_text(&project->base->texts, node_get(overridden, "image"), false,
			       take_name, build.declared);
	if (overridden) {
		OWNED(map) base_keys = build_keys(project->base, overridden);

		read_keys(project->base, &build, base_keys);
	}
	read_service_keys(project, &build, service);
	place(project, &build);
	free(build.context);
	free(build.dockerfile);
}

static void read_services(struct project *project, const struct node *services)
{
	OWNED(map) index = yaml_merge_index(services);

	project->services = services;
	for (size_t i = 0; i < map_count(index); i++) {
		const struct node *service = node_target(map_value(index, i));

		if (service && service->kind == NODE_MAPPING)
			read_service(project, map_key(index, i), service);
	}
}

static void project_begin(struct project *project, struct declaring *file)
{
	*project = (struct project){
		.file = file,
		.directory = path_directory(file->path),
		.expansion = {
			.dialect = &dialect_compose,
			.lookup = look_up,
			.data = project,
			.most = expansion_most(file->bytes.size),
		},
	};
	project->texts = (struct node_texts){ file, &project->expansion };
	if (memchr(file->bytes.at, '$', file->bytes.size))
		read_env(project);
}

static void project_end(struct project *project)
{
	dotenv_free(project->env);
	free(project->directory);
}

static void read_files(struct declaring *file, struct project *base)
{
	OWNED(documents) documents = declaring_documents(file);
	struct project project;

	if (!documents || !file->bytes.size)
		return;
	project_begin(&project, file);
	project.base = base;
	for (size_t i = 0; i < documents->count; i++)
		read_services(&project, node_target(node_get(documents->roots[i], "services")));
	project_end(&project);
}

/* Gives the path of the file that "compose.override.yaml" overrides; NULL: it is none. */
static char *overridden_path(struct declaring *file)
{
	static const char mark[] = ".override.";
	const char *at = strstr(file->path, mark);

	if (!at || strchr(at, '/'))
		return NULL;
	OWNED_STRING path =
	    must_format("%.*s.%s", (int)(at - file->path), file->path, at + strlen(mark));

	return declaring_has(file, path) ? pass_on(&path) : NULL;
}

static void read_builds(struct declaring *file)
{
	OWNED_STRING path = overridden_path(file);
	struct declaring first = *file;
	OWNED(text) bytes = path ? declaring_read(file, &first.base, path) : NULL;

	if (!bytes) {
		read_files(file, NULL);
		return;
	}
	first.path = path;
	first.bytes = text_slice(bytes);
	OWNED(documents) documents = declaring_documents(&first);
	struct project base;

	project_begin(&base, &first);
	base.services = documents && documents->count
			    ? node_target(node_get(documents->roots[0], "services"))
			    : NULL;
	read_files(file, &base);
	project_end(&base);
}

static const char *const formats[] = { "compose", NULL };
static const char *const needles[] = { "build", NULL };

const struct declaration_kind declared_in_compose = {
	.name = "compose",
	.formats = formats,
	.needles = needles,
	.read = read_builds,
};
