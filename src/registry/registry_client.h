/* registry_client.h - what the files of the registry client share. */
#ifndef DIGESTBUMP_SRC_REGISTRY_REGISTRY_CLIENT_H
#define DIGESTBUMP_SRC_REGISTRY_REGISTRY_CLIENT_H

#include "oci_layout.h"
#include <digestbump/base/map.h>
#include <digestbump/config/credentials.h>
#include <digestbump/http/http.h>
#include <digestbump/registry/registry.h>

struct registry {
	struct http *http;
	const struct config *config;
	const struct credentials *credentials;

	struct map *endpoints; /* by host, or by the origin of a redirect target */
	struct map *auths;     /* by endpoint and repository */
	struct layouts layouts;

	struct cache *cache;     /* NULL: none */
	struct answers *answers; /* NULL: none */
	enum answers_use use;
};

#endif
