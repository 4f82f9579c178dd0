#include "error_body.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* So much of a secret gives it away. */
enum { TELLING_BYTES = 8 };

/* Bytes at the beginning of text that are a secret's beginning, 0 when they are
 * too few to tell. */
static size_t match(const char *text, const char *secret)
{
	size_t size = 0;

	while (secret[size] && text[size] == secret[size])
		size++;
	return !secret[size] || size >= TELLING_BYTES ? size : 0;
}

static size_t match_any(const char *text, const char *const *secrets, size_t count)
{
	size_t longest = 0;

	for (size_t i = 0; i < count; i++) {
		size_t size = secrets[i] ? match(text, secrets[i]) : 0;

		if (size > longest)
			longest = size;
	}
	return longest;
}

char *redact_secrets(const char *text, const char *const *secrets, size_t count)
{
	OWNED(text) out = text_new(0);

	while (*text) {
		size_t size = match_any(text, secrets, count);

		if (size)
			text_add_string(out, "***");
		else
			text_add(out, text, 1);
		text += size ? size : 1;
	}
	return text_take(pass_on(&out));
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

char *error_body_detail(const struct http_response *response, const char *const *secrets,
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
	OWNED_STRING clean = redact_secrets(message, secrets, count);

	return must_format(" (%.*s%s)", MESSAGE_BYTES_MOST, clean,
			   strlen(clean) > MESSAGE_BYTES_MOST ? "..." : "");
}
