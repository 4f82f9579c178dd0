/* nested_settings.h - names and strings in nested brackets: the syntax that HCL, TOML, Starlark,
 * Groovy, Kotlin, Nix, CUE and most programming languages have in common.
 *
 * Reads in one pass and keeps only the open brackets. Every string that is
 * a whole value is reported with the path of names that leads to it:
 *     target "app" { contexts = { go = "..." } }   target/app/contexts/go
 *     oci.pull(image = "...")                      oci/pull/image
 *     docker.image('...')                          docker/image
 * Text in comments, and strings that are only part of an expression, are not reported.
 * Evaluates nothing.
 */
#ifndef DIGESTBUMP_SYNTAX_NESTED_SETTINGS_H
#define DIGESTBUMP_SYNTAX_NESTED_SETTINGS_H

#include <digestbump/syntax/setting.h>

/* Which of these a language has. */
struct language_syntax {
	bool hash;     /* "# comment" */
	bool slashes;  /* "// comment" and block comments */
	bool stars;    /* block comments alone */
	bool single;   /* 'a string' */
	bool triple;   /* strings of three quotes, over many lines */
	bool heredocs; /* <<EOF and <<-EOF (HCL) */
	bool names;    /* "$name" in double quotes is a variable, not only "${...}" */
	bool raw;      /* nothing is replaced in strings: '$' is an ordinary byte */
	bool sections; /* [a.b] and [[a.b]] on lines of their own (TOML) */
	bool backtick; /* `a string` over many lines (Go, TypeScript) */
	bool blocks;   /* text of many lines: '' to '' (Nix), ||| to ||| (Jsonnet): no value */
	bool elements; /* none of these, but XML: see xml.h */
};
extern const struct language_syntax syntax_hcl;
extern const struct language_syntax syntax_toml;
extern const struct language_syntax syntax_starlark;
extern const struct language_syntax syntax_groovy; /* Kotlin's build scripts, too */
extern const struct language_syntax
    syntax_program; /* Go, TypeScript, Java, C# and similar languages; CUE, Bicep */
extern const struct language_syntax syntax_jsonnet;
extern const struct language_syntax syntax_nix;

extern const struct language_syntax syntax_xml;

/* Calls take() for every setting, in the order of the file. False when brackets
 * are nested deeper than SETTINGS_DEPTH_MOST: the rest was not read. */
bool settings_read(struct slice bytes, const struct language_syntax *syntax, setting_handler *take,
		   void *data);

#endif
