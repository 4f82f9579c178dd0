#include "../find/pinned_text.h"
#include "../formats.h"
#include "image_setting_paths.h"
#include <digestbump/base/glob.h>

/* Programs: only what stands in a known call, or is an argument called an image. A test has images
 * that it runs, and many more that do not exist: there, only calls count. */

static const struct language program = { .syntax = &syntax_program };
static const struct language python = { .syntax = &syntax_starlark };

/* What a call takes by name comes first: Image: "...", image="...", baseImage: "...",
 * Image: pulumi.String("..."); a variable of that name is none. Then calls: Dagger's
 * From(), from_(), from(); Testcontainers' GenericContainer, DockerImageName.parse,
 * ContainerRequest, Run, WithImage; Pulumi's RemoteImage; CDK's fromRegistry; Docker's
 * own clients. */
enum { NAMES = 27 };
static const struct setting_path entries[] = {
	{ "[fF]rom*", PIN_IMAGE, VALUE_PINNED },
	{ "from_", PIN_IMAGE, VALUE_PINNED },
	{ "[wW]ithImage", PIN_IMAGE, VALUE_PINNED },
	{ "*Container", PIN_IMAGE, VALUE_PINNED },
	{ "const/*[iI]mage*", PIN_IMAGE, VALUE_PINNED },
	{ "const/*IMAGE*", PIN_IMAGE, VALUE_PINNED },
	{ "**/const/*[iI]mage*", PIN_IMAGE, VALUE_PINNED },
	{ "**/const/*IMAGE*", PIN_IMAGE, VALUE_PINNED },
	{ "*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/const/*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/var/*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/let/*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/val/*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/String/*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/self/*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/*[iI]mage", PIN_IMAGE, VALUE_PINNED },
	{ "**/*IMAGE", PIN_IMAGE, VALUE_PINNED },
	{ "**/*[iI]mage[nN]ame", PIN_IMAGE, VALUE_PINNED },
	{ "**/*image_name", PIN_IMAGE, VALUE_PINNED },
	{ "**/*IMAGE_NAME", PIN_IMAGE, VALUE_PINNED },
	{ "**/*[iI]mage[rR]ef", PIN_IMAGE, VALUE_PINNED },
	{ "**/*[iI]mageUr[il]", PIN_IMAGE, VALUE_PINNED },
	{ "**/*image_ur[il]", PIN_IMAGE, VALUE_PINNED },
	{ "**/[iI]mage/*/String", PIN_IMAGE, VALUE_PINNED },
	{ "**/[iI]mage/*/of", PIN_IMAGE, VALUE_PINNED },
	{ "**/*_IMAGES/**", PIN_IMAGE, VALUE_PINNED },
	{ "**/[iI]mages/**", PIN_IMAGE, VALUE_PINNED },
	{ "**/From", PIN_IMAGE, VALUE_PINNED },
	{ "**/from", PIN_IMAGE, VALUE_PINNED },
	{ "**/from_", PIN_IMAGE, VALUE_PINNED },
	{ "**/*Container", PIN_IMAGE, VALUE_PINNED },
	{ "**/DockerImageName/parse", PIN_IMAGE, VALUE_PINNED },
	{ "**/ContainerRequest/Image", PIN_IMAGE, VALUE_PINNED },
	{ "**/Run", PIN_IMAGE, VALUE_PINNED },
	{ "**/RunContainer", PIN_IMAGE, VALUE_PINNED },
	{ "**/WithImage", PIN_IMAGE, VALUE_PINNED },
	{ "**/withImage", PIN_IMAGE, VALUE_PINNED },
	{ "**/with_image", PIN_IMAGE, VALUE_PINNED },
	{ "**/[fF]romRegistry", PIN_IMAGE, VALUE_PINNED },
	{ "**/from_registry", PIN_IMAGE, VALUE_PINNED },
	{ "**/RemoteImage/name", PIN_IMAGE, VALUE_PINNED },
	{ "**/RemoteImageArgs/Name/**", PIN_IMAGE, VALUE_PINNED },
	{ "**/containers/run", PIN_IMAGE, VALUE_PINNED },
	{ "**/images/pull", PIN_IMAGE, VALUE_PINNED },
	{ "**/ImagePull", PIN_IMAGE, VALUE_PINNED },
	{ NULL, PIN_IMAGE, VALUE_NO_IMAGE },
};

static bool is_test(const char *path)
{
	static const char *const globs[] = {
		"*_test.go",   "test_*.py",   "*_test.py",       "conftest.py",    "*.test.ts",
		"*.spec.ts",   "*.test.tsx",  "*.test.js",       "*.spec.js",      "*Test.java",
		"*Tests.java", "*IT.java",    "*Test.kt",        "*Tests.cs",      "**/testdata/**",
		"**/test/**",  "**/tests/**", "**/__tests__/**", "**/fixtures/**", "**/e2e/**",
		NULL,
	};

	for (size_t i = 0; globs[i]; i++)
		if (glob_match_path(globs[i], path))
			return true;
	return false;
}

static struct error *find(const struct scan_file *file)
{
	bool is_python = glob_match_path("*.py", file->path);
	const struct language *language = is_python ? &python : &program;

	setting_paths_find(file, &format_code, language,
			   is_test(file->path) ? entries + NAMES : entries);
	return NULL;
}

/* Most programs start no container, and to read them all would take longer than all the
 * rest of a scan: these are the places and the names of those that do. Others are the
 * user's to name, for the general finder. */
static const char *const globs[] = {
	"**/*dagger/**/*.go",
	"**/ci/**/*.go",
	"**/pulumi/**/*.go",
	"**/infra*/**/*.go",
	"**/deploy*/**/*.go",
	"**/*dagger/**/*.py",
	"**/ci/**/*.py",
	"**/pulumi/**/*.py",
	"**/infra*/**/*.py",
	"**/deploy*/**/*.py",
	"**/*dagger/**/*.ts",
	"**/ci/**/*.ts",
	"**/pulumi/**/*.ts",
	"**/infra*/**/*.ts",
	"**/deploy*/**/*.ts",
	"main.go",
	"magefile.go",
	"*image*.go",
	"*container*.go",
	"__main__.py",
	"main.py",
	"*image*.py",
	"*container*.py",
	"index.ts",
	"main.ts",
	"*image*.ts",
	"*container*.ts",
	"index.js",
	"*image*.js",
	"*container*.js",
	"*[iI]mage*.java",
	"*[cC]ontainer*.java",
	"*IT.java",
	"*[iI]mage*.kt",
	"*[cC]ontainer*.kt",
	"*[iI]mage*.cs",
	"*[cC]ontainer*.cs",
	NULL,
};

const struct format format_code = {
	.name = "code",
	.summary = "programs in Go, Python, TypeScript, JavaScript, Java, Kotlin, C# where they "
		   "start containers: pinned "
		   "literals in calls of Dagger, Testcontainers, Pulumi, CDK and Docker's clients, "
		   "and in arguments that are called an image",
	.omits = "programs by other names, variables and other literals, values put together from "
		 "several, in "
		 "tests all but the calls",
	.globs = globs,
	.needles = pinned_text_needles,
	.find = find,
};
