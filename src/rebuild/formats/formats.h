/* formats.h - the forms of a plan, and what several of them share. */
#ifndef DIGESTBUMP_SRC_REBUILD_FORMATS_FORMATS_H
#define DIGESTBUMP_SRC_REBUILD_FORMATS_FORMATS_H

#include <digestbump/rebuild/format.h>

extern const struct rebuild_format rebuild_format_text;
extern const struct rebuild_format rebuild_format_json;
extern const struct rebuild_format rebuild_format_github;
extern const struct rebuild_format rebuild_format_gitlab;
extern const struct rebuild_format rebuild_format_make;
extern const struct rebuild_format rebuild_format_tekton;
extern const struct rebuild_format rebuild_format_argo;
extern const struct rebuild_format rebuild_format_list;
extern const struct rebuild_format rebuild_format_mermaid;
extern const struct rebuild_format rebuild_format_dot;
extern const struct rebuild_format rebuild_format_svg;

/* ---- what is built ---- */

/* What a job is told, as format.h lists it: pairs of a name and a value. */
enum job_value {
	JOB_NAME,
	JOB_FILE,
	JOB_TARGET,
	JOB_CONTEXT,
	JOB_PLATFORMS,
	JOB_TAGS,
	JOB_ARGS,
	JOB_REVISION,
	JOB_VALUES
};

/* "NAME" "FILE" ... */
const char *job_value_name(enum job_value value);

/* Gives the value; "" where there is none. */
char *job_value(const struct rebuild_report *report, const struct rebuild *item,
		enum job_value value) MUST_CHECK;

/* The lines of a shell script that builds and pushes with docker, from the variables; NULL
 * at the end. */
extern const char *const build_script[];

/* Gives a name for each item, for a place that allows small letters, digits, '-' and the
 * letters of `also`, and `most` bytes. No two are alike. */
struct strings *short_names(const struct rebuild_plan *plan, const char *also, size_t most)
    MUST_CHECK;

/* Gives "sha256:1a2b3c4..." as "1a2b3c4", a tag as it is, NULL as "none". */
char *short_version(const char *version) MUST_CHECK;

/* True when `need` (an item's) stands in the item's own wave: they are parts of a cycle, and no
 * pipeline can wait for that. */
bool is_in_own_wave(const struct rebuild_plan *plan, const struct rebuild *item, size_t need);

/* Adds the names of the items that must be built before this one, as `opening` and
 * "a, b]" on a line; nothing where there are none. */
void add_needs_list(struct text *out, const struct rebuild_plan *plan, const struct rebuild *item,
		    const struct strings *names, const char *opening);

/* Gives "1a2b3c4d5e6f", the range's later commit in short; "" where there is none. */
char *short_commit(const char *oid) MUST_CHECK;

/* ---- letters ---- */

/* Adds a string of JSON, quotes included; YAML reads it as well. Bytes that are no UTF-8
 * become \xNN. */
void add_json_string(struct text *out, const char *string);

/* Adds it in single quotes for a POSIX shell. */
void add_shell_word(struct text *out, const char *string);

/* Adds it with what XML reserves as entities; control characters as \xNN. */
void add_xml(struct text *out, const char *string);

#endif
