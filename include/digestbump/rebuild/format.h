/* format.h - a rebuild plan in the forms that people, CI systems and tools read.
 *
 * Pure: gives texts; cli/ prints them. Every name comes from outside and is escaped for
 * where it goes. One file in src/rebuild/formats/ per form, one line in its table.
 *
 * Forms that run something do not build by themselves: they call what the user sets,
 * with these variables (make, gitlab) or parameters (tekton, argo; in lower case):
 *     NAME      the build's name         FILE      Dockerfile or build specification
 *     TARGET    stage, or ""             CONTEXT   directory, or ""
 *     PLATFORMS a list with commas       TAGS      references to push, with blanks
 *     ARGS      NAME=VALUE, one a line   REVISION  commit to build
 */
#ifndef DIGESTBUMP_REBUILD_FORMAT_H
#define DIGESTBUMP_REBUILD_FORMAT_H

#include <digestbump/base/text.h>
#include <digestbump/rebuild/range.h>
#include <digestbump/rebuild/rebuild.h>

/* What is written. Borrowed. */
struct rebuild_report {
	const struct rebuild_plan *plan;
	const struct rebuild_range *range; /* of the first repository; NULL: there is none */
	const struct strings *directories; /* of the trees, when there are several; else NULL */
	size_t jobs_most;                  /* in one matrix */
	bool ends_with_nul;                /* list: NUL in place of line ends */
};

struct rebuild_format {
	const char *name; /* as in --format */
	void (*render)(struct text *out, const struct rebuild_report *report);
};

/* All of them; NULL at the end. The first is the default. */
extern const struct rebuild_format *const rebuild_formats[];

/* The form of that name, or NULL. */
const struct rebuild_format *rebuild_format_find(const char *name);

#endif
