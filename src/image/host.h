/* host.h - the host part of a reference: host[:port], IPv6 in brackets. */
#ifndef DIGESTBUMP_SRC_IMAGE_HOST_H
#define DIGESTBUMP_SRC_IMAGE_HOST_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* By the grammar of distribution/reference: no zone ids, a port of digits. */
bool host_is_valid(struct slice host);

/* Writes host in lower case, in place: hosts are compared that way everywhere. */
void host_lower(char *host);

/* The three names under which Docker Hub is known. */
bool host_is_docker_hub(const char *host);

#endif
