#include "../support/assertions.h"
#include "../support/golden.h"
#include "../support/pins.h"

#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <string.h>

/* Every format's fixtures stand in a folder of its name. */
static void every_format_finds_what_its_fixtures_want(void **state)
{
	(void)state;
	for (size_t i = 0; scan_formats[i]; i++) {
		OWNED_STRING folder = must_format("tests/scan/fixtures/%s", scan_formats[i]->name);

		golden_check(folder, pins_print, scan_formats[i]);
	}
}

static void every_format_says_what_it_is(void **state)
{
	(void)state;
	OWNED(strings) names = strings_new();

	for (size_t i = 0; scan_formats[i]; i++) {
		const struct format *format = scan_formats[i];

		assert_true(strings_add_new(names, format->name));
		assert_true(strlen(format->summary) > 0);
		assert_non_null(format->globs[0]);
		assert_ptr_equal(format_by_name(format->name), format);
	}
	assert_null(format_by_name("no such format"));
}

static const struct {
	const char *path;
	const char *format; /* NULL: none */
} path_formats[] = {
	{ "deploy/pod.yaml", "kubernetes" },
	{ "konflux/tasks.yml", "kubernetes" },
	{ "task-definition.json", "kubernetes" },
	{ "pod.json", "kubernetes" },
	{ "charts/web/templates/_helpers.tpl", "kubernetes" },
	{ "user-data.tpl", "text" },
	{ "roles/web/templates/pod.yaml.j2", "kubernetes" },
	{ "overlays/prod/kustomization.yaml", "kustomize" },
	{ "overlays/prod/kustomization.yml", "kustomize" },
	{ "base/Kustomization", "kustomize" },
	{ "charts/web/values.yaml", "helm" },
	{ "charts/web/values-prod.yml", "helm" },
	{ "prod.values.yaml", "helm" },
	{ "my-values.yaml", "helm" },
	{ "charts/web/Chart.yaml", "helm" },
	{ "charts/web/Chart.lock", NULL },
	{ "compose.yaml", "compose" },
	{ "deploy/docker-compose.override.yml", "compose" },
	{ "docker-compose-dev.yaml", "compose" },
	{ "dev.compose.yml", "compose" },
	{ "docker-stack.yml", "compose" },
	{ "docker-compose.yml.j2", "compose" },
	{ ".ko.yaml", "ko" },
	{ "cmd/.ko.yml", "ko" },
	{ ".env", "env" },
	{ "deploy/params.env", "env" },
	{ ".env.production", "env" },
	{ "build-args/cpu.conf", "env" },
	{ "jupyter/build-args/conf.cuda.conf", "env" },
	{ "nginx.conf", "text" },
	{ "src/.env.ts", NULL },
	{ "Makefile", "make" },
	{ "hack/images.mk", "make" },
	{ "Makefile.am", "make" },
	{ "ci/build.sh", "shell" },
	{ "CMakeLists.txt", "cmake" },
	{ "cmake/images.cmake", "cmake" },
	{ ".github/workflows/compose-test.yml", "github-actions" },
	{ "sub/.forgejo/workflows/ci.yaml", "github-actions" },
	{ "action.yml", "github-actions" },
	{ ".github/actions/lint/action.yaml", "github-actions" },
	{ ".gitlab-ci.yml", "gitlab-ci" },
	{ ".gitlab/ci/values.yml", "gitlab-ci" },
	{ ".circleci/config.yml", "circleci" },
	{ "azure-pipelines.yml", "azure-pipelines" },
	{ ".azuredevops/build.yaml", "azure-pipelines" },
	{ "bitbucket-pipelines.yml", "bitbucket" },
	{ "quadlets/web.container", "quadlet" },
	{ "web.container.d/10-image.conf", "quadlet" },
	{ "data.volume", "quadlet" },
	{ "meson.build", "text" },
	{ "units/web.service", "systemd" },
	{ "docker-bake.hcl", "bake" },
	{ "docker-bake.override.hcl", "bake" },
	{ "MODULE.bazel", "bazel" },
	{ "MODULE.bazel.lock", NULL },
	{ "third_party/images.bzl", "bazel" },
	{ "app/pom.xml", "maven" },
	{ "src/App.csproj", "dotnet" },
	{ "Earthfile", "earthfile" },
	{ "jobs/web.nomad.hcl", "nomad" },
	{ "old.nomad", "nomad" },
	{ "infra/main.tf", "terraform" },
	{ "prod.tfvars", "terraform" },
	{ "app/build.gradle.kts", "gradle" },
	{ "ci/Jenkinsfile", "jenkins" },
	{ "project.toml", "buildpacks" },
	{ "pyproject.toml", "toml" },
	{ "fly.toml", "fly" },
	{ "Tiltfile", "tilt" },
	{ "values.cue", "cue" },
	{ "lib/images.libsonnet", "jsonnet" },
	{ "infra/main.bicep", "bicep" },
	{ "flake.nix", "nix" },
	{ "main.go", "code" },
	{ ".dagger/build.go", "code" },
	{ "infra/index.ts", "code" },
	{ "pkg/server.go", NULL },
	{ "main.hcl", "hcl" },
	{ "units/web.service.d/image.conf", "systemd" },
	{ ".drone.yml", "drone" },
	{ ".woodpecker.yaml", "woodpecker" },
	{ ".woodpecker/values.yaml", "woodpecker" },
	{ ".crow/build.yml", "woodpecker" },
	{ ".vela.yml", "vela" },
	{ "batect-bundle.yml", "batect" },
	{ ".cirrus.yml", "cirrus" },
	{ ".buildkite/pipeline.yml", "buildkite" },
	{ ".prow/jobs.yaml", "prow" },
	{ ".goreleaser.yaml", "goreleaser" },
	{ ".config/goreleaser.yml", "goreleaser" },
	{ "ci/release.cloudbuild.yml", "cloudbuild" },
	{ "cloudbuild.json", "cloudbuild" },
	{ "skaffold.yaml", "skaffold" },
	{ "docker-bake.override.json", "bake-json" },
	{ ".devcontainer/go/devcontainer.json", "devcontainer" },
	{ "devcontainer-lock.json", "kubernetes" },
	{ "jib.yaml", "jib-yaml" },
	{ ".pre-commit-config.yaml", "pre-commit" },
	{ "helmfile.d/10-values.yaml", "helmfile" },
	{ "helmfile.yaml.gotmpl", "helmfile" },
	{ "roles/web/tasks/main.yml", "ansible" },
	{ "group_vars/all.yml", "ansible" },
	{ "notes.txt", NULL },
	{ "docs/README", NULL },
	{ "cmd/serve.go", NULL },
	{ "yarn.lock", NULL },
	{ ".terraform.lock.hcl", NULL },
	{ "logo.png", NULL },
	{ "Dockerfile.dockerignore", NULL },
	{ "Vagrantfile", "text" },
	{ "images.lst", "text" },
};

static void paths_are_claimed_by_their_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(path_formats) / sizeof(*path_formats); i++) {
		const struct format *format = format_of_path(path_formats[i].path);
		const char *name = format ? format->name : NULL;

		if (!name != !path_formats[i].format ||
		    (name && strcmp(name, path_formats[i].format) != 0))
			fail_msg("%s is claimed by %s", path_formats[i].path,
				 name ? name : "nobody");
	}
}

/* ---- what hangs on a path, or on bytes that are no text ---- */

static void find(const char *want, const char *path, struct slice bytes)
{
	OWNED_STRING got = pins_print(path, bytes, format_of_path(path));

	assert_string_equal(got, want);
}

static const char digest[] =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static void a_template_of_a_chart_needs_not_say_what_it_is(void **state)
{
	(void)state;
	OWNED_STRING text = must_format("{{- define \"x\" }}\n"
					"- image: nginx:1@%s\n"
					"{{- /* image: nginx:2@%s\n"
					"image: nginx:3@%s */}}\n"
					"script: |\n"
					"  image: nginx:4@%s\n"
					"{{ if .x }}\n"
					"  image: nginx:5@%s\n"
					"{{- end }}\n",
					digest, digest, digest, digest, digest);

	find("2:18 image docker.io/library/nginx 1 sha256:0123456789ab 35+71 updatable -\n",
	     "charts/web/templates/_helpers.tpl", slice_of(text));
	find("", "deploy/pod.yaml", slice_of("{{ if x }}\nimage: nginx:1.27\n{{ end }}\n"));
	find("2:8 image docker.io/library/nginx 1.27 - 18+0 unpinned -\n",
	     "charts/web/templates/pod.yaml",
	     slice_of("{{ if x }}\nimage: nginx:1.27\n{{ end }}\n"));
}

static void variables_of_a_role_are_read_by_their_names(void **state)
{
	(void)state;
	OWNED_STRING text =
	    must_format("web_image: nginx:1@%s\nweb_note: see x:1@%s\n", digest, digest);

	find("1:20 image docker.io/library/nginx 1 sha256:0123456789ab 19+71 updatable -\n",
	     "roles/web/defaults/main.yml", slice_of(text));
}

/* Without its path, this would be a document with a key "image". */
static void a_template_that_happens_to_be_yaml_is_read_as_a_template(void **state)
{
	(void)state;
	OWNED_STRING text =
	    must_format("{{/*\n\"x\": {image: nginx:1@%s}\n*/}}\n---\nimage: nginx:2@%s\n", digest,
			digest);

	find("5:16 image docker.io/library/nginx 2 sha256:0123456789ab 123+71 updatable -\n",
	     "charts/web/templates/x.yaml", slice_of(text));
}

static void what_is_no_text_is_one_skip(void **state)
{
	(void)state;
	find("skip 1 binary\n", "a.yaml", (struct slice){ "image: nginx:1\0", 15 });
	find("skip 0 encoding\n", "a.yaml", (struct slice){ "\xff\xfei\0m\0a\0g\0e\0", 12 });
	find("skip 0 encoding\n", "a.yml", (struct slice){ "\xfe\xff\0{\0}", 6 });
	find("skip 1 binary\n", "values.yaml", (struct slice){ "{{image\0", 8 });
}

static void broken_json_of_others_is_no_skip(void **state)
{
	(void)state;
	find("", "tsconfig.json", slice_of("{ \"image\": x }"));
	find("skip 1 syntax\n", "pod.json", slice_of("{ \"apiVersion\": x }"));
}

/* Read once for every alias, this would be 20 GB. */
static void what_aliases_lead_to_is_read_once(void **state)
{
	(void)state;
	OWNED(text) text = text_new(0);

	text_add_format(text,
			"x: &patch |\n  apiVersion: v1\n  kind: Pod\n  spec:\n"
			"    image: nginx:1@%s\n",
			digest);
	for (size_t i = 0; i < 100000; i++)
		text_add_string(text, "  # a remark\n");
	text_add_string(text, "patches:\n");
	for (size_t i = 0; i < 20000; i++)
		text_add_string(text, "- *patch\n");
	find("5:20 image docker.io/library/nginx 1 sha256:0123456789ab 68+71 updatable -\n",
	     "kustomization.yaml", text_slice(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_finds_what_its_fixtures_want),
		cmocka_unit_test(every_format_says_what_it_is),
		cmocka_unit_test(paths_are_claimed_by_their_names),
		cmocka_unit_test(a_template_of_a_chart_needs_not_say_what_it_is),
		cmocka_unit_test(variables_of_a_role_are_read_by_their_names),
		cmocka_unit_test(a_template_that_happens_to_be_yaml_is_read_as_a_template),
		cmocka_unit_test(what_is_no_text_is_one_skip),
		cmocka_unit_test(broken_json_of_others_is_no_skip),
		cmocka_unit_test(what_aliases_lead_to_is_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
