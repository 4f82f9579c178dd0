/* formats.h - all formats: one file in formats/ each.
 *
 * To add one, declare it here and add it to the table in formats.c.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_H

#include <digestbump/scan/format.h>

extern const struct format format_ansible;
extern const struct format format_azure;
extern const struct format format_bake;
extern const struct format format_bake_json;
extern const struct format format_batect;
extern const struct format format_bazel;
extern const struct format format_bicep;
extern const struct format format_bitbucket;
extern const struct format format_buildkite;
extern const struct format format_buildpacks;
extern const struct format format_circleci;
extern const struct format format_cirrus;
extern const struct format format_cloudbuild;
extern const struct format format_cmake;
extern const struct format format_code;
extern const struct format format_compose;
extern const struct format format_cue;
extern const struct format format_devcontainer;
extern const struct format format_dockerfile;
extern const struct format format_dotnet;
extern const struct format format_drone;
extern const struct format format_earthfile;
extern const struct format format_env;
extern const struct format format_fly;
extern const struct format format_github;
extern const struct format format_gitlab;
extern const struct format format_goreleaser;
extern const struct format format_gradle;
extern const struct format format_hcl;
extern const struct format format_helm;
extern const struct format format_helmfile;
extern const struct format format_jenkins;
extern const struct format format_jib_yaml;
extern const struct format format_jsonnet;
extern const struct format format_ko;
extern const struct format format_kubernetes;
extern const struct format format_kustomize;
extern const struct format format_make;
extern const struct format format_maven;
extern const struct format format_nix;
extern const struct format format_nomad;
extern const struct format format_precommit;
extern const struct format format_prow;
extern const struct format format_quadlet;
extern const struct format format_shell;
extern const struct format format_skaffold;
extern const struct format format_systemd;
extern const struct format format_terraform;
extern const struct format format_text;
extern const struct format format_tilt;
extern const struct format format_toml;
extern const struct format format_vela;
extern const struct format format_woodpecker;
extern const struct format format_yaml;

#endif
