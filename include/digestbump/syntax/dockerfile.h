/* dockerfile.h - Dockerfiles as BuildKit's own parser reads them, line by line.
 *
 * Gives logical lines: instructions with their continuations joined, without
 * comments and heredocs; every byte keeps its place in the file. Does not
 * interpret instructions. The rules are those of moby/buildkit
 * frontend/dockerfile/parser; input that BuildKit rejects is still read as far as
 * possible.
 */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_H

#include <digestbump/syntax/mapped_text.h>

struct dockerfile {
	struct mapped_slice rest; /* not read yet */
	char escape;              /* '\\', or '`' by the directive */
};

/* Starts reading: skips a BOM and reads the escape directive. Borrows text for
 * as long as `reader` is in use. */
void dockerfile_begin(struct dockerfile *reader, struct mapped_slice text);

/* Sets *line to the next instruction. False at the end. */
bool dockerfile_next(struct dockerfile *reader, struct mapped_text *line);

/* The value of the syntax directive ("# syntax=", "// syntax=", also after a
 * "#!" line) up to its first space. */
bool dockerfile_syntax(struct mapped_slice *value, struct mapped_slice text);

#endif
