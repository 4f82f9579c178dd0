#include "../find/pinned_text.h"
#include "../formats.h"
#include <digestbump/syntax/dotenv.h>

/* Files that Compose, build-argument options such as BuildKit's, and Kustomize's
 * configMapGenerator read. A file of build arguments has no fixed name: its folder counts. */
static const char *const globs[] = {
	".env",
	"*.env",
	".env.*",
	"*.env.*",
	"env.example",
	"params.conf",
	"**/build-args/*.conf",
	"**/build_args/*.conf",
	"*.buildargs",
	"build-args.conf",
	"**/build-args/*.args",
	"argfile.conf",
	NULL,
};

/* Programs and templates of other languages that carry "env" in their name. */
static const char *const except[] = { "*.md", "*.ts", "*.js",   "*.py",  "*.rb",   "*.go", "*.c",
				      "*.h",  "*.sh", "*.yaml", "*.yml", "*.json", NULL };

static struct error *find(const struct scan_file *file)
{
	struct finder finder;
	OWNED(dotenv) dotenv = dotenv_read(file->bytes, 0);

	finder_begin(&finder, file, &format_env);
	for (size_t i = 0; i < dotenv_count(dotenv); i++) {
		struct mapped_slice value;
		struct slice name = slice_of(dotenv_at(&value, dotenv, i));

		pinned_text_add(&finder, PIN_ARG, name, value, mapped_origin(value, 0));
	}
	finder_end(&finder);
	return NULL;
}

const struct format format_env = {
	.name = "env",
	.summary = "pinned images in .env files and files of build arguments",
	.omits = "names that are not pinned, values put together from several variables",
	.globs = globs,
	.except = except,
	.needles = pinned_text_needles,
	.find = find,
};
