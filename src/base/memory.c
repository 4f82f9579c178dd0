#include <digestbump/base/memory.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { EXIT_OUT_OF_MEMORY = 70 };

void *must_have(void *at)
{
	if (!at) {
		fputs("digestbump: out of memory\n", stderr);
		_Exit(EXIT_OUT_OF_MEMORY);
	}
	return at;
}

void *must_alloc(size_t size)
{
	return must_have(calloc(1, size ? size : 1));
}

void *must_resize(void *at, size_t size)
{
	return must_have(realloc(at, size ? size : 1));
}

char *must_copy(const char *string)
{
	return string ? must_copy_bytes(string, strlen(string)) : NULL;
}

char *must_copy_bytes(const char *bytes, size_t size)
{
	char *copy = must_have(malloc(size + 1));

	if (size)
		memcpy(copy, bytes, size);
	copy[size] = '\0';
	return copy;
}

char *must_format(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	char *string = must_format_list(format, list);
	va_end(list);
	return string;
}

char *must_format_list(const char *format, va_list list)
{
	char *string = NULL;

	if (vasprintf(&string, format, list) < 0)
		string = NULL;
	return must_have(string);
}

void *must_grow(void *items, size_t count, size_t item_size)
{
	if (count & (count - 1))
		return items;
	size_t room = count ? count * 2 : 1;

	if (room > SIZE_MAX / item_size)
		return must_have(NULL);
	return must_resize(items, room * item_size);
}
