/* signature_policies.h - the policies of a workspace with their keys, and the stage that looks
 * signatures up, opened and closed. */
#ifndef DIGESTBUMP_SRC_CLI_SIGNATURE_POLICIES_H
#define DIGESTBUMP_SRC_CLI_SIGNATURE_POLICIES_H

#include "workspace.h"
#include <digestbump/trust/trust.h>

struct signature_policies {
	struct policy_set *set;
	struct trust *trust; /* NULL: the configuration has no policy */
};

/* Reads what `trust` of the configuration names: the operator's from where the operator's file is,
 * the repository's from the tree that is looked at, never out of it. ERROR_USAGE: a key or root
 * cannot be read. */
struct error *signature_policies_open(struct signature_policies *out,
				      const struct workspace *workspace) MUST_CHECK;
void signature_policies_close(struct signature_policies *policies);

#endif
