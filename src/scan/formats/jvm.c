#include "../formats.h"
#include "setting_paths.h"

/* What is declared, and what the extra properties of Gradle and the environment of
 * Jenkins hold. */
static const struct naming namings[] = {
	{ "**def/*", NULL, NAMING_LAST, REACH_BLOCK },
	{ "**val/*", NULL, NAMING_LAST, REACH_BLOCK },
	{ "**var/*", NULL, NAMING_LAST, REACH_BLOCK },
	{ "**String/*", NULL, NAMING_LAST, REACH_BLOCK },
	{ "**final/*", NULL, NAMING_LAST, REACH_BLOCK },
	{ "ext/*", NULL, NAMING_LAST, REACH_FILE },
	{ "**/ext/*", NULL, NAMING_LAST, REACH_FILE },
	{ "environment/*", NULL, NAMING_LAST, REACH_OUTER },
	{ "**/environment/*", NULL, NAMING_LAST, REACH_OUTER },
	{ "*", NULL, 0, REACH_FILE },
	{ NULL, NULL, 0, REACH_FILE },
};
static const char *const fronts[] = { "rootProject.ext.",
				      "project.ext.",
				      "rootProject.",
				      "project.",
				      "ext.",
				      "env.",
				      "params.",
				      NULL };

static const struct neighbour neighbours[] = {
	{ "gradle.properties", "mage", NULL },
	{ "../gradle.properties", "mage", NULL },
	{ NULL, NULL, NULL },
};
static const struct language gradle = {
	.tongue = &tongue_groovy,
	.dialect = &dialect_groovy,
	.fronts = fronts,
	.namings = namings,
	.neighbours = neighbours,
};
static const struct language jenkins = {
	.tongue = &tongue_groovy,
	.dialect = &dialect_groovy,
	.fronts = fronts,
	.namings = namings,
};

/* ---- Gradle: Jib and Spring Boot ---- */

/* What is built has a name, too. Variables are images when they are pinned. */
static const struct entry gradle_entries[] = {
	{ "**jib/from/image", PIN_BASE, ENTRY_IMAGE },
	{ "**jib/from/image/set", PIN_BASE, ENTRY_IMAGE },
	{ "**/setFrom", PIN_BASE, ENTRY_PINNED },
	{ "**bootBuildImage/builder", PIN_BASE, ENTRY_IMAGE },
	{ "**bootBuildImage/runImage", PIN_BASE, ENTRY_IMAGE },
	{ "**bootBuildImage/builder/set", PIN_BASE, ENTRY_IMAGE },
	{ "**bootBuildImage/runImage/set", PIN_BASE, ENTRY_IMAGE },
	{ "**BootBuildImage/builder", PIN_BASE, ENTRY_IMAGE },
	{ "**BootBuildImage/runImage", PIN_BASE, ENTRY_IMAGE },
	{ "**BootBuildImage/builder/set", PIN_BASE, ENTRY_IMAGE },
	{ "**BootBuildImage/runImage/set", PIN_BASE, ENTRY_IMAGE },
	{ "**/to/image", PIN_BASE, ENTRY_OTHER },
	{ "**/to/image/set", PIN_BASE, ENTRY_OTHER },
	{ "**/imageName", PIN_BASE, ENTRY_OTHER },
	{ "**", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

static struct error *find_in_gradle(const struct scan_file *file)
{
	entries_find(file, &format_gradle, &gradle, gradle_entries);
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

static const struct entry jenkins_entries[] = {
	{ "**agent/docker/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "**agent/docker", PIN_IMAGE, ENTRY_IMAGE },
	{ "**docker/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "**containerTemplate/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "**/yaml", PIN_IMAGE, ENTRY_MANIFESTS },
	{ "**echo", PIN_ARG, ENTRY_OTHER },
	{ "**/description", PIN_ARG, ENTRY_OTHER },
	{ "**", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

static struct error *find_in_jenkins(const struct scan_file *file)
{
	entries_find(file, &format_jenkins, &jenkins, jenkins_entries);
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
