#include "../formats.h"
#include "image_setting_paths.h"

/* What is declared, and what the extra properties of Gradle and the environment of
 * Jenkins hold. */
static const struct variable_naming namings[] = {
	{ "**def/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_BLOCK },
	{ "**val/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_BLOCK },
	{ "**var/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_BLOCK },
	{ "**String/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_BLOCK },
	{ "**final/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_BLOCK },
	{ "ext/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_FILE },
	{ "**/ext/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_FILE },
	{ "environment/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_OUTER_BLOCK },
	{ "**/environment/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_OUTER_BLOCK },
	{ "*", NULL, 0, SCOPE_FILE },
	{ NULL, NULL, 0, SCOPE_FILE },
};
static const char *const prefixes[] = { "rootProject.ext.",
					"project.ext.",
					"rootProject.",
					"project.",
					"ext.",
					"env.",
					"params.",
					NULL };

static const struct sibling_definitions sibling_files[] = {
	{ "gradle.properties", "mage", NULL },
	{ "../gradle.properties", "mage", NULL },
	{ NULL, NULL, NULL },
};
static const struct language gradle = {
	.syntax = &syntax_groovy,
	.dialect = &dialect_groovy,
	.prefixes = prefixes,
	.namings = namings,
	.sibling_files = sibling_files,
};
static const struct language jenkins = {
	.syntax = &syntax_groovy,
	.dialect = &dialect_groovy,
	.prefixes = prefixes,
	.namings = namings,
};

/* ---- Gradle: Jib and Spring Boot ---- */

/* What is built has a name, too. Variables are images when they are pinned. */
static const struct setting_path gradle_entries[] = {
	{ "**jib/from/image", PIN_BASE, VALUE_IMAGE },
	{ "**jib/from/image/set", PIN_BASE, VALUE_IMAGE },
	{ "**/setFrom", PIN_BASE, VALUE_PINNED },
	{ "**bootBuildImage/builder", PIN_BASE, VALUE_IMAGE },
	{ "**bootBuildImage/runImage", PIN_BASE, VALUE_IMAGE },
	{ "**bootBuildImage/builder/set", PIN_BASE, VALUE_IMAGE },
	{ "**bootBuildImage/runImage/set", PIN_BASE, VALUE_IMAGE },
	{ "**BootBuildImage/builder", PIN_BASE, VALUE_IMAGE },
	{ "**BootBuildImage/runImage", PIN_BASE, VALUE_IMAGE },
	{ "**BootBuildImage/builder/set", PIN_BASE, VALUE_IMAGE },
	{ "**BootBuildImage/runImage/set", PIN_BASE, VALUE_IMAGE },
	{ "**/to/image", PIN_BASE, VALUE_NO_IMAGE },
	{ "**/to/image/set", PIN_BASE, VALUE_NO_IMAGE },
	{ "**/imageName", PIN_BASE, VALUE_NO_IMAGE },
	{ "**", PIN_ARG, VALUE_PINNED },
	{ NULL, PIN_ARG, VALUE_NO_IMAGE },
};

static struct error *find_in_gradle(const struct scan_file *file)
{
	setting_paths_find(file, &format_gradle, &gradle, gradle_entries);
	return NULL;
}

static const char *const gradle_globs[] = { "*.gradle", "*.gradle.kts", NULL };
static const char *const gradle_needles[] = { "jib", "ootBuildImage", "sha256:", NULL };

const struct format format_gradle = {
	.name = "gradle",
	.summary = "Gradle: base images of Jib, builders and run images of Spring Boot, variables, "
		   "gradle.properties beside",
	.omits = "strings that are added, plugins of others, names that are built "
		 "(to.image, imageName)",
	.globs = gradle_globs,
	.needles = gradle_needles,
	.find = find_in_gradle,
};

/* ---- Jenkins ---- */

static const struct setting_path jenkins_entries[] = {
	{ "**agent/docker/image", PIN_IMAGE, VALUE_IMAGE },
	{ "**agent/docker", PIN_IMAGE, VALUE_IMAGE },
	{ "**docker/image", PIN_IMAGE, VALUE_IMAGE },
	{ "**containerTemplate/image", PIN_IMAGE, VALUE_IMAGE },
	{ "**/yaml", PIN_IMAGE, VALUE_MANIFESTS },
	{ "**echo", PIN_ARG, VALUE_NO_IMAGE },
	{ "**/description", PIN_ARG, VALUE_NO_IMAGE },
	{ "**", PIN_ARG, VALUE_PINNED },
	{ NULL, PIN_ARG, VALUE_NO_IMAGE },
};

static struct error *find_in_jenkins(const struct scan_file *file)
{
	setting_paths_find(file, &format_jenkins, &jenkins, jenkins_entries);
	return NULL;
}

static const char *const jenkins_globs[] = { "Jenkinsfile",
					     "Jenkinsfile.*",
					     "Jenkinsfile-*",
					     "*.Jenkinsfile",
					     "*.jenkinsfile",
					     "*.jenkins",
					     NULL };
static const char *const jenkins_needles[] = { "docker", "containerTemplate",
					       "image:", "sha256:", NULL };

const struct format format_jenkins = {
	.name = "jenkins",
	.summary =
	    "Jenkinsfile: agents, docker.image(), containerTemplate(), pods in YAML, variables",
	.omits = "shell steps, libraries of others",
	.globs = jenkins_globs,
	.needles = jenkins_needles,
	.find = find_in_jenkins,
};
