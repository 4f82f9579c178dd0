#include "../formats.h"
#include "image_setting_paths.h"

/* ---- Maven: Jib and Spring Boot ---- */

static const struct setting_path maven_entries[] = {
	{ "project/**/plugin/**/from/image", PIN_BASE, VALUE_IMAGE },
	{ "project/**/plugin/**/image/builder", PIN_BASE, VALUE_IMAGE },
	{ "project/**/plugin/**/image/runImage", PIN_BASE, VALUE_IMAGE },
	{ "project/**/plugin/**/buildpacks/buildpack", PIN_BASE, VALUE_PINNED },
	{ "project/properties/*", PIN_ARG, VALUE_PINNED },
	{ "project/profiles/profile/properties/*", PIN_ARG, VALUE_PINNED },
	{ NULL, PIN_ARG, VALUE_NO_IMAGE },
};

/* A profile's properties go before those of all, and each profile's belong together. */
static const struct variable_naming maven_namings[] = {
	{ "project/properties/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_GROUP },
	{ "project/profiles/profile/properties/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_GROUP },
	{ NULL, NULL, 0, SCOPE_FILE },
};
static const struct sibling_definitions parents[] = {
	{ "../pom.xml", "${", maven_namings },
	{ NULL, NULL, NULL },
};
static const struct language maven = {
	.syntax = &syntax_xml,
	.dialect = &dialect_braces,
	.namings = maven_namings,
	.sibling_files = parents,
};

static struct error *find_in_maven(const struct scan_file *file)
{
	setting_paths_find(file, &format_maven, &maven, maven_entries);
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

static const struct setting_path dotnet_entries[] = {
	{ "Project/PropertyGroup/ContainerBaseImage", PIN_BASE, VALUE_IMAGE },
	{ NULL, PIN_BASE, VALUE_NO_IMAGE },
};

/* Groups hang on conditions. What is common to projects stands above them. */
static const struct variable_naming dotnet_namings[] = {
	{ "Project/PropertyGroup/*", NULL, NAME_IS_LAST_SEGMENT, SCOPE_GROUP },
	{ NULL, NULL, 0, SCOPE_FILE },
};
static const struct sibling_definitions above[] = {
	{ "Directory.Build.props", "$(", dotnet_namings },
	{ "../Directory.Build.props", "$(", dotnet_namings },
	{ "../../Directory.Build.props", "$(", dotnet_namings },
	{ NULL, NULL, NULL },
};
static const struct language dotnet = {
	.syntax = &syntax_xml,
	.dialect = &dialect_parentheses,
	.namings = dotnet_namings,
	.sibling_files = above,
};

static struct error *find_in_dotnet(const struct scan_file *file)
{
	setting_paths_find(file, &format_dotnet, &dotnet, dotnet_entries);
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
