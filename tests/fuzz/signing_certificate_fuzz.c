/* A certificate in DER: its path, its names, its proofs of publication. */
#include "../../src/trust/sigstore/certificate.h"
#include "../../src/trust/sigstore/sct.h"
#include "signature_root.h"
#include <digestbump/base/memory.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEEDS_TIME = 1767323045 }; /* 2026-01-02T03:04:05Z */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sigstore_root *root; /* parsed once: it takes the longest */
	OWNED(x509_st) leaf = NULL;
	OWNED(x509_st) issuer = NULL;
	OWNED(evidence) evidence = must_alloc(sizeof(*evidence));

	if (!root)
		error_free(sigstore_root_parse(&root, slice_of(fuzz_root)));
	OWNED(error) broken = certificate_parse(&leaf, (struct slice){ (const char *)data, size });

	if (broken)
		return 0;
	OWNED(error) unnamed = certificate_read_identity(evidence, leaf);
	OWNED(error) stray = certificate_verify_path(&issuer, leaf, root, SEEDS_TIME);

	error_free(sct_verify(leaf, issuer ? issuer : leaf, &root->certificate_logs));
	/* All that the authority signed has this issuer. */
	if (!stray && !unnamed && strcmp(evidence->issuer, fuzz_issuer) != 0)
		__builtin_trap();
	return 0;
}
