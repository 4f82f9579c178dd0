#include "rescan.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/scan.h>
#include <string.h>

static bool is_at_new_offset(const struct splices *splices, const char *path, struct range old,
			     struct range now)
{
	if (!old.length)
		return !now.length;
	return old.length == now.length && now.at == splices_new_offset(splices, path, old.at);
}

/* The tag that must stand there now: the old one, or the one that was written. */
static const char *tag_of(struct splices *splices, const struct pin *old)
{
	struct splice *splice = splices_find(splices, old->path, old->tag);

	if (splice)
		splice->is_verified = true;
	return splice ? splice->to : old->image->tag;
}

static bool is_same_image(struct splices *splices, const struct pin *old, const struct pin *now)
{
	if (!old->image || !now->image)
		return old->image == now->image && string_is(old->tracked, now->tracked);
	const char *tag = tag_of(splices, old);
	const char *tracked = string_is(old->tracked, old->image->tag) ? tag : old->tracked;

	return string_is(old->image->name, now->image->name) && string_is(tag, now->image->tag) &&
	       string_is(tracked, now->tracked);
}

static bool is_same_tag_place(const struct splices *splices, const struct pin *old,
			      const struct pin *now)
{
	const struct splice *splice = splices_find(splices, old->path, old->tag);
	struct range wanted = old->tag;

	if (splice)
		wanted.length = strlen(splice->after);
	return is_at_new_offset(splices, old->path, wanted, now->tag);
}

static bool is_same_pin(struct splices *splices, const struct pin *old, const struct pin *now)
{
	return string_is(old->path, now->path) && string_is(old->found_in, now->found_in) &&
	       old->format == now->format && old->kind == now->kind &&
	       old->obstacle == now->obstacle && old->line == now->line && old->bare == now->bare &&
	       is_same_image(splices, old, now) && old->tag_comment_line == now->tag_comment_line &&
	       string_is(old->platform, now->platform) && is_same_tag_place(splices, old, now);
}

/* The digest that must stand there now, in the place it must have. */
static bool has_intended_digest(struct splices *splices, const struct pin *old,
				const struct pin *now)
{
	struct splice *splice = splices_find(splices, old->path, old->digest);
	struct range wanted = old->digest;

	if (splice) {
		splice->is_verified = true;
		wanted.length = strlen(splice->after);
	}
	return string_is(now->pinned, splice ? splice->to : old->pinned) &&
	       is_at_new_offset(splices, old->path, wanted, now->digest);
}

static struct error *mismatch(const struct pin *pin, const char *how)
{
	return error_new(ERROR_UNTRUSTED, "'%s', line %u: after the edit %s", pin->path, pin->line,
			 how);
}

static struct error *compare_pins(struct splices *splices, const struct pins *old,
				  const struct pins *now)
{
	for (size_t i = 0; i < old->count && i < now->count; i++) {
		if (!is_same_pin(splices, old->items[i], now->items[i]))
			return mismatch(old->items[i], "another reference stands there");
		if (!has_intended_digest(splices, old->items[i], now->items[i]))
			return mismatch(old->items[i], "not the intended digest stands there");
	}
	return NULL;
}

static bool is_same_skip(const struct skip *old, const struct skip *now)
{
	return string_is(old->path, now->path) && old->line == now->line &&
	       string_is(old->code, now->code);
}

static bool are_same_skips(const struct skips *old, const struct skips *now)
{
	if (old->count != now->count)
		return false;
	for (size_t i = 0; i < old->count; i++)
		if (!is_same_skip(&old->items[i], &now->items[i]))
			return false;
	return true;
}

static struct error *compare_file(const struct edit_trees *trees, struct splices *splices,
				  const char *path)
{
	OWNED(scan) old = NULL;
	OWNED(scan) now = NULL;

	TRY(scan_file(&old, trees->before, trees->config, path));
	TRY(scan_file(&now, trees->after, trees->config, path));
	if (old->pins.count != now->pins.count)
		return error_new(ERROR_UNTRUSTED,
				 "'%s': %zu references before the edit, %zu after it", path,
				 old->pins.count, now->pins.count);
	TRY(compare_pins(splices, &old->pins, &now->pins));
	if (!are_same_skips(&old->skips, &now->skips))
		return error_new(ERROR_UNTRUSTED, "'%s': the edit makes it harder to read", path);
	return NULL;
}

static struct error *check_all_verified(const struct splices *splices)
{
	for (size_t i = 0; i < splices->count; i++)
		if (!splices->items[i].is_verified)
			return error_new(ERROR_UNTRUSTED,
					 "'%s': a digest or tag that no scan of the file finds "
					 "again",
					 splices->items[i].path);
	return NULL;
}

struct error *verify_edits(const struct edit_trees *trees, struct splices *splices,
			   const struct strings *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		if (!i || strcmp(paths->items[i], paths->items[i - 1]) != 0)
			TRY(compare_file(trees, splices, paths->items[i]));
	return check_all_verified(splices);
}
