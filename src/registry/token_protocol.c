#include "token_protocol.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/secret.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* token.md: what an answer without expires_in means, and the least that a
 * client may be given. */
enum { LIFETIME_LEAST_S = 60 };

/* Nothing lives longer than a week here: such numbers are mistakes (times of
 * day, milliseconds). */
enum { LIFETIME_MOST_S = 7 * 24 * 3600 };

static const char BASIC[] = "Basic ";

void token_free(struct token *token)
{
	if (!token)
		return;
	secret_free(token->text);
	free(token);
}

bool token_is_clean(const char *text)
{
	size_t size = 0;

	for (; text[size]; size++)
		if (text[size] < 0x21 || text[size] > 0x7e || size == TOKEN_BYTES_MOST)
			return false;
	return size > 0;
}

/* Registries write it as an integer, a real or a string of either. */
static double number_of(const struct json_t *json)
{
	if (json_is_number(json))
		return json_number_value(json);
	const char *text = json_string_value(json);
	char *end = NULL;
	double number = text ? strtod(text, &end) : 0;

	return end && end != text && !*end ? number : 0;
}

/* What is no number, below the least or beyond belief is the least; NaN falls
 * through both comparisons. */
static int64_t lifetime_of(const struct json_t *json)
{
	double seconds = number_of(json);

	if (seconds > (double)LIFETIME_LEAST_S && seconds <= (double)LIFETIME_MOST_S)
		return (int64_t)seconds;
	return LIFETIME_LEAST_S;
}

/* When both are given, most clients take access_token (containerd, oras,
 * regclient, go-containerregistry); no specification says. */
static const char *text_of(const struct json_t *answer)
{
	const char *text = json_text(answer, "access_token");

	return text && *text ? text : json_text(answer, "token");
}

struct error *token_parse(struct token **out, struct slice body)
{
	OWNED(json_t) answer = NULL;

	TRY(json_object_of(&answer, body));
	const char *text = text_of(answer);

	if (!text || !*text)
		return error_new(ERROR_SYNTAX, "the response has no token");
	if (!token_is_clean(text))
		return error_new(ERROR_UNTRUSTED, "the token is too long or has bytes that are not "
						  "allowed in a header");
	OWNED(token) token = must_alloc(sizeof(*token));

	token->text = must_copy(text);
	token->lifetime_s = lifetime_of(json_member(answer, "expires_in"));
	*out = pass_on(&token);
	return NULL;
}

void token_scopes(struct strings *scopes, const char *repository, const char *challenge_scope)
{
	OWNED_STRING copy = must_copy(challenge_scope ? challenge_scope : "");
	OWNED_STRING own = repository ? must_format("repository:%s:pull", repository) : NULL;
	char *rest = copy;

	if (own)
		strings_add(scopes, own);
	for (const char *scope; (scope = strsep(&rest, " "));)
		if (*scope)
			strings_add_new(scopes, scope);
}

/* Adds "name=value" with the separator that is due. */
static void add_field(struct text *text, const char *name, const char *value)
{
	OWNED_STRING escaped = http_escape(value);
	char last = text->size ? text->bytes[text->size - 1] : '?';

	text_add_format(text, "%s%s=%s", last == '?' || last == '&' ? "" : "&", name, escaped);
}

/* Gives the realm with an open query: "https://host/token?" or "...?x=y". */
static struct text *open_query(const struct url *realm)
{
	struct text *text = text_new(0);
	OWNED_STRING whole = url_text(realm);

	text_add_string(text, whole);
	if (!realm->query)
		text_add_string(text, "?");
	return text;
}

char *token_url(const struct url *realm, const char *service, const struct strings *scopes,
		const char *account)
{
	OWNED(text) text = open_query(realm);

	if (account)
		add_field(text, "account", account);
	if (service)
		add_field(text, "service", service);
	for (size_t i = 0; i < scopes->count; i++)
		add_field(text, "scope", scopes->items[i]);
	return text_take(pass_on(&text));
}

char *token_form(const char *service, const struct strings *scopes, const char *identity_token)
{
	OWNED(text) text = text_new(0);
	OWNED_STRING scope = strings_join(scopes, " ");

	add_field(text, "grant_type", "refresh_token");
	add_field(text, "client_id", "digestbump");
	if (service)
		add_field(text, "service", service);
	add_field(text, "scope", scope);
	add_field(text, "refresh_token", identity_token);
	return text_take(pass_on(&text));
}

char *authorization_basic(const char *username, const char *password)
{
	char *pair = must_format("%s:%s", username, password);
	size_t size = strlen(pair);
	char *value = must_alloc(strlen(BASIC) + (size + 2) / 3 * 4 + 1);

	memcpy(value, BASIC, sizeof(BASIC));
	EVP_EncodeBlock((unsigned char *)value + strlen(BASIC), (const unsigned char *)pair,
			(int)size);
	secret_free(pair);
	return value;
}

char *authorization_bearer(const char *token)
{
	return must_format("Bearer %s", token);
}
