/* host.h - the host part of a reference: host[:port], IPv6 in brackets. */
#ifndef DIGESTBUMP_SRC_IMAGE_HOST_H
#define DIGESTBUMP_SRC_IMAGE_HOST_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* True when valid by the grammar of distribution/reference: no zone ids, numeric port. */
bool host_is_valid(struct slice host);

/* Converts host to lower case in place: hosts are compared in lower case. */
void host_lower(char *host);

/* True for the three host names of Docker Hub. */
bool host_is_docker_hub(const char *host);

#endif
