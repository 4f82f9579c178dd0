#include "../formats.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/comment.h>
#include <string.h>

enum {
	/* Bytes in front of a reference that are searched for a comment's sign. */
	LINE_BYTES_MOST = 4096,
};

/* Every file that no format claims, but for what its name tells to be something else. What
 * is binary by its name need not even be read. */
static const char *const globs[] = { "*", NULL };

/* clang-format off */
static const char *const except[] = {
	/* prose */
	"*.md", "*.markdown", "*.mdx", "*.rst", "*.txt", "*.adoc", "*.asciidoc", "*.org", "*.tex",
	"*.textile", "*.wiki", "*.rtf", "*.html", "*.htm", "*.xhtml", "*.po", "*.pot", "*.[1-9]",
	"README*", "CHANGELOG*", "CHANGES*", "HISTORY*", "NEWS*", "LICENSE*", "NOTICE*",
	"AUTHORS*", "CONTRIBUTING*", "SECURITY*",
	/* program source */
	"*.go", "*.py", "*.pyi", "*.pyx", "*.js", "*.jsx", "*.mjs", "*.cjs", "*.ts", "*.tsx",
	"*.mts", "*.cts", "*.rs", "*.java", "*.kt", "*.kts", "*.scala", "*.groovy", "*.clj",
	"*.cljs", "*.c", "*.h", "*.cc", "*.hh", "*.cpp", "*.hpp", "*.cxx", "*.hxx", "*.m", "*.mm",
	"*.cs", "*.fs", "*.vb", "*.rb", "*.php", "*.pl", "*.pm", "*.swift", "*.dart", "*.lua",
	"*.ex", "*.exs", "*.erl", "*.hrl", "*.hs", "*.ml", "*.mli", "*.elm", "*.nim", "*.zig",
	"*.v", "*.r", "*.R", "*.jl", "*.s", "*.S", "*.asm", "*.el", "*.lisp", "*.scm", "*.vim",
	"*.sql", "*.proto", "*.thrift", "*.vue", "*.svelte", "*.css", "*.scss", "*.less", "*.sass",
	"*.graphql", "*.rego", "*.feature",
	/* locks, checksums, signatures, inventories */
	"*.lock", "*.lock.*", "*-lock.*", "*.lockb", "*.sum", "*.sums", "*SHA256SUM*",
	"*SHA512SUM*", "*.sha256", "*.sha512", "*.sha256sum", "*.sig", "*.asc", "*.pem", "*.crt",
	"*.key", "*.pub", "*.att", "*.intoto*", "*.sbom", "*.spdx*", "*.cdx*", "*.sarif",
	/* what programs write */
	"*.min.*", "*.map", "*.patch", "*.diff", "*.rej", "*.orig", "*.log", "*.out", "*.snap",
	"*.golden", "*.csv", "*.tsv", "*.jsonl", "*.ndjson", "*.ipynb", "*.svg", "*.drawio",
	"*.excalidraw", "*.pb", "*.pbtxt", "*.tfstate", "*.tfstate.*", "*ignore",
	/* binaries */
	"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.ico", "*.bmp", "*.tif", "*.tiff",
	"*.avif", "*.pdf", "*.psd", "*.zip", "*.gz", "*.tgz", "*.bz2", "*.xz", "*.zst", "*.lz4",
	"*.7z", "*.rar", "*.tar", "*.jar", "*.war", "*.class", "*.o", "*.a", "*.so", "*.so.*",
	"*.dylib", "*.dll", "*.exe", "*.bin", "*.wasm", "*.pyc", "*.whl", "*.egg", "*.deb", "*.rpm",
	"*.apk", "*.iso", "*.img", "*.dmg", "*.qcow2", "*.woff", "*.woff2", "*.ttf", "*.otf",
	"*.eot", "*.mp3", "*.mp4", "*.mov", "*.avi", "*.webm", "*.ogg", "*.wav", "*.flac", "*.db",
	"*.sqlite", "*.parquet", "*.npy", "*.npz", "*.onnx", "*.h5", "*.pack", "*.idx",
	NULL,
};
/* clang-format on */

static const char *const needles[] = { "@sha256:", NULL };

/* ---- comments ---- */

/* A comment over several lines that began a line. */
struct block {
	struct slice rest; /* lines that were not looked at yet */
	const char *end;   /* of the comment that is open; NULL: none is */
};

static void read_line(struct block *block, struct slice line)
{
	struct slice text = slice_trim(line);

	if (!block->end && slice_starts(text, "/*"))
		block->end = "*/";
	else if (!block->end && slice_starts(text, "<!--"))
		block->end = "-->";
	if (block->end && slice_find(NULL, line, block->end))
		block->end = NULL;
}

/* Looks at all lines in front of the one that begins at `begin`. */
static void read_up_to(struct block *block, const char *begin)
{
	struct slice line;

	while (block->rest.at < begin && slice_line(&line, &block->rest))
		read_line(block, line);
}

static bool is_behind_sign(struct slice line)
{
	return slice_find(NULL, line, " # ") || slice_find(NULL, line, "\t# ") ||
	       slice_find(NULL, line, " // ") || slice_find(NULL, line, "\t// ");
}

/* The bytes of the line in front of the byte `at`. */
static struct slice front_of(struct slice bytes, size_t at)
{
	size_t least = at > LINE_BYTES_MOST ? at - LINE_BYTES_MOST : 0;
	const char *end = at > least ? memrchr(bytes.at + least, '\n', at - least) : NULL;
	size_t begin = end ? (size_t)(end - bytes.at) + 1 : least;

	return (struct slice){ bytes.at + begin, at - begin };
}

static bool is_in_comment(struct block *block, struct slice bytes, size_t at)
{
	struct slice prefix = front_of(bytes, at);
	struct slice begun = { prefix.at, prefix.size + 1 };
	struct slice text;

	read_up_to(block, prefix.at);
	return block->end || comment_of_whole_line(&text, begun) || is_behind_sign(prefix);
}

/* ---- references ---- */

static bool is_in_name(char c)
{
	return isalnum((unsigned char)c) || memchr("._-:/", c, 5);
}

static bool may_begin(struct slice bytes, size_t at)
{
	static const char before[] = " \t\r\n\"'`=([{<>|,;!";

	return !at || memchr(before, bytes.at[at - 1], strlen(before));
}

static bool may_end(struct slice rest)
{
	if (!rest.size || (!isalnum((unsigned char)rest.at[0]) && !memchr("_-/:@+", rest.at[0], 6)))
		return !rest.size || rest.at[0] != '.' || rest.size == 1 || !is_in_name(rest.at[1]);
	return false;
}

static size_t scheme_size(struct slice text)
{
	static const char *const schemes[] = { "docker-image://", "docker://", "oci://",
					       "registry://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_starts(text, schemes[i]))
			return strlen(schemes[i]);
	return 0;
}

/* Sets *out to the whole reference around the '@' at `sign`. */
static bool find_reference(struct range *out, struct slice bytes, size_t sign)
{
	struct slice digest = { bytes.at + sign + 1, bytes.size - sign - 1 };
	size_t length = digest_length_at(digest);
	size_t least = sign > REFERENCE_BYTES_MOST ? sign - REFERENCE_BYTES_MOST : 0;
	size_t begin = sign;

	if (!length || !may_end((struct slice){ digest.at + length, digest.size - length }))
		return false;
	while (begin > least && is_in_name(bytes.at[begin - 1]))
		begin--;
	if (!may_begin(bytes, begin))
		return false;
	begin += scheme_size((struct slice){ bytes.at + begin, sign - begin });
	*out = (struct range){ begin, sign + 1 + length - begin };
	return begin < sign;
}

/* A digest without a tag is a pin when a comment beside it names one; anything
 * could have a digest. */
static void add(const struct scan_file *file, struct range at)
{
	struct pins *pins = file->pins;
	struct slice text = { file->bytes.at + at.at, at.length };
	const struct pin *pin = format_add(file, &format_text, PIN_IMAGE, text, at);

	if (pin && !pin->tracked)
		pin_free(pins->items[--pins->count]);
}

static struct error *find(const struct scan_file *file)
{
	struct slice bytes = file->bytes;
	struct block block = { .rest = bytes };
	struct range at;

	for (size_t i = 0; i < bytes.size; i++) {
		const char *sign = memmem(bytes.at + i, bytes.size - i, needles[0], 8);

		if (!sign)
			break;
		i = (size_t)(sign - bytes.at);
		if (find_reference(&at, bytes, i) && !is_in_comment(&block, bytes, at.at))
			add(file, at);
	}
	return NULL;
}

const struct format format_text = {
	.name = "text",
	.summary = "name:tag@sha256:... in any other text file; listed, and changed only where "
		   "finder.write says so",
	.omits = "prose, program source, locks, checksums, generated and binary files by their "
		 "names; comments; digests without a tag",
	.globs = globs,
	.except = except,
	.needles = needles,
	.find = find,
};
