/* A transparency log's checkpoint. */
#include "../../src/trust/sigstore/checkpoint.h"
#include "../../src/trust/sigstore/merkle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice note = { (const char *)data, size };
	struct checkpoint checkpoint = { .size = 0 };
	OWNED(error) failed = checkpoint_parse(&checkpoint, note);
	static struct sigstore_root *root; /* parsed once: it takes the longest */

	if (!root)
		error_free(sigstore_root_shipped(&root));

	if (!failed && checkpoint.root.size != MERKLE_HASH_BYTES)
		__builtin_trap();
	checkpoint_clear(&checkpoint);
	for (size_t i = 0; root && i < root->logs.count; i++) {
		OWNED(error) forged = checkpoint_verify(note, &root->logs.items[i], NULL);

		/* Nobody here has the key of a log of the public instance. */
		if (!forged)
			__builtin_trap();
	}
	return 0;
}
