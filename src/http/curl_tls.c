#include "curl_tls.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <fcntl.h>

struct host_tls {
	struct tls_config *files;
	struct text *authorities; /* the system's and the host's own; NULL: the system's */
};

void host_tls_free(struct host_tls *tls)
{
	if (!tls)
		return;
	tls_config_free(tls->files);
	text_free(tls->authorities);
	free(tls);
}

static const char *default_authorities(const struct environment *environment)
{
	return environment->authority_file ? environment->authority_file
					   : curl_version_info(CURLVERSION_NOW)->cainfo;
}

char *http_authority_file(const struct context *context)
{
	struct environment environment = { 0 };
	OWNED(error) error = environment_read(&environment, context);

	return error ? NULL : must_copy(default_authorities(&environment));
}

/* A blob takes the place of the system's file, which therefore is part of it.
 * (Adding to the store of the handshake would not do: libcurl keeps that store
 * for all hosts.) */
static struct error *join_authorities(struct host_tls *tls, const struct environment *environment)
{
	const char *path = default_authorities(environment);
	OWNED(text) joined = NULL;

	if (!tls->files->authorities)
		return NULL;
	if (path)
		TRY(error_wrap(file_read(&joined, AT_FDCWD, path, AUTHORITIES_BYTES_MOST),
			       "certificate authorities"));
	else
		joined = text_new(0);
	joined->most = 0;
	text_add_string(joined, "\n");
	text_add(joined, tls->files->authorities->bytes, tls->files->authorities->size);
	tls->authorities = pass_on(&joined);
	return NULL;
}

struct error *host_tls_find(struct host_tls **out, const struct config *config,
			    const struct context *context, const struct environment *environment,
			    const char *host)
{
	OWNED(host_tls) tls = must_alloc(sizeof(*tls));

	TRY(tls_config_find(&tls->files, config, context, host));
	TRY(join_authorities(tls, environment));
	*out = tls->authorities || tls->files->cert || tls->files->insecure ? pass_on(&tls) : NULL;
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
static CURLcode set_pair(CURL *easy, const struct tls_config *files)
{
	CURLcode code = curl_easy_setopt(easy, CURLOPT_SSLCERT, files->cert);

	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_SSLKEY, files->key);
	return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_KEYPASSWD, "") : code;
}

static CURLcode set_insecure(CURL *easy)
{
	CURLcode code = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);

	return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L) : code;
}

bool host_tls_is_insecure(const struct host_tls *tls)
{
	return tls && tls->files->insecure;
}

CURLcode host_tls_apply(const struct host_tls *tls, CURL *easy)
{
	CURLcode code = CURLE_OK;

	if (!tls)
		return code;
	if (tls->authorities)
		code = set_authorities(easy, tls->authorities);
	if (code == CURLE_OK && tls->files->cert)
		code = set_pair(easy, tls->files);
	if (code == CURLE_OK && tls->files->insecure)
		code = set_insecure(easy);
	return code;
}
