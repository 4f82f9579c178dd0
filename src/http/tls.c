#include "tls.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <fcntl.h>

struct trusted {
	struct trust *trust;
	struct text *authorities; /* the system's and the host's own; NULL: the system's */
};

void trusted_free(struct trusted *trusted)
{
	if (!trusted)
		return;
	trust_free(trusted->trust);
	text_free(trusted->authorities);
	free(trusted);
}

static const char *usual_authorities(const struct environment *environment)
{
	return environment->authority_file ? environment->authority_file
					   : curl_version_info(CURLVERSION_NOW)->cainfo;
}

char *http_authorities(const struct context *context)
{
	struct environment environment = { 0 };
	OWNED(error) error = environment_read(&environment, context);

	return error ? NULL : must_copy(usual_authorities(&environment));
}

/* A blob takes the place of the system's file, which therefore is part of it.
 * (Adding to the store of the handshake would not do: libcurl keeps that store
 * for all hosts.) */
static struct error *join_authorities(struct trusted *trusted,
				      const struct environment *environment)
{
	const char *path = usual_authorities(environment);
	OWNED(text) joined = NULL;

	if (!trusted->trust->authorities)
		return NULL;
	if (path)
		TRY(error_wrap(file_read(&joined, AT_FDCWD, path, AUTHORITIES_BYTES_MOST),
			       "certificate authorities"));
	else
		joined = text_new(0);
	joined->most = 0;
	text_add_string(joined, "\n");
	text_add(joined, trusted->trust->authorities->bytes, trusted->trust->authorities->size);
	trusted->authorities = pass_on(&joined);
	return NULL;
}

struct error *trusted_find(struct trusted **out, const struct config *config,
			   const struct context *context, const struct environment *environment,
			   const char *host)
{
	OWNED(trusted) trusted = must_alloc(sizeof(*trusted));

	TRY(trust_find(&trusted->trust, config, context, host));
	TRY(join_authorities(trusted, environment));
	*out = trusted->authorities || trusted->trust->cert || trusted->trust->insecure
		   ? pass_on(&trusted)
		   : NULL;
	return NULL;
}

static CURLcode set_authorities(CURL *easy, const struct text *authorities)
{
	struct curl_blob blob = { .data = authorities->bytes,
				  .len = authorities->size,
				  .flags = CURL_BLOB_NOCOPY };

	return curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
}

/* The empty passphrase keeps OpenSSL from asking for one on the terminal. */
static CURLcode set_pair(CURL *easy, const struct trust *trust)
{
	CURLcode code = curl_easy_setopt(easy, CURLOPT_SSLCERT, trust->cert);

	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_SSLKEY, trust->key);
	return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_KEYPASSWD, "") : code;
}

static CURLcode set_insecure(CURL *easy)
{
	CURLcode code = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);

	return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L) : code;
}

bool trusted_is_insecure(const struct trusted *trusted)
{
	return trusted && trusted->trust->insecure;
}

CURLcode trusted_apply(const struct trusted *trusted, CURL *easy)
{
	CURLcode code = CURLE_OK;

	if (!trusted)
		return code;
	if (trusted->authorities)
		code = set_authorities(easy, trusted->authorities);
	if (code == CURLE_OK && trusted->trust->cert)
		code = set_pair(easy, trusted->trust);
	if (code == CURLE_OK && trusted->trust->insecure)
		code = set_insecure(easy);
	return code;
}
