/* ci_event.h - what CI says was there before. */
#ifndef DIGESTBUMP_SRC_REBUILD_CI_EVENT_H
#define DIGESTBUMP_SRC_REBUILD_CI_EVENT_H

#include <digestbump/rebuild/range.h>

struct ci_event {
	enum range_source source; /* RANGE_HEAD: no CI, or nothing that has a before */
	char *before;             /* object id, not checked; NULL: none is named */
	bool is_request;          /* `before` is the target branch: its merge base counts */
	char *note;               /* why there is no `before`; NULL: nothing to say */
};

/* Reads GitHub's event file, or GitLab's variables. */
struct ci_event *ci_event_read(const struct context *context) MUST_CHECK;
void ci_event_free(struct ci_event *event); /* NULL is fine */
DEFINE_OWNED(ci_event)

/* True for an object id of zeros only: "there was nothing". */
bool oid_is_zero(const char *oid);

/* True for a whole object id in hexadecimal. */
bool oid_is_whole(const char *oid);

#endif
