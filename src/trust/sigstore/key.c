#include "key.h"
#include "encoding.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

enum {
	RSA_BITS_LEAST = 2048,
	RSA_BITS_MOST = 8192,
};

bool slice_same(struct slice a, struct slice b)
{
	return a.size == b.size && (!a.size || memcmp(a.at, b.at, a.size) == 0);
}

void hash_message(struct text *out, const char *hash, struct slice message)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (EVP_Digest(message.at ? message.at : "", message.size, bytes, &size,
		       EVP_get_digestbyname(hash), NULL) == 1)
		text_add(out, (const char *)bytes, size);
}

void public_key_free(struct public_key *key)
{
	if (!key)
		return;
	EVP_PKEY_free(key->pkey);
	text_clear(&key->spki);
	free(key->fingerprint);
	free(key);
}

const char *public_key_fingerprint(const struct public_key *key)
{
	return key->fingerprint;
}

/* ---- kinds ---- */

struct curve {
	const char *name;
	enum key_kind kind;
};

static const struct curve curves[] = {
	{ "prime256v1", KEY_P256 },
	{ "secp384r1", KEY_P384 },
	{ "secp521r1", KEY_P521 },
};

/* A curve by its name; parameters that are spelled out could be any. */
static struct error *find_curve(enum key_kind *kind, const EVP_PKEY *pkey)
{
	char name[64] = "";
	char encoding[64] = "";

	EVP_PKEY_get_utf8_string_param(pkey, OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof(name), NULL);
	EVP_PKEY_get_utf8_string_param(pkey, OSSL_PKEY_PARAM_EC_ENCODING, encoding,
				       sizeof(encoding), NULL);
	for (size_t i = 0; i < sizeof(curves) / sizeof(*curves); i++)
		if (string_is(name, curves[i].name) &&
		    string_is(encoding, OSSL_PKEY_EC_ENCODING_GROUP)) {
			*kind = curves[i].kind;
			return NULL;
		}
	return error_new(ERROR_UNSUPPORTED, "a key on the curve '%s'", *name ? name : "?");
}

static struct error *find_kind(struct public_key *key)
{
	int bits = EVP_PKEY_get_bits(key->pkey);

	if (EVP_PKEY_is_a(key->pkey, "EC"))
		return find_curve(&key->kind, key->pkey);
	if (EVP_PKEY_is_a(key->pkey, "ED25519")) {
		key->kind = KEY_ED25519;
		return NULL;
	}
	if (!EVP_PKEY_is_a(key->pkey, "RSA"))
		return error_new(ERROR_UNSUPPORTED, "a key that is neither ECDSA, RSA nor Ed25519");
	if (bits < RSA_BITS_LEAST || bits > RSA_BITS_MOST)
		return error_new(ERROR_UNSUPPORTED, "an RSA key of %d bits, not %d to %d", bits,
				 RSA_BITS_LEAST, RSA_BITS_MOST);
	key->kind = KEY_RSA;
	key->rsa_bits = (unsigned)bits;
	return NULL;
}

/* ---- reading ---- */

/* Takes pkey. */
static struct error *key_of(struct public_key **out, EVP_PKEY *pkey)
{
	OWNED(public_key) key = must_alloc(sizeof(*key));
	OWNED(text) hash = text_new(0);
	OWNED(text) print = text_new(0);
	unsigned char *der = NULL;

	key->pkey = pkey;
	TRY(find_kind(key));
	int size = i2d_PUBKEY(pkey, &der);

	if (size <= 0)
		return error_new(ERROR_SYNTAX, "a public key that cannot be written");
	text_add(&key->spki, (const char *)der, (size_t)size);
	OPENSSL_free(der);
	hash_message(hash, "sha256", text_slice(&key->spki));
	text_add_string(print, "sha256:");
	hex_encode(print, text_slice(hash));
	key->fingerprint = text_take(pass_on(&print));
	*out = pass_on(&key);
	return NULL;
}

struct error *public_key_from_der(struct public_key **out, struct slice der)
{
	const unsigned char *at = slice_octets(der);
	OWNED(public_key) key = NULL;

	if (der.size > CERTIFICATE_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a public key of %zu bytes", der.size);
	EVP_PKEY *pkey = d2i_PUBKEY(NULL, &at, (long)der.size);

	ERR_clear_error();
	if (!pkey)
		return error_new(ERROR_SYNTAX, "no public key that this program knows");
	TRY(key_of(&key, pkey));
	/* One spelling: nothing behind it, and nothing that would be written otherwise. */
	if (!slice_same(text_slice(&key->spki), der))
		return error_new(ERROR_SYNTAX, "a public key that is not in DER");
	*out = pass_on(&key);
	return NULL;
}

struct error *public_key_of_certificate(struct public_key **out, X509 *certificate)
{
	EVP_PKEY *pkey = X509_get_pubkey(certificate);

	ERR_clear_error();
	if (!pkey)
		return error_new(ERROR_UNSUPPORTED, "a certificate with an unknown kind of key");
	return key_of(out, pkey);
}

struct error *pem_decode(struct text **out, char **label, struct slice pem)
{
	char *name = NULL;
	char *header = NULL;
	unsigned char *bytes = NULL;
	long size = 0;

	if (pem.size > CERTIFICATE_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a PEM text of %zu bytes", pem.size);
	OWNED(bio_st) bio = must_have(BIO_new_mem_buf(pem.at ? pem.at : "", (int)pem.size));
	int is_read = PEM_read_bio(bio, &name, &header, &bytes, &size);

	if (is_read == 1) {
		*out = text_new(0);
		text_add(*out, (const char *)bytes, (size_t)size);
		*label = must_copy(name);
	}
	OPENSSL_free(name);
	OPENSSL_free(header);
	OPENSSL_free(bytes);
	ERR_clear_error();
	return is_read == 1 ? NULL : error_new(ERROR_SYNTAX, "no PEM text");
}

struct error *public_key_parse(struct public_key **out, struct slice pem)
{
	OWNED(text) der = NULL;
	OWNED_STRING label = NULL;

	TRY(pem_decode(&der, &label, pem));
	if (slice_ends(slice_of(label), "PRIVATE KEY"))
		return error_new(ERROR_USAGE, "this is a private key; the public one is needed");
	if (!string_is(label, "PUBLIC KEY"))
		return error_new(ERROR_SYNTAX, "PEM with '%s', not 'PUBLIC KEY'", label);
	return public_key_from_der(out, text_slice(der));
}

/* ---- verifying ---- */

/* The hashes that a kind of key signs with; NULL behind the last. */
static const char *const *hashes_of(enum key_kind kind)
{
	static const char *const small[] = { "sha256", NULL };
	static const char *const middle[] = { "sha384", "sha256", NULL };
	static const char *const large[] = { "sha512", "sha256", NULL };

	return kind == KEY_P384 ? middle : kind == KEY_P521 ? large : small;
}

static bool verify_with(const struct public_key *key, const char *hash, struct slice signature,
			struct slice message)
{
	OWNED(evp_md_ctx_st) context = must_have(EVP_MD_CTX_new());
	const EVP_MD *method = hash ? EVP_get_digestbyname(hash) : NULL;

	return EVP_DigestVerifyInit(context, NULL, method, NULL, key->pkey) == 1 &&
	       EVP_DigestVerify(context, slice_octets(signature), signature.size,
				(const unsigned char *)(message.at ? message.at : ""),
				message.size) == 1;
}

struct error *public_key_verify(const char **hash, const struct public_key *key,
				struct slice signature, struct slice message)
{
	const char *const *hashes = hashes_of(key->kind);
	bool is_right = false;

	if (key->kind == KEY_ED25519)
		is_right = verify_with(key, NULL, signature, message);
	for (; key->kind != KEY_ED25519 && *hashes; hashes++) {
		is_right = verify_with(key, *hashes, signature, message);
		if (is_right)
			break;
	}
	ERR_clear_error();
	if (!is_right)
		return error_new(ERROR_UNTRUSTED, "the signature is not that key's over it");
	if (hash)
		*hash = *hashes;
	return NULL;
}

struct error *public_key_verify_sha256(const struct public_key *key, struct slice signature,
				       struct slice sha256)
{
	if (key->kind == KEY_ED25519)
		return error_new(ERROR_UNSUPPORTED, "a signature by Ed25519 cannot be checked by "
						    "a digest alone; give the file");
	OWNED(evp_pkey_ctx_st) context = must_have(EVP_PKEY_CTX_new(key->pkey, NULL));
	bool is_right = EVP_PKEY_verify_init(context) == 1 &&
			EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1 &&
			(key->kind != KEY_RSA ||
			 EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1) &&
			EVP_PKEY_verify(context, slice_octets(signature), signature.size,
					slice_octets(sha256), sha256.size) == 1;

	ERR_clear_error();
	if (!is_right)
		return error_new(ERROR_UNTRUSTED, "the signature is not that key's over it");
	return NULL;
}
