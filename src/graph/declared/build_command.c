#include "commands.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* One command line of a builder. */
struct build_command {
	struct declaring *file;
	const struct command_place *place;
	struct declared *declared;
	char *dockerfile;
	char *context;
	char *below; /* kaniko's --context-sub-path */
	struct strings bake_files;
	bool is_kaniko;
	bool is_bake;
};

typedef void set_option(struct build_command *command, struct mapped_slice value);

static void replace(char **field, struct mapped_slice value)
{
	free(*field);
	*field = slice_copy(mapped_bytes(value));
}

/* ---- options ---- */

struct mapped_text *known_value(struct mapped_slice text)
{
	OWNED_STRING plain = slice_copy(mapped_bytes(text));
	struct mapped_text *out = mapped_text_new(0);

	if (text_is_open(plain))
		mapped_text_append_unknown(out, text);
	else
		mapped_text_append(out, text);
	return out;
}

void values_set_word(struct declared_values *values, struct mapped_slice word)
{
	const char *sign = word.size ? memchr(word.at, '=', word.size) : NULL;
	size_t size = sign ? (size_t)(sign - word.at) : word.size;
	OWNED_STRING name = must_copy_bytes(word.at, size);

	if (size)
		values_set(values, name, sign ? known_value(mapped_tail(word, size + 1)) : NULL);
}

static void set_file(struct build_command *command, struct mapped_slice value)
{
	replace(&command->dockerfile, value);
	strings_take(&command->bake_files, slice_copy(mapped_bytes(value)));
}

static void set_context(struct build_command *command, struct mapped_slice value)
{
	replace(&command->context, value);
}

static void set_below(struct build_command *command, struct mapped_slice value)
{
	replace(&command->below, value);
}

static void set_name(struct build_command *command, struct mapped_slice value)
{
	OWNED_STRING name = slice_copy(mapped_bytes(value));

	declared_name(command->declared, name);
}

static void set_target(struct build_command *command, struct mapped_slice value)
{
	replace(&command->declared->target, value);
}

static void set_argument(struct build_command *command, struct mapped_slice value)
{
	values_set_word(&command->declared->args, value);
}

static void set_named_context(struct build_command *command, struct mapped_slice value)
{
	values_set_word(&command->declared->contexts, value);
}

static void set_platform(struct build_command *command, struct mapped_slice value)
{
	OWNED_STRING platform = slice_copy(mapped_bytes(value));

	declared_platforms(command->declared, platform);
}

/* "type=image,name=acme/app,push=true" */
static void set_output(struct build_command *command, struct mapped_slice value)
{
	static const char key[] = "name=";
	size_t at;

	if (!slice_find(&at, mapped_bytes(value), key))
		return;
	struct mapped_slice name = mapped_tail(value, at + strlen(key));
	const char *comma = name.size ? memchr(name.at, ',', name.size) : NULL;

	set_name(command, comma ? mapped_part(name, 0, (size_t)(comma - name.at)) : name);
}

static const struct {
	const char *name;
	set_option *set;
} options[] = {
	{ "-f", set_file },
	{ "--file", set_file },
	{ "--dockerfile", set_file },
	{ "-t", set_name },
	{ "--tag", set_name },
	{ "--destination", set_name },
	{ "--target", set_target },
	{ "--build-arg", set_argument },
	{ "--build-context", set_named_context },
	{ "--platform", set_platform },
	{ "--custom-platform", set_platform },
	{ "--output", set_output },
	{ "-o", set_output },
	{ "--context-sub-path", set_below },
};

/* Further options whose value is a word of its own (`docker buildx build --help`, `podman
 * build --help`, `buildah build --help`, kaniko's README). */
static const char *const with_value[] = {
	"--add-host",
	"--allow",
	"--annotation",
	"--arch",
	"--attest",
	"--authfile",
	"--builder",
	"--cache-dir",
	"--cache-from",
	"--cache-repo",
	"--cache-to",
	"--cache-ttl",
	"--call",
	"--cap-add",
	"--cap-drop",
	"--cgroup-parent",
	"--cpu-period",
	"--cpu-quota",
	"--cpu-shares",
	"--cpuset-cpus",
	"--cpuset-mems",
	"--creds",
	"--device",
	"--digest-file",
	"--dns",
	"--env",
	"--format",
	"--from",
	"--ignorefile",
	"--iidfile",
	"--isolation",
	"--jobs",
	"--label",
	"--layer-label",
	"--logfile",
	"--manifest",
	"--memory",
	"--memory-swap",
	"--metadata-file",
	"--network",
	"--no-cache-filter",
	"--os",
	"--progress",
	"--provenance",
	"--registry-mirror",
	"--runtime",
	"--sbom",
	"--secret",
	"--security-opt",
	"--set",
	"--shm-size",
	"--snapshot-mode",
	"--ssh",
	"--timestamp",
	"--ulimit",
	"--userns",
	"--variant",
	"--verbosity",
	"--volume",
	"-c",
	"-m",
	"-v",
};

static bool is_one_of(struct slice word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(word, list[i]))
			return true;
	return false;
}

static set_option *option_of(struct slice name, const struct build_command *command)
{
	if (command->is_kaniko && (slice_is(name, "-c") || slice_is(name, "--context")))
		return set_context;
	if (command->is_kaniko && slice_is(name, "-d"))
		return set_name;
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (slice_is(name, options[i].name))
			return options[i].set;
	return NULL;
}

/* Reads an option; gives how many words it took. */
static size_t read_option(struct build_command *command, const struct words *words, size_t index)
{
	struct mapped_slice word = mapped_text_slice(words->items[index]);
	const char *sign = memchr(word.at, '=', word.size);
	bool is_long = slice_starts(mapped_bytes(word), "--");
	bool joined = is_long ? sign != NULL : word.size > 2;
	size_t size = !is_long ? 2 : sign ? (size_t)(sign - word.at) : word.size;
	struct slice name = { word.at, size };
	set_option *set = option_of(name, command);
	bool takes = set || is_one_of(name, with_value, sizeof(with_value) / sizeof(*with_value));

	if (set && joined)
		set(command, mapped_tail(word, size + (sign == word.at + size)));
	else if (set && index + 1 < words->count)
		set(command, mapped_text_slice(words->items[index + 1]));
	return takes && !joined ? 2 : 1;
}

/* ---- places ---- */

/* What means the top of the repository, and the directory that the command runs in. */
static const char *const tops[] = {
	"$CI_PROJECT_DIR",
	"${CI_PROJECT_DIR}",
	"/workspace",
	"$GITHUB_WORKSPACE",
	"${GITHUB_WORKSPACE}",
	"${{ github.workspace }}",
	"$(git rev-parse --show-toplevel)",
	"$BUILD_SOURCESDIRECTORY",
	"$(Build.SourcesDirectory)",
};
static const char *const heres[] = {
	"$PWD", "${PWD}", "$(pwd)", "$(PWD)", "$(CURDIR)", "${CURDIR}", "`pwd`",
};

static const char *behind(const char *text, const char *const *fronts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(fronts[i]);

		if (strncmp(text, fronts[i], size) == 0 && (!text[size] || text[size] == '/'))
			return text + size + strspn(text + size, "/");
	}
	return NULL;
}

/* Gives the path with what means a known place replaced, as counted from `directory`. */
static char *plain_path(const char *path, const char *directory)
{
	OWNED(text) up = text_new(0);

	if (strncmp(path, "dir://", 6) == 0)
		path += 6;
	const char *below = behind(path, tops, sizeof(tops) / sizeof(*tops));
	const char *here = behind(path, heres, sizeof(heres) / sizeof(*heres));

	if (here)
		return must_copy(*here ? here : ".");
	if (!below)
		return must_copy(path);
	for (const char *at = directory; *at; at += strcspn(at, "/"), at += *at == '/')
		text_add_string(up, "../");
	text_add_string(up, *below ? below : ".");
	return text_take(pass_on(&up));
}

static void place_build(struct build_command *command)
{
	const struct command_place *place = command->place;
	const char *directory = place->directory;
	OWNED_STRING context = plain_path(command->context ? command->context : ".", directory);
	OWNED_STRING file = command->dockerfile ? plain_path(command->dockerfile, directory) : NULL;
	OWNED_STRING whole =
	    command->below ? must_format("%s/%s", context, command->below) : must_copy(context);
	bool from_top = file && strcmp(file, command->dockerfile) != 0;
	const struct build_place where = {
		.directory = directory,
		.context = whole,
		.file = file,
		.file_from_context = command->is_kaniko && !from_top,
		.otherwise = place->otherwise,
	};

	declared_place(command->file, command->declared, &where);
}

static void name_bake_files(struct build_command *command)
{
	OWNED(strings) paths = strings_new();

	for (size_t i = 0; i < command->bake_files.count; i++) {
		OWNED_STRING path =
		    path_join(command->place->directory, command->bake_files.items[i]);

		if (path && *path)
			strings_add(paths, path);
	}
	declaring_bake(command->file, paths);
}

/* ---- commands ---- */

static bool is_standard_input(const struct build_command *command)
{
	return command->context && strcmp(command->context, "-") == 0;
}

static void read_words(struct build_command *command, const struct words *words, size_t index)
{
	while (index < words->count) {
		struct mapped_slice word = mapped_text_slice(words->items[index]);
		bool more = index + 1 < words->count;

		if (slice_is(mapped_bytes(word), "<") && more && is_standard_input(command)) {
			set_file(command, mapped_text_slice(words->items[index + 1]));
			replace(&command->context, mapped_part(word, 0, 0));
			index += 2;
		} else if (word.size > 1 && word.at[0] == '-') {
			index += read_option(command, words, index);
		} else {
			if (!command->is_bake && word.size)
				set_context(command, word);
			index++;
		}
	}
}

static void say_unknown(struct build_command *command, const char *what)
{
	const struct declared *declared = command->declared;
	struct position where = { declared->tree, declared->file, declared->line };

	declare_unknown_at(command->file, &where, "variable",
			   "%s: describe the image under images: of .digestbump.yaml", what);
}

static void finish(struct build_command *command)
{
	if (!command->place->directory)
		say_unknown(command, "the directory that the build runs in is not known");
	else if (command->is_bake)
		name_bake_files(command);
	else if (is_standard_input(command))
		say_unknown(command, "the Dockerfile comes from standard input");
	else
		place_build(command);
}

/* The address of the first letter that stands in the file. */
static size_t address_of(const struct declaring *file, const struct words *words)
{
	size_t at = ORIGIN_NONE;

	for (size_t i = 0; i < words->count && at == ORIGIN_NONE; i++)
		at = mapped_origin(mapped_text_slice(words->items[i]), ORIGIN_NONE);
	return at >= file->base && at - file->base < file->bytes.size ? at - file->base : 0;
}

/* Reads what is behind the words that say `build`. */
static void read_build(struct declaring *file, const struct words *words, size_t index,
		       const struct command_place *place)
{
	struct mapped_slice first = mapped_text_slice(words->items[0]);
	size_t at = address_of(file, words);
	struct build_command command = { .file = file, .place = place };
	struct slice last = mapped_bytes(mapped_text_slice(words->items[index - 1]));

	command.is_kaniko = slice_ends(mapped_bytes(first), "executor");
	command.is_bake = slice_is(last, "bake");
	command.declared = declare(file, place->by, at);
	if (!command.declared)
		return;
	read_words(&command, words, index);
	finish(&command);
	free(command.dockerfile);
	free(command.context);
	free(command.below);
	strings_clear(&command.bake_files);
}

static struct slice program_of(const struct words *words)
{
	struct slice word = mapped_bytes(mapped_text_slice(words->items[0]));
	const char *slash = word.size ? memrchr(word.at, '/', word.size) : NULL;
	size_t front = slash ? (size_t)(slash - word.at) + 1 : 0;

	return (struct slice){ word.at + front, word.size - front };
}

static bool is_word(const struct words *words, size_t index, const char *word)
{
	return index < words->count &&
	       slice_is(mapped_bytes(mapped_text_slice(words->items[index])), word);
}

/* Where the options of a build begin; 0: the command is none. Global options stand in front of
 * the subcommand. */
static size_t build_options(const struct words *words)
{
	static const char *const groups[] = { "buildx", "image", "builder" };
	static const char *const verbs[] = { "build", "b", "bake", "bud",
					     "build-using-dockerfile" };

	for (size_t i = 1; i < words->count; i++) {
		struct slice word = mapped_bytes(mapped_text_slice(words->items[i]));

		if (is_one_of(word, verbs, sizeof(verbs) / sizeof(*verbs)))
			return i + 1;
		if (slice_starts(word, "-"))
			i += !memchr(word.at, '=', word.size) && !is_word(words, i + 1, "build") &&
			     !is_word(words, i + 1, "buildx") && !is_word(words, i + 1, "bud");
		else if (!is_one_of(word, groups, sizeof(groups) / sizeof(*groups)))
			return 0;
	}
	return 0;
}

void command_read(struct declaring *file, const struct words *words,
		  const struct command_place *place)
{
	static const char *const programs[] = {
		"docker",
		"podman",
		"buildah",
		"nerdctl",
		"docker.exe",
		"$(DOCKER)",
		"${DOCKER}",
		"$DOCKER",
		"$(CONTAINER_TOOL)",
		"$(PODMAN)",
		"$(BUILDAH)",
		"$(CONTAINER_ENGINE)",
		"$(CONTAINER_RUNTIME)",
	};

	if (!words->count)
		return;
	struct slice program = program_of(words);

	if (slice_is(program, "executor") && words->count > 1)
		read_build(file, words, 1, place);
	else if (is_one_of(program, programs, sizeof(programs) / sizeof(*programs)) &&
		 build_options(words))
		read_build(file, words, build_options(words), place);
}
