#include "options.h"
#include <digestbump/base/memory.h>
#include <string.h>

enum { HELP_GAP = 2 };

static const char *const format_choices[] = { "text", "json", "github",  "gitlab", "make", "tekton",
					      "argo", "list", "mermaid", "dot",    "svg",  NULL };
static const char *const color_choices[] = { "auto", "always", "never", NULL };

/* A branch, remote or revision never begins with '-' (git-check-ref-format(1)): that
 * is an option whose value was left out in front of it. */
static bool is_no_option(const char *value)
{
	return value[0] != '-';
}

/* A number from 1 on. */
static bool is_job_count(const char *value)
{
	return strspn(value, "0123456789") == strlen(value) && strlen(value) <= 6 &&
	       strspn(value, "0") != strlen(value);
}

/* Standard output has the report. */
static bool is_file(const char *value)
{
	return strcmp(value, "-") != 0;
}

const struct option_spec option_specs[] = {
	{ .name = "directory",
	  .letter = 'C',
	  .argument = "DIR",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, directories),
	  .commands = FOR_ALL,
	  .help = "work as if started in DIR; repeatable for 'resolve' and 'rebuild'" },
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
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK | FOR_DOCTOR | FOR_EXPLAIN | FOR_VERIFY |
		      FOR_REBUILD,
	  .help = "use ENDPOINT for HOST: http(s)://... or oci:DIR; repeatable" },
	{ .name = "secret",
	  .argument = "NAME",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, secrets),
	  .commands = FOR_ALL,
	  .help = "let the repository's configuration use the variable NAME; repeatable" },
	{ .name = "export",
	  .argument = "FILE",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, export),
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK,
	  .is_valid = is_file,
	  .help = "write the answers of the registries to FILE" },
	{ .name = "answers",
	  .argument = "FILE",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, answers),
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK | FOR_EXPLAIN | FOR_VERIFY,
	  .help = "read the answers from FILE instead of asking registries; repeatable" },
	{ .name = "dry-run",
	  .letter = 'n',
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, dry_run),
	  .commands = FOR_RUN,
	  .help = "change nothing: show the verdicts and a diff of the work tree" },
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
	  .is_valid = is_no_option,
	  .help = "start branches from BRANCH (default: the remote's HEAD branch)" },
	{ .name = "remote",
	  .argument = "NAME",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, remote),
	  .commands = FOR_RUN,
	  .is_valid = is_no_option,
	  .help = "push to NAME (default: origin)" },
	{ .name = "no-push",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, no_push),
	  .commands = FOR_RUN,
	  .help = "make the branches here only" },
	{ .name = "yes",
	  .letter = 'y',
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, yes),
	  .commands = FOR_RUN,
	  .help = "do not ask before the first branches are pushed" },
	{ .name = "image",
	  .argument = "GLOB",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, images),
	  .commands = FOR_RUN | FOR_CHECK,
	  .help = "look at these images only: alpine, ghcr.io/our-org/**; repeatable" },
	{ .name = "fail-on",
	  .argument = "LIST",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, fail_on),
	  .commands = FOR_CHECK,
	  .help = "verdicts that give exit code 3 (default: bump,rescue)" },
	{ .name = "no-cache",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, no_cache),
	  .commands = FOR_RUN | FOR_RESOLVE | FOR_CHECK | FOR_EXPLAIN | FOR_VERIFY,
	  .help = "neither read nor write the cache of manifests" },
	{ .name = "rev",
	  .argument = "REV",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, rev),
	  .commands = FOR_SCAN,
	  .is_valid = is_no_option,
	  .help = "scan a commit instead of the work tree" },
	{ .name = "formats",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, formats),
	  .commands = FOR_SCAN,
	  .help = "list the supported file formats, as a table" },
	{ .name = "bundle",
	  .argument = "FILE",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, bundle),
	  .commands = FOR_VERIFY,
	  .help = "verify this sigstore bundle" },
	{ .name = "trusted-root",
	  .argument = "FILE",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, trusted_root),
	  .commands = FOR_VERIFY,
	  .help = "use this trusted root of sigstore instead of the built-in one" },
	{ .name = "certificate-identity",
	  .argument = "NAME",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, identity),
	  .commands = FOR_VERIFY,
	  .help = "who must have signed: the certificate's subject" },
	{ .name = "certificate-oidc-issuer",
	  .argument = "URL",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, issuer),
	  .commands = FOR_VERIFY,
	  .help = "who must have issued that identity" },
	{ .name = "key",
	  .argument = "FILE",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, key),
	  .commands = FOR_VERIFY,
	  .help = "the public key that must have signed, in PEM" },
	{ .name = "from",
	  .argument = "REV",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, from),
	  .commands = FOR_REBUILD,
	  .is_valid = is_no_option,
	  .help = "compare with this commit (default: before the last push, as CI says)" },
	{ .name = "to",
	  .argument = "REV",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, to),
	  .commands = FOR_REBUILD,
	  .is_valid = is_no_option,
	  .help = "plan for this commit (default: HEAD)" },
	{ .name = "all",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, all),
	  .commands = FOR_REBUILD,
	  .help = "plan every image that is built here" },
	{ .name = "published",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, published),
	  .commands = FOR_REBUILD,
	  .help = "plan what is published and was built on older bases than its pins" },
	{ .name = "from-trailers",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, from_trailers),
	  .commands = FOR_REBUILD,
	  .help = "use the Digestbump trailers of the commits, compare nothing" },
	{ .name = "only",
	  .argument = "NAME",
	  .kind = OPTION_LIST,
	  .offset = offsetof(struct options, only),
	  .commands = FOR_REBUILD,
	  .help = "plan this image and what it needs; repeatable" },
	{ .name = "platforms",
	  .argument = "LIST",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, platforms),
	  .commands = FOR_REBUILD,
	  .help = "plan for these platforms only: linux/amd64,linux/arm64" },
	{ .name = "format",
	  .argument = "FORMAT",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, format),
	  .commands = FOR_REBUILD,
	  .choices = format_choices,
	  .help = "text, json, github, gitlab, make, tekton, argo, list, mermaid, dot, svg" },
	{ .name = "max-jobs",
	  .argument = "N",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, max_jobs),
	  .commands = FOR_REBUILD,
	  .is_valid = is_job_count,
	  .help = "put at most N jobs into one matrix (default: 256)" },
	{ .name = "null",
	  .letter = 'z',
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, null),
	  .commands = FOR_REBUILD,
	  .help = "end each name of a list with NUL" },
	{ .name = "json",
	  .kind = OPTION_FLAG,
	  .offset = offsetof(struct options, json),
	  .commands =
	      FOR_RUN | FOR_SCAN | FOR_RESOLVE | FOR_CHECK | FOR_DOCTOR | FOR_VERIFY | FOR_REBUILD,
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
	  .help = "list every reference, and say on standard error what is being done" },
	{ .name = "color",
	  .argument = "WHEN",
	  .kind = OPTION_VALUE,
	  .offset = offsetof(struct options, color),
	  .commands = FOR_ALL,
	  .choices = color_choices,
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
	{ .name = NULL },
};

void options_clear(struct options *options)
{
	strings_clear(&options->only);
	strings_clear(&options->registries);
	strings_clear(&options->images);
	strings_clear(&options->secrets);
	strings_clear(&options->directories);
	strings_clear(&options->answers);
	strings_clear(&options->operands);
}

bool option_is_given(const struct option_spec *spec, const struct options *options)
{
	const char *at = (const char *)options + spec->offset;

	switch (spec->kind) {
	case OPTION_FLAG:
		return *(const bool *)at;
	case OPTION_VALUE:
		return *(const char *const *)at != NULL;
	case OPTION_LIST:
		return ((const struct strings *)at)->count != 0;
	}
	return false;
}

static bool is_choice(const char *const *choices, const char *value)
{
	while (*choices && strcmp(*choices, value) != 0)
		choices++;
	return *choices;
}

static char *choice_list(const char *const *choices)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; choices[i]; i++)
		text_add_format(out, "%s%s", !i ? "" : choices[i + 1] ? ", " : " or ", choices[i]);
	return text_take(pass_on(&out));
}

static struct error *check_value(const struct option_spec *spec, const char *value)
{
	if (!*value)
		return error_new(ERROR_USAGE, "'--%s' needs %s, not an empty value", spec->name,
				 spec->argument);
	if (spec->choices && !is_choice(spec->choices, value)) {
		OWNED_STRING list = choice_list(spec->choices);

		return error_new(ERROR_USAGE, "'--%s' takes %s, not '%s'", spec->name, list, value);
	}
	if (spec->is_valid && !spec->is_valid(value))
		return error_new(ERROR_USAGE, "'--%s' needs %s, not '%s'", spec->name,
				 spec->argument, value);
	return NULL;
}

struct error *option_set(const struct option_spec *spec, struct options *options, const char *value)
{
	char *at = (char *)options + spec->offset;

	if (spec->kind != OPTION_FLAG)
		TRY(check_value(spec, value));
	switch (spec->kind) {
	case OPTION_FLAG:
		*(bool *)at = true;
		break;
	case OPTION_VALUE:
		*(const char **)at = value;
		break;
	case OPTION_LIST:
		strings_add((struct strings *)at, value);
		break;
	}
	return NULL;
}

static char *option_text(const struct option_spec *spec)
{
	return must_format("--%s%s%s", spec->name, spec->argument ? " " : "",
			   spec->argument ? spec->argument : "");
}

static int help_width(enum command_bit command)
{
	size_t width = 0;

	for (const struct option_spec *spec = option_specs; spec->name; spec++) {
		OWNED_STRING text = option_text(spec);

		if ((spec->commands & command) && strlen(text) > width)
			width = strlen(text);
	}
	return (int)width + HELP_GAP;
}

void options_help(struct text *out, enum command_bit command)
{
	int width = help_width(command);

	for (const struct option_spec *spec = option_specs; spec->name; spec++) {
		OWNED_STRING text = option_text(spec);

		if (!(spec->commands & command))
			continue;
		if (spec->letter)
			text_add_format(out, "  -%c, ", spec->letter);
		else
			text_add_string(out, "      ");
		text_add_format(out, "%-*s%s\n", width, text, spec->help);
	}
}
