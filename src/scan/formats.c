#include "formats.h"

#include <digestbump/base/glob.h>
#include <stddef.h>
#include <string.h>

/* The first that claims a path has it: the more particular names stand first.
 * One line each, so that adding one is one line. */
/* clang-format off */
const struct format *const scan_formats[] = {
	&format_dockerfile,
	&format_bake,
	&format_github,
	&format_gitlab,
	&format_circleci,
	&format_azure,
	&format_bitbucket,
	&format_drone,
	&format_woodpecker,
	&format_vela,
	&format_batect,
	&format_cirrus,
	&format_buildkite,
	&format_prow,
	&format_goreleaser,
	&format_cloudbuild,
	&format_skaffold,
	&format_bake_json,
	&format_devcontainer,
	&format_jib_yaml,
	&format_precommit,
	&format_helmfile,
	&format_ansible,
	&format_compose,
	&format_kustomize,
	&format_helm,
	&format_ko,
	&format_kubernetes,
	&format_yaml,
	&format_env,
	&format_make,
	&format_shell,
	&format_cmake,
	&format_quadlet,
	&format_systemd,
	&format_nomad,
	&format_terraform,
	&format_gradle,
	&format_jenkins,
	&format_buildpacks,
	&format_bazel,
	&format_maven,
	&format_dotnet,
	&format_earthfile,
	&format_fly,
	&format_tilt,
	&format_cue,
	&format_jsonnet,
	&format_bicep,
	&format_nix,
	&format_hcl,
	&format_toml,
	&format_code,
	&format_text, /* claims all that is left: stands last */
	NULL,
};
/* clang-format on */

static bool matches_any(const char *const *globs, const char *path)
{
	for (size_t i = 0; globs && globs[i]; i++)
		if (glob_match_path(globs[i], path))
			return true;
	return false;
}

static bool excepts(const struct format *format, const char *path)
{
	return matches_any(format->except, path);
}

const struct format *format_of_path(const char *path)
{
	for (size_t i = 0; scan_formats[i]; i++)
		if (matches_any(scan_formats[i]->globs, path) && !excepts(scan_formats[i], path))
			return scan_formats[i];
	return NULL;
}

const struct format *format_by_name(const char *name)
{
	for (size_t i = 0; scan_formats[i]; i++)
		if (strcmp(scan_formats[i]->name, name) == 0)
			return scan_formats[i];
	return NULL;
}
