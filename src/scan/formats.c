#include "formats.h"
#include <stddef.h>

/* The first that claims a path has it: the more particular names stand first. */
const struct format *const scan_formats[] = {
	&format_dockerfile,
	&format_github,
	&format_gitlab,
	&format_circleci,
	&format_azure,
	&format_bitbucket,
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
	NULL,
};
