#include "command.h"
#include <string.h>

const struct command *const commands[] = {
	&command_run,     &command_scan,    &command_resolve, &command_check, &command_doctor,
	&command_explain, &command_version, &command_help,    NULL,
};

const struct command *command_by_name(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}
