#include "option_parser.h"
#include "suggestion.h"
#include <digestbump/base/memory.h>
#include <getopt.h>
#include <string.h>

/* What getopt_long() gives: a letter, OPERAND, or FIRST_LONG + a row of the table. */
enum { OPERAND = 1, FIRST_LONG = 256 };

static size_t spec_count(void)
{
	size_t count = 0;

	while (option_specs[count].name)
		count++;
	return count;
}

/* ---- the table as getopt_long() wants it ---- */

/* Gives "-:C:nqvh": operands in order, no message of getopt's own, the letters. */
static char *letter_list(void)
{
	OWNED(text) out = text_new(0);

	text_add_string(out, "-:");
	for (const struct option_spec *spec = option_specs; spec->name; spec++)
		if (spec->letter)
			text_add_format(out, "%c%s", spec->letter, spec->argument ? ":" : "");
	return text_take(pass_on(&out));
}

static struct option *long_list(void)
{
	size_t count = spec_count();
	struct option *list = must_alloc((count + 1) * sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = (struct option){
			.name = option_specs[i].name,
			.has_arg = option_specs[i].argument ? required_argument : no_argument,
			.val = FIRST_LONG + (int)i,
		};
	return list;
}

/* The row for what getopt_long() gave; NULL: none. */
static const struct option_spec *spec_of(int found)
{
	if (found >= FIRST_LONG)
		return &option_specs[found - FIRST_LONG];
	for (const struct option_spec *spec = option_specs; spec->name; spec++)
		if (spec->letter && spec->letter == found)
			return spec;
	return NULL;
}

/* ---- what is wrong with an argument ---- */

/* Gives the options that begin with these letters, "--remote, --rev"; "" for none. */
static char *abbreviated(const char *name, size_t size)
{
	OWNED(text) out = text_new(0);

	for (const struct option_spec *spec = option_specs; spec->name; spec++)
		if (strncmp(spec->name, name, size) == 0)
			text_add_format(out, "%s--%s", out->size ? ", " : "", spec->name);
	return text_take(pass_on(&out));
}

static struct error *unknown_long(const char *argument)
{
	size_t size = strcspn(argument + 2, "=");
	OWNED_STRING name = must_copy_bytes(argument + 2, size);
	OWNED_STRING meant = size ? abbreviated(name, size) : must_copy("");
	struct suggestion suggestion = suggestion_for(name);

	if (*meant)
		return error_new(ERROR_USAGE, "'--%s' is ambiguous: %s", name, meant);
	for (const struct option_spec *spec = option_specs; spec->name; spec++)
		suggestion_try(&suggestion, spec->name);
	if (suggestion.best)
		return error_new(ERROR_USAGE, "no option '--%s': did you mean '--%s'?", name,
				 suggestion.best);
	return error_new(ERROR_USAGE, "no option '--%s': see 'digestbump help'", name);
}

/* After '?' or ':': optopt is the option that lacks, or does not take, a value; a
 * letter that is none; or 0 for an unknown name, which is the last argument read. */
static struct error *wrong_option(int answer, char *const *argv)
{
	const struct option_spec *spec = spec_of(optopt);

	if (!optopt)
		return unknown_long(argv[optind - 1]);
	if (!spec)
		return error_new(ERROR_USAGE, "no option '-%c': see 'digestbump help'", optopt);
	if (answer == '?')
		return error_new(ERROR_USAGE, "'--%s' takes no value", spec->name);
	if (optopt < FIRST_LONG)
		return error_new(ERROR_USAGE, "'-%c' needs %s", spec->letter, spec->argument);
	return error_new(ERROR_USAGE, "'--%s' needs %s", spec->name, spec->argument);
}

/* ---- parsing ---- */

static struct error *parse(struct options *out, int argc, char **argv, const char *letters,
			   const struct option *names)
{
	optind = 0; /* glibc: begin anew, whatever was parsed before */
	opterr = 0;
	for (int found; (found = getopt_long(argc, argv, letters, names, NULL)) != -1;) {
		if (found == '?' || found == ':')
			return wrong_option(found, argv);
		if (found == OPERAND)
			strings_add(&out->operands, optarg);
		else
			TRY(option_set(spec_of(found), out, optarg));
	}
	for (int i = optind; i < argc; i++)
		strings_add(&out->operands, argv[i]);
	return NULL;
}

struct error *options_parse(struct options *out, int argc, char **argv)
{
	OWNED_STRING letters = letter_list();
	struct option *names = long_list();

	*out = (struct options){ 0 };
	struct error *error = argc > 1 ? parse(out, argc, argv, letters, names) : NULL;

	free(names);
	if (out->directories.count)
		out->directory = out->directories.items[out->directories.count - 1];
	return error;
}

struct error *options_check(const struct options *options, enum command_bit command,
			    const char *name)
{
	for (const struct option_spec *spec = option_specs; spec->name; spec++)
		if (option_is_given(spec, options) && !(spec->commands & command))
			return error_new(ERROR_USAGE,
					 "'%s' takes no '--%s': 'digestbump help %s' lists its "
					 "options",
					 name, spec->name, name);
	if (options->directories.count > 1 && !(command & (FOR_RESOLVE | FOR_REBUILD)))
		return error_new(ERROR_USAGE, "'%s' takes one '-C'", name);
	if (options->dry_run && options->write)
		return error_new(ERROR_USAGE, "use either '--dry-run' or '--write', not both");
	return NULL;
}
