/* What was signed: an in-toto statement with its provenance, or a simple signing payload. */
#include "../../src/trust/sigstore/payload.h"
#include "../../src/trust/sigstore/statement.h"
#include "signature_root.h"
#include <digestbump/base/memory.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice bytes = { (const char *)data, size };
	OWNED(evidence) statement = must_alloc(sizeof(*statement));
	OWNED(evidence) payload = must_alloc(sizeof(*payload));

	error_free(statement_verify(statement, bytes, fuzz_digest));
	error_free(payload_verify(payload, bytes, fuzz_digest));
	return 0;
}
