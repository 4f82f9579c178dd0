/* tags.h - the tags of repositories, for pins that follow a series.
 *
 * Runs before the questions: the tag of such a pin is known only when the tags of
 * its repository are. Each repository is listed once, all at the same time, and
 * only where a rule's `track` needs it.
 */
#ifndef DIGESTBUMP_RESOLVE_TAGS_H
#define DIGESTBUMP_RESOLVE_TAGS_H

#include <digestbump/base/strings.h>
#include <digestbump/resolve/resolve.h>

/* The tags of one repository. */
struct tag_list {
	char *host;
	char *repository;
	struct strings *tags; /* NULL: see error, or not answered yet */
	struct error *error;  /* why there are none */
};

/* Adds a list, unless it exists, for tag_lists_fetch() to request; it belongs to the
 * set. */
struct tag_list *tag_lists_add(struct questions *questions, const char *host,
			       const char *repository);

size_t tag_lists_count(const struct questions *questions); /* number of lists */
/* Borrowed from the set. */
struct tag_list *tag_lists_at(const struct questions *questions, size_t index);

/* The list of a repository, or NULL. */
const struct tag_list *tag_lists_find(const struct questions *questions, const char *host,
				      const char *repository);

/* Requests all lists that have no answer yet. Failures are stored in them. */
void tag_lists_fetch(struct questions *questions, struct registry *registry, struct http *http);

#endif
