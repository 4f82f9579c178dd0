/* dotenv.h - a .env file: what Compose knows of variables before anybody sets
 * them.
 *
 * KEY=value, `export KEY=value`, `KEY: value`; 'single quotes' take a value as it
 * is, in "double quotes" and bare values "${OTHER}" is replaced, a bare value
 * ends in front of " #". As compose-go's dotenv package, but that a quoted value
 * ends on its line.
 */
#ifndef DIGESTBUMP_SYNTAX_DOTENV_H
#define DIGESTBUMP_SYNTAX_DOTENV_H

#include <digestbump/syntax/mapped_text.h>

struct dotenv;

/* Gives the variables of a file. Every byte's origin is `base` more than its
 * offset. Borrows nothing. */
struct dotenv *dotenv_read(struct slice bytes, uint32_t base) MUST_CHECK;
void dotenv_free(struct dotenv *dotenv); /* NULL is fine */
DEFINE_OWNED(dotenv)

/* Sets *value (borrowed) when there is a variable of that name. */
bool dotenv_get(struct mapped_slice *value, const struct dotenv *dotenv, struct slice name);

/* The lines that set a variable, in file order, also where a later one sets it
 * again: the name, and *value. Both are borrowed. */
size_t dotenv_count(const struct dotenv *dotenv);
const char *dotenv_at(struct mapped_slice *value, const struct dotenv *dotenv, size_t index);

#endif
