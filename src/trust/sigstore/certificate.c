#include "certificate.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>
#include <openssl/err.h>
#include <string.h>

struct error *certificate_parse(X509 **out, struct slice der)
{
	const unsigned char *at = slice_octets(der);

	if (der.size > CERTIFICATE_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a certificate of %zu bytes", der.size);
	X509 *certificate = d2i_X509(NULL, &at, (long)der.size);

	ERR_clear_error();
	if (!certificate)
		return error_new(ERROR_SYNTAX, "no certificate in DER");
	if (at != slice_octets(der) + der.size) {
		X509_free(certificate);
		return error_new(ERROR_SYNTAX, "a certificate with bytes behind it");
	}
	*out = certificate;
	return NULL;
}

bool certificate_is_self_issued(X509 *certificate)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);
	bool is_root = key &&
		       X509_NAME_cmp(X509_get_subject_name(certificate),
				     X509_get_issuer_name(certificate)) == 0 &&
		       X509_verify(certificate, key) == 1;

	ERR_clear_error();
	return is_root;
}

/* ---- the path ---- */

/* True when the extended key usage is not there (`or_none`), or names code signing. */
static bool may_sign_code(X509 *certificate, bool or_none)
{
	OWNED(stack_st_ASN1_OBJECT)
	usages = X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);

	if (!usages)
		return or_none && X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1) < 0;
	for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++)
		if (OBJ_obj2nid(sk_ASN1_OBJECT_value(usages, i)) == NID_code_sign)
			return true;
	return false;
}

static struct error *check_leaf(X509 *leaf)
{
	if (X509_check_ca(leaf) || X509_get_extension_flags(leaf) & EXFLAG_CA)
		return error_new(ERROR_UNTRUSTED, "the certificate is an authority's");
	if (!may_sign_code(leaf, false))
		return error_new(ERROR_UNTRUSTED, "the certificate is not for signing code");
	/* UINT32_MAX: it has no such extension. */
	if (X509_get_key_usage(leaf) == UINT32_MAX ||
	    !(X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE))
		return error_new(ERROR_UNTRUSTED, "the certificate's key is not for signatures");
	return NULL;
}

static struct error *check_usages(const STACK_OF(X509) * chain)
{
	for (int i = 1; i < sk_X509_num(chain); i++)
		if (!may_sign_code(sk_X509_value(chain, i), true))
			return error_new(ERROR_UNTRUSTED, "an authority of the certificate is not "
							  "for signing code");
	return NULL;
}

/* RFC 5280 4.1.2.5: both ends are within the validity. libcrypto leaves out the last
 * second, so that it is not asked. */
static struct error *check_times(const STACK_OF(X509) * chain, int64_t time)
{
	for (int i = 0; i < sk_X509_num(chain); i++) {
		const X509 *certificate = sk_X509_value(chain, i);
		int since = ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate), (time_t)time);
		int until = ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), (time_t)time);

		if (since == -2 || until == -2)
			return error_new(ERROR_UNTRUSTED, "a validity that cannot be read");
		if (since > 0)
			return error_new(ERROR_UNTRUSTED, "%s is not yet valid",
					 i ? "an authority" : "the certificate");
		if (until < 0)
			return error_new(ERROR_UNTRUSTED, "%s has expired",
					 i ? "an authority" : "the certificate");
	}
	return NULL;
}

/* All of the chain but its end, which is the anchor, may be needed on the way. */
static struct error *build_path(X509_STORE_CTX *context, X509 *leaf,
				const struct authority *authority)
{
	OWNED(stack_st_X509) between = must_have(sk_X509_new_null());
	OWNED(x509_store_st) store = must_have(X509_STORE_new());

	for (size_t i = 0; i + 1 < authority->count; i++)
		sk_X509_push(between, authority->chain[i]);
	X509_STORE_add_cert(store, authority->chain[authority->count - 1]);
	if (X509_STORE_CTX_init(context, store, leaf, between) != 1)
		return error_new(ERROR_UNTRUSTED, "the certificate cannot be looked at");
	X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(context);

	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT |
					       X509_V_FLAG_NO_CHECK_TIME);
	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_depth(param, CERTIFICATE_CHAIN_MOST);
	if (X509_verify_cert(context) == 1)
		return NULL;
	return error_new(ERROR_UNTRUSTED, "%s",
			 X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
}

static struct error *verify_path(X509 **issuer, X509 *leaf, const struct authority *authority,
				 int64_t time, bool is_for_code)
{
	OWNED(x509_store_ctx_st) context = must_have(X509_STORE_CTX_new());
	struct error *failed = build_path(context, leaf, authority);
	const STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);

	ERR_clear_error();
	if (!failed && sk_X509_num(chain) < 2)
		failed = error_new(ERROR_UNTRUSTED, "the certificate is its own authority");
	if (!failed)
		failed = check_times(chain, time);
	if (!failed && is_for_code)
		failed = check_usages(chain);
	if (failed)
		return failed;
	*issuer = sk_X509_value(chain, 1);
	X509_up_ref(*issuer);
	return NULL;
}

struct error *certificate_verify_path_to(X509 **issuer, X509 *leaf,
					 const struct authority *authority, int64_t time)
{
	return verify_path(issuer, leaf, authority, time, false);
}

struct error *certificate_verify_path(X509 **issuer, X509 *leaf, const struct sigstore_root *root,
				      int64_t time)
{
	OWNED_STRING when = time_rfc3339(time);
	OWNED(error) last = NULL;

	TRY(check_leaf(leaf));
	for (size_t i = 0; i < root->authorities.count; i++) {
		const struct authority *authority = &root->authorities.items[i];

		if (!validity_covers(&authority->validity, time))
			continue;
		struct error *failed = verify_path(issuer, leaf, authority, time, true);

		if (!failed)
			return NULL;
		error_free(last);
		last = failed;
	}
	if (!last)
		return error_new(ERROR_UNTRUSTED,
				 "no certificate authority of the trusted root counts at %s", when);
	return error_new(ERROR_UNTRUSTED,
			 "the certificate leads to no authority of the trusted root at %s: %s",
			 when, error_text(last));
}

/* ---- who signed ---- */

/* One text, without NUL or anything else that ends or moves a line. */
static struct error *copy_text(char **out, const char *what, const unsigned char *bytes,
			       size_t size)
{
	if (!size || size > IDENTITY_BYTES_MOST)
		return error_new(ERROR_UNTRUSTED, "the certificate's %s has %zu bytes", what, size);
	for (size_t i = 0; i < size; i++)
		if (bytes[i] < 0x20 || bytes[i] == 0x7f)
			return error_new(ERROR_UNTRUSTED,
					 "the certificate's %s holds control characters", what);
	*out = must_copy_bytes((const char *)bytes, size);
	return NULL;
}

/* Fulcio's own kind of name, 1.3.6.1.4.1.57264.1.7: a UTF8String. */
static const ASN1_STRING *other_name(const GENERAL_NAME *name)
{
	char oid[64] = "";

	OBJ_obj2txt(oid, sizeof(oid), name->d.otherName->type_id, 1);
	if (!string_is(oid, "1.3.6.1.4.1.57264.1.7") ||
	    name->d.otherName->value->type != V_ASN1_UTF8STRING)
		return NULL;
	return name->d.otherName->value->value.utf8string;
}

static const ASN1_STRING *name_text(const GENERAL_NAME *name)
{
	switch (name->type) {
	case GEN_URI:
		return name->d.uniformResourceIdentifier;
	case GEN_EMAIL:
		return name->d.rfc822Name;
	case GEN_OTHERNAME:
		return other_name(name);
	default:
		return NULL;
	}
}

static struct error *read_name(char **out, X509 *leaf)
{
	int is_critical = -1;
	OWNED(stack_st_GENERAL_NAME)
	names = X509_get_ext_d2i(leaf, NID_subject_alt_name, &is_critical, NULL);

	if (!names || sk_GENERAL_NAME_num(names) != 1)
		return error_new(ERROR_UNTRUSTED,
				 "the certificate has not exactly one subject alternative name");
	/* RFC 5280 4.2.1.6: with an empty subject it must be critical. */
	if (is_critical != 1 && X509_NAME_entry_count(X509_get_subject_name(leaf)) == 0)
		return error_new(ERROR_UNTRUSTED,
				 "the certificate's subject alternative name is not critical");
	const ASN1_STRING *text = name_text(sk_GENERAL_NAME_value(names, 0));

	if (!text)
		return error_new(ERROR_UNTRUSTED, "the certificate's subject alternative name is "
						  "neither a URI, an e-mail address nor Fulcio's");
	return copy_text(out, "identity", ASN1_STRING_get0_data(text),
			 (size_t)ASN1_STRING_length(text));
}

/* Gives the content of Fulcio's extension .1.`number`; *is_there says whether
 * it has it once. */
static struct error *find_extension(struct slice *out, bool *is_there, X509 *leaf, unsigned number)
{
	OWNED_STRING oid = must_format("1.3.6.1.4.1.57264.1.%u", number);
	ASN1_OBJECT *object = must_have(OBJ_txt2obj(oid, 1));
	int at = X509_get_ext_by_OBJ(leaf, object, -1);
	int second = at < 0 ? -1 : X509_get_ext_by_OBJ(leaf, object, at);

	ASN1_OBJECT_free(object);
	*is_there = at >= 0;
	if (second >= 0)
		return error_new(ERROR_UNTRUSTED, "the certificate has the extension .1.%u twice",
				 number);
	if (at < 0)
		return NULL;
	const ASN1_OCTET_STRING *data = X509_EXTENSION_get_data(X509_get_ext(leaf, at));

	*out = (struct slice){ (const char *)ASN1_STRING_get0_data(data),
			       (size_t)ASN1_STRING_length(data) };
	return NULL;
}

/* A DER UTF8String with nothing behind it; NULL stays where there is none. */
static struct error *read_utf8(char **out, X509 *leaf, unsigned number)
{
	struct slice data = { NULL, 0 };
	bool is_there = false;

	TRY(find_extension(&data, &is_there, leaf, number));
	if (!is_there)
		return NULL;
	const unsigned char *at = slice_octets(data);
	ASN1_UTF8STRING *text = d2i_ASN1_UTF8STRING(NULL, &at, (long)data.size);
	struct error *failed = NULL;

	ERR_clear_error();
	if (!text || at != slice_octets(data) + data.size)
		failed = error_new(ERROR_UNTRUSTED,
				   "the certificate's extension .1.%u is no UTF8String", number);
	else
		failed = copy_text(out, "extension", ASN1_STRING_get0_data(text),
				   (size_t)ASN1_STRING_length(text));
	ASN1_UTF8STRING_free(text);
	return failed;
}

/* .1.8, and before 2022 .1.1, whose bytes are the text itself. */
static struct error *read_issuer(char **out, X509 *leaf)
{
	OWNED_STRING new_one = NULL;
	OWNED_STRING old_one = NULL;
	struct slice data = { NULL, 0 };
	bool is_there = false;

	TRY(read_utf8(&new_one, leaf, 8));
	TRY(find_extension(&data, &is_there, leaf, 1));
	if (is_there)
		TRY(copy_text(&old_one, "issuer", slice_octets(data), data.size));
	if (!new_one && !old_one)
		return error_new(ERROR_UNTRUSTED, "the certificate does not say who issued the "
						  "identity");
	if (new_one && old_one && strcmp(new_one, old_one) != 0)
		return error_new(ERROR_UNTRUSTED, "the certificate says two issuers: '%s' and '%s'",
				 new_one, old_one);
	*out = new_one ? pass_on(&new_one) : pass_on(&old_one);
	return NULL;
}

struct error *certificate_read_identity(struct evidence *out, X509 *leaf)
{
	TRY(read_name(&out->identity, leaf));
	TRY(read_issuer(&out->issuer, leaf));
	TRY(read_utf8(&out->build_signer, leaf, 9));
	TRY(read_utf8(&out->source, leaf, 12));
	return read_utf8(&out->ref, leaf, 14);
}
