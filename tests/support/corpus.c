#include "corpus.h"

#include "assertions.h"
#include "test_context.h"
#include <digestbump/base/memory.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char corpus[] = "tests/scan/corpus";

/* ---- lines ---- */

struct told {
	const char *path;
	unsigned line;
	const char *image;
	const char *tag;
	const char *digest; /* NULL: unpinned */
	const char *kind;
	const char *hindrance; /* NULL: updatable */
};

static void add_told(struct strings *out, const struct told *told)
{
	strings_take(out, must_format("%s:%u %s:%s %s %s%s%s", told->path, told->line,
				      told->image ? told->image : "-", told->tag ? told->tag : "-",
				      told->digest ? told->digest : "unpinned", told->kind,
				      told->hindrance ? ", not updatable: " : "",
				      told->hindrance ? told->hindrance : ""));
}

static void add_skip(struct strings *out, const char *path, unsigned line, const char *code)
{
	strings_take(out, must_format("%s:%u skipped: %s", path, line, code));
}

struct strings *corpus_print(const struct scan *scan)
{
	struct strings *out = strings_new();

	for (size_t i = 0; i < scan->pins.count; i++) {
		const struct pin *pin = scan->pins.items[i];

		add_told(out, &(struct told){
				  .path = pin->path,
				  .line = pin->line,
				  .image = pin->image ? pin->image->name : NULL,
				  .tag = pin_tag(pin),
				  .digest = pin->pinned,
				  .kind = pin_kind_name(pin->kind),
				  .hindrance = pin->pinned ? pin_obstacle_name(pin) : NULL,
			      });
	}
	for (size_t i = 0; i < scan->skips.count; i++) {
		const struct skip *skip = &scan->skips.items[i];

		add_skip(out, skip->path, skip->line, skip->code);
	}
	strings_sort(out);
	return out;
}

char *corpus_difference(const struct strings *wanted, const struct strings *got)
{
	OWNED(text) out = text_new(0);
	size_t a = 0;
	size_t b = 0;

	while (a < wanted->count || b < got->count) {
		int order = a == wanted->count ? 1
			    : b == got->count  ? -1
					       : strcmp(wanted->items[a], got->items[b]);

		if (order < 0)
			text_add_format(out, "  - %s\n", wanted->items[a]);
		if (order > 0)
			text_add_format(out, "  + %s\n", got->items[b]);
		a += order <= 0;
		b += order >= 0;
	}
	return out->size ? text_take(pass_on(&out)) : NULL;
}

/* ---- expect.json ---- */

static const char *string_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static unsigned line_of(const json_t *object)
{
	assert_true(json_is_integer(json_object_get(object, "line")));
	return (unsigned)json_integer_value(json_object_get(object, "line"));
}

static void want_reference(struct strings *out, const json_t *object)
{
	bool updatable = !json_is_false(json_object_get(object, "updatable"));

	add_told(out, &(struct told){
			  .path = string_of(object, "path"),
			  .line = line_of(object),
			  .image = string_of(object, "image"),
			  .tag = string_of(object, "tag"),
			  .digest = string_of(object, "digest"),
			  .kind = string_of(object, "kind"),
			  .hindrance = updatable ? NULL : string_of(object, "reason"),
		      });
}

static void want_skip(struct strings *out, const json_t *object)
{
	add_skip(out, string_of(object, "path"), line_of(object), string_of(object, "code"));
}

static void want_each(struct strings *out, const json_t *expect, const char *key,
		      void (*want)(struct strings *, const json_t *))
{
	const json_t *list = json_object_get(expect, key);

	for (size_t i = 0; i < json_array_size(list); i++)
		want(out, json_array_get(list, i));
}

static struct strings *read_wanted(const json_t *expect)
{
	struct strings *out = strings_new();

	want_each(out, expect, "refs", want_reference);
	want_each(out, expect, "unpinned", want_reference);
	want_each(out, expect, "skipped", want_skip);
	strings_sort(out);
	return out;
}

/* ---- cases ---- */

static void try_case(const char *folder, const char *name, corpus_try *try, void *data)
{
	OWNED_STRING path = must_format("%s/%s", folder, name);
	OWNED_STRING said = must_format("%s/expect.json", path);
	OWNED_STRING copy = must_format("cp -RP '%s/.' . && rm expect.json", path);
	OWNED(sandbox) sandbox = sandbox_new();
	json_error_t why;
	json_t *expect = json_load_file(said, JSON_REJECT_DUPLICATES, &why);
	OWNED(strings) wanted = read_wanted(expect);

	if (!expect)
		fail_msg("%s:%d: %s", said, why.line, why.text);
	sandbox_shell(sandbox, copy);
	if (string_of(expect, "prepare"))
		sandbox_shell(sandbox, string_of(expect, "prepare"));
	json_decref(expect);
	try(&(struct corpus_case){ strstr(path, corpus) + strlen(corpus) + 1, sandbox, wanted },
	    data);
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static size_t try_folder(const char *folder, corpus_try *try, void *data)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_shown, alphasort);

	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		try_case(folder, entries[i]->d_name, try, data);
		free(entries[i]);
	}
	free(entries);
	return (size_t)count;
}

size_t corpus_each(corpus_try *try, void *data)
{
	OWNED_STRING top = realpath(corpus, NULL);
	struct dirent **entries = NULL;
	int count = scandir(corpus, &entries, is_shown, alphasort);
	size_t cases = 0;

	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		OWNED_STRING folder = must_format("%s/%s", top, entries[i]->d_name);

		cases += try_folder(folder, try, data);
		free(entries[i]);
	}
	free(entries);
	return cases;
}

/* ---- trees ---- */

static struct config *read_config(const struct sandbox *sandbox)
{
	OWNED_STRING path = sandbox_path(sandbox, ".digestbump.yaml");
	struct config *config = NULL;

	if (access(path, F_OK) != 0)
		return config_default();
	assert_fine(config_load(&config, path));
	return config;
}

struct scanned_corpus *scanned_corpus_open(const struct sandbox *sandbox)
{
	struct scanned_corpus *scanned = must_alloc(sizeof(*scanned));
	const struct context *context = test_context(sandbox->top);
	OWNED_STRING repository = sandbox_path(sandbox, ".git");

	*scanned = (struct scanned_corpus){ .config = read_config(sandbox) };
	if (access(repository, F_OK) == 0) {
		assert_fine(git_open(&scanned->git, sandbox->top, context));
		assert_fine(tree_work_tree(&scanned->tree, scanned->git, NULL));
	} else {
		assert_fine(tree_directory(&scanned->tree, sandbox->top));
	}
	assert_fine(scan_run(&scanned->scan, scanned->tree, scanned->config, context));
	return scanned;
}

void scanned_corpus_free(struct scanned_corpus *scanned)
{
	if (!scanned)
		return;
	scan_free(scanned->scan);
	tree_free(scanned->tree);
	git_close(scanned->git);
	config_free(scanned->config);
	free(scanned);
}
