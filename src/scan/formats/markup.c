#include "../formats.h"
#include "entries.h"

static const struct language xml = { .tongue = &tongue_xml };

/* ---- Maven: Jib and Spring Boot ---- */

static const struct entry maven_entries[] = {
	{ "project/**/plugin/**/from/image", PIN_BASE, ENTRY_IMAGE },
	{ "project/**/plugin/**/image/builder", PIN_BASE, ENTRY_IMAGE },
	{ "project/**/plugin/**/image/runImage", PIN_BASE, ENTRY_IMAGE },
	{ "project/properties/*", PIN_ARG, ENTRY_PINNED },
	{ "project/profiles/profile/properties/*", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

static struct error *find_in_maven(const struct scan_file *file)
{
	entries_find(file, &format_maven, &xml, maven_entries);
	return NULL;
}

static const char *const maven_globs[] = { "pom.xml", "*.pom", "*-pom.xml", "pom-*.xml", NULL };
static const char *const maven_needles[] = { "jib", "runImage", "builder", "@sha256:", NULL };

const struct format format_maven = {
	.name = "maven",
	.summary = "Maven: base images of Jib, builders and run images of Spring Boot",
	.omits = "values put together from several properties, parents of other repositories, "
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

static struct error *find_in_dotnet(const struct scan_file *file)
{
	entries_find(file, &format_dotnet, &xml, dotnet_entries);
	return NULL;
}

static const char *const dotnet_globs[] = { "*.csproj", "*.fsproj",  "*.vbproj",
					    "*.props",  "*.targets", NULL };
static const char *const dotnet_needles[] = { "ContainerBaseImage", NULL };

const struct format format_dotnet = {
	.name = "dotnet",
	.summary = ".NET projects: ContainerBaseImage",
	.omits = "names put together from several properties, ContainerFamily",
	.globs = dotnet_globs,
	.needles = dotnet_needles,
	.find = find_in_dotnet,
};
