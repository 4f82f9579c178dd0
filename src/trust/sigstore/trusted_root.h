/* trusted_root.h - the parsed trusted root. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_TRUSTED_ROOT_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_TRUSTED_ROOT_H

#include "key.h"
#include <digestbump/trust/root.h>

/* When a key's or an authority's word counts; both ends included. */
struct validity {
	int64_t start;
	int64_t end; /* INT64_MAX: not over */
};

/* True when time is within the period. */
bool validity_covers(const struct validity *validity, int64_t time);

/* A transparency log, or a log of certificates. */
struct transparency_log {
	char *host; /* of its base URL, with the port: the origin of Rekor v2 */
	struct public_key *key;
	struct text id; /* logId.keyId */
	struct validity validity;
};

/* Certificate authority or time-stamp authority: leaf-most first, the anchor last. */
struct authority {
	char *uri;
	X509 **chain;
	size_t count;
	struct validity validity;
};

struct log_list {
	struct transparency_log *items;
	size_t count;
};

struct authority_list {
	struct authority *items;
	size_t count;
};

struct sigstore_root {
	struct log_list logs;
	struct log_list certificate_logs;
	struct authority_list authorities;
	struct authority_list timestamp_authorities;
	int64_t date;
};

/* The log with this id, NULL when the root has none. */
const struct transparency_log *root_find_log(const struct log_list *list, struct slice id);

#endif
