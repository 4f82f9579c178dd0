#include "commands.h"
#include "node_values.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* Where goreleaser is run: the directory above .config/. */
static char *root_of(const char *path)
{
	OWNED_STRING own = path_directory(path);

	return glob_match("**.config/*", path) ? path_directory(own) : pass_on(&own);
}

/* Images of one architecture are parts of one image: "app:{{ .Tag }}-arm64" (docker_manifests). */
static void take_image(void *data, const char *name)
{
	static const char *const endings[] = { "-amd64v1", "-amd64v2", "-amd64v3", "-amd64",
					       "-arm64v8", "-arm64",   "-armv6",   "-armv7",
					       "-arm",     "-386",     "-i386",    "-ppc64le",
					       "-s390x",   "-riscv64" };
	struct declared *declared = data;
	struct slice text = slice_of(name);

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (slice_ends(text, endings[i])) {
			text.size -= strlen(endings[i]);
			break;
		}
	OWNED_STRING whole = slice_copy(text);

	declared_name(declared, whole);
}

/* --platform=, --target=, --build-arg=NAME=value of build_flag_templates and flags. */
static void take_flag(void *data, const char *text)
{
	struct declared *declared = data;
	OWNED(mapped_text) letters = mapped_text_of_file(slice_of(text));
	struct mapped_slice flag = mapped_text_slice(letters);

	if (slice_starts(slice_of(text), "--platform="))
		declared_platforms(declared, text + strlen("--platform="));
	else if (slice_starts(slice_of(text), "--target=")) {
		free(declared->target);
		declared->target = must_copy(text + strlen("--target="));
	} else if (slice_starts(slice_of(text), "--build-arg=")) {
		for (size_t i = 0; i < letters->size; i++)
			letters->from[i] = ORIGIN_NONE;
		values_set_word(&declared->args, mapped_tail(flag, strlen("--build-arg=")));
	}
}

/* The same with their places, so that a digest in them is found again. */
static void read_flags(const struct node_texts *texts, struct declared *declared,
		       const struct node *list)
{
	static const char front[] = "--build-arg=";

	list = node_target(list);
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		OWNED(mapped_text) text = node_text_of(texts, list->items[i]);
		struct mapped_slice flag =
		    text ? mapped_text_slice(text) : (struct mapped_slice){ 0 };

		if (text && slice_starts(mapped_bytes(flag), front))
			values_set_word(&declared->args, mapped_tail(flag, strlen(front)));
		else
			node_each_text(texts, list->items[i], false, take_flag, declared);
	}
}

static void set_place(const struct node_texts *texts, struct declared *declared,
		      const struct node *image)
{
	OWNED_STRING root = root_of(texts->file->path);
	OWNED_STRING dockerfile = node_string_of(texts, node_get(image, "dockerfile"));
	const struct build_place place = {
		.directory = root,
		.file = dockerfile,
	};

	declared_place(texts->file, declared, &place);
}

static void read_docker(const struct node_texts *texts, struct declared *declared,
			const struct node *docker)
{
	OWNED_STRING os = node_string_of(texts, node_get(docker, "goos"));
	OWNED_STRING arch = node_string_of(texts, node_get(docker, "goarch"));
	OWNED_STRING platform = must_format("%s/%s", os ? os : "linux", arch ? arch : "amd64");

	set_place(texts, declared, docker);
	node_each_text(texts, node_get(docker, "image_templates"), false, take_image, declared);
	read_flags(texts, declared, node_get(docker, "build_flag_templates"));
	if (!declared->platforms.count)
		declared_platforms(declared, platform);
}

/* Every image with every tag. */
static void name_all(const struct node_texts *texts, struct declared *declared,
		     const struct node *images, const struct node *tags)
{
	images = node_target(images);
	tags = node_target(tags);
	for (size_t i = 0; images && images->kind == NODE_SEQUENCE && i < images->count; i++) {
		OWNED_STRING image = node_string_of(texts, images->items[i]);
		bool any = false;

		for (size_t k = 0; image && tags && tags->kind == NODE_SEQUENCE && k < tags->count;
		     k++) {
			OWNED_STRING tag = node_string_of(texts, tags->items[k]);
			OWNED_STRING name = must_format("%s:%s", image, tag ? tag : "");

			declared_name(declared, tag && *tag ? name : NULL);
			any = true;
		}
		if (!any)
			declared_name(declared, image);
	}
}

static void read_docker_v2(const struct node_texts *texts, struct declared *declared,
			   const struct node *docker)
{
	set_place(texts, declared, docker);
	name_all(texts, declared, node_get(docker, "images"), node_get(docker, "tags"));
	node_set_values(&declared->args, texts, node_get(docker, "build_args"));
	node_each_text(texts, node_get(docker, "platforms"), false, take_platforms, declared);
	if (!declared->platforms.count)
		declared_platforms(declared, "linux/amd64,linux/arm64");
	read_flags(texts, declared, node_get(docker, "flags"));
}

static void read_ko(const struct node_texts *texts, struct declared *declared,
		    const struct node *ko)
{
	OWNED_STRING directory = node_string_of(texts, node_get(ko, "working_dir"));
	OWNED_STRING label = node_string_of(texts, node_get(ko, "id"));
	OWNED_STRING package = node_string_of(texts, node_get(ko, "main"));
	const struct node *base = node_get(ko, "base_image");
	const struct node *repositories = node_get(ko, "repositories");

	declared->is_specification = true;
	declared->path = must_copy(texts->file->path);
	declared->context = must_copy(directory && *directory ? directory : ".");
	declared->label = label ? pass_on(&label) : pass_on(&package);
	if (node_string(node_target(base)))
		declared_base(declared, node_text_of(texts, base));
	node_each_text(texts, node_get(ko, "repository"), false, take_name, declared);
	name_all(texts, declared, repositories, node_get(ko, "tags"));
	node_each_text(texts, node_get(ko, "platforms"), false, take_platforms, declared);
}

static void read_list(const struct node_texts *texts, const struct node *list,
		      void (*read_image)(const struct node_texts *texts, struct declared *declared,
					 const struct node *image))
{
	list = node_target(list);
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		const struct node *item = node_target(list->items[i]);
		struct declared *declared =
		    item ? declare(texts->file, DECLARED_GORELEASER, item->at.at) : NULL;

		if (declared)
			read_image(texts, declared, item);
	}
}

static void read_builds(struct declaring *file)
{
	const struct node_texts texts = { file, NULL };
	OWNED(documents) documents = declaring_documents(file);

	for (size_t i = 0; documents && i < documents->count; i++) {
		read_list(&texts, node_get(documents->roots[i], "dockers"), read_docker);
		read_list(&texts, node_get(documents->roots[i], "dockers_v2"), read_docker_v2);
		read_list(&texts, node_get(documents->roots[i], "kos"), read_ko);
	}
}

static const char *const formats[] = { "goreleaser", NULL };
static const char *const needles[] = { "dockers", "kos", NULL };

const struct declaration_kind declared_in_goreleaser = {
	.name = "goreleaser",
	.formats = formats,
	.needles = needles,
	.read = read_builds,
};
