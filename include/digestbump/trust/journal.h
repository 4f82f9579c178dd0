/* journal.h - when each digest of a tag was first seen: the clock of the minimum age.
 *
 * Lines of text, grouped by tag, so that two journals merge by taking the earlier
 * time of each. Never believes the future: what claims to be seen later than now is
 * as old as now. A journal that is lost makes things wait, it never lets one pass.
 *
 *     digestbump/journal/1
 *     docker.io/library/alpine:3.20
 *      1767323045 sha256:...
 *      1767323044 sha256:... pinned
 *
 * "pinned" is a digest that stood in a file and that the tag was not seen with: it says
 * what came before the others, and is never proposed.
 */
#ifndef DIGESTBUMP_TRUST_JOURNAL_H
#define DIGESTBUMP_TRUST_JOURNAL_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stdint.h>

struct journal;

/* One digest of a tag. */
struct sighting {
	char *digest;
	int64_t first_seen; /* seconds since 1970 */
	bool is_pinned;     /* see above */
};

struct sightings {
	struct sighting *items; /* newest first */
	size_t count;
};

/* Gives an empty journal. */
struct journal *journal_new(void) MUST_CHECK;
void journal_free(struct journal *journal); /* NULL is fine */
DEFINE_OWNED(journal)

/* Adds what a written journal says; of what both have seen, the earlier time counts.
 * ERROR_SYNTAX, ERROR_LIMIT: nothing was added. */
struct error *journal_read(struct journal *journal, struct slice bytes) MUST_CHECK;

/* Adds the journal as text: the newest JOURNAL_DIGESTS_MOST of each tag, and
 * JOURNAL_ENTRIES_MOST in all. The same journal gives the same bytes. */
void journal_write(struct text *out, struct journal *journal);

/* Notes that the tag ("docker.io/library/alpine:3.20") has the digest now, or, is_pinned,
 * that a file has it. What was seen before keeps its time. */
void journal_see(struct journal *journal, const char *tag, const char *digest, int64_t now,
		 bool is_pinned);

/* What was seen of the tag, newest first. Borrowed until the journal changes. */
const struct sightings *journal_of(struct journal *journal, const char *tag);

/* True when something was seen that was not written there when it was read. */
bool journal_has_news(const struct journal *journal);

#endif
