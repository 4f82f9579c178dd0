/* A list of referrers, and the same bytes as a referrer's manifest. */
#include "../../src/registry/referrer_list.h"
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice bytes = { (const char *)data, size };
	struct referrers all = { 0 };
	struct referrers some = { 0 };

	error_free(referrers_add(&all, bytes, NULL));
	error_free(referrers_add(&some, bytes, "application/spdx+json"));
	/* Whatever got through may stand in a URL. */
	for (size_t i = 0; i < all.count; i++)
		if (!digest_is_valid(all.items[i].digest) || all.items[i].size < 0)
			__builtin_trap();
	if (some.count > all.count || all.count > REFERRERS_MOST)
		__builtin_trap();
	referrers_clear(&all);
	referrers_clear(&some);
	error_free(referrer_check_subject(bytes, "sha256:00"));
	return 0;
}
