#include <digestbump/base/error.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <stdio.h>

struct error {
	enum error_kind kind;
	char *text;
};

static const char *const codes[] = {
	[ERROR_USAGE] = "usage",
	[ERROR_FILE] = "file",
	[ERROR_SYNTAX] = "syntax",
	[ERROR_LIMIT] = "limit",
	[ERROR_ABSENT] = "absent",
	[ERROR_DENIED] = "denied",
	[ERROR_LIMITED] = "limited",
	[ERROR_NETWORK] = "network",
	[ERROR_UNTRUSTED] = "untrusted",
	[ERROR_CONFLICT] = "conflict",
	[ERROR_UNSUPPORTED] = "unsupported",
	[ERROR_GIT] = "git",
	[ERROR_STOPPED] = "stopped",
};

/* Takes text, which may hold anything: what it shows of the world is escaped. */
static struct error *make(enum error_kind kind, char *text)
{
	struct error *error = must_alloc(sizeof(*error));

	error->kind = kind;
	error->text = text_safe(text);
	free(text);
	return error;
}

struct error *error_new(enum error_kind kind, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	char *text = must_format_list(format, list);
	va_end(list);
	return make(kind, text);
}

struct error *error_wrap(struct error *inner, const char *format, ...)
{
	if (!inner)
		return NULL;
	va_list list;

	va_start(list, format);
	OWNED_STRING outer = must_format_list(format, list);
	va_end(list);
	struct error *error = make(inner->kind, must_format("%s: %s", outer, inner->text));

	error_free(inner);
	return error;
}

struct error *error_as(enum error_kind kind, struct error *error)
{
	if (error)
		error->kind = kind;
	return error;
}

struct error *error_copy(const struct error *from)
{
	return from ? make(from->kind, must_copy(from->text)) : NULL;
}

enum error_kind error_kind(const struct error *error)
{
	return error->kind;
}

const char *error_text(const struct error *error)
{
	return error->text;
}

const char *error_code(enum error_kind kind)
{
	return codes[kind];
}

void error_free(struct error *error)
{
	if (!error)
		return;
	free(error->text);
	free(error);
}
