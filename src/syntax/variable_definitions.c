#include <digestbump/syntax/variable_definitions.h>

#include <ctype.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

const struct definition_scope definition_scope_file = { { 0, SIZE_MAX }, 0 };

enum {
	/* Groups that one text is tried with: entries of a matrix are a dozen. */
	GROUPS_MOST = 64,
	/* Letters of a name in a use, with what stands in front of it. */
	VARIABLE_NAME_BYTES_MOST = 200,
};

struct definition {
	struct mapped_text *text; /* as it is written */
	size_t at;                /* where that is */
	struct definition_scope where;

	struct mapped_text *expanded; /* what it comes to; NULL: not asked for yet */
	size_t expanded_for;          /* with this group */
	bool is_expanding;            /* it is being worked out */
};

/* The definitions of one name. */
struct name {
	struct definition **items;
	size_t count;
	bool is_invalid; /* there are more, or nobody knows what it has */
};

struct variables {
	struct map *by_name;
	struct name **names;
	size_t name_count;
	size_t count; /* definitions */
	const struct wanted_values *wanted;
	bool have_wanted;
	const char *const *prefixes;
	struct expansion expansion;

	/* While a text is worked out. */
	struct variable_use used_at; /* of the innermost text */
	size_t group;                /* that is tried */
	unsigned depth;
	size_t groups_tried[GROUPS_MOST]; /* groups that some name has several definitions in */
	size_t groups_tried_count;
};

/* ---- names ---- */

static bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_-.", c));
}

/* Adds what stands in "['x']" and "["x"]" as ".x". Gives the bytes read; 0: it is
 * something else. */
static size_t add_index(struct text *out, struct slice rest)
{
	char quote = rest.size > 1 ? rest.at[1] : '\0';
	const char *end = rest.size > 2 ? memchr(rest.at + 2, quote, rest.size - 2) : NULL;
	size_t size = end ? (size_t)(end - rest.at) : 0;

	if ((quote != '\'' && quote != '"') || !end || size + 1 >= rest.size ||
	    rest.at[size + 1] != ']')
		return 0;
	text_add(out, ".", 1);
	text_add(out, rest.at + 2, size - 2);
	return size + 2;
}

/* Gives the name as it is known; NULL when the text is an expression. */
static char *known_name(const struct variables *variables, struct slice name)
{
	OWNED(text) out = text_new(0);

	if (!name.size || name.size > VARIABLE_NAME_BYTES_MOST)
		return NULL;
	for (size_t i = 0; i < name.size;) {
		struct slice rest = { name.at + i, name.size - i };
		size_t read = rest.at[0] == '[' ? add_index(out, rest) : 0;

		if (!read && !is_name_byte(rest.at[0]))
			return NULL;
		if (!read)
			text_add(out, rest.at, 1);
		i += read ? read : 1;
	}
	for (size_t i = 0; variables->prefixes && variables->prefixes[i]; i++)
		if (slice_starts(text_slice(out), variables->prefixes[i]))
			return must_copy(out->bytes + strlen(variables->prefixes[i]));
	return text_take(pass_on(&out));
}

/* ---- working out ---- */

static bool is_within(struct range range, size_t at)
{
	return at >= range.at && at - range.at < range.length;
}

/* The innermost scope with a definition that the text sees; false: there is none. */
static bool find_scope(struct range *scope, const struct variables *variables,
		       const struct name *name)
{
	bool found = false;

	*scope = (struct range){ 0 };
	for (size_t i = 0; i < name->count; i++) {
		struct range here = name->items[i]->where.scope;

		if (!is_within(here, variables->used_at.at))
			continue;
		if (!found || here.at > scope->at ||
		    (here.at == scope->at && here.length < scope->length))
			*scope = here;
		found = true;
	}
	return found;
}

/* The definition of a group that holds: the last in front of the text, else the last. */
static struct definition *of_group(const struct variables *variables, const struct name *name,
				   struct range scope, size_t group)
{
	struct definition *last = NULL;
	struct definition *before = NULL;

	for (size_t i = 0; i < name->count; i++) {
		struct definition *definition = name->items[i];
		struct range here = definition->where.scope;

		if (definition->where.group != group || here.at != scope.at ||
		    here.length != scope.length)
			continue;
		last = definition;
		if (definition->at < variables->used_at.at)
			before = definition;
	}
	return before ? before : last;
}

/* Notes the groups of a name, so that they are tried; gives the definition when there
 * is but one. */
static struct definition *only_one(struct variables *variables, const struct name *name,
				   struct range scope)
{
	struct definition *one = NULL;
	size_t count = 0;
	size_t count_noted = variables->groups_tried_count;

	for (size_t i = 0; i < name->count; i++) {
		struct definition *definition = name->items[i];
		struct range here = definition->where.scope;

		if (here.at != scope.at || here.length != scope.length)
			continue;
		one = definition;
		count++;
		if (count_noted < GROUPS_MOST)
			variables->groups_tried[count_noted++] = definition->where.group;
	}
	if (count < 2)
		return one;
	variables->groups_tried_count = count_noted;
	return NULL;
}

static struct definition *choose(struct variables *variables, const struct name *name,
				 struct range scope)
{
	struct definition *found = of_group(variables, name, scope, variables->group);

	if (!found)
		found = of_group(variables, name, scope, variables->used_at.group);
	return found ? found : only_one(variables, name, scope);
}

static bool may_use_variables(const struct mapped_text *text)
{
	return text->size &&
	       (memchr(text->bytes, '$', text->size) || memchr(text->bytes, '{', text->size) ||
		memchr(text->bytes, '<', text->size));
}

/* Gives the text with its variables replaced; all of it hidden when it cannot be read. */
static struct mapped_text *expand_text(struct variables *variables, struct mapped_slice text)
{
	OWNED(mapped_text) out = mapped_text_new(VARIABLE_BYTES_MOST);
	OWNED(error) failed = expand(out, &variables->expansion, text);

	if (failed) {
		mapped_text_clear(out);
		mapped_text_append_unknown(out, text);
	}
	return pass_on(&out);
}

static void expand_definition(struct variables *variables, struct definition *definition)
{
	struct variable_use outer = variables->used_at;

	if (definition->expanded && definition->expanded_for == variables->group)
		return;
	mapped_text_free(definition->expanded);
	definition->expanded = NULL;
	definition->is_expanding = true;
	variables->used_at = (struct variable_use){ definition->at, definition->where.group };
	variables->depth++;
	definition->expanded = expand_text(variables, mapped_text_slice(definition->text));
	definition->expanded_for = variables->group;
	variables->depth--;
	variables->used_at = outer;
	definition->is_expanding = false;
}

/* The data of expand()'s lookup: the data is const there, and answers are kept. */
struct lookup_context {
	struct variables *variables;
};

/* A name without a definition may be set from outside, and so may one that is used in
 * its own definition: IMAGE=${IMAGE:-alpine}. */
static enum variable_state lookup(struct mapped_slice *value, const void *data, struct slice text)
{
	struct variables *variables = ((const struct lookup_context *)data)->variables;
	OWNED_STRING key = known_name(variables, text);
	const struct name *name = key ? map_get(variables->by_name, key) : NULL;
	struct range scope;

	if (!key)
		return VARIABLE_UNKNOWN;
	if (!name || !find_scope(&scope, variables, name))
		return VARIABLE_DEFAULT_ONLY;
	struct definition *definition = choose(variables, name, scope);

	variables->expansion.steps += name->count;
	if (name->is_invalid || !definition || variables->depth == EXPANSION_DEPTH_MOST)
		return VARIABLE_UNKNOWN;
	if (definition->is_expanding)
		return VARIABLE_DEFAULT_ONLY;
	if (!may_use_variables(definition->text)) {
		*value = mapped_text_slice(definition->text);
		return VARIABLE_SET;
	}
	expand_definition(variables, definition);
	*value = mapped_text_slice(definition->expanded);
	return VARIABLE_SET;
}

/* ---- the set ---- */

struct variables *variables_new(const struct dialect *dialect, const char *const *prefixes,
				const struct wanted_values *wanted)
{
	struct variables *variables = must_alloc(sizeof(*variables));

	variables->by_name = map_new();
	variables->prefixes = prefixes;
	variables->wanted = wanted;
	variables->expansion = (struct expansion){
		.dialect = dialect,
		.lookup = lookup,
		.most = VARIABLE_STEPS_MOST,
	};
	return variables;
}

static void name_free(struct name *name)
{
	for (size_t i = 0; i < name->count; i++) {
		mapped_text_free(name->items[i]->text);
		mapped_text_free(name->items[i]->expanded);
		free(name->items[i]);
	}
	free(name->items);
	free(name);
}

void variables_free(struct variables *variables)
{
	if (!variables)
		return;
	for (size_t i = 0; i < variables->name_count; i++)
		name_free(variables->names[i]);
	free(variables->names);
	map_free(variables->by_name);
	free(variables);
}

size_t variables_count(const struct variables *variables)
{
	return variables->count;
}

static struct name *name_of(struct variables *variables, struct slice text)
{
	OWNED_STRING key = known_name(variables, text);
	struct name *name = key ? map_get(variables->by_name, key) : NULL;

	if (name || !key || variables->name_count == VARIABLES_MOST)
		return name;
	name = must_alloc(sizeof(*name));
	variables->names =
	    must_grow(variables->names, variables->name_count, sizeof(struct name *));
	variables->names[variables->name_count++] = name;
	map_set(variables->by_name, key, name);
	return name;
}

void variables_invalidate(struct variables *variables, struct slice text)
{
	struct name *name = name_of(variables, text);

	if (name)
		name->is_invalid = true;
}

bool variables_have_wanted(const struct variables *variables)
{
	return variables->have_wanted;
}

void variables_define(struct variables *variables, struct slice text, struct mapped_slice value,
		      const struct definition_scope *where)
{
	struct name *name = variables->count < VARIABLES_MOST ? name_of(variables, text) : NULL;

	if (!name)
		return;
	name->is_invalid |=
	    name->count == DEFINITIONS_OF_NAME_MOST || variables->count == VARIABLES_MOST;
	if (name->is_invalid)
		return;
	variables->have_wanted |= !variables->wanted || variables->wanted->may_be_part(value);
	struct definition *definition = must_alloc(sizeof(*definition));

	definition->text = mapped_text_new(VARIABLE_BYTES_MOST);
	mapped_text_append(definition->text, value);
	if (definition->text->over)
		mapped_text_clear(definition->text);
	definition->at = mapped_origin(value, where->scope.at);
	definition->where = *where;
	name->items = must_grow(name->items, name->count, sizeof(struct definition *));
	name->items[name->count++] = definition;
	variables->count++;
}

/* ---- texts ---- */

/* True when what it comes to is what the caller looks for. */
static bool is_wanted(const struct variables *variables, struct mapped_slice text)
{
	return variables->wanted ? variables->wanted->is_whole(text) : !mapped_has_unknown(text);
}

static struct mapped_text *expand_with_group(struct variables *variables, struct mapped_slice text,
					     const struct variable_use *used_at, size_t group)
{
	variables->used_at = *used_at;
	variables->group = group;
	return expand_text(variables, text);
}

struct mapped_text *variables_expand_here(struct variables *variables, struct mapped_slice text,
					  const struct variable_use *used_at)
{
	struct lookup_context context = { variables };

	variables->expansion.data = &context;
	struct mapped_text *result = expand_with_group(variables, text, used_at, used_at->group);

	variables->expansion.data = NULL;
	return result;
}

void variables_clear_groups(struct variables *variables)
{
	variables->groups_tried_count = 0;
}

size_t variables_group_count(const struct variables *variables)
{
	return variables->groups_tried_count;
}

size_t variables_group(const struct variables *variables, size_t index)
{
	return variables->groups_tried[index];
}

/* True when the group was among those in front. */
static bool was_tried(const struct variables *variables, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (variables->groups_tried[i] == variables->groups_tried[index])
			return true;
	return false;
}

/* Takes what the text comes to with every group that makes it a wanted value. */
static size_t try_groups(struct variables *variables, struct mapped_slice text,
			 const struct variable_use *used_at, mapped_slice_handler *handle,
			 void *data)
{
	size_t groups = variables->groups_tried_count;
	size_t handled = 0;

	for (size_t i = 0; i < groups; i++) {
		if (was_tried(variables, i))
			continue;
		OWNED(mapped_text)
		other = expand_with_group(variables, text, used_at, variables->groups_tried[i]);

		if (!is_wanted(variables, mapped_text_slice(other)))
			continue;
		handle(data, mapped_text_slice(other));
		handled++;
	}
	return handled;
}

void variables_expand_each(struct variables *variables, struct mapped_slice text,
			   const struct variable_use *used_at, mapped_slice_handler *handle,
			   void *data)
{
	struct lookup_context context = { variables };

	variables->expansion.data = &context;
	variables->groups_tried_count = 0;
	OWNED(mapped_text) first = expand_with_group(variables, text, used_at, used_at->group);

	if (is_wanted(variables, mapped_text_slice(first)) ||
	    !try_groups(variables, text, used_at, handle, data))
		handle(data, mapped_text_slice(first));
	variables->expansion.data = NULL;
}

bool variables_expand_all(struct mapped_text *out, struct variables *variables,
			  struct mapped_slice text)
{
	struct lookup_context context = { variables };

	variables->expansion.data = &context;
	variables->used_at = (struct variable_use){ mapped_origin(text, 0), SIZE_MAX };
	variables->group = SIZE_MAX;
	OWNED(error) failed = expand(out, &variables->expansion, text);

	variables->expansion.data = NULL;
	return !failed && !out->over;
}
