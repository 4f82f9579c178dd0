#include "reach.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

static struct declared_value *find(const struct declared_values *values, const char *name)
{
	for (size_t i = 0; i < values->count; i++)
		if (strcmp(values->items[i].name, name) == 0)
			return &values->items[i];
	return NULL;
}

const struct declared_value *values_find(const struct declared_values *values, const char *name)
{
	return find(values, name);
}

static void add(struct declared_values *values, const char *name, struct mapped_text *value)
{
	if (values->count >= BUILD_VALUES_MOST) {
		mapped_text_free(value);
		return;
	}
	values->items = must_grow(values->items, values->count, sizeof(*values->items));
	values->items[values->count++] = (struct declared_value){ must_copy(name), value };
}

void values_set(struct declared_values *values, const char *name, struct mapped_text *value)
{
	struct declared_value *known = find(values, name);

	if (!known) {
		add(values, name, value);
		return;
	}
	mapped_text_free(known->value);
	known->value = value;
}

void values_default(struct declared_values *values, const char *name, struct mapped_text *value)
{
	if (find(values, name))
		mapped_text_free(value);
	else
		add(values, name, value);
}

void values_clear(struct declared_values *values)
{
	for (size_t i = 0; i < values->count; i++) {
		free(values->items[i].name);
		mapped_text_free(values->items[i].value);
	}
	free(values->items);
	*values = (struct declared_values){ 0 };
}

char *declared_value_text(const struct mapped_text *value)
{
	return value ? slice_copy(mapped_bytes(mapped_text_slice(value))) : NULL;
}
