#include "doctor_signatures.h"
#include "signature_policies.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>

static int64_t shipped_date(void)
{
	OWNED(sigstore_root) root = NULL;
	OWNED(error) failed = sigstore_root_shipped(&root);

	return failed ? 0 : sigstore_root_date(root);
}

void check_signatures(const struct doctor *doctor)
{
	struct signature_policies policies = { .set = NULL };
	OWNED_STRING date = time_rfc3339(shipped_date());
	OWNED(error)
	failed = signature_policies_open(&policies, doctor->workspace);

	if (failed)
		doctor_add_check(doctor, "signatures", CHECK_FAIL, must_copy(error_text(failed)),
				 "correct 'trust' in the configuration");
	else
		doctor_add_check(doctor, "signatures", CHECK_OK,
				 must_format("%zu policies; the built-in trusted root is of %.10s",
					     doctor->workspace->config->trust.count, date),
				 NULL);
	signature_policies_close(&policies);
}
