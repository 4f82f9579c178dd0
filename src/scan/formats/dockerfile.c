#include "dockerfile.h"
#include "../formats.h"

/* A JSON document is another frontend's file, and may name it by a key "syntax"
 * (directives.go, parseDirective). */
static struct error *find_syntax_of_json(const struct scan_file *file)
{
	struct slice text = slice_trim(file->bytes);
	OWNED(documents) documents = NULL;

	if (!slice_starts(text, "{") || !slice_ends(text, "}"))
		return NULL;
	TRY(json_read(&documents, file->bytes, false));
	const struct node *syntax =
	    documents->count == 1 ? node_get(documents->roots[0], "syntax") : NULL;

	if (syntax && !documents->broken)
		format_add_node(file, &format_dockerfile, PIN_SYNTAX, syntax,
				(struct range){ 0, syntax->size });
	return NULL;
}

static struct error *find(const struct scan_file *file)
{
	OWNED(mapped_text) text = mapped_text_of_file(file->bytes);

	dockerfile_find(file, &format_dockerfile, mapped_text_slice(text));
	return find_syntax_of_json(file);
}

static const char *const globs[] = {
	"[Dd]ocker[Ff]ile*",
	"[Cc]ontainer[Ff]ile*",
	"*.[Dd]ocker[Ff]ile",
	"*.[Cc]ontainer[Ff]ile",
	"*.[Dd]ocker[Ff]ile.*",
	"*.[Cc]ontainer[Ff]ile.*",
	"DOCKERFILE",
	"CONTAINERFILE",
	NULL,
};

/* Ignore files, and what is about Dockerfiles or holds one in another language. */
static const char *const except[] = {
	"*.dockerignore",
	"*.containerignore",
	"*.md",
	"*.markdown",
	"*.mdx",
	"*.rst",
	"*.adoc",
	"*.txt",
	"*.html",
	"*.htm",
	"*.css",
	"*.xml",
	"*.svg",
	"*.png",
	"*.jpg",
	"*.gif",
	"*.pdf",
	"*.go",
	"*.py",
	"*.pyc",
	"*.ipynb",
	"*.js",
	"*.mjs",
	"*.cjs",
	"*.jsx",
	"*.ts",
	"*.mts",
	"*.tsx",
	"*.vue",
	"*.rb",
	"*.java",
	"*.kt",
	"*.kts",
	"*.groovy",
	"*.scala",
	"*.class",
	"*.sh",
	"*.bash",
	"*.zsh",
	"*.fish",
	"*.ps1",
	"*.bat",
	"*.cmd",
	"*.rs",
	"*.c",
	"*.h",
	"*.cc",
	"*.cpp",
	"*.hpp",
	"*.cs",
	"*.php",
	"*.pl",
	"*.pm",
	"*.lua",
	"*.swift",
	"*.dart",
	"*.ex",
	"*.exs",
	"*.erl",
	"*.hs",
	"*.ml",
	"*.clj",
	"*.nix",
	"*.vim",
	"*.el",
	"*.yml",
	"*.yaml",
	"*.json",
	"*.jsonc",
	"*.json5",
	"*.toml",
	"*.ini",
	"*.cfg",
	"*.conf",
	"*.tf",
	"*.hcl",
	"*.proto",
	"*.sql",
	"*.csv",
	"*.lock",
	"*.log",
	"*.snap",
	"*.diff",
	"*.patch",
	"*.orig",
	"*.rej",
	"*.swp",
	"*~",
	"*.zip",
	"*.gz",
	"*.tgz",
	"*.tar",
	"*.sig",
	"*.asc",
	"*.sha256",
	"*.sbom",
	"*.map",
	NULL,
};

const struct format format_dockerfile = {
	.name = "dockerfile",
	.summary = "Dockerfiles and Containerfiles: FROM, COPY --from, RUN --mount, ONBUILD, "
		   "# syntax=, global ARGs",
	.omits =
	    "ADD from git and URLs, ARG values and --build-context given on the command line, ENV",
	.globs = globs,
	.except = except,
	.find = find,
};
