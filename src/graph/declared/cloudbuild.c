#include "commands.h"
#include "node_values.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* One file: its substitutions, and what they are read with. */
struct cloud_build {
	struct node_texts texts;
	struct expansion expansion;
	struct declared_values substitutions;
};

static const struct dialect dialect = { .dollars = true, .doubled = true };

/* What the service itself gives ($PROJECT_ID, $SHORT_SHA ...) is not known. */
static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	const struct cloud_build *build = data;
	OWNED_STRING key = slice_copy(name);
	const struct declared_value *found = values_find(&build->substitutions, key);

	if (!found || !found->value)
		return VARIABLE_UNKNOWN;
	*value = mapped_text_slice(found->value);
	return VARIABLE_SET;
}

/* A builder is called as what it runs: "gcr.io/kaniko-project/executor:v1" is executor. */
static struct mapped_text *program_of(const struct mapped_text *image)
{
	struct mapped_slice text = mapped_text_slice(image);
	const char *at = text.size ? memchr(text.at, '@', text.size) : NULL;
	size_t end = at ? (size_t)(at - text.at) : text.size;
	const char *slash = end ? memrchr(text.at, '/', end) : NULL;
	size_t begin = slash ? (size_t)(slash - text.at) + 1 : 0;
	const char *colon = end > begin ? memchr(text.at + begin, ':', end - begin) : NULL;

	end = colon ? (size_t)(colon - text.at) : end;
	return mapped_text_copy(mapped_part(text, begin, end - begin));
}

static void add_word(struct words *words, struct mapped_text *word)
{
	if (!word || words->count >= WORDS_MOST) {
		mapped_text_free(word);
		return;
	}
	words->items = must_grow(words->items, words->count, sizeof(struct mapped_text *));
	words->items[words->count++] = word;
}

static bool is_shell(const struct words *words)
{
	if (!words->count)
		return false;
	struct slice first = mapped_bytes(mapped_text_slice(words->items[0]));
	struct slice flag =
	    words->count > 1 ? mapped_bytes(mapped_text_slice(words->items[1])) : slice_of("");

	return (slice_ends(first, "bash") || slice_ends(first, "sh")) && words->count > 2 &&
	       slice_starts(flag, "-") && slice_ends(flag, "c");
}

static void read_step(struct cloud_build *build, const struct node *step)
{
	const struct node_texts *texts = &build->texts;
	const struct node *arguments = node_target(node_get(step, "args"));
	OWNED(mapped_text) image = node_text_of(texts, node_get(step, "name"));
	OWNED(mapped_text) script = node_text_of(texts, node_get(step, "script"));
	OWNED_STRING directory = node_string_of(texts, node_get(step, "dir"));
	OWNED_STRING joined = path_join("", directory ? directory : ".");
	const struct command_place place = { .by = DECLARED_CLOUDBUILD, .directory = joined };
	struct mapped_text *entrypoint = node_text_of(texts, node_get(step, "entrypoint"));
	struct words words = { 0 };

	if (!image) {
		mapped_text_free(entrypoint);
		return;
	}
	add_word(&words, entrypoint ? entrypoint : program_of(image));
	for (size_t i = 0; arguments && arguments->kind == NODE_SEQUENCE && i < arguments->count;
	     i++)
		add_word(&words, node_text_of(texts, arguments->items[i]));
	if (script)
		commands_read(texts->file, mapped_text_slice(script), NULL, &place);
	else if (is_shell(&words))
		commands_read(texts->file, mapped_text_slice(words.items[words.count - 1]), NULL,
			      &place);
	else
		command_read(texts->file, &words, &place);
	words_clear(&words);
}

static void read_root(struct cloud_build *build, const struct node *root)
{
	const struct node_texts plain = { build->texts.file, NULL };
	const struct node *steps = node_target(node_get(root, "steps"));

	node_set_values(&build->substitutions, &plain, node_get(root, "substitutions"));
	for (size_t i = 0; steps && steps->kind == NODE_SEQUENCE && i < steps->count; i++)
		if (node_target(steps->items[i]))
			read_step(build, node_target(steps->items[i]));
	values_clear(&build->substitutions);
}

static void read_builds(struct declaring *file)
{
	OWNED(documents) documents = declaring_documents(file);
	struct cloud_build build = {
		.expansion = {
			.dialect = &dialect,
			.lookup = look_up,
			.most = expansion_most(file->bytes.size),
		},
	};

	build.expansion.data = &build;
	build.texts = (struct node_texts){ file, &build.expansion };
	for (size_t i = 0; documents && i < documents->count; i++)
		read_root(&build, documents->roots[i]);
}

static const char *const formats[] = { "cloudbuild", NULL };
static const char *const needles[] = { "steps", NULL };

const struct declaration_kind declared_in_cloudbuild = {
	.name = "cloudbuild",
	.formats = formats,
	.needles = needles,
	.read = read_builds,
};
