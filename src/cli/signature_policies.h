/* signature_policies.h - open and close a workspace's policies with their keys, and the stage that
 * looks up signatures. */
#ifndef DIGESTBUMP_SRC_CLI_SIGNATURE_POLICIES_H
#define DIGESTBUMP_SRC_CLI_SIGNATURE_POLICIES_H

#include "workspace.h"
#include <digestbump/trust/trust.h>

struct signature_policies {
	struct policy_set *set;
	struct trust *trust; /* NULL: the configuration has no policy */
};

/* Reads the files that `trust` in the configuration names: the operator's relative to the
 * operator's file, the repository's from the scanned tree, never outside of it. ERROR_USAGE: a key
 * or root cannot be read. */
struct error *signature_policies_open(struct signature_policies *out,
				      const struct workspace *workspace) MUST_CHECK;
void signature_policies_close(struct signature_policies *policies); /* frees what it holds */

#endif
