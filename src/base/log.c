#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <stdarg.h>

static FILE *destination;

void log_to(FILE *stream)
{
	destination = stream;
}

void log_debug(const char *format, ...)
{
	if (!destination)
		return;
	va_list list;

	va_start(list, format);
	OWNED_STRING text = must_format_list(format, list);
	va_end(list);
	OWNED_STRING safe = text_safe(text);

	fprintf(destination, "digestbump: debug: %s\n", safe);
}
