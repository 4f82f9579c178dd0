#include "commands.h"
#include "github_workflow.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* "docker/build-push-action@v6" is docker/build-push-action. */
static bool is_action(const char *uses, const char *name)
{
	size_t size = strlen(name);

	return uses && strncasecmp(uses, name, size) == 0 && (uses[size] == '@' || !uses[size]);
}

/* ---- lists in a text ---- */

typedef void take_line(struct declared *declared, struct mapped_slice line);

/* Every line, or what stands between commas, without blanks around it. */
static void each_line(const struct workflow *workflow, struct declared *declared,
		      const struct node *node, const char *ends, take_line *take)
{
	OWNED(mapped_text) text = node_text_of(&workflow->texts, node);
	struct mapped_slice rest = text ? mapped_text_slice(text) : (struct mapped_slice){ 0 };

	while (rest.size) {
		size_t size = 0;

		while (size < rest.size && !strchr(ends, rest.at[size]))
			size++;
		struct mapped_slice line = mapped_trim(mapped_part(rest, 0, size));

		if (line.size && line.at[0] != '#')
			take(declared, line);
		rest = mapped_tail(rest, size < rest.size ? size + 1 : size);
	}
}

static void take_argument(struct declared *declared, struct mapped_slice line)
{
	values_set_word(&declared->args, line);
}

static void take_context(struct declared *declared, struct mapped_slice line)
{
	values_set_word(&declared->contexts, line);
}

static void take_tag(struct declared *declared, struct mapped_slice line)
{
	static const char front[] = "type=";
	OWNED_STRING name = slice_copy(mapped_bytes(line));

	if (strncmp(name, front, strlen(front)) != 0)
		declared_name(declared, name);
}

static void take_platform(struct declared *declared, struct mapped_slice line)
{
	OWNED_STRING platform = slice_copy(mapped_bytes(line));

	declared_platforms(declared, platform);
}

/* ---- docker/build-push-action ---- */

static bool says(const struct workflow *workflow, const struct node *with, const char *key,
		 const char *value)
{
	OWNED_STRING text = workflow_text(workflow, with, key);

	return text && strcmp(text, value) == 0;
}

/* Without a context it is the repository itself; "{{defaultContext}}:app" is a directory. */
static const char *context_of(const char *written)
{
	static const char front[] = "{{defaultContext}}";

	if (!written || strncmp(written, front, strlen(front)) != 0)
		return written;
	written += strlen(front);
	return *written == ':' ? written + 1 : ".";
}

static void read_build(const struct workflow *workflow, const struct node *step,
		       const struct node *with)
{
	OWNED_STRING context = workflow_text(workflow, with, "context");
	OWNED_STRING file = workflow_text(workflow, with, "file");
	bool is_pushed = !says(workflow, with, "push", "false") &&
			 (!says(workflow, with, "load", "true") || node_get(with, "push"));
	const struct build_place place = {
		.directory = "",
		.context = context_of(context),
		.file = file,
		.file_from_context = context && strstr(context, "{{defaultContext}}"),
	};
	struct declared *declared = declare(workflow->file, DECLARED_GITHUB, step->at.at);

	if (!declared)
		return;
	declared->target = workflow_text(workflow, with, "target");
	each_line(workflow, declared, node_get(with, "build-args"), "\n", take_argument);
	each_line(workflow, declared, node_get(with, "build-contexts"), "\n", take_context);
	each_line(workflow, declared, node_get(with, "platforms"), "\n,", take_platform);
	if (is_pushed)
		each_line(workflow, declared, node_get(with, "tags"), "\n,", take_tag);
	declared_place(workflow->file, declared, &place);
}

/* redhat-actions/buildah-build */
static void read_buildah(const struct workflow *workflow, const struct node *step,
			 const struct node *with)
{
	OWNED_STRING context = workflow_text(workflow, with, "context");
	OWNED_STRING file = workflow_text(workflow, with, "containerfiles");
	OWNED_STRING other = file ? NULL : workflow_text(workflow, with, "dockerfiles");
	OWNED_STRING image = workflow_text(workflow, with, "image");
	const struct build_place place = {
		.directory = "",
		.context = context,
		.file = file ? file : other,
	};
	struct declared *declared =
	    place.file ? declare(workflow->file, DECLARED_GITHUB, step->at.at) : NULL;

	if (!declared)
		return;
	for (char *at = (char *)place.file; *at; at++)
		if (*at == '\n')
			*at = '\0';
	OWNED_STRING name = image ? must_format("%s:${{ tags }}", image) : NULL;

	declared_name(declared, name);
	each_line(workflow, declared, node_get(with, "build-args"), "\n", take_argument);
	each_line(workflow, declared, node_get(with, "platforms"), "\n,", take_platform);
	declared_place(workflow->file, declared, &place);
}

/* ---- docker/bake-action ---- */

static void take_file(void *data, const char *text)
{
	strings_add(data, text);
}

static void read_bake(const struct workflow *workflow, const struct node *with)
{
	OWNED(strings) files = strings_new();
	OWNED(strings) paths = strings_new();
	OWNED_STRING work = workflow_text(workflow, with, "workdir");

	node_each_text(&workflow->texts, node_get(with, "files"), true, take_file, files);
	for (size_t i = 0; i < files->count; i++) {
		OWNED_STRING directory = path_join("", work ? work : ".");
		OWNED_STRING path = directory ? path_join(directory, files->items[i]) : NULL;

		if (path && *path)
			strings_add(paths, path);
	}
	declaring_bake(workflow->file, paths);
}

/* ---- docker/metadata-action ---- */

/* What it calls "tags" are the images with tags that are made up when it runs. */
static void note_metadata(struct workflow *workflow, const struct node *step,
			  const struct node *with)
{
	OWNED_STRING id = node_string_of(&workflow->texts, node_get(step, "id"));
	OWNED_STRING images = workflow_text(workflow, with, "images");
	OWNED_STRING name = must_format("steps.%s.outputs.tags", id ? id : "");
	OWNED(mapped_text) tags = mapped_text_new(0);
	struct slice rest = slice_of(images ? images : "");
	struct slice line;

	while (slice_line(&line, &rest)) {
		struct slice image = slice_trim(line);
		size_t at;

		if (slice_find(&at, image, "name="))
			image = (struct slice){ image.at + at + 5, image.size - at - 5 };
		const char *comma = image.size ? memchr(image.at, ',', image.size) : NULL;
		OWNED_STRING whole =
		    must_format("%.*s:${{ steps.%s.outputs.version }}\n",
				(int)(comma ? (size_t)(comma - image.at) : image.size), image.at,
				id ? id : "");

		for (const char *letter = whole; image.size && *letter; letter++)
			mapped_text_add(tags, *letter, ORIGIN_NONE);
	}
	if (id)
		values_set(&workflow->values, name, pass_on(&tags));
}

/* ---- run ---- */

static void define_env(struct variables *variables, const struct declared_values *values)
{
	for (size_t i = 0; i < values->count; i++)
		if (strncmp(values->items[i].name, "env.", 4) == 0 && values->items[i].value)
			variables_define(variables, slice_of(values->items[i].name + 4),
					 mapped_text_slice(values->items[i].value),
					 &definition_scope_file);
}

/* A shell's words, in which GitHub's own expressions stand that nobody knows. */
static const struct mark marks[] = { { "${{", "}}" }, { NULL, NULL } };
static const struct dialect dialect = {
	.dollars = true, .patterns = true, .parameters = true, .assigns = true, .marks = marks
};

static void read_run(const struct workflow *workflow, const struct node *step,
		     const char *directory)
{
	OWNED(mapped_text) script = node_text_of(&workflow->texts, node_get(step, "run"));
	OWNED_STRING own = workflow_text(workflow, step, "working-directory");
	OWNED_STRING joined = path_join("", own ? own : directory);
	OWNED(variables) variables = variables_new(&dialect, NULL, NULL);
	const struct command_place place = { .by = DECLARED_GITHUB, .directory = joined };

	if (!script)
		return;
	define_env(variables, &workflow->values);
	commands_read(workflow->file, mapped_text_slice(script), variables, &place);
}

/* ---- steps ---- */

static void read_uses(struct workflow *workflow, const struct node *step, const char *uses)
{
	const struct node *with = node_target(node_get(step, "with"));

	if (is_action(uses, "docker/build-push-action"))
		read_build(workflow, step, with);
	else if (is_action(uses, "docker/bake-action"))
		read_bake(workflow, with);
	else if (is_action(uses, "docker/metadata-action"))
		note_metadata(workflow, step, with);
	else if (is_action(uses, "redhat-actions/buildah-build"))
		read_buildah(workflow, step, with);
	else if (strncmp(uses, "./", 2) == 0)
		workflow_call(workflow, uses, with);
}

void workflow_steps(struct workflow *workflow, const struct node *steps, const char *directory)
{
	steps = node_target(steps);
	for (size_t i = 0; steps && steps->kind == NODE_SEQUENCE && i < steps->count; i++) {
		const struct node *step = node_target(steps->items[i]);
		const char *uses = node_string(node_target(node_get(step, "uses")));

		workflow_add(workflow, "env", node_get(step, "env"));
		if (uses)
			read_uses(workflow, step, uses);
		else if (step)
			read_run(workflow, step, directory);
	}
}
