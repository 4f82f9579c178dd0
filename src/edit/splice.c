#include "splice.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

void splices_free(struct splices *splices)
{
	if (!splices)
		return;
	free(splices->items);
	free(splices);
}

static int compare(const char *path, size_t at, const struct splice *splice)
{
	int difference = strcmp(path, splice->path);

	return difference ? difference : (at > splice->at.at) - (at < splice->at.at);
}

static int compare_splices(const void *a, const void *b)
{
	const struct splice *first = a;

	return compare(first->path, first->at.at, b);
}

static struct error *refuse(const struct pin *pin, enum error_kind kind, const char *why)
{
	return error_new(kind, "'%s', line %u: %s", pin->path, pin->line, why);
}

/* A pin without a known tag may be bumped (a rule says what to follow); one
 * whose letters cannot be changed may not. */
static struct error *check(const struct verdict *verdict)
{
	const struct pin *pin = verdict->pin;

	if (!verdict_is_update(verdict->code) || !verdict->to || !digest_is_valid(verdict->to))
		return refuse(pin, ERROR_UNTRUSTED, "no digest to write");
	if (pin->obstacle != PIN_FREE || !pin->pinned || !pin->digest.length)
		return refuse(pin, ERROR_UNSUPPORTED, "no place that can be edited");
	/* The algorithm's name stands elsewhere, or is taken for granted. */
	if (pin->bare && strlen(pin->pinned) != strlen(verdict->to))
		return refuse(pin, ERROR_UNSUPPORTED,
			      "hex digits alone cannot get another algorithm");
	if (verdict->to_tag && (!pin->tag.length || !pin->image->tag))
		return refuse(pin, ERROR_UNSUPPORTED, "no tag that can be edited");
	if (verdict->to_tag && !tag_is_valid(verdict->to_tag))
		return refuse(pin, ERROR_UNTRUSTED, "no tag to write");
	return NULL;
}

static void add_splice(struct splices *splices, struct splice splice)
{
	splices->items = must_grow(splices->items, splices->count, sizeof(*splices->items));
	splices->items[splices->count++] = splice;
}

static void add_tag(struct splices *splices, const struct verdict *verdict)
{
	add_splice(splices, (struct splice){
				.path = verdict->pin->path,
				.at = verdict->pin->tag,
				.before = verdict->pin->image->tag,
				.after = verdict->to_tag,
				.to = verdict->to_tag,
			    });
}

static void add_digest(struct splices *splices, const struct verdict *verdict)
{
	const struct pin *pin = verdict->pin;

	add_splice(splices, (struct splice){
				.path = pin->path,
				.at = pin->digest,
				.before = pin->bare ? digest_hex(pin->pinned) : pin->pinned,
				.after = pin->bare ? digest_hex(verdict->to) : verdict->to,
				.to = verdict->to,
			    });
}

/* One place may be named twice, with one wish; places must not overlap. */
static struct error *check_overlaps(struct splices *splices)
{
	size_t kept = 0;

	for (size_t i = 0; i < splices->count; i++) {
		struct splice *last = kept ? &splices->items[kept - 1] : NULL;
		const struct splice *next = &splices->items[i];
		bool same_file = last && strcmp(last->path, next->path) == 0;

		if (!same_file || next->at.at >= last->at.at + last->at.length)
			splices->items[kept++] = *next;
		else if (next->at.at != last->at.at || strcmp(next->to, last->to) != 0)
			return error_new(ERROR_CONFLICT, "'%s': two new texts for the same place",
					 next->path);
	}
	splices->count = kept;
	return NULL;
}

static void compute_growth(struct splices *splices)
{
	size_t growth = 0;

	for (size_t i = 0; i < splices->count; i++) {
		struct splice *splice = &splices->items[i];

		if (i && strcmp(splice->path, splice[-1].path) != 0)
			growth = 0;
		growth += strlen(splice->after) - splice->at.length;
		splice->growth = growth;
	}
}

struct error *splices_from_verdicts(struct splices **out, const struct verdict *const *verdicts,
				    size_t count)
{
	OWNED(splices) splices = must_alloc(sizeof(*splices));

	for (size_t i = 0; i < count; i++) {
		TRY(check(verdicts[i]));
		if (strcmp(verdicts[i]->pin->pinned, verdicts[i]->to) != 0)
			add_digest(splices, verdicts[i]);
		if (verdicts[i]->to_tag)
			add_tag(splices, verdicts[i]);
	}
	if (splices->count)
		qsort(splices->items, splices->count, sizeof(*splices->items), compare_splices);
	TRY(check_overlaps(splices));
	compute_growth(splices);
	*out = pass_on(&splices);
	return NULL;
}

static bool text_matches(const struct splice *splice, struct slice bytes)
{
	struct range at = splice->at;

	return at.at <= bytes.size && at.length <= bytes.size - at.at &&
	       slice_is((struct slice){ bytes.at + at.at, at.length }, splice->before);
}

struct error *splices_apply(struct text **out, const struct splice *items, size_t count,
			    struct slice before)
{
	OWNED(text) after = text_new(0);
	size_t done = 0;

	for (size_t i = 0; i < count; i++) {
		if (!text_matches(&items[i], before))
			return error_new(ERROR_CONFLICT,
					 "'%s': no longer holds the digest that was found in it",
					 items[i].path);
		text_add(after, before.at + done, items[i].at.at - done);
		text_add_string(after, items[i].after);
		done = items[i].at.at + items[i].at.length;
	}
	text_add(after, before.at + done, before.size - done);
	*out = pass_on(&after);
	return NULL;
}

/* How many splices stand in front of a place, whatever their file. */
static size_t count_before(const struct splices *splices, const char *path, size_t at)
{
	size_t low = 0;
	size_t high = splices->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(path, at, &splices->items[middle]) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct splice *splices_find(const struct splices *splices, const char *path, struct range at)
{
	size_t index = count_before(splices, path, at.at);

	if (!at.length || index == splices->count)
		return NULL;
	struct splice *splice = &splices->items[index];

	return compare(path, at.at, splice) == 0 && splice->at.length == at.length ? splice : NULL;
}

size_t splices_new_offset(const struct splices *splices, const char *path, size_t at)
{
	size_t index = count_before(splices, path, at);

	if (!index || strcmp(splices->items[index - 1].path, path) != 0)
		return at;
	return at + splices->items[index - 1].growth;
}
