/* options.h - the command-line options and their table.
 *
 * To add an option: a field in `struct options` and one line in the table in
 * options.c. Parsing (option_parser.h), help, completions and the manual's list
 * are made from that line; src/cli/digestbump.1 describes it in a sentence.
 */
#ifndef DIGESTBUMP_SRC_CLI_OPTIONS_H
#define DIGESTBUMP_SRC_CLI_OPTIONS_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

/* The commands as bits, for the set of commands that take an option. */
enum command_bit {
	FOR_RUN = 1 << 0,
	FOR_SCAN = 1 << 1,
	FOR_RESOLVE = 1 << 2,
	FOR_CHECK = 1 << 3,
	FOR_EXPLAIN = 1 << 4,
	FOR_VERSION = 1 << 5,
	FOR_HELP = 1 << 6,
	FOR_DOCTOR = 1 << 7,
	FOR_VERIFY = 1 << 8,
	FOR_REBUILD = 1 << 9,
	FOR_ALL = (1 << 10) - 1,
};

/* The values of the options. Strings are borrowed from argv. */
struct options {
	const char *directory; /* -C, the last one; NULL: none */
	const char *config;    /* --config */
	const char *color;     /* --color: auto, always, never; NULL: auto */
	const char *base;
	const char *remote;
	const char *rev;
	const char *fail_on; /* --fail-on: verdicts, "bump,rescue" */
	const char *export;  /* --export: the file that answers are written to */
	const char *bundle;  /* --bundle, and its four related options below */
	const char *trusted_root;
	const char *identity;
	const char *issuer;
	const char *key;
	const char *from; /* --from, --to: revisions */
	const char *to;
	const char *platforms;      /* --platforms: separated by commas */
	const char *format;         /* --format: the output format of a rebuild plan */
	const char *max_jobs;       /* --max-jobs: a number */
	struct strings only;        /* --only: names of builds */
	struct strings directories; /* every -C: several repositories, for some commands */
	struct strings answers;     /* --answers: files with answers */
	struct strings images;      /* --image: patterns */
	struct strings secrets;     /* --secret: variables that the repository may name */
	struct strings registries;  /* --registry, each "HOST=ENDPOINT" */
	bool json;
	bool quiet;
	bool verbose;
	bool dry_run;
	bool write;
	bool no_push;
	bool yes;
	bool no_cache;
	bool formats;
	bool all;
	bool published;
	bool from_trailers;
	bool null;
	bool help;
	bool version;

	struct strings operands; /* operands: the command first, when one is given */
};

void options_clear(struct options *options); /* frees what it holds */

enum option_kind {
	OPTION_FLAG,  /* a bool; takes no value */
	OPTION_VALUE, /* a string; the last one given counts */
	OPTION_LIST,  /* struct strings; repeatable */
};

/* One line of the table. No option takes an empty value. */
struct option_spec {
	const char *name;
	const char *argument; /* its value's name in help, "FILE"; NULL: a flag */
	const char *help;
	const char *const *choices;          /* the allowed values, NULL at the end; NULL: any */
	bool (*is_valid)(const char *value); /* further check of a value; NULL: none */
	size_t offset;                       /* of the field in struct options */
	enum option_kind kind;
	unsigned commands; /* commands that take it: FOR_* */
	char letter;       /* 0: none */
};

/* All of them; .name NULL at the end. */
extern const struct option_spec option_specs[];

/* True when the option was given. */
bool option_is_given(const struct option_spec *spec, const struct options *options);

/* Sets the field. `value` is NULL for a flag. ERROR_USAGE: not a value of this option. */
struct error *option_set(const struct option_spec *spec, struct options *options, const char *value)
    MUST_CHECK;

/* Adds a line per option that the command takes. */
void options_help(struct text *out, enum command_bit command);

#endif
