#include "work_limit.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* What is looked at; an empty list: everything. */
struct work_limit {
	struct strings paths; /* from the top of the tree; "": all of it */
	const struct config *config;
};

bool work_limit_is_given(const struct invocation *invocation)
{
	return invocation->operand_count || invocation->options->images.count;
}

static struct error *add_paths(struct work_limit *limit, const struct run *run)
{
	for (size_t i = 0; i < run->invocation->operand_count; i++) {
		char *path = NULL;

		TRY(workspace_operand_path(&path, &run->workspace, run->invocation,
					   run->invocation->operands[i]));
		strings_take(&limit->paths, path);
	}
	return NULL;
}

static struct error *add_images(struct run *run)
{
	const struct strings *images = &run->invocation->options->images;

	for (size_t i = 0; i < images->count; i++)
		TRY(config_limit_images(run->workspace.config, images->items[i]));
	return NULL;
}

static bool is_below(const char *path, const char *top)
{
	size_t size = strlen(top);

	return !size || (strncmp(path, top, size) == 0 && (!path[size] || path[size] == '/'));
}

static bool has_path(const struct work_limit *limit, const char *path)
{
	for (size_t i = 0; i < limit->paths.count; i++)
		if (is_below(path, limit->paths.items[i]))
			return true;
	return !limit->paths.count;
}

static bool has_pin(const struct work_limit *limit, const struct pin *pin)
{
	return (has_path(limit, pin->path) || has_path(limit, pin->found_in)) &&
	       config_wants_image(limit->config, pin->image ? pin->image->name : NULL);
}

static void limit_pins(struct pins *pins, const struct work_limit *limit)
{
	size_t kept = 0;

	for (size_t i = 0; i < pins->count; i++) {
		if (has_pin(limit, pins->items[i]))
			pins->items[kept++] = pins->items[i];
		else
			pin_free(pins->items[i]);
	}
	pins->count = kept;
}

static void limit_skips(struct skips *skips, const struct work_limit *limit)
{
	struct skips kept = { 0 };

	for (size_t i = 0; i < skips->count; i++) {
		const struct skip *skip = &skips->items[i];

		if (has_path(limit, skip->path))
			skips_add(&kept, skip->path, skip->line, skip->code, skip->reason);
	}
	skips_clear(skips);
	*skips = kept;
}

struct error *work_limit_apply(struct run *run)
{
	struct work_limit limit = { .config = run->workspace.config };

	if (!work_limit_is_given(run->invocation))
		return NULL;
	struct error *error = add_paths(&limit, run);

	if (!error)
		error = add_images(run);
	if (!error) {
		limit_pins(&run->scan->pins, &limit);
		limit_skips(&run->scan->skips, &limit);
	}
	strings_clear(&limit.paths);
	return error;
}
