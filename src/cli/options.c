#include "options.h"
#include <digestbump/base/memory.h>
#include <string.h>

enum { HELP_WIDTH = 26 };

enum option_kind { OPTION_FLAG, OPTION_VALUE, OPTION_LIST };

struct option {
	const char *name;
	const char *argument; /* NULL: a flag */
	const char *help;
	size_t offset; /* into struct options */
	enum option_kind kind;
	unsigned commands;
	char letter; /* 0: none */
};

static const struct option table[] = {
	{ .name = "directory",
	  .letter = 'C',
	  .argument = "DIR",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, directories),
	  .commands = FOR_ALL,
	  .help = "work as if started in DIR; 'resolve' takes several" },
	{ .name = "config",
	  .argument = "FILE",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, config),
	  .commands = FOR_ALL,
	  .help = "read this configuration instead of .digestbump.yaml" },
	{ .name = "registry",
	  .argument = "HOST=ENDPOINT",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, registries),
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK | FOR_DOCTOR,
	  .help = "ask HOST's images at ENDPOINT: http(s)://... or oci:DIR; repeatable" },
	{ .name = "export",
	  .argument = "FILE",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, export),
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK,
	  .help = "write the registries' answers into FILE" },
	{ .name = "answers",
	  .argument = "FILE",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, answers),
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK,
	  .help = "ask no registry: take the answers from FILE; repeatable" },
	{ .name = "dry-run",
	  .letter = 'n',
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, dry_run),
	  .commands = FOR_RUN,
	  .help = "write nothing: show verdicts and the diff of the work tree" },
	{ .name = "write",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, write),
	  .commands = FOR_RUN,
	  .help = "edit the work tree in place instead of making branches" },
	{ .name = "base",
	  .argument = "BRANCH",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, base),
	  .commands = FOR_RUN,
	  .help = "start branches from BRANCH (default: the remote's HEAD branch)" },
	{ .name = "remote",
	  .argument = "NAME",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, remote),
	  .commands = FOR_RUN,
	  .help = "push to NAME (default: origin)" },
	{ .name = "no-push",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, no_push),
	  .commands = FOR_RUN,
	  .help = "make the branches here only" },
	{ .name = "no-cache",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, no_cache),
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK,
	  .help = "neither read nor write the cache of manifests" },
	{ .name = "rev",
	  .argument = "REV",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, rev),
	  .commands = FOR_SCAN,
	  .help = "scan a commit instead of the work tree" },
	{ .name = "formats",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, formats),
	  .commands = FOR_SCAN,
	  .help = "list the formats that are read, as a table" },
	{ .name = "json",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, json),
	  .commands = FOR_RUN | FOR_SCAN | FOR_RESOLVE | FOR_CHECK | FOR_DOCTOR,
	  .help = "print one JSON document" },
	{ .name = "quiet",
	  .letter = 'q',
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, quiet),
	  .commands = FOR_ALL,
	  .help = "print failures only" },
	{ .name = "verbose",
	  .letter = 'v',
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, verbose),
	  .commands = FOR_ALL,
	  .help = "list every pin, and say on standard error what is being done" },
	{ .name = "color",
	  .argument = "WHEN",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, color),
	  .commands = FOR_ALL,
	  .help = "auto, always or never" },
	{ .name = "help",
	  .letter = 'h',
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, help),
	  .commands = FOR_ALL,
	  .help = "show this help" },
	{ .name = "version",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, version),
	  .commands = FOR_ALL,
	  .help = "show the version" },
};

enum { OPTIONS = sizeof(table) / sizeof(*table) };

/* What is left of argv. */
struct arguments {
	char **next; /* NULL behind the last one */
};

static bool *flag_at(const struct option *option, struct options *options)
{
	return (bool *)((char *)options + option->offset);
}

static const char **value_at(const struct option *option, struct options *options)
{
	return (const char **)((char *)options + option->offset);
}

static bool is_given(const struct option *option, const struct options *options)
{
	const char *at = (const char *)options + option->offset;

	switch (option->kind) {
	case OPTION_FLAG:
		return *(const bool *)at;
	case OPTION_VALUE:
		return *(const char *const *)at != NULL;
	case OPTION_LIST:
		return ((const struct strings *)at)->count != 0;
	}
	return false;
}

static struct error *set(const struct option *option, struct options *options, const char *value)
{
	switch (option->kind) {
	case OPTION_FLAG:
		*flag_at(option, options) = true;
		break;
	case OPTION_VALUE:
		*value_at(option, options) = value;
		break;
	case OPTION_LIST:
		strings_add((struct strings *)((char *)options + option->offset), value);
		break;
	}
	return NULL;
}

/* "--name", "--name=value" or "--name value". */
static struct error *parse_long(struct options *options, const char *argument,
				struct arguments *rest)
{
	const char *name = argument + 2;
	size_t size = strcspn(name, "=");
	const char *value = name[size] ? name + size + 1 : NULL;

	for (size_t i = 0; i < OPTIONS; i++) {
		const struct option *option = &table[i];

		if (strlen(option->name) != size || strncmp(option->name, name, size) != 0)
			continue;
		if (!option->argument && value)
			return error_new(ERROR_USAGE, "'--%s' takes no value", option->name);
		if (option->argument && !value && !(value = *rest->next++))
			return error_new(ERROR_USAGE, "'--%s' wants %s", option->name,
					 option->argument);
		return set(option, options, value);
	}
	return error_new(ERROR_USAGE, "no option '--%.*s'", (int)size, name);
}

/* "-q", "-qv", "-C DIR" or "-CDIR". */
static struct error *parse_letters(struct options *options, const char *letters,
				   struct arguments *rest)
{
	for (; *letters; letters++) {
		const struct option *option = table;

		while (option < table + OPTIONS && option->letter != *letters)
			option++;
		if (option == table + OPTIONS)
			return error_new(ERROR_USAGE, "no option '-%c'", *letters);
		if (!option->argument) {
			TRY(set(option, options, NULL));
			continue;
		}
		const char *value = letters[1] ? letters + 1 : *rest->next++;

		if (!value)
			return error_new(ERROR_USAGE, "'-%c' wants %s", option->letter,
					 option->argument);
		return set(option, options, value);
	}
	return NULL;
}

struct error *options_parse(struct options *out, int argc, char **argv)
{
	struct arguments rest = { argv + (argc ? 1 : 0) };
	bool ended = false;

	*out = (struct options){ 0 };
	/* A missing value moves past the NULL behind argv, but returns first. */
	for (const char *argument; (argument = *rest.next);) {
		rest.next++;
		if (ended || argument[0] != '-' || !argument[1])
			strings_add(&out->words, argument);
		else if (strcmp(argument, "--") == 0)
			ended = true;
		else if (argument[1] == '-')
			TRY(parse_long(out, argument, &rest));
		else
			TRY(parse_letters(out, argument + 1, &rest));
	}
	if (out->directories.count)
		out->directory = out->directories.items[out->directories.count - 1];
	return NULL;
}

void options_clear(struct options *options)
{
	strings_clear(&options->registries);
	strings_clear(&options->directories);
	strings_clear(&options->answers);
	strings_clear(&options->words);
}

struct error *options_check(const struct options *options, enum command_bit command,
			    const char *name)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (is_given(&table[i], options) && !(table[i].commands & command))
			return error_new(ERROR_USAGE, "'%s' takes no '--%s'", name, table[i].name);
	if (options->directories.count > 1 && command != FOR_RESOLVE)
		return error_new(ERROR_USAGE, "'%s' takes one '-C'", name);
	if (options->export && strcmp(options->export, "-") == 0)
		return error_new(ERROR_USAGE,
				 "'--export' wants a file: standard output has the report");
	if (options->dry_run && options->write)
		return error_new(ERROR_USAGE, "'--dry-run' and '--write' contradict each other");
	if (options->color && strcmp(options->color, "auto") != 0 &&
	    strcmp(options->color, "always") != 0 && strcmp(options->color, "never") != 0)
		return error_new(ERROR_USAGE, "'--color' is auto, always or never, not '%s'",
				 options->color);
	return NULL;
}

void options_help(struct text *out, enum command_bit command)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		const struct option *option = &table[i];

		if (!(option->commands & command))
			continue;
		OWNED_STRING left =
		    must_format("--%s%s%s", option->name, option->argument ? " " : "",
				option->argument ? option->argument : "");

		if (option->letter)
			text_add_format(out, "  -%c, ", option->letter);
		else
			text_add_string(out, "      ");
		text_add_format(out, "%-*s%s\n", HELP_WIDTH, left, option->help);
	}
}
