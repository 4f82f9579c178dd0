#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_args.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

struct dockerfile_arg {
	enum variable_state state;
	struct mapped_text *value; /* when it is set */
	bool is_given;             /* by the build: defaults do not count */
	bool is_known;             /* declared, or predefined */
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

static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	const struct dockerfile_args *arguments = data;
	OWNED_STRING key = slice_copy(name);
	const struct dockerfile_arg *argument = map_get(arguments->by_name, key);

	if (!argument || !argument->is_known)
		return is_predefined(key) ? VARIABLE_UNKNOWN : VARIABLE_UNSET;
	if (argument->state == VARIABLE_SET)
		*value = mapped_text_slice(argument->value);
	return argument->state;
}

void dockerfile_args_begin(struct dockerfile_args *arguments, char escape, size_t bytes)
{
	*arguments = (struct dockerfile_args){
		.by_name = map_new(),
		.expansion = {
			.dialect = &dialect_dockerfile,
			.escape = escape,
			.lookup = look_up,
			.data = arguments,
			.most = expansion_most(bytes),
		},
	};
}

void dockerfile_args_clear(struct dockerfile_args *arguments)
{
	for (size_t i = 0; i < arguments->count; i++) {
		mapped_text_free(arguments->items[i]->value);
		free(arguments->items[i]);
	}
	free(arguments->items);
	map_free(arguments->by_name);
	*arguments = (struct dockerfile_args){ 0 };
}

struct error *dockerfile_args_expand(struct mapped_text *out, struct dockerfile_args *arguments,
				     struct mapped_slice word)
{
	return expand(out, &arguments->expansion, word);
}

/* Gives the argument of that name, new ones in the state given. */
static struct dockerfile_arg *argument_of(struct dockerfile_args *arguments, const char *name)
{
	struct dockerfile_arg *argument = map_get(arguments->by_name, name);

	if (argument)
		return argument;
	argument = must_alloc(sizeof(*argument));
	argument->is_known = is_predefined(name);
	argument->state = argument->is_known ? VARIABLE_UNKNOWN : VARIABLE_DEFAULT_ONLY;
	arguments->items =
	    must_grow(arguments->items, arguments->count, sizeof(struct dockerfile_arg *));
	arguments->items[arguments->count++] = argument;
	map_set(arguments->by_name, name, argument);
	return argument;
}

void dockerfile_args_give(struct dockerfile_args *arguments, const char *name,
			  const struct mapped_slice *value)
{
	struct dockerfile_arg *argument = argument_of(arguments, name);

	mapped_text_free(argument->value);
	argument->value = value ? mapped_text_copy(*value) : NULL;
	argument->state = value ? VARIABLE_SET : VARIABLE_UNKNOWN;
	argument->is_given = true;
}

/* A default that uses the argument itself sees what it was before. */
static struct error *set_value(struct dockerfile_args *arguments, const char *name,
			       struct mapped_slice word)
{
	OWNED(mapped_text) value = mapped_text_new(EXPANSION_BYTES_MOST);
	struct error *failed = dockerfile_args_expand(value, arguments, word);
	struct dockerfile_arg *argument = argument_of(arguments, name);

	argument->is_known = true;
	if (argument->is_given) {
		error_free(failed);
		return NULL;
	}
	mapped_text_free(argument->value);
	argument->value = failed ? NULL : pass_on(&value);
	argument->state = failed ? VARIABLE_UNKNOWN : VARIABLE_SET;
	return failed;
}

/* NAME or NAME=value. A name alone keeps a value given before. */
static struct error *declare(struct dockerfile_args *arguments, struct mapped_slice word)
{
	const char *equals = memchr(word.at, '=', word.size);
	size_t size = equals ? (size_t)(equals - word.at) : word.size;
	OWNED_STRING name = must_copy_bytes(word.at, size);

	if (equals)
		return set_value(arguments, name, mapped_tail(word, size + 1));
	argument_of(arguments, name)->is_known = true;
	return NULL;
}

void dockerfile_args_declare(struct dockerfile_args *arguments, struct mapped_slice words,
			     struct error **why)
{
	struct words list = { 0 };

	*why = NULL;
	words_split_quoted(&list, words, arguments->expansion.escape);
	for (size_t i = 0; i < list.count; i++) {
		struct error *failed = declare(arguments, mapped_text_slice(list.items[i]));

		if (*why)
			error_free(failed);
		else
			*why = failed;
	}
	words_clear(&list);
}
