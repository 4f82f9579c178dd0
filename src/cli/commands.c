#include "command.h"
#include "suggestion.h"
#include <string.h>

const struct command *const commands[] = {
	&command_run,
	&command_scan,
	&command_resolve,
	&command_check,
	&command_rebuild,
	&command_verify,
	&command_doctor,
	&command_explain,
	&command_version,
	&command_help,
	NULL,
};

/* Commands of later versions. */
static const char *const planned[] = { "pin", "report", "init", "diff" };

const struct command *command_by_name(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

bool command_is_planned(const char *name)
{
	for (size_t i = 0; i < sizeof(planned) / sizeof(*planned); i++)
		if (strcmp(planned[i], name) == 0)
			return !command_by_name(name);
	return false;
}

struct error *command_find(const struct command **out, const char *name)
{
	const struct command *command = command_by_name(name);
	struct suggestion suggestion = suggestion_for(name);

	for (size_t i = 0; commands[i]; i++)
		suggestion_try(&suggestion, commands[i]->name);
	if (command)
		*out = command;
	else if (command_is_planned(name))
		return error_new(ERROR_USAGE,
				 "this version (" DIGESTBUMP_VERSION ") has no command '%s' yet: "
				 "see 'digestbump help'",
				 name);
	else if (suggestion.best)
		return error_new(ERROR_USAGE, "no command '%s': did you mean '%s'?", name,
				 suggestion.best);
	else
		return error_new(ERROR_USAGE, "no command '%s': see 'digestbump help'", name);
	return NULL;
}
