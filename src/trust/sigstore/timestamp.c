#include "timestamp.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>
#include <openssl/err.h>
#include <time.h>

static struct error *parse(TS_RESP **out, struct slice der)
{
	const unsigned char *at = slice_octets(der);

	if (der.size > TIMESTAMP_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a time stamp of more than %d bytes",
				 TIMESTAMP_BYTES_MOST);
	OWNED(TS_resp_st) response = d2i_TS_RESP(NULL, &at, (long)der.size);

	ERR_clear_error();
	if (!response || at != slice_octets(der) + der.size)
		return error_new(ERROR_SYNTAX, "no RFC 3161 response");
	long status =
	    ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response)));

	if (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS)
		return error_new(ERROR_UNTRUSTED, "a time stamp that was not granted");
	if (!TS_RESP_get_token(response) || !TS_RESP_get_tst_info(response) ||
	    TS_TST_INFO_get_version(TS_RESP_get_tst_info(response)) != 1)
		return error_new(ERROR_SYNTAX, "a response without a time stamp of version 1");
	*out = pass_on(&response);
	return NULL;
}

static const char *imprint_hash(TS_MSG_IMPRINT *imprint)
{
	const ASN1_OBJECT *method = NULL;

	X509_ALGOR_get0(&method, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	switch (OBJ_obj2nid(method)) {
	case NID_sha256:
		return "sha256";
	case NID_sha384:
		return "sha384";
	case NID_sha512:
		return "sha512";
	default:
		return NULL;
	}
}

static struct error *check_imprint(TS_TST_INFO *info, struct slice signature)
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
	const char *hash = imprint_hash(imprint);
	const ASN1_OCTET_STRING *message = TS_MSG_IMPRINT_get_msg(imprint);
	OWNED(text) wanted = text_new(0);

	if (!hash)
		return error_new(ERROR_UNSUPPORTED,
				 "a time stamp with a hash that is not SHA-256, -384 or -512");
	hash_message(wanted, hash, signature);
	if (!slice_same(text_slice(wanted),
			(struct slice){ (const char *)ASN1_STRING_get0_data(message),
					(size_t)ASN1_STRING_length(message) }))
		return error_new(ERROR_UNTRUSTED, "the time stamp is of another signature");
	return NULL;
}

static struct error *read_time(int64_t *time, const TS_TST_INFO *info)
{
	struct tm broken;

	if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &broken) != 1)
		return error_new(ERROR_SYNTAX, "a time stamp without a time");
	*time = timegm(&broken);
	return NULL;
}

/* RFC 3161 2.3: a certificate of its own for time stamps, no authority; the
 * root's one, where the root has it. libcrypto has checked the extended key usage. */
static bool is_right_signer(X509 *signer, const struct authority *authority)
{
	X509 *first = authority->chain[0];

	if (X509_check_ca(signer))
		return false;
	return X509_check_ca(first) || X509_cmp(signer, first) == 0;
}

static bool verify_by(PKCS7 *token, const struct authority *authority, int64_t time)
{
	OWNED(x509_store_st) store = must_have(X509_STORE_new());
	OWNED(stack_st_X509) certificates = must_have(sk_X509_new_null());
	OWNED(x509_st) signer = NULL;
	X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);

	X509_STORE_add_cert(store, authority->chain[authority->count - 1]);
	for (size_t i = 0; i + 1 < authority->count; i++)
		sk_X509_push(certificates, authority->chain[i]);
	X509_VERIFY_PARAM_set_time(param, (time_t)time);
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
	bool is_right = TS_RESP_verify_signature(token, certificates, store, &signer) == 1 &&
			is_right_signer(signer, authority);

	ERR_clear_error();
	return is_right;
}

struct error *timestamp_verify(int64_t *time, struct slice der, struct slice signature,
			       const struct authority_list *authorities)
{
	OWNED(TS_resp_st) response = NULL;
	int64_t stamped = 0;

	TRY(parse(&response, der));
	TRY(read_time(&stamped, TS_RESP_get_tst_info(response)));
	TRY(check_imprint(TS_RESP_get_tst_info(response), signature));
	for (size_t i = 0; i < authorities->count; i++) {
		const struct authority *authority = &authorities->items[i];

		if (!validity_covers(&authority->validity, stamped) ||
		    !verify_by(TS_RESP_get_token(response), authority, stamped))
			continue;
		*time = stamped;
		return NULL;
	}
	OWNED_STRING when = time_rfc3339(stamped);

	return error_new(ERROR_UNTRUSTED,
			 "no time-stamp authority of the trusted root has signed the time stamp of "
			 "%s",
			 when);
}
