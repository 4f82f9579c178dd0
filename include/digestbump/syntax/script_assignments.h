/* script_assignments.h - what scripts and makefiles assign to their variables, line by line.
 *
 * Reads assignments, branches and the files that are read in; runs nothing. What a
 * command gives is hidden. Comments are to be left out before.
 */
#ifndef DIGESTBUMP_SYNTAX_SCRIPT_ASSIGNMENTS_H
#define DIGESTBUMP_SYNTAX_SCRIPT_ASSIGNMENTS_H

#include <digestbump/base/strings.h>
#include <digestbump/syntax/variable_definitions.h>

struct script {
	struct variables *variables; /* borrowed; what is assigned goes there */
	size_t group;                /* of the file's assignments in front of all branches */

	size_t *branches; /* where another branch begins, in the file */
	size_t count;
	struct strings *includes; /* files that it reads in, as they are written there */

	/* Letters that may still be looked at for the end of what does not end: else
	 * every quote of a hostile line could cost all of the line. */
	size_t budget;

	/* Make: the variable whose value is the next line, by "define" or a '\'. */
	char *open;
	bool defines;
};

void script_begin(struct script *script, struct variables *variables, size_t group);
void script_clear(struct script *script);

/* The group of assignments that a byte of the file stands among. */
size_t script_branch(const struct script *script, size_t at);

/* Where the branch ends that a byte of the file stands in; SIZE_MAX: nowhere. */
size_t script_branch_end(const struct script *script, size_t at);

/* Reads one line; lines are to be given in their order. */
typedef void script_line_reader(struct script *script, struct mapped_slice line);
void script_read_shell_line(struct script *script,
			    struct mapped_slice line); /* POSIX 2.9, "Shell Commands" */
void script_read_make_line(struct script *script,
			   struct mapped_slice line); /* GNU Make 6.5 and 3.3 */
void script_read_cmake_line(struct script *script,
			    struct mapped_slice line); /* cmake-language(7), set() */

/* ---- for the lines' readers ---- */

/* Assigns the bytes of a word, without its quotes; what a command in it gives is
 * hidden. */
void script_assign(struct script *script, struct slice name, struct mapped_slice word);

/* Another branch begins at the byte of the file. */
void script_begin_branch(struct script *script, size_t at);

/* Another file is read in. One whose name hangs on variables is not, unless only what
 * is in front of its last '/' does: then it is taken for one beside. */
void script_include(struct script *script, struct mapped_slice word);

/* Bytes of the word at the start: up to a blank or a byte of `ends` that is neither
 * quoted nor in a "$(...)". */
size_t script_word_length(struct script *script, struct mapped_slice text, const char *ends);

#endif
