#include "signature_policies.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <fcntl.h>
#include <string.h>

/* Where the configuration's paths begin. */
struct policy_files {
	const struct workspace *workspace;
};

static struct error *read_file(struct text **out, void *data, const char *path, size_t most)
{
	const struct policy_files *files = data;

	/* Only the operator's paths are absolute: config_add() sees to that. */
	if (*path == '/')
		return file_read(out, AT_FDCWD, path, most);
	path += strncmp(path, "./", 2) == 0 ? 2 : 0;
	if (!file_path_is_inner(path))
		return error_new(ERROR_USAGE, "'%s' is not below the top of the repository", path);
	TRY(tree_read(out, files->workspace->tree, path));
	if ((*out)->size > most)
		return error_new(ERROR_LIMIT, "'%s' is larger than %zu bytes", path, most);
	return NULL;
}

struct error *signature_policies_open(struct signature_policies *out,
				      const struct workspace *workspace)
{
	const struct trust_policies *policies = &workspace->config->trust;
	struct policy_files files = { .workspace = workspace };

	if (!policies->count)
		return NULL;
	struct error *failed = policy_set_load(&out->set, policies, read_file, &files);

	if (!failed)
		out->trust = trust_new(out->set);
	return failed;
}

void signature_policies_close(struct signature_policies *policies)
{
	trust_free(policies->trust);
	policy_set_free(policies->set);
	*policies = (struct signature_policies){ .set = NULL };
}
