#include "certificate.h"
#include "encoding.h"
#include "trusted_root.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

bool validity_covers(const struct validity *validity, int64_t time)
{
	return time >= validity->start && time <= validity->end;
}

const struct transparency_log *root_find_log(const struct log_list *list, struct slice id)
{
	for (size_t i = 0; i < list->count; i++)
		if (slice_same(text_slice(&list->items[i].id), id))
			return &list->items[i];
	return NULL;
}

/* ---- freeing ---- */

static void log_clear(struct transparency_log *log)
{
	free(log->host);
	public_key_free(log->key);
	text_clear(&log->id);
}

static void authority_clear(struct authority *authority)
{
	for (size_t i = 0; i < authority->count; i++)
		X509_free(authority->chain[i]);
	free(authority->chain);
	free(authority->uri);
}

static void log_list_clear(struct log_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		log_clear(&list->items[i]);
	free(list->items);
}

static void authority_list_clear(struct authority_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		authority_clear(&list->items[i]);
	free(list->items);
}

void sigstore_root_free(struct sigstore_root *root)
{
	if (!root)
		return;
	log_list_clear(&root->logs);
	log_list_clear(&root->certificate_logs);
	authority_list_clear(&root->authorities);
	authority_list_clear(&root->timestamp_authorities);
	free(root);
}

int64_t sigstore_root_date(const struct sigstore_root *root)
{
	return root->date;
}

/* ---- validity ---- */

static struct error *parse_end(struct validity *out, const struct json_t *window)
{
	const char *end = json_string_at(window, "end");
	bool has_fraction = false;

	out->end = INT64_MAX;
	if (!json_any_at(window, "end"))
		return NULL;
	if (!end || !rfc3339_parse(&out->end, &has_fraction, slice_of(end)))
		return error_new(ERROR_SYNTAX, "'validFor.end' is no time");
	return NULL;
}

static struct error *parse_validity(struct validity *out, const struct json_t *holder)
{
	const json_t *window = json_object_at(holder, "validFor");
	const char *start = json_string_at(window, "start");
	bool has_fraction = false;

	if (!start)
		return error_new(ERROR_SYNTAX, "'validFor.start' is missing");
	if (!rfc3339_parse(&out->start, &has_fraction, slice_of(start)))
		return error_new(ERROR_SYNTAX, "'validFor.start' is no time");
	out->start += has_fraction;
	return parse_end(out, window);
}

/* ---- logs ---- */

/* What stands between "//" and the next '/'. */
static char *host_of(const char *url)
{
	const char *at = url ? strstr(url, "://") : NULL;

	at = at ? at + 3 : url ? url : "";
	return must_copy_bytes(at, strcspn(at, "/"));
}

static struct error *parse_log_key(struct transparency_log *log, const struct json_t *key)
{
	OWNED(text) der = text_new(0);

	TRY(json_bytes_at(der, key, "rawBytes"));
	return public_key_from_der(&log->key, text_slice(der));
}

/* *is_known is false for an algorithm that this program has not. */
static struct error *parse_log(struct transparency_log *log, bool *is_known,
			       const struct json_t *from)
{
	const json_t *key = json_object_at(from, "publicKey");
	const char *details = json_string_at(key, "keyDetails");

	*is_known = false;
	log->host = host_of(json_string_at(from, "baseUrl"));
	TRY(parse_validity(&log->validity, key));
	TRY(json_bytes_at(&log->id, json_object_at(from, "logId"), "keyId"));
	/* The test log of 2021 has a PKCS#1 key; nothing that is signed today needs it. */
	if (!details || strncmp(details, "PKIX_", 5) != 0)
		return NULL;
	struct error *failed = parse_log_key(log, key);

	if (failed && error_kind(failed) == ERROR_UNSUPPORTED) {
		error_free(failed);
		return NULL;
	}
	*is_known = !failed;
	return failed;
}

static struct error *parse_logs(struct log_list *out, const struct json_t *root, const char *key)
{
	const json_t *list = json_array_at(root, key);
	size_t index;
	const json_t *from;

	json_array_foreach(list, index, from)
	{
		struct transparency_log log = { .key = NULL };
		bool is_known = false;
		struct error *failed = parse_log(&log, &is_known, from);

		if (failed || !is_known) {
			log_clear(&log);
			if (failed)
				return error_wrap(failed, "%s[%zu]", key, index);
			continue;
		}
		out->items = must_grow(out->items, out->count, sizeof(*out->items));
		out->items[out->count++] = log;
	}
	return NULL;
}

/* ---- authorities ---- */

static struct error *parse_chain(struct authority *out, const struct json_t *list)
{
	size_t index;
	const json_t *from;

	if (!json_array_size(list))
		return error_new(ERROR_SYNTAX, "'certChain.certificates' is empty");
	if (json_array_size(list) > CERTIFICATE_CHAIN_MOST)
		return error_new(ERROR_LIMIT, "more than %d certificates", CERTIFICATE_CHAIN_MOST);
	json_array_foreach(list, index, from)
	{
		OWNED(text) der = text_new(0);
		X509 *certificate = NULL;

		TRY(json_bytes_at(der, from, "rawBytes"));
		TRY(certificate_parse(&certificate, text_slice(der)));
		out->chain = must_grow(out->chain, out->count, sizeof(X509 *));
		out->chain[out->count++] = certificate;
	}
	return NULL;
}

static struct error *parse_authority(struct authority *out, const struct json_t *from)
{
	const json_t *chain = json_object_at(from, "certChain");

	out->uri = must_copy(json_string_at(from, "uri"));
	TRY(parse_validity(&out->validity, from));
	return parse_chain(out, json_array_at(chain, "certificates"));
}

static struct error *parse_authorities(struct authority_list *out, const struct json_t *root,
				       const char *key)
{
	const json_t *list = json_array_at(root, key);
	size_t index;
	const json_t *from;

	json_array_foreach(list, index, from)
	{
		out->items = must_grow(out->items, out->count, sizeof(*out->items));
		out->items[out->count] = (struct authority){ .count = 0 };
		struct error *failed = parse_authority(&out->items[out->count++], from);

		if (failed)
			return error_wrap(failed, "%s[%zu]", key, index);
	}
	return NULL;
}

/* ---- the document ---- */

static void find_date(struct sigstore_root *root)
{
	const struct log_list *logs[] = { &root->logs, &root->certificate_logs };
	const struct authority_list *lists[] = { &root->authorities, &root->timestamp_authorities };

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < logs[i]->count; k++)
			if (logs[i]->items[k].validity.start > root->date)
				root->date = logs[i]->items[k].validity.start;
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < lists[i]->count; k++)
			if (lists[i]->items[k].validity.start > root->date)
				root->date = lists[i]->items[k].validity.start;
}

static struct error *check_version(const struct json_t *document)
{
	const char *type = json_string_at(document, "mediaType");

	if (!type || strncmp(type, "application/vnd.dev.sigstore.trustedroot", 40) != 0)
		return error_new(ERROR_SYNTAX, "no sigstore trusted root: its mediaType is '%.80s'",
				 type ? type : "");
	if (string_is(type, "application/vnd.dev.sigstore.trustedroot+json;version=0.1") ||
	    string_is(type, "application/vnd.dev.sigstore.trustedroot.v0.2+json"))
		return NULL;
	return error_new(ERROR_UNSUPPORTED, "a trusted root of another version: '%.80s'", type);
}

struct error *sigstore_root_parse(struct sigstore_root **out, struct slice bytes)
{
	OWNED(sigstore_root) root = must_alloc(sizeof(*root));
	OWNED(json_t) document = NULL;

	if (bytes.size > TRUSTED_ROOT_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a trusted root of more than %d bytes",
				 TRUSTED_ROOT_BYTES_MOST);
	TRY(json_parse_object(&document, "the trusted root", bytes));
	TRY(check_version(document));
	TRY(parse_logs(&root->logs, document, "tlogs"));
	TRY(parse_logs(&root->certificate_logs, document, "ctlogs"));
	TRY(parse_authorities(&root->authorities, document, "certificateAuthorities"));
	TRY(parse_authorities(&root->timestamp_authorities, document, "timestampAuthorities"));
	find_date(root);
	*out = pass_on(&root);
	return NULL;
}
