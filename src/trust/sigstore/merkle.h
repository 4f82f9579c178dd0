/* merkle.h - inclusion in a Merkle tree, RFC 9162 section 2.1.3.2. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_MERKLE_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_MERKLE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdint.h>

enum { MERKLE_HASH_BYTES = 32 };

/* What leads from one leaf to the root of a tree of `size` leaves. */
struct merkle_path {
	uint64_t index;
	uint64_t size;
	unsigned char (*hashes)[MERKLE_HASH_BYTES];
	size_t count;
};

/* Writes the root that the leaf and the path come to. ERROR_UNTRUSTED: the path is
 * none of a tree of that size. */
struct error *merkle_root(unsigned char root[MERKLE_HASH_BYTES], struct slice leaf,
			  const struct merkle_path *path) MUST_CHECK;

#endif
