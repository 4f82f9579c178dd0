#include "merkle.h"
#include <digestbump/base/memory.h>
#include <openssl/evp.h>
#include <string.h>

/* RFC 9162 2.1.1: a leaf's hash is of 0x00 and its bytes. */
static void hash_leaf(unsigned char out[MERKLE_HASH_BYTES], struct slice leaf)
{
	OWNED(text) bytes = text_new(0);

	text_add(bytes, "\0", 1);
	text_add(bytes, leaf.at, leaf.size);
	EVP_Digest(bytes->bytes, bytes->size, out, NULL, EVP_sha256(), NULL);
}

static void hash_children(unsigned char out[MERKLE_HASH_BYTES], const unsigned char *left,
			  const unsigned char *right)
{
	unsigned char bytes[1 + 2 * MERKLE_HASH_BYTES] = { 1 };

	memcpy(bytes + 1, left, MERKLE_HASH_BYTES);
	memcpy(bytes + 1 + MERKLE_HASH_BYTES, right, MERKLE_HASH_BYTES);
	EVP_Digest(bytes, sizeof(bytes), out, NULL, EVP_sha256(), NULL);
}

static struct error *is_none(void)
{
	return error_new(ERROR_UNTRUSTED, "the inclusion proof is none of that tree");
}

/* The names are the RFC's: fn goes up from the leaf, sn from the last one. */
struct error *merkle_root(unsigned char root[MERKLE_HASH_BYTES], struct slice leaf,
			  const struct merkle_path *path)
{
	uint64_t fn = path->index;
	uint64_t sn = path->size - 1;

	if (!path->size || path->index >= path->size)
		return is_none();
	hash_leaf(root, leaf);
	for (size_t i = 0; i < path->count; i++) {
		if (!sn)
			return is_none();
		if (fn & 1 || fn == sn) {
			hash_children(root, path->hashes[i], root);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			hash_children(root, root, path->hashes[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn ? is_none() : NULL;
}
