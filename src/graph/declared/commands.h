/* commands.h - images that a line of a shell builds: docker, podman, buildah, nerdctl, kaniko.
 *
 * Follows `cd`; runs nothing. For scripts, makefiles, and the scripts within CI files.
 */
#ifndef DIGESTBUMP_SRC_GRAPH_DECLARED_COMMANDS_H
#define DIGESTBUMP_SRC_GRAPH_DECLARED_COMMANDS_H

#include "../declare.h"
#include <digestbump/syntax/dockerfile_words.h>
#include <digestbump/syntax/variable_definitions.h>

/* Where commands are run. */
struct command_place {
	enum declaration by;
	const char *directory; /* from the top; NULL: not known */
	const char *otherwise; /* the directory, when no such Dockerfile is there; may be NULL */
	bool is_make;          /* each line is a shell of its own; '@', '-', '+' in front */
};

/* Reads a script, whose variables may be NULL. Letters have addresses of the file. */
void commands_read(struct declaring *file, struct mapped_slice script, struct variables *variables,
		   const struct command_place *place);

/* Reads one command, of words without quotes. */
void command_read(struct declaring *file, const struct words *words,
		  const struct command_place *place);

/* Gives the text as a value of a build: not known when a part of it is open. */
struct mapped_text *known_value(struct mapped_slice text) MUST_CHECK;

/* Adds NAME=value, or NAME alone, whose value comes with the build. */
void values_set_word(struct declared_values *values, struct mapped_slice word);

#endif
