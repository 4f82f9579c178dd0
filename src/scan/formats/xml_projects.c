#include "../formats.h"
#include "setting_paths.h"

/* ---- Maven: Jib and Spring Boot ---- */

static const struct entry maven_entries[] = {
	{ "project/**/plugin/**/from/image", PIN_BASE, ENTRY_IMAGE },
	{ "project/**/plugin/**/image/builder", PIN_BASE, ENTRY_IMAGE },
	{ "project/**/plugin/**/image/runImage", PIN_BASE, ENTRY_IMAGE },
	{ "project/properties/*", PIN_ARG, ENTRY_PINNED },
	{ "project/profiles/profile/properties/*", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

/* A profile's properties go before those of all, and each profile's belong together. */
static const struct naming maven_namings[] = {
	{ "project/properties/*", NULL, NAMING_LAST, REACH_GROUP },
	{ "project/profiles/profile/properties/*", NULL, NAMING_LAST, REACH_GROUP },
	{ NULL, NULL, 0, REACH_FILE },
};
static const struct neighbour parents[] = {
	{ "../pom.xml", "${", maven_namings },
	{ NULL, NULL, NULL },
};
static const struct language maven = {
	.tongue = &tongue_xml,
	.dialect = &dialect_braces,
	.namings = maven_namings,
	.neighbours = parents,
};

static struct error *find_in_maven(const struct scan_file *file)
{
	entries_find(file, &format_maven, &maven, maven_entries);
	return NULL;
}

static const char *const maven_globs[] = { "pom.xml", "*.pom", "*-pom.xml", "pom-*.xml", NULL };
static const char *const maven_needles[] = { "jib", "runImage", "builder", "sha256:", NULL };

const struct format format_maven = {
	.name = "maven",
	.summary = "Maven: base images of Jib, builders and run images of Spring Boot, properties "
		   "in parts, also of ../pom.xml",
	.omits = "entities, parents of other repositories, "
		 "names that are built",
	.globs = maven_globs,
	.needles = maven_needles,
	.find = find_in_maven,
};

/* ---- .NET ---- */

static const struct entry dotnet_entries[] = {
	{ "Project/PropertyGroup/ContainerBaseImage", PIN_BASE, ENTRY_IMAGE },
	{ NULL, PIN_BASE, ENTRY_OTHER },
};

/* Groups hang on conditions. What is common to projects stands above them. */
static const struct naming dotnet_namings[] = {
	{ "Project/PropertyGroup/*", NULL, NAMING_LAST, REACH_GROUP },
	{ NULL, NULL, 0, REACH_FILE },
};
static const struct neighbour above[] = {
	{ "Directory.Build.props", "$(", dotnet_namings },
	{ "../Directory.Build.props", "$(", dotnet_namings },
	{ "../../Directory.Build.props", "$(", dotnet_namings },
	{ NULL, NULL, NULL },
};
static const struct language dotnet = {
	.tongue = &tongue_xml,
	.dialect = &dialect_parentheses,
	.namings = dotnet_namings,
	.neighbours = above,
};

static struct error *find_in_dotnet(const struct scan_file *file)
{
	entries_find(file, &format_dotnet, &dotnet, dotnet_entries);
	return NULL;
}

static const char *const dotnet_globs[] = { "*.csproj", "*.fsproj",  "*.vbproj",
					    "*.props",  "*.targets", NULL };
static const char *const dotnet_needles[] = { "ContainerBaseImage", NULL };

const struct format format_dotnet = {
	.name = "dotnet",
	.summary = ".NET projects: ContainerBaseImage, properties in parts",
	.omits = "entities, properties of other files than Directory.Build.props, ContainerFamily",
	.globs = dotnet_globs,
	.needles = dotnet_needles,
	.find = find_in_dotnet,
};
