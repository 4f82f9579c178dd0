#include <digestbump/base/memory.h>
#include <digestbump/scan/pin.h>

static const char *const kind_names[] = {
	[PIN_FROM] = "from",
	[PIN_COPY_FROM] = "copy-from",
	[PIN_MOUNT_FROM] = "mount-from",
	[PIN_SYNTAX] = "syntax",
	[PIN_ARG] = "arg",
	[PIN_ONBUILD] = "onbuild",
	[PIN_IMAGE] = "image",
	[PIN_SPLIT] = "split",
	[PIN_ACTION] = "action",
	[PIN_BASE] = "base",
	[PIN_CONTEXT] = "context",
	[PIN_PATTERN] = "pattern",
};

static const char *const hindrances[] = {
	[PIN_FREE] = NULL,
	[PIN_UNRESOLVED] = "unresolved-variable",
	[PIN_SHARED] = "shared-by-different-images",
	[PIN_IN_PIECES] = "in-pieces",
	[PIN_NOT_NAMED] = "image-not-named",
	[PIN_COUPLED] = "hash-beside",
	[PIN_LISTED] = "finder-only-lists",
};

struct pin *pin_new(const char *format, const char *path)
{
	struct pin *pin = must_alloc(sizeof(*pin));

	pin->format = format;
	pin->path = must_copy(path);
	pin->found_in = must_copy(path);
	return pin;
}

void pin_free(struct pin *pin)
{
	if (!pin)
		return;
	free(pin->path);
	free(pin->found_in);
	reference_free(pin->image);
	free(pin->raw);
	free(pin->pinned);
	free(pin->tracked);
	free(pin->platform);
	free(pin->module);
	free(pin->main_package);
	free(pin);
}

void pins_add(struct pins *pins, struct pin *pin)
{
	pins->items = must_grow(pins->items, pins->count, sizeof(struct pin *));
	pins->items[pins->count++] = pin;
}

void pins_clear(struct pins *pins)
{
	for (size_t i = 0; i < pins->count; i++)
		pin_free(pins->items[i]);
	free(pins->items);
	*pins = (struct pins){ 0 };
}

void skips_add(struct skips *skips, const char *path, unsigned line, const char *code,
	       const char *reason)
{
	skips->items = must_grow(skips->items, skips->count, sizeof(*skips->items));
	skips->items[skips->count++] = (struct skip){
		.path = must_copy(path),
		.line = line,
		.code = code,
		.reason = must_copy(reason),
	};
}

void skips_clear(struct skips *skips)
{
	for (size_t i = 0; i < skips->count; i++) {
		free(skips->items[i].path);
		free(skips->items[i].reason);
	}
	free(skips->items);
	*skips = (struct skips){ 0 };
}

bool pin_is_updatable(const struct pin *pin)
{
	return !pin_obstacle_name(pin);
}

const char *pin_tag(const struct pin *pin)
{
	if (pin->image)
		return pin->image->tag;
	return pin->obstacle == PIN_NOT_NAMED ? pin->tracked : NULL;
}

const char *pin_obstacle_name(const struct pin *pin)
{
	if (pin->obstacle != PIN_FREE)
		return hindrances[pin->obstacle];
	if (!pin->pinned)
		return "unpinned";
	return pin->tracked && !pin->tag_comment_line ? NULL : "digest-only";
}

const char *pin_kind_name(enum pin_kind kind)
{
	return kind_names[kind];
}
