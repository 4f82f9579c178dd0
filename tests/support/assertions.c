#include "assertions.h"
#include <string.h>

void check_fine(struct error *error, const char *file, int line)
{
	if (!error)
		return;
	print_error("unexpected error: %s\n", error_text(error));
	error_free(error);
	_fail(file, line);
}

void check_fails(struct error *error, enum error_kind kind, const char *part, const char *file,
		 int line)
{
	if (!error) {
		print_error("no error, but one about '%s' was due\n", part);
		_fail(file, line);
		return;
	}
	if (error_kind(error) != kind || !strstr(error_text(error), part)) {
		print_error("error '%s' of kind %s, but kind %s about '%s' was due\n",
			    error_text(error), error_code(error_kind(error)), error_code(kind),
			    part);
		error_free(error);
		_fail(file, line);
		return;
	}
	error_free(error);
}
