/* descriptor.h - what an OCI descriptor says of the bytes that it stands for. */
#ifndef DIGESTBUMP_SRC_REGISTRY_DESCRIPTOR_H
#define DIGESTBUMP_SRC_REGISTRY_DESCRIPTOR_H

#include "strict_json.h"

/* Gives the digest and size of a descriptor. ERROR_SYNTAX; ERROR_UNSUPPORTED: a
 * digest by an algorithm that nobody here can verify. */
struct error *descriptor_read(char **digest, long long *size, const struct json_t *descriptor)
    MUST_CHECK;

#endif
