#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = {
	"**/tasks/**/*.y*ml",      "**/handlers/**/*.y*ml",  "**/playbooks/**/*.y*ml",
	"playbook*.y*ml",          "**/roles/*/vars/*.y*ml", "**/roles/*/defaults/*.y*ml",
	"**/group_vars/**/*.y*ml", "**/host_vars/**/*.y*ml", NULL,
};
static const char *const needles[] = { "image", "Image", "IMAGE", "sha256:", NULL };

/* Modules stand in tasks, and those in blocks: at any depth. */
static const struct image_path places_of_tasks[] = {
	{ "**/docker_container/image", PIN_IMAGE, image_read_whole },
	{ "**/community.docker.docker_container/image", PIN_IMAGE, image_read_whole },
	{ "**/docker_swarm_service/image", PIN_IMAGE, image_read_whole },
	{ "**/community.docker.docker_swarm_service/image", PIN_IMAGE, image_read_whole },
	{ "**/podman_container/image", PIN_IMAGE, image_read_whole },
	{ "**/containers.podman.podman_container/image", PIN_IMAGE, image_read_whole },
	{ "**/docker_image/name", PIN_IMAGE, image_read_pinned },
	{ "**/community.docker.docker_image/name", PIN_IMAGE, image_read_pinned },
	{ "**/community.docker.docker_image_pull/name", PIN_IMAGE, image_read_pinned },
	{ "**/podman_image/name", PIN_IMAGE, image_read_pinned },
	{ "**/containers.podman.podman_image/name", PIN_IMAGE, image_read_pinned },
	{ "**/vars/*", PIN_IMAGE, image_read_pinned },
	{ "**/set_fact/*", PIN_IMAGE, image_read_pinned },
	{ "**/ansible.builtin.set_fact/*", PIN_IMAGE, image_read_pinned },
	{ "**/debug", PIN_IMAGE, image_read_none },
	{ "**/ansible.builtin.debug", PIN_IMAGE, image_read_none },
	{ "**/fail", PIN_IMAGE, image_read_none },
	{ "**/ansible.builtin.fail", PIN_IMAGE, image_read_none },
	{ "**/assert", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

/* Variables have no schema: their names say what they are, as in charts' values. */
static const struct image_path places_of_variables[] = {
	{ "", PIN_IMAGE, image_read_chart_values },
	{ "**", PIN_IMAGE, image_read_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = { { "{{", "}}" }, { NULL, NULL } };
static const struct dialect dialect = { .marks = marks };

/* Those of plays, of tasks, and what files of variables hold; a role's stand beside. */
static const struct variable_path bindings[] = {
	{ "*", NULL, NULL },
	{ "[]|/vars/*", NULL, NULL },
	{ "[]/tasks/[]|/vars/*", NULL, NULL },
	{ "[]/set_fact/*", NULL, NULL },
	{ "[]/ansible.builtin.set_fact/*", NULL, NULL },
	{ NULL, NULL, NULL },
};
static const char *const sibling_files[] = {
	"../defaults/main.yml",  "../defaults/main.yaml",
	"../vars/main.yml",      "../vars/main.yaml",
	"vars/main.yml",         "group_vars/all.yml",
	"../group_vars/all.yml", NULL,
};
static const struct variable_paths variable_paths = {
	.dialect = &dialect,
	.bindings = bindings,
	.sibling_files = sibling_files,
	.sign = "{{",
};

static bool has_variables(const char *path)
{
	static const char *const folders[] = { "vars/", "defaults/" };

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (slice_find(NULL, slice_of(path), folders[i]))
			return true;
	return false;
}

/* Tekton's tasks and others' manifests stand in folders of these names, too. */
static bool is_manifest(struct slice bytes)
{
	return slice_find(NULL, bytes, "apiVersion:") && slice_find(NULL, bytes, "kind:");
}

static struct error *find(const struct scan_file *file)
{
	if (is_manifest(file->bytes))
		return format_kubernetes.find(file);
	return yaml_format_find_with_variables(file, &format_ansible,
					       has_variables(file->path) ? places_of_variables
									 : places_of_tasks,
					       &variable_paths);
}

const struct format format_ansible = {
	.name = "ansible",
	.summary = "container modules in Ansible's tasks, variables of roles and inventories, also "
		   "in parts",
	.omits = "modules that are not about containers, filters and loops",
	.globs = globs,
	.needles = needles,
	.find = find,
};
