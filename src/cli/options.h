/* options.h - what stands on the command line.
 *
 * One declarative table does the parsing and the help text. Options may stand
 * before and after words; "--" ends them.
 */
#ifndef DIGESTBUMP_SRC_CLI_OPTIONS_H
#define DIGESTBUMP_SRC_CLI_OPTIONS_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

/* The commands, as bits: which of them take an option. */
enum command_bit {
	FOR_RUN = 1 << 0,
	FOR_SCAN = 1 << 1,
	FOR_RESOLVE = 1 << 2,
	FOR_CHECK = 1 << 3,
	FOR_EXPLAIN = 1 << 4,
	FOR_VERSION = 1 << 5,
	FOR_HELP = 1 << 6,
	FOR_DOCTOR = 1 << 7,
	FOR_ALL = (1 << 8) - 1,
};

/* Strings are borrowed from argv. */
struct options {
	const char *directory; /* -C, the last one; NULL: none */
	const char *config;    /* --config */
	const char *color;     /* --color: auto, always, never; NULL: auto */
	const char *base;
	const char *remote;
	const char *rev;
	const char *export;         /* --export: where answers go */
	struct strings directories; /* every -C: several repositories, for `resolve` */
	struct strings answers;     /* --answers: files of them */
	struct strings registries;  /* --registry, each "HOST=ENDPOINT" */
	bool json;
	bool quiet;
	bool verbose;
	bool dry_run;
	bool write;
	bool no_push;
	bool no_cache;
	bool formats;
	bool help;
	bool version;

	struct strings words; /* the command first, when one is named */
};

/* Sets *out from the arguments behind argv[0]. ERROR_USAGE names the option.
 * options_clear() it also after a failure. */
struct error *options_parse(struct options *out, int argc, char **argv) MUST_CHECK;
void options_clear(struct options *options);

/* ERROR_USAGE when an option was given that the command does not take, or two
 * that contradict each other. */
struct error *options_check(const struct options *options, enum command_bit command,
			    const char *name) MUST_CHECK;

/* Adds a line per option that the command takes. */
void options_help(struct text *out, enum command_bit command);

#endif
