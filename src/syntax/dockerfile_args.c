#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_args.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

struct argument {
	enum variable state;
	struct traced *value; /* when it is set */
	bool is_given;        /* by the build: defaults do not count */
	bool is_known;        /* declared, or predefined */
};

/* Known to every FROM without being declared (platform.go, defaultArgs); what
 * they are depends on the build. */
static const char *const predefined[] = {
	"BUILDPLATFORM", "BUILDOS",        "BUILDOSVERSION", "BUILDARCH",
	"BUILDVARIANT",  "TARGETPLATFORM", "TARGETOS",       "TARGETOSVERSION",
	"TARGETARCH",    "TARGETVARIANT",  "TARGETSTAGE",
};

static bool is_predefined(const char *name)
{
	for (size_t i = 0; i < sizeof(predefined) / sizeof(*predefined); i++)
		if (strcmp(name, predefined[i]) == 0)
			return true;
	return false;
}

static enum variable look_up(struct letters *value, const void *data, struct slice name)
{
	const struct arguments *arguments = data;
	OWNED_STRING key = slice_copy(name);
	const struct argument *argument = map_get(arguments->by_name, key);

	if (!argument || !argument->is_known)
		return is_predefined(key) ? VARIABLE_HIDDEN : VARIABLE_UNSET;
	if (argument->state == VARIABLE_SET)
		*value = traced_letters(argument->value);
	return argument->state;
}

void arguments_begin(struct arguments *arguments, char escape, size_t bytes)
{
	*arguments = (struct arguments){
		.by_name = map_new(),
		.how = {
			.dialect = &dialect_dockerfile,
			.escape = escape,
			.lookup = look_up,
			.data = arguments,
			.most = expansion_most(bytes),
		},
	};
}

void arguments_clear(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++) {
		traced_free(arguments->items[i]->value);
		free(arguments->items[i]);
	}
	free(arguments->items);
	map_free(arguments->by_name);
	*arguments = (struct arguments){ 0 };
}

struct error *arguments_expand(struct traced *out, struct arguments *arguments, struct letters word)
{
	return expand(out, &arguments->how, word);
}

/* Gives the argument of that name, new ones in the state given. */
static struct argument *argument_of(struct arguments *arguments, const char *name)
{
	struct argument *argument = map_get(arguments->by_name, name);

	if (argument)
		return argument;
	argument = must_alloc(sizeof(*argument));
	argument->is_known = is_predefined(name);
	argument->state = argument->is_known ? VARIABLE_HIDDEN : VARIABLE_UNGIVEN;
	arguments->items = must_grow(arguments->items, arguments->count, sizeof(struct argument *));
	arguments->items[arguments->count++] = argument;
	map_set(arguments->by_name, name, argument);
	return argument;
}

void arguments_give(struct arguments *arguments, const char *name, const struct letters *value)
{
	struct argument *argument = argument_of(arguments, name);

	traced_free(argument->value);
	argument->value = value ? traced_copy(*value) : NULL;
	argument->state = value ? VARIABLE_SET : VARIABLE_HIDDEN;
	argument->is_given = true;
}

/* A default that uses the argument itself sees what it was before. */
static struct error *set_value(struct arguments *arguments, const char *name, struct letters word)
{
	OWNED(traced) value = traced_new(EXPANSION_BYTES_MOST);
	struct error *failed = arguments_expand(value, arguments, word);
	struct argument *argument = argument_of(arguments, name);

	argument->is_known = true;
	if (argument->is_given) {
		error_free(failed);
		return NULL;
	}
	traced_free(argument->value);
	argument->value = failed ? NULL : pass_on(&value);
	argument->state = failed ? VARIABLE_HIDDEN : VARIABLE_SET;
	return failed;
}

/* NAME or NAME=value. A name alone keeps a value given before. */
static struct error *declare(struct arguments *arguments, struct letters word)
{
	const char *equals = memchr(word.at, '=', word.size);
	size_t size = equals ? (size_t)(equals - word.at) : word.size;
	OWNED_STRING name = must_copy_bytes(word.at, size);

	if (equals)
		return set_value(arguments, name, letters_behind(word, size + 1));
	argument_of(arguments, name)->is_known = true;
	return NULL;
}

void arguments_declare(struct arguments *arguments, struct letters words, struct error **why)
{
	struct words list = { 0 };

	*why = NULL;
	words_quoted(&list, words, arguments->how.escape);
	for (size_t i = 0; i < list.count; i++) {
		struct error *failed = declare(arguments, traced_letters(list.items[i]));

		if (*why)
			error_free(failed);
		else
			*why = failed;
	}
	words_clear(&list);
}
