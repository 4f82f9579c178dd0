/* journal_store.h - storage of the journal (when each digest was first seen): a ref of the
 * repository and of its remote, or, without a remote, a file in the cache directory. */
#ifndef DIGESTBUMP_SRC_CLI_JOURNAL_STORE_H
#define DIGESTBUMP_SRC_CLI_JOURNAL_STORE_H

#include "workspace.h"
#include <digestbump/trust/age.h>

struct journal_store {
	struct journal *journal;
	struct ages *ages; /* NULL: no rule asks for a minimum age */
	char *remote;      /* NULL: the journal is a file */
	char *pushed;      /* the remote's commit when fetched; NULL: none */
};

/* Reads the journal, if any rule sets a minimum age. is_online: fetches the remote's;
 * else reads the local copy. A damaged journal counts as lost: bumps wait. */
struct error *journal_store_open(struct journal_store *out, const struct workspace *workspace,
				 const struct invocation *invocation, bool is_online) MUST_CHECK;

/* Saves new entries: pushes them with a lease, merged with entries pushed meanwhile; without
 * is_online, saves locally only. */
struct error *journal_store_save(struct journal_store *store, const struct workspace *workspace,
				 const struct invocation *invocation, bool is_online) MUST_CHECK;
void journal_store_close(struct journal_store *store); /* frees what it holds */

#endif
