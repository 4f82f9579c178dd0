/* platform.h - os/architecture[/variant], compared as containerd does it.
 *
 * Normalised (x86_64 is amd64, aarch64 is arm64, arm without a variant is v7,
 * arm64/v8 and amd64/v1 drop the variant) and then compared strictly: accepting a
 * similar platform would change what runs.
 */
#ifndef DIGESTBUMP_IMAGE_PLATFORM_H
#define DIGESTBUMP_IMAGE_PLATFORM_H

#include <digestbump/base/error.h>
#include <stdbool.h>

/* Normalised; an empty string means not specified. */
struct platform {
	char os[16];
	char architecture[24];
	char variant[16];
};

/* Sets *out from "os/architecture[/variant]". ERROR_SYNTAX otherwise. */
struct error *platform_parse(struct platform *out, const char *text) MUST_CHECK;

/* Sets *out from the three fields of an index entry or an image configuration;
 * variant may be NULL. False when a field is missing or too long. */
bool platform_set(struct platform *out, const char *os, const char *architecture,
		  const char *variant);

/* True when all three fields are equal. */
bool platform_is(const struct platform *a, const struct platform *b);

/* "unknown/unknown": an attestation, not an image (BuildKit). */
bool platform_is_unknown(const struct platform *platform);

/* Gives "linux/arm64/v9" or "linux/amd64". */
char *platform_text(const struct platform *platform) MUST_CHECK;

#endif
