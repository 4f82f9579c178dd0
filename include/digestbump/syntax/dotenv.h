/* dotenv.h - a .env file: the variables of Compose that the environment does not
 * set.
 *
 * KEY=value, `export KEY=value`, `KEY: value`; 'single quotes' keep a value as written,
 * in "double quotes" and bare values "${OTHER}" is replaced, a bare value
 * ends before " #". Follows compose-go's dotenv package, except that a quoted value
 * ends on its line.
 */
#ifndef DIGESTBUMP_SYNTAX_DOTENV_H
#define DIGESTBUMP_SYNTAX_DOTENV_H

#include <digestbump/syntax/mapped_text.h>

struct dotenv;

/* Gives the variables of a file. The origin of each byte is its offset plus
 * `base`. Borrows nothing. */
struct dotenv *dotenv_read(struct slice bytes, uint32_t base) MUST_CHECK;
void dotenv_free(struct dotenv *dotenv); /* NULL is fine */
DEFINE_OWNED(dotenv)

/* Sets *value (borrowed) when there is a variable of that name. */
bool dotenv_get(struct mapped_slice *value, const struct dotenv *dotenv, struct slice name);

/* The lines that set a variable, in file order, also where a later one sets it
 * again: the name, and *value. Both are borrowed. */
size_t dotenv_count(const struct dotenv *dotenv);
/* Index from 0. */
const char *dotenv_at(struct mapped_slice *value, const struct dotenv *dotenv, size_t index);

#endif
