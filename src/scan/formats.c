#include "formats.h"
#include <stddef.h>

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
	&format_text, /* claims all that is left: stands last */
	NULL,
};
/* clang-format on */
