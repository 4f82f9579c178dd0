/* journal_store.h - where the journal of first sights is kept: a ref of the repository and of its
 * remote, or, without a remote, a file in the cache directory. */
#ifndef DIGESTBUMP_SRC_CLI_JOURNAL_STORE_H
#define DIGESTBUMP_SRC_CLI_JOURNAL_STORE_H

#include "workspace.h"
#include <digestbump/trust/age.h>

struct journal_store {
	struct journal *journal;
	struct ages *ages; /* NULL: no rule asks for a minimum age */
	char *remote;      /* NULL: the journal is a file */
	char *pushed;      /* what the remote had when it was fetched; NULL: nothing */
};

/* Reads the journal, if the configuration asks for a minimum age anywhere. is_online: as the
 * remote has it now; else as it was here last. One that is broken counts as lost: things wait. */
struct error *journal_store_open(struct journal_store *out, const struct workspace *workspace,
				 const struct invocation *invocation, bool is_online) MUST_CHECK;

/* Keeps what is new: pushed with a lease, and merged with what others pushed meanwhile; is_online
 * as above: without, only here. */
struct error *journal_store_save(struct journal_store *store, const struct workspace *workspace,
				 const struct invocation *invocation, bool is_online) MUST_CHECK;
void journal_store_close(struct journal_store *store);

#endif
