#include "complaint.h"
#include "json.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* Gives text with every `secret` in it replaced. */
static char *without(const char *text, const char *secret)
{
	OWNED(text) out = text_new(0);
	size_t size = strlen(secret);

	for (const char *found; (found = strstr(text, secret)); text = found + size) {
		text_add(out, text, (size_t)(found - text));
		text_add_string(out, "***");
	}
	text_add_string(out, text);
	return text_take(pass_on(&out));
}

static char *redact(const char *text, const char *const *secrets, size_t count)
{
	char *clean = must_copy(text);

	for (size_t i = 0; i < count; i++) {
		if (!secrets[i] || !*secrets[i])
			continue;
		char *cleaner = without(clean, secrets[i]);

		free(clean);
		clean = cleaner;
	}
	return clean;
}

/* Gives "CODE: message", or either alone. NULL: neither is there. */
static char *join(const char *code, const char *message)
{
	if (!code || !*code)
		return message && *message ? must_copy(message) : NULL;
	return message && *message ? must_format("%s: %s", code, message) : must_copy(code);
}

/* {"errors":[{"code","message"}]} is the specification's form; token servers
 * also write {"details"}, {"message"} or OAuth's {"error","error_description"}. */
static char *message_of(const struct json_t *answer)
{
	const struct json_t *first = json_array_get(json_member(answer, "errors"), 0);

	if (first)
		return join(json_text(first, "code"), json_text(first, "message"));
	const char *details = json_text(answer, "details");
	const char *message = json_text(answer, "message");
	const char *description = json_text(answer, "error_description");

	return join(json_text(answer, "error"), details   ? details
						: message ? message
							  : description);
}

char *complaint_detail(const struct http_response *response, const char *const *secrets,
		       size_t count)
{
	OWNED(json_t) answer = NULL;
	OWNED(error) unread = json_object_of(&answer, response->body);

	/* No JSON is a proxy's HTML page: of no use to anybody. */
	if (unread)
		return must_copy("");
	OWNED_STRING message = message_of(answer);

	if (!message)
		return must_copy("");
	OWNED_STRING clean = redact(message, secrets, count);

	return must_format(" (%.*s%s)", MESSAGE_BYTES_MOST, clean,
			   strlen(clean) > MESSAGE_BYTES_MOST ? "..." : "");
}
