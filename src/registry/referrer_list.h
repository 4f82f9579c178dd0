/* referrer_list.h - reads a list of referrers from an index. */
#ifndef DIGESTBUMP_SRC_REGISTRY_REFERRER_LIST_H
#define DIGESTBUMP_SRC_REGISTRY_REFERRER_LIST_H

#include <digestbump/registry/referrers.h>

/* Adds the entries of the index in `page` that are of artifact_type (NULL: any).
 * ERROR_SYNTAX: not an index. ERROR_UNTRUSTED, ERROR_LIMIT. */
struct error *referrers_add(struct referrers *referrers, struct slice page,
			    const char *artifact_type) MUST_CHECK;

/* Frees what it holds. */
void referrers_clear(struct referrers *referrers);

/* Gives the tag of the list for registries without the referrers API. The digest
 * must be valid. */
char *referrers_tag(const char *digest) MUST_CHECK;

/* ERROR_UNTRUSTED: the manifest's subject is different or missing. ERROR_SYNTAX. */
struct error *referrer_check_subject(struct slice manifest, const char *subject) MUST_CHECK;

#endif
