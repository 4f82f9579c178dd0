/* dockerfile_heredoc.h - the words that end the heredocs which an instruction opens.
 *
 * Their bodies are never instructions.
 */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_HEREDOC_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_HEREDOC_H

#include <digestbump/syntax/mapped_text.h>

struct heredoc {
	struct mapped_text *word; /* the delimiter: a line equal to it ends the heredoc */
	bool chomp;               /* `<<-`: leading tabs of that line are ignored */
};
struct heredocs {
	struct heredoc *items;
	size_t count;
};

/* Adds the heredocs that an instruction opens, in order: RUN, COPY and ADD, also under
 * ONBUILD, but not in their JSON form. */
void heredocs_find(struct heredocs *out, struct mapped_slice line, char escape);
void heredocs_clear(struct heredocs *heredocs); /* frees what it holds */

/* True when this line of the file ends the heredoc. */
bool heredoc_ends(const struct heredoc *heredoc, struct mapped_slice line);

#endif
