#include <digestbump/syntax/go_mod.h>

#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* A line's words so far. */
struct parser {
	char *module;      /* NULL: not met yet */
	bool in_block;     /* between "verb (" and ")" */
	bool block_counts; /* its verb is `module` */
};

/* Bytes of the word at the start: up to a blank, a bracket or a comment. */
static size_t word_size(struct slice text)
{
	size_t size = 0;

	while (size < text.size && !strchr(" \t\r()", text.at[size]) &&
	       !slice_starts((struct slice){ text.at + size, text.size - size }, "//"))
		size++;
	return size;
}

static bool ends_here(struct slice rest)
{
	rest = slice_trim(rest);
	return !rest.size || slice_starts(rest, "//");
}

/* Sets *path to the bytes of a path, "quoted", `quoted` or plain, and *rest to what
 * stands behind it. An escape in it would be a byte that no module's path has. */
static bool read_path(struct slice *path, struct slice *rest)
{
	char quote = rest->size ? rest->at[0] : '\0';

	if (quote != '"' && quote != '`') {
		*path = (struct slice){ rest->at, word_size(*rest) };
		*rest = slice_tail(*rest, path->size);
		return path->size > 0;
	}
	const char *end = memchr(rest->at + 1, quote, rest->size - 1);

	if (!end)
		return false;
	*path = (struct slice){ rest->at + 1, (size_t)(end - rest->at) - 1 };
	*rest = slice_tail(*rest, path->size + 2);
	return true;
}

/* What module.CheckPath of Go lets stand in one, and '+' of import paths. */
static bool is_module_path(struct slice path)
{
	if (!path.size || path.size > PATH_BYTES_MOST || path.at[0] == '/' ||
	    path.at[path.size - 1] == '/')
		return false;
	for (size_t i = 0; i < path.size; i++)
		if (!isalnum((unsigned char)path.at[i]) && !strchr("-._~+/", path.at[i]))
			return false;
	return memchr(path.at, '\0', path.size) == NULL && !slice_find(NULL, path, "//");
}

static struct error *take_path(struct parser *reading, struct slice rest)
{
	struct slice path;

	if (!read_path(&path, &rest) || !ends_here(rest) || !is_module_path(path))
		return error_new(ERROR_SYNTAX, "'module' without one module path behind it");
	if (reading->module)
		return error_new(ERROR_SYNTAX, "'module' stands in it twice");
	reading->module = slice_copy(path);
	return NULL;
}

/* One line, without blanks at its ends. */
static struct error *read_line(struct parser *reading, struct slice line)
{
	if (reading->in_block && slice_starts(line, ")")) {
		reading->in_block = false;
		return NULL;
	}
	if (reading->in_block)
		return reading->block_counts && !ends_here(line) ? take_path(reading, line) : NULL;
	struct slice verb = { line.at, word_size(line) };
	struct slice rest = slice_trim(slice_tail(line, verb.size));
	bool counts = slice_is(verb, "module");

	if (slice_starts(rest, "(")) {
		reading->in_block = ends_here(slice_tail(rest, 1));
		reading->block_counts = counts;
		return NULL;
	}
	return counts ? take_path(reading, rest) : NULL;
}

struct error *go_mod_module_path(char **path, struct slice bytes)
{
	struct parser reading = { .module = NULL };
	struct error *error = NULL;
	struct slice line;

	while (!error && slice_line(&line, &bytes))
		error = read_line(&reading, slice_trim(line));
	if (!error && !reading.module)
		error = error_new(ERROR_SYNTAX, "no 'module' in it");
	if (error) {
		free(reading.module);
		return error;
	}
	*path = reading.module;
	return NULL;
}
