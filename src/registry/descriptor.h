/* descriptor.h - reads an OCI descriptor. */
#ifndef DIGESTBUMP_SRC_REGISTRY_DESCRIPTOR_H
#define DIGESTBUMP_SRC_REGISTRY_DESCRIPTOR_H

#include "strict_json.h"

/* Gives the digest and size of a descriptor. ERROR_SYNTAX; ERROR_UNSUPPORTED: the
 * algorithm of the digest. */
struct error *descriptor_read(char **digest, long long *size, const struct json_t *descriptor)
    MUST_CHECK;

#endif
