/* script_assignments.h - the variable assignments of scripts and makefiles, line by line.
 *
 * Reads assignments, branches and includes; runs nothing. The output of a
 * command is hidden. Remove comments first (script_comment.h).
 */
#ifndef DIGESTBUMP_SYNTAX_SCRIPT_ASSIGNMENTS_H
#define DIGESTBUMP_SYNTAX_SCRIPT_ASSIGNMENTS_H

#include <digestbump/base/strings.h>
#include <digestbump/syntax/variable_definitions.h>

struct script {
	struct variables *variables; /* borrowed; receives the assignments */
	size_t group;                /* of the file's assignments before all branches */

	size_t *branches; /* offsets in the file at which branches begin */
	size_t count;
	struct strings *includes; /* included files, as written */

	/* Bytes that may still be searched for a missing closing quote or bracket: without
	 * a limit, every quote of a hostile line could scan the whole line. */
	size_t budget;

	/* Make: the variable whose value is the next line, by "define" or a '\'. */
	char *open;
	bool defines;
};

/* Starts reading a script. */
void script_begin(struct script *script, struct variables *variables, size_t group);
void script_clear(struct script *script); /* frees what it holds */

/* The group of assignments that a byte of the file belongs to. */
size_t script_branch(const struct script *script, size_t at);

/* The end of the branch that contains a byte of the file; SIZE_MAX: it has no end. */
size_t script_branch_end(const struct script *script, size_t at);

/* Reads one line; pass the lines in order. */
typedef void script_line_reader(struct script *script, struct mapped_slice line);
void script_read_shell_line(struct script *script,
			    struct mapped_slice line); /* POSIX 2.9, "Shell Commands" */
void script_read_make_line(struct script *script,
			   struct mapped_slice line); /* GNU Make 6.5 and 3.3 */
void script_read_cmake_line(struct script *script,
			    struct mapped_slice line); /* cmake-language(7), set() */

/* ---- for the lines' readers ---- */

/* Assigns the bytes of a word, without its quotes; the output of a command in it is
 * hidden. */
void script_assign(struct script *script, struct slice name, struct mapped_slice word);

/* A branch begins at this byte of the file. */
void script_begin_branch(struct script *script, size_t at);

/* Adds an included file. A name with variables is ignored, unless only the directory
 * (before the last '/') has them: then the file is taken to be in the script's directory. */
void script_include(struct script *script, struct mapped_slice word);

/* Bytes of the word at the start: up to a blank or a byte of `ends` that is neither
 * quoted nor in a "$(...)". */
size_t script_word_length(struct script *script, struct mapped_slice text, const char *ends);

#endif
