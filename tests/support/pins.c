#include "pins.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

struct findings {
	struct pins pins;
	struct skips skips;
};

static void findings_clear(struct findings *findings)
{
	pins_clear(&findings->pins);
	skips_clear(&findings->skips);
}

static struct error *find(struct findings *out, const struct format *format, const char *path,
			  struct slice bytes)
{
	struct scan_file file = {
		.path = path,
		.bytes = bytes,
		.pins = &out->pins,
		.skips = &out->skips,
	};

	return format->find(&file);
}

/* ---- as text ---- */

static const char *or_dash(const char *string)
{
	return string ? string : "-";
}

static void print_pin(struct text *out, const struct pin *pin, const char *path)
{
	int shown = pin->pinned ? (int)(digest_hex(pin->pinned) - pin->pinned) + 12 : 1;

	if (strcmp(pin->path, path) != 0)
		text_add_format(out, "%s:", pin->path);
	text_add_format(out, "%u:%u %s %s %s ", pin->line, pin->column, pin_kind_name(pin->kind),
			pin->image ? pin->image->name : "-", or_dash(pin->tracked));
	text_add_format(out, "%.*s %zu+%zu %s %s\n", shown, or_dash(pin->pinned), pin->digest.at,
			pin->digest.length,
			pin_is_updatable(pin) ? "updatable" : pin_obstacle_name(pin),
			or_dash(pin->platform));
}

char *pins_print(const char *name, struct slice bytes, const void *data)
{
	const struct format *format = data;
	struct findings found = { 0 };
	OWNED(error) failed = find(&found, format, name, bytes);
	OWNED(text) out = text_new(0);
	OWNED_STRING broken = pins_broken(format, name, bytes);

	for (size_t i = 0; i < found.pins.count; i++)
		print_pin(out, found.pins.items[i], name);
	for (size_t i = 0; i < found.skips.count; i++)
		text_add_format(out, "skip %u %s\n", found.skips.items[i].line,
				found.skips.items[i].code);
	if (failed)
		text_add_format(out, "error %s\n", error_text(failed));
	if (broken)
		text_add_format(out, "BROKEN %s\n", broken);
	findings_clear(&found);
	return text_take(pass_on(&out));
}

/* ---- promises ---- */

static bool holds(struct slice bytes, struct range at, const char *mapped)
{
	return at.at <= bytes.size && at.length <= bytes.size - at.at &&
	       slice_is((struct slice){ bytes.at + at.at, at.length }, mapped);
}

static char *misplaced(const struct pin *pin, struct slice bytes)
{
	unsigned line;
	unsigned column;

	if (pin->digest.at > bytes.size)
		return must_copy("a pin stands behind the end of the file");
	text_position(&line, &column, bytes, pin->digest.at);
	if (line != pin->line || column != pin->column)
		return must_format("a pin says %u:%u, but stands at %u:%u", pin->line, pin->column,
				   line, column);
	if (pin->digest.length &&
	    !holds(bytes, pin->digest, pin->bare ? digest_hex(pin->pinned) : pin->pinned))
		return must_format("%u:%u: the range does not hold the digest", line, column);
	if (pin->tag.length && !holds(bytes, pin->tag, pin->tracked))
		return must_format("%u:%u: the range does not hold the tag", line, column);
	if (pin_is_updatable(pin) && !pin->digest.length)
		return must_format("%u:%u: updatable, but stands nowhere", line, column);
	return NULL;
}

static char *any_misplaced(const struct pins *pins, struct slice bytes, const char *path)
{
	for (size_t i = 0; i < pins->count; i++) {
		const struct pin *pin = pins->items[i];
		char *wrong = strcmp(pin->path, path) == 0 ? misplaced(pin, bytes) : NULL;

		if (wrong)
			return wrong;
		for (size_t k = 0; k < i; k++)
			if (pin->digest.length && pins->items[k]->digest.at == pin->digest.at &&
			    strcmp(pins->items[k]->path, pin->path) == 0)
				return must_format("%u:%u: found twice", pin->line, pin->column);
	}
	return NULL;
}

/* Another digest of the same length: every hex digit is the next one. */
static void turn_hex(char *hex, size_t size)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < size; i++)
		hex[i] = digits[((size_t)(strchr(digits, hex[i]) - digits) + 1) % 16];
}

static void turn_digest(char *bytes, const struct pin *pin)
{
	size_t hex = strlen(digest_hex(pin->pinned));

	turn_hex(bytes + pin->digest.at + pin->digest.length - hex, hex);
}

static bool same_string(const char *a, const char *b)
{
	return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static bool same_pin(const struct pin *a, const struct pin *b)
{
	return a->kind == b->kind && a->obstacle == b->obstacle && a->line == b->line &&
	       a->column == b->column && a->bare == b->bare && a->digest.at == b->digest.at &&
	       a->digest.length == b->digest.length && a->tag.at == b->tag.at &&
	       a->tag_comment_line == b->tag_comment_line && same_string(a->tracked, b->tracked) &&
	       same_string(a->platform, b->platform) &&
	       same_string(a->image ? a->image->name : NULL, b->image ? b->image->name : NULL);
}

static bool digest_is_as_due(const struct pin *before, const struct pin *after, bool turned)
{
	if (!turned || !before->pinned)
		return same_string(before->pinned, after->pinned);
	OWNED_STRING due = must_copy(before->pinned);
	size_t front = (size_t)(digest_hex(due) - due);

	turn_hex(due + front, strlen(due + front));
	return same_string(due, after->pinned);
}

static char *changed(const struct findings *before, const struct findings *after, const char *path)
{
	if (before->pins.count != after->pins.count || before->skips.count != after->skips.count)
		return must_copy("after a bump there are other pins or skips");
	for (size_t i = 0; i < before->pins.count; i++) {
		const struct pin *a = before->pins.items[i];
		const struct pin *b = after->pins.items[i];
		bool turned = pin_is_updatable(a) && strcmp(a->path, path) == 0;

		if (!same_pin(a, b) || !digest_is_as_due(a, b, turned))
			return must_format("%u:%u: is another pin after a bump", a->line,
					   a->column);
	}
	return NULL;
}

static char *breaks_when_bumped(const struct findings *before, const struct format *format,
				const char *path, struct slice bytes)
{
	struct findings after = { 0 };
	OWNED_STRING bumped = slice_copy(bytes);

	for (size_t i = 0; i < before->pins.count; i++) {
		const struct pin *pin = before->pins.items[i];

		if (pin_is_updatable(pin) && strcmp(pin->path, path) == 0)
			turn_digest(bumped, pin);
	}
	OWNED(error) failed = find(&after, format, path, (struct slice){ bumped, bytes.size });
	char *wrong = failed ? must_copy(error_text(failed)) : changed(before, &after, path);

	findings_clear(&after);
	return wrong;
}

char *pins_broken(const struct format *format, const char *path, struct slice bytes)
{
	struct findings found = { 0 };
	OWNED(error) failed = find(&found, format, path, bytes);
	char *wrong = failed ? NULL : any_misplaced(&found.pins, bytes, path);

	if (!failed && !wrong)
		wrong = breaks_when_bumped(&found, format, path, bytes);
	findings_clear(&found);
	return wrong;
}
