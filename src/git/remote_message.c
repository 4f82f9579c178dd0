#include "remote_message.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* Lines of no use to the reader of an error. The last three come with every
 * failure; the others are progress. */
static const char *const ignored_lines[] = {
	"hint:",
	"Enumerating objects",
	"Counting objects",
	"Compressing objects",
	"Writing objects",
	"Receiving objects",
	"Resolving deltas",
	"Unpacking objects",
	"Delta compression",
	"Total ",
	"From ",
	"To ",
	"remote: Enumerating objects",
	"remote: Counting objects",
	"remote: Compressing objects",
	"remote: Resolving deltas",
	"remote: Total ",
	"error: failed to push some refs",
	"Please make sure you have the correct access rights",
	"and the repository exists",
};

/* In this order: "could not read from remote repository" stands behind every
 * refusal of ssh, and "the remote end hung up" behind many others. */
static const struct {
	const char *part; /* in lower case */
	enum error_kind kind;
} message_kinds[] = {
	{ "stale info", ERROR_CONFLICT },
	{ "fetch first", ERROR_CONFLICT },
	{ "non-fast-forward", ERROR_CONFLICT },
	{ "needs force", ERROR_CONFLICT },
	{ "cannot lock ref", ERROR_CONFLICT },
	{ "failed to update ref", ERROR_CONFLICT },
	{ "directory file conflict", ERROR_CONFLICT },
	{ "incorrect old value", ERROR_CONFLICT },
	{ "already exists", ERROR_CONFLICT },
	{ "hook declined", ERROR_DENIED },
	{ "protected branch", ERROR_DENIED },
	{ "prohibited", ERROR_DENIED },
	{ "authentication failed", ERROR_DENIED },
	{ "terminal prompts disabled", ERROR_DENIED },
	{ "could not read username", ERROR_DENIED },
	{ "could not read password", ERROR_DENIED },
	{ "permission denied", ERROR_DENIED },
	{ "permission to ", ERROR_DENIED },
	{ "access denied", ERROR_DENIED },
	{ "not authorized", ERROR_DENIED },
	{ "host key verification failed", ERROR_DENIED },
	{ "returned error: 401", ERROR_DENIED },
	{ "returned error: 403", ERROR_DENIED },
	{ "returned error: 429", ERROR_LIMITED },
	{ "rate limit", ERROR_LIMITED },
	{ "couldn't find remote ref", ERROR_ABSENT },
	{ "repository not found", ERROR_ABSENT },
	{ "does not appear to be a git repository", ERROR_ABSENT },
	{ "does not exist", ERROR_ABSENT },
	{ "' not found", ERROR_ABSENT },
	{ "returned error: 404", ERROR_ABSENT },
	{ "could not resolve", ERROR_NETWORK },
	{ "couldn't resolve", ERROR_NETWORK },
	{ "could not connect", ERROR_NETWORK },
	{ "couldn't connect", ERROR_NETWORK },
	{ "failed to connect", ERROR_NETWORK },
	{ "unable to connect", ERROR_NETWORK },
	{ "connection ", ERROR_NETWORK },
	{ "timed out", ERROR_NETWORK },
	{ "unreachable", ERROR_NETWORK },
	{ "no route to host", ERROR_NETWORK },
	{ "empty reply", ERROR_NETWORK },
	{ "returned error: 5", ERROR_NETWORK },
	{ "certificate", ERROR_NETWORK },
	{ "ssl", ERROR_NETWORK },
	{ "tls", ERROR_NETWORK },
	{ "early eof", ERROR_NETWORK },
	{ "hung up", ERROR_NETWORK },
	{ "rpc failed", ERROR_NETWORK },
};

static bool ends_url(char c)
{
	return isspace((unsigned char)c) || c == '\'' || c == '"' || c == '<' || c == '>';
}

/* The last '@' counts, and slashes do not end the search: a password with '@' or
 * '/' in it must not be shown, even if it is not encoded. A path with '@' in it
 * then hides the host, which does no harm. */
static size_t add_url(struct text *out, struct slice rest)
{
	size_t length = 0;
	size_t shown = 0;

	while (length < rest.size && !ends_url(rest.at[length]))
		length++;
	for (size_t i = 0; i < length; i++)
		if (rest.at[i] == '@')
			shown = i + 1;
	text_add_string(out, shown ? "***@" : "");
	for (size_t i = shown; i < length; i++) {
		if (rest.at[i] == '?') {
			text_add_string(out, "?***");
			break;
		}
		text_add(out, rest.at + i, 1);
	}
	return length;
}

char *redact_urls(struct slice text)
{
	OWNED(text) out = text_new(0);
	static const char sign[] = "://";
	size_t at;

	while (slice_find(&at, text, sign)) {
		at += strlen(sign);
		text_add(out, text.at, at);
		text = (struct slice){ text.at + at, text.size - at };
		at = add_url(out, text);
		text = (struct slice){ text.at + at, text.size - at };
	}
	text_add(out, text.at, text.size);
	return text_take(pass_on(&out));
}

/* http traces (GIT_CURL_VERBOSE, GIT_TRACE_CURL) carry headers: never shown. */
static bool is_ignored_line(struct slice line)
{
	for (size_t i = 0; i < sizeof(ignored_lines) / sizeof(*ignored_lines); i++)
		if (slice_starts(line, ignored_lines[i]))
			return true;
	return !line.size || slice_is(line, "remote:") || memchr(line.at, '\r', line.size) ||
	       slice_find(NULL, line, "Authorization:") ||
	       slice_find(NULL, line, "http.extraheader");
}

/* "remote: " stays: it tells whose words they are. */
static struct slice without_label(struct slice line)
{
	static const char *const labels[] = { "fatal: ", "error: " };

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		if (slice_starts(line, labels[i]))
			return (struct slice){ line.at + strlen(labels[i]),
					       line.size - strlen(labels[i]) };
	return line;
}

char *remote_message_clean(struct slice message)
{
	OWNED(text) kept = text_new(GIT_WORDS_BYTES_MOST);
	struct slice line;

	while (slice_line(&line, &message)) {
		line = slice_trim(line);
		if (is_ignored_line(line))
			continue;
		/* Redacted before it is cut: half a URL does not show its '@'. */
		OWNED_STRING shown = redact_urls(without_label(line));

		text_add_string(kept, kept->size ? "; " : "");
		text_add_string(kept, shown);
	}
	return text_take(pass_on(&kept));
}

enum error_kind remote_message_kind(const char *message, enum error_kind otherwise)
{
	OWNED_STRING lower = must_copy(message);

	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	for (size_t i = 0; i < sizeof(message_kinds) / sizeof(*message_kinds); i++)
		if (strstr(lower, message_kinds[i].part))
			return message_kinds[i].kind;
	return otherwise;
}

struct error *remote_message_error(struct slice error_output, int code, const char *what)
{
	OWNED_STRING message = remote_message_clean(error_output);

	if (!*message)
		return error_new(ERROR_GIT, "%s: git ended with code %d and no word", what, code);
	return error_new(remote_message_kind(message, ERROR_GIT), "%s: %s", what, message);
}
