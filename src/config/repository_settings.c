#include "repository_settings.h"
#include "setting.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <fcntl.h>
#include <string.h>

static const char variable_prefix[] = "DIGESTBUMP_";

static struct error *refuse(const struct config_source *source, const struct node *node,
			    const char *what)
{
	return setting_error_at(source->path, node,
				"%s: only in the operator's configuration (--config FILE or "
				"$XDG_CONFIG_HOME/digestbump/config.yaml)",
				what);
}

static struct error *check_variable(const struct config_source *source, const struct node *node)
{
	const char *name = node_string(node);

	if (!name || strncmp(name, variable_prefix, strlen(variable_prefix)) == 0 ||
	    (source->secrets && strings_has(source->secrets, name)))
		return NULL;
	OWNED_STRING what = must_format("the variable '%.100s' is not listed with --secret or "
					"DIGESTBUMP_SECRETS",
					name);

	return refuse(source, node, what);
}

/* A relative path within the directory, without links on the way. What is not there is told when it
 * is read. */
static struct error *check_path(const struct config_source *source, const struct node *node,
				const char *path)
{
	OWNED_FD top = -1;
	OWNED_FD fd = -1;

	if (!path)
		return NULL;
	if (!source->directory || path[0] == '/' || !file_path_is_inner(path))
		return refuse(source, node, "a path outside of the repository");
	top = open(source->directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return NULL;
	OWNED(error) error = file_open_below(&fd, top, path, O_PATH);

	if (!error || error_kind(error) == ERROR_ABSENT)
		return NULL;
	return refuse(source, node, "a path through a symbolic link");
}

static struct error *check_secret(const struct config_source *source, const struct node *node)
{
	const struct node *file = node_get(node, "file");

	TRY(check_variable(source, node_get(node, "env")));
	return check_path(source, file, node_string(file));
}

static struct error *check_registry(const struct config_source *source, const struct node *entry)
{
	static const char *const paths[] = { "ca", "cert", "key" };
	const struct node *endpoint = node_get(entry, "endpoint");
	const char *url = node_string(endpoint);

	TRY(check_secret(source, node_get(entry, "username")));
	TRY(check_secret(source, node_get(entry, "password")));
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		const struct node *node = node_get(entry, paths[i]);
		const char *path = node_string(node);

		TRY(check_path(source, node, path && *path ? path : NULL));
	}
	if (url && strncmp(url, "oci:", 4) == 0)
		return check_path(source, endpoint, url + 4);
	return NULL;
}

struct error *check_repository_settings(const struct node *root, const struct config_source *source)
{
	const struct node *registries = node_get(root, "registries");

	if (!registries || registries->kind != NODE_MAPPING)
		return NULL;
	for (size_t i = 0; i < registries->count; i += 2)
		TRY(check_registry(source, registries->items[i + 1]));
	return NULL;
}
