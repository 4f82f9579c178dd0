#include <ctype.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/trust/journal.h>
#include <string.h>

#define FIRST_LINE "digestbump/journal/1"

struct journal {
	struct map *tags; /* of struct sightings */
	size_t count;
	bool has_news;
};

struct journal *journal_new(void)
{
	struct journal *journal = must_alloc(sizeof(*journal));

	journal->tags = map_new();
	return journal;
}

static void sightings_free(struct sightings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].digest);
	free(list->items);
	free(list);
}

void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	for (size_t i = 0; i < map_count(journal->tags); i++)
		sightings_free(map_value(journal->tags, i));
	map_free(journal->tags);
	free(journal);
}

/* ---- seeing ---- */

static struct sightings *sightings_of(struct journal *journal, const char *tag)
{
	struct sightings *list = map_get(journal->tags, tag);

	if (!list) {
		list = must_alloc(sizeof(*list));
		map_set(journal->tags, tag, list);
	}
	return list;
}

static struct sighting *find(struct sightings *list, const char *digest)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].digest, digest) == 0)
			return &list->items[i];
	return NULL;
}

/* Newest first; of one second, by the digest, so that the order is always the same. */
static int compare(const void *left, const void *right)
{
	const struct sighting *a = left;
	const struct sighting *b = right;

	if (a->first_seen != b->first_seen)
		return a->first_seen > b->first_seen ? -1 : 1;
	return strcmp(a->digest, b->digest);
}

static void sort(struct sightings *list)
{
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare);
}

/* True when the journal changed. */
static bool merge(struct journal *journal, const char *tag, const struct sighting *seen)
{
	struct sightings *list = sightings_of(journal, tag);
	struct sighting *known = find(list, seen->digest);

	if (known) {
		bool is_earlier = seen->first_seen < known->first_seen;
		bool is_more = known->is_pinned && !seen->is_pinned;

		/* What was only pinned is seen with the tag from now on. */
		if (is_more)
			*known = (struct sighting){ known->digest, seen->first_seen, false };
		else if (is_earlier && seen->is_pinned == known->is_pinned)
			known->first_seen = seen->first_seen;
		else
			return false;
		sort(list);
		return true;
	}
	list->items = must_grow(list->items, list->count, sizeof(*list->items));
	list->items[list->count++] =
	    (struct sighting){ must_copy(seen->digest), seen->first_seen, seen->is_pinned };
	journal->count++;
	sort(list);
	return true;
}

void journal_see(struct journal *journal, const char *tag, const char *digest, int64_t now,
		 bool is_pinned)
{
	struct sightings *list = sightings_of(journal, tag);
	struct sighting *known = find(list, digest);
	const struct sighting seen = { (char *)digest, now, is_pinned };

	if (known && (is_pinned || !known->is_pinned))
		return;
	journal->has_news |= merge(journal, tag, &seen);
}

const struct sightings *journal_of(struct journal *journal, const char *tag)
{
	return sightings_of(journal, tag);
}

bool journal_has_news(const struct journal *journal)
{
	return journal->has_news;
}

/* ---- reading ---- */

static bool parse_time(int64_t *out, struct slice *rest)
{
	size_t count = 0;

	*out = 0;
	for (; count < rest->size && count < 12 && isdigit((unsigned char)rest->at[count]); count++)
		*out = *out * 10 + (rest->at[count] - '0');
	if (!count || count >= rest->size || rest->at[count] != ' ')
		return false;
	*rest = (struct slice){ rest->at + count + 1, rest->size - count - 1 };
	return true;
}

/* " TIME DIGEST[ pinned]" */
static struct error *read_sighting(struct journal *journal, const char *tag, struct slice line)
{
	struct slice rest = { line.at + 1, line.size - 1 };
	struct sighting seen = { .is_pinned = slice_ends(line, " pinned") };

	if (seen.is_pinned)
		rest.size -= strlen(" pinned");
	if (!tag || !parse_time(&seen.first_seen, &rest))
		return error_new(ERROR_SYNTAX, "the journal has a broken line");
	OWNED_STRING digest = slice_copy(rest);

	if (!digest_is_valid(digest))
		return error_new(ERROR_SYNTAX, "the journal has a line without a digest");
	seen.digest = digest;
	(void)merge(journal, tag, &seen);
	return journal->count > 2 * (size_t)JOURNAL_ENTRIES_MOST
		   ? error_new(ERROR_LIMIT, "the journal has too many lines")
		   : NULL;
}

/* A reference has neither blanks nor control characters. */
static bool is_tag(struct slice line)
{
	for (size_t i = 0; i < line.size; i++)
		if (line.at[i] <= ' ' || line.at[i] == 0x7f)
			return false;
	return line.size > 0 && line.size <= REFERENCE_BYTES_MOST;
}

static struct error *read_lines(struct journal *journal, struct slice bytes)
{
	OWNED_STRING tag = NULL;
	struct slice line = { NULL, 0 };

	if (!slice_line(&line, &bytes) || !slice_is(line, FIRST_LINE))
		return error_new(ERROR_SYNTAX, "no journal of the kind '" FIRST_LINE "'");
	while (slice_line(&line, &bytes)) {
		if (slice_starts(line, " ")) {
			TRY(read_sighting(journal, tag, line));
			continue;
		}
		if (!is_tag(line))
			return error_new(ERROR_SYNTAX, "the journal has a broken line");
		free(tag);
		tag = slice_copy(line);
	}
	return NULL;
}

struct error *journal_read(struct journal *journal, struct slice bytes)
{
	OWNED(journal) fresh = journal_new();

	if (bytes.size > JOURNAL_BYTES_MOST)
		return error_new(ERROR_LIMIT, "the journal has more than %d bytes",
				 JOURNAL_BYTES_MOST);
	TRY(read_lines(fresh, bytes));
	for (size_t i = 0; i < map_count(fresh->tags); i++) {
		const struct sightings *list = map_value(fresh->tags, i);

		for (size_t k = 0; k < list->count; k++)
			(void)merge(journal, map_key(fresh->tags, i), &list->items[k]);
	}
	return NULL;
}

/* ---- writing ---- */

static void write_tag(struct text *out, const char *tag, const struct sightings *list,
		      int64_t oldest)
{
	bool has_name = false;

	for (size_t i = 0; i < list->count && i < JOURNAL_DIGESTS_MOST; i++) {
		const struct sighting *seen = &list->items[i];

		if (seen->first_seen < oldest)
			break;
		if (!has_name)
			text_add_format(out, "%s\n", tag);
		has_name = true;
		text_add_format(out, " %lld %s%s\n", (long long)seen->first_seen, seen->digest,
				seen->is_pinned ? " pinned" : "");
	}
}

static int compare_times(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left;
	int64_t b = *(const int64_t *)right;

	return a > b ? -1 : a < b;
}

/* The time from which on sightings are kept, so that no more than may be are. */
static int64_t oldest_kept(const struct journal *journal)
{
	if (journal->count <= JOURNAL_ENTRIES_MOST)
		return INT64_MIN;
	int64_t *times = must_alloc(journal->count * sizeof(*times));
	size_t count = 0;

	for (size_t i = 0; i < map_count(journal->tags); i++) {
		const struct sightings *list = map_value(journal->tags, i);

		for (size_t k = 0; k < list->count; k++)
			times[count++] = list->items[k].first_seen;
	}
	qsort(times, count, sizeof(*times), compare_times);
	int64_t oldest = times[JOURNAL_ENTRIES_MOST - 1];

	free(times);
	return oldest;
}

void journal_write(struct text *out, struct journal *journal)
{
	OWNED(strings) tags = strings_new();
	int64_t oldest = oldest_kept(journal);

	for (size_t i = 0; i < map_count(journal->tags); i++)
		strings_add(tags, map_key(journal->tags, i));
	strings_sort(tags);
	text_add_string(out, FIRST_LINE "\n");
	for (size_t i = 0; i < tags->count; i++)
		write_tag(out, tags->items[i], map_get(journal->tags, tags->items[i]), oldest);
}
