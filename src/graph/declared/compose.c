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

/* Contexts that are directories count from the project; those of services and images stand as
 * they are. */
static void read_contexts(struct project *project, struct declared *declared,
			  const struct node *node)
{
	node_set_values(&declared->contexts, &project->texts, node);
}

static void read_inline(struct project *project, struct declared *declared, const struct node *node)
{
	declared->text = node_text_of(&project->texts, node);
	free(declared->path);
	declared->path = must_copy(project->file->path);
}

static void read_build(struct project *project, struct declared *declared, const struct map *keys)
{
	const struct node_texts *texts = &project->texts;
	OWNED_STRING context = node_string_of(texts, map_get(keys, "context"));
	OWNED_STRING dockerfile = node_string_of(texts, map_get(keys, "dockerfile"));
	const struct node *inlined = map_get(keys, "dockerfile_inline");
	const struct build_place place = {
		.directory = project->directory,
		.context = context,
		.file = dockerfile,
		.file_from_context = true,
	};

	if (!declared_place(project->file, declared, &place))
		return;
	if (inlined)
		read_inline(project, declared, inlined);
	declared->target = node_string_of(texts, map_get(keys, "target"));
	if (declared->target && !*declared->target) {
		free(declared->target);
		declared->target = NULL;
	}
	node_set_values(&declared->args, texts, map_get(keys, "args"));
	read_contexts(project, declared, map_get(keys, "additional_contexts"));
	node_each_text(texts, map_get(keys, "tags"), false, take_name, declared);
	node_each_text(texts, map_get(keys, "platforms"), false, take_platforms, declared);
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
	const struct node *image = node_get(service, "image");
	const struct node *platform = node_get(service, "platform");

	if (!map_count(keys))
		return;
	struct declared *declared =
	    declare(project->file, DECLARED_COMPOSE, begin_of(project->services, name, service));

	if (!declared)
		return;
	declared_label(project->file, declared, project->directory, name);
	node_each_text(&project->texts, image, false, take_name, declared);
	node_each_text(&project->texts, platform, false, take_platforms, declared);
	read_build(project, declared, keys);
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

static void read_builds(struct declaring *file)
{
	OWNED(documents) documents = declaring_documents(file);
	struct project project = {
		.file = file,
		.directory = path_directory(file->path),
		.expansion = {
			.dialect = &dialect_compose,
			.lookup = look_up,
			.most = expansion_most(file->bytes.size),
		},
	};

	project.expansion.data = &project;
	project.texts = (struct node_texts){ file, &project.expansion };
	if (documents && memchr(file->bytes.at, '$', file->bytes.size))
		read_env(&project);
	for (size_t i = 0; documents && i < documents->count; i++)
		read_services(&project, node_target(node_get(documents->roots[i], "services")));
	dotenv_free(project.env);
	free(project.directory);
}

static const char *const formats[] = { "compose", NULL };
static const char *const needles[] = { "build", NULL };

const struct declaration_kind declared_in_compose = {
	.name = "compose",
	.formats = formats,
	.needles = needles,
	.read = read_builds,
};
