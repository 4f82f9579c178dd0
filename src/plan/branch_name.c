#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/plan/plan.h>
#include <openssl/sha.h>
#include <string.h>

/* Hex digits of the hash behind the readable form: two ids of one repository
 * that agree in 32 bits are not to be expected. */
enum { HASH_BYTES = 4, HASH_SIZE = 1 + 2 * HASH_BYTES };

/* What an id's sign is in a branch's name: lower case, since some file systems
 * cannot tell refs apart by case alone, and '-' for what git or a shell minds. */
static char readable_character(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_')
		return c;
	return '-';
}

static bool is_separator(char c)
{
	return c == '-' || c == '.';
}

/* Adds what people can read of an id: no '-' twice, none behind a '.', no "..",
 * neither of them at the ends. */
static void add_readable(struct text *out, const char *id, size_t most)
{
	OWNED(text) name = text_new(most);

	for (; *id; id++) {
		char c = readable_character(*id);
		bool at_edge = !name->size || is_separator(name->bytes[name->size - 1]);

		if (!is_separator(c) || !at_edge)
			text_add(name, &c, 1);
	}
	while (name->size && is_separator(name->bytes[name->size - 1]))
		name->size--;
	text_add(out, name->size ? name->bytes : "", name->size);
}

static void add_hash(struct text *out, struct slice id)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)id.at, id.size, sum);
	for (size_t i = 0; i < HASH_BYTES; i++)
		text_add_format(out, "%02x", sum[i]);
}

/* The configuration keeps the prefix at BRANCH_PREFIX_BYTES_MOST, so that there is
 * always room to read something. */
char *plan_branch(const struct config *config, const char *id,
		  const struct branch_identity *identity)
{
	OWNED(text) branch = text_new(0);
	OWNED(text) readable = text_new(0);
	OWNED(text) hashed = text_new(0);
	size_t prefix = strlen(config->branch_prefix);
	const char *base_branch = identity ? identity->base_branch : NULL;
	const char *file = identity ? identity->config : NULL;

	text_add_format(readable, "%s%s%s", base_branch ? base_branch : "", base_branch ? "-" : "",
			id);
	text_add_string(hashed, id);
	if (base_branch || file)
		text_add_format(hashed, "\n%s\n%s", base_branch ? base_branch : "",
				file ? file : "");
	text_add_string(branch, config->branch_prefix);
	add_readable(branch, readable->bytes, BRANCH_BYTES_MOST - HASH_SIZE - prefix);
	if (branch->size > prefix)
		text_add_string(branch, "-");
	add_hash(branch, text_slice(hashed));
	return text_take(pass_on(&branch));
}
