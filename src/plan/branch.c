#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/plan/plan.h>
#include <openssl/sha.h>
#include <string.h>

/* Hex digits of the hash behind the readable form: two ids of one repository
 * that agree in 32 bits are not to be expected. */
enum { HASH_BYTES = 4, HASH_SIZE = 1 + 2 * HASH_BYTES };

static bool is_kept(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

/* Adds what people can read of an id: lower case, since some file systems cannot
 * tell refs apart by case alone; every other sign and every run of dots is a
 * '-', never two in a row, none at the ends. */
static void add_readable(struct text *out, const char *id, size_t most)
{
	OWNED(text) readable = text_new(most);
	size_t start = 0;

	for (; *id; id++) {
		char c = *id >= 'A' && *id <= 'Z' ? (char)(*id - 'A' + 'a') : *id;
		char last = readable->size ? readable->bytes[readable->size - 1] : '-';

		if (!is_kept(c) || (c == '.' && last == '.'))
			c = '-';
		if (c != '-' || last != '-')
			text_add(readable, &c, 1);
	}
	while (start < readable->size && strchr("-.", readable->bytes[start]))
		start++;
	while (readable->size > start && strchr("-.", readable->bytes[readable->size - 1]))
		readable->size--;
	text_add(out, readable->bytes ? readable->bytes + start : "", readable->size - start);
}

static void add_hash(struct text *out, const char *id)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)id, strlen(id), sum);
	for (size_t i = 0; i < HASH_BYTES; i++)
		text_add_format(out, "%02x", sum[i]);
}

/* The configuration keeps the prefix at BRANCH_PREFIX_BYTES_MOST, so that there is
 * always room to read something. */
char *plan_branch(const struct config *config, const char *id)
{
	OWNED(text) branch = text_new(0);
	size_t prefix = strlen(config->branch_prefix);

	text_add_string(branch, config->branch_prefix);
	add_readable(branch, id, BRANCH_BYTES_MOST - HASH_SIZE - prefix);
	if (branch->size > prefix)
		text_add_string(branch, "-");
	add_hash(branch, id);
	return text_take(pass_on(&branch));
}
