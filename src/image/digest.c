#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <openssl/evp.h>
#include <string.h>

enum {
	/* digest-hex of distribution/reference: [0-9a-fA-F]{32,} */
	LOOSE_HEX_LEAST = 32,
};

struct algorithm {
	const char *prefix;
	size_t hex;
	const EVP_MD *(*method)(void);
};

static const struct algorithm algorithms[] = {
	{ "sha256:", SHA256_HEX, EVP_sha256 },
	{ "sha512:", SHA512_HEX, EVP_sha512 },
};

static const struct algorithm *algorithm_of(struct slice text)
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++)
		if (slice_starts(text, algorithms[i].prefix))
			return &algorithms[i];
	return NULL;
}

static bool is_lower_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

size_t digest_length_at(struct slice text)
{
	const struct algorithm *algorithm = algorithm_of(text);

	if (!algorithm)
		return 0;
	size_t start = strlen(algorithm->prefix);
	size_t length = start + algorithm->hex;

	if (text.size < length)
		return 0;
	for (size_t i = start; i < length; i++)
		if (!is_lower_hex(text.at[i]))
			return 0;
	if (text.size > length && isxdigit((unsigned char)text.at[length]))
		return 0;
	return length;
}

bool digest_names_algorithm(struct slice text)
{
	const char *colon = memchr(text.at, ':', text.size);

	if (!colon || colon == text.at || !isalpha((unsigned char)text.at[0]))
		return false;
	size_t digits = (size_t)(text.at + text.size - colon) - 1;

	for (size_t i = 0; i < digits; i++)
		if (!isxdigit((unsigned char)colon[1 + i]))
			return false;
	return digits >= LOOSE_HEX_LEAST;
}

bool digest_is_valid(const char *text)
{
	struct slice slice = slice_of(text);

	return slice.size && digest_length_at(slice) == slice.size;
}

bool digest_same_algorithm(const char *a, const char *b)
{
	size_t size = strcspn(a, ":");

	return strncmp(a, b, size + 1) == 0;
}

const char *digest_hex(const char *digest)
{
	const char *colon = strchr(digest, ':');

	return colon ? colon + 1 : digest;
}

struct error *digest_of(char **out, const char *like, struct slice bytes)
{
	const struct algorithm *algorithm = algorithm_of(slice_of(like));
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (!algorithm)
		return error_new(ERROR_UNSUPPORTED, "digest '%s': only sha256 and sha512", like);
	if (!EVP_Digest(bytes.at, bytes.size, sum, &size, algorithm->method(), NULL))
		return error_new(ERROR_UNSUPPORTED, "OpenSSL has no %.6s", algorithm->prefix);

	OWNED(text) text = text_new(0);

	text_add_string(text, algorithm->prefix);
	for (unsigned i = 0; i < size; i++)
		text_add_format(text, "%02x", sum[i]);
	*out = text_take(pass_on(&text));
	return NULL;
}

struct error *digest_verify(const char *digest, struct slice bytes)
{
	OWNED_STRING computed = NULL;

	TRY(digest_of(&computed, digest, bytes));
	if (strcmp(computed, digest) == 0)
		return NULL;
	return error_new(ERROR_UNTRUSTED, "%zu bytes have digest %s, not %s", bytes.size, computed,
			 digest);
}

char *digest_short(const char *digest)
{
	return must_format("%.7s", digest_hex(digest));
}
