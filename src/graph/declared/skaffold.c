#include "node_values.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* What counts from an artifact's context. */
static void read_dockerfile(const struct node_texts *texts, struct declared *declared,
			    const char *directory, const char *context, const struct node *builder)
{
	const struct node *named = node_get(builder, "dockerfile");
	OWNED_STRING file =
	    node_string_of(texts, named ? named : node_get(builder, "path")); /* of custom */
	const struct build_place place = {
		.directory = directory,
		.context = context,
		.file = file,
		.file_from_context = true,
	};

	declared_place(texts->file, declared, &place);
	declared->target = node_string_of(texts, node_get(builder, "target"));
	node_set_values(&declared->args, texts, node_get(builder, "buildArgs"));
}

/* ko, Jib and Buildpacks have no Dockerfile: skaffold.yaml says what they stand on. */
static void read_specification(const struct node_texts *texts, struct declared *declared,
			       const char *directory, const char *context)
{
	OWNED_STRING whole = path_join(directory, context ? context : ".");

	declared->is_specification = true;
	declared->path = must_copy(texts->file->path);
	declared->context = whole && *whole ? must_copy(whole) : must_copy(".");
}

static void add_bases(const struct node_texts *texts, struct declared *declared,
		      const struct node *builder)
{
	static const char *const keys[] = { "fromImage", "builder", "runImage" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct mapped_text *base = node_text_of(texts, node_get(builder, keys[i]));

		if (base)
			declared_base(declared, base);
	}
}

/* `requires` gives the image that was built as an argument, by its alias or its name. */
static void read_requires(const struct node_texts *texts, struct declared *declared,
			  const struct node *list)
{
	list = node_target(list);
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		OWNED_STRING alias = node_string_of(texts, node_get(list->items[i], "alias"));
		struct mapped_text *image = node_text_of(texts, node_get(list->items[i], "image"));
		OWNED_STRING name =
		    image ? slice_copy(mapped_bytes(mapped_text_slice(image))) : NULL;

		if (image && declared->is_specification)
			declared_base(declared, image);
		else if (image)
			values_default(&declared->args, alias ? alias : name, image);
	}
}

static const struct node *builder_of(bool *has_dockerfile, const struct node *artifact)
{
	static const char *const keys[] = { "ko", "jib", "buildpacks", "bazel" };
	const struct node *docker = node_get(artifact, "docker");
	const struct node *kaniko = node_get(artifact, "kaniko");
	const struct node *custom = node_get(node_get(artifact, "custom"), "dependencies");

	*has_dockerfile = true;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (node_get(artifact, keys[i])) {
			*has_dockerfile = false;
			return node_get(artifact, keys[i]);
		}
	if (custom)
		return node_get(custom, "dockerfile");
	return docker ? docker : kaniko;
}

static void read_artifact(const struct node_texts *texts, const struct node *artifact,
			  const struct node *build)
{
	OWNED_STRING directory = path_directory(texts->file->path);
	OWNED_STRING context = node_string_of(texts, node_get(artifact, "context"));
	OWNED_STRING image = node_string_of(texts, node_get(artifact, "image"));
	struct declared *declared = declare(texts->file, DECLARED_SKAFFOLD, artifact->at.at);
	bool has_dockerfile;
	const struct node *builder = builder_of(&has_dockerfile, artifact);

	if (!declared)
		return;
	declared_name(declared, image);
	declared->label = must_copy(image);
	if (node_get(artifact, "custom") && !node_get(builder, "path") &&
	    !node_get(builder, "dockerfile")) {
		declare_unknown(texts->file, artifact->at.at, "variable",
				"'%s' is built by a command of its own: describe the image under "
				"images: of .digestbump.yaml",
				image ? image : "");
	} else if (has_dockerfile) {
		read_dockerfile(texts, declared, directory, context, builder);
	} else {
		read_specification(texts, declared, directory, context);
		add_bases(texts, declared, builder);
	}
	read_requires(texts, declared, node_get(artifact, "requires"));
	node_each_text(texts, node_get(build, "platforms"), false, take_platforms, declared);
	node_each_text(texts, node_get(artifact, "platforms"), false, take_platforms, declared);
}

static void read_build(const struct node_texts *texts, const struct node *build)
{
	const struct node *list = node_target(node_get(build, "artifacts"));

	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
		if (node_get(list->items[i], "image"))
			read_artifact(texts, node_target(list->items[i]), build);
}

static void read_builds(struct declaring *file)
{
	const struct node_texts texts = { file, NULL };
	OWNED(documents) documents = declaring_documents(file);

	for (size_t i = 0; documents && i < documents->count; i++) {
		const struct node *root = documents->roots[i];
		const struct node *profiles = node_target(node_get(root, "profiles"));

		read_build(&texts, node_get(root, "build"));
		for (size_t k = 0;
		     profiles && profiles->kind == NODE_SEQUENCE && k < profiles->count; k++)
			read_build(&texts, node_get(node_target(profiles->items[k]), "build"));
	}
}

static const char *const formats[] = { "skaffold", NULL };
static const char *const needles[] = { "artifacts", NULL };

const struct declaration_kind declared_in_skaffold = {
	.name = "skaffold",
	.formats = formats,
	.needles = needles,
	.read = read_builds,
};
