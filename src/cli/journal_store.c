#include "journal_store.h"
#include "resolver.h"
#include <digestbump/base/file.h>
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>

#define JOURNAL_REF "refs/digestbump/journal"
#define JOURNAL_FILE "journal"

/* ---- reading ---- */

static bool is_wanted(const struct config *config)
{
	bool is_any = config->minimum_age_s != 0;

	for (size_t i = 0; i < config->rule_count; i++)
		is_any |= config->rules[i].minimum_age_s > 0;
	return is_any;
}

/* Takes error, which may be NULL: what cannot be read is lost, and only makes things wait. */
static void read_bytes(struct journal *journal, const struct text *bytes, struct error *error)
{
	if (!error)
		error = journal_read(journal, text_slice(bytes));
	if (error)
		log_debug("journal: %s", error_text(error));
	error_free(error);
}

static struct error *read_ref(struct journal *journal, struct git *git, const char *name,
			      char **oid)
{
	OWNED_STRING found = NULL;
	OWNED(text) bytes = NULL;

	TRY(git_ref_read(&found, git, name));
	if (found) {
		struct error *failed =
		    git_file_read(&bytes, git, found, JOURNAL_FILE, JOURNAL_BYTES_MOST);

		read_bytes(journal, bytes, failed);
	}
	if (oid)
		*oid = pass_on(&found);
	return NULL;
}

/* The remote may have none yet. */
static struct error *fetch(struct git *git, const char *remote)
{
	OWNED(strings) refs = strings_new();

	strings_add(refs, JOURNAL_REF);
	struct error *failed = git_fetch(git, remote, refs, /* tips_only= */ true);

	if (!failed || error_kind(failed) != ERROR_ABSENT)
		return failed;
	error_free(failed);
	OWNED_STRING tracking = git_tracking_ref(JOURNAL_REF);
	OWNED_STRING stale = NULL;

	TRY(git_ref_read(&stale, git, tracking));
	return stale ? git_ref_update(git, tracking, stale, NULL) : NULL;
}

static struct error *read_repository(struct journal_store *store, struct git *git, bool is_online)
{
	OWNED_STRING tracking = git_tracking_ref(JOURNAL_REF);

	if (is_online)
		TRY(error_wrap(fetch(git, store->remote), "journal"));
	free(store->pushed);
	store->pushed = NULL;
	TRY(read_ref(store->journal, git, tracking, &store->pushed));
	return read_ref(store->journal, git, JOURNAL_REF, NULL);
}

static char *file_of(const struct invocation *invocation)
{
	OWNED_STRING directory = cache_directory(invocation->context);

	return directory ? must_format("%s/journal", directory) : NULL;
}

static void read_cache(struct journal_store *store, const struct invocation *invocation)
{
	OWNED_STRING path = file_of(invocation);
	OWNED(text) bytes = NULL;

	if (!path)
		return;
	struct error *failed = file_read(&bytes, AT_FDCWD, path, JOURNAL_BYTES_MOST);

	read_bytes(store->journal, bytes, failed);
}

static struct error *read_all(struct journal_store *store, const struct workspace *workspace,
			      const struct invocation *invocation, bool is_online)
{
	if (workspace->git)
		TRY(git_remote_choose(&store->remote, workspace->git, invocation->options->remote));
	if (store->remote)
		return read_repository(store, workspace->git, is_online);
	read_cache(store, invocation);
	return NULL;
}

struct error *journal_store_open(struct journal_store *out, const struct workspace *workspace,
				 const struct invocation *invocation, bool is_online)
{
	struct journal_store store = { .journal = NULL };

	if (!is_wanted(workspace->config))
		return NULL;
	store.journal = journal_new();
	struct error *failed = read_all(&store, workspace, invocation, is_online);

	if (failed) {
		journal_store_close(&store);
		return failed;
	}
	store.ages = ages_new(store.journal, invocation->context->clock);
	*out = store;
	return NULL;
}

void journal_store_close(struct journal_store *store)
{
	ages_free(store->ages);
	journal_free(store->journal);
	free(store->remote);
	free(store->pushed);
	*store = (struct journal_store){ .journal = NULL };
}

/* ---- writing ---- */

static struct error *write_commit(char **oid, const struct journal_store *store,
				  const struct workspace *workspace,
				  const struct invocation *invocation)
{
	OWNED(text) bytes = text_new(0);
	OWNED_STRING tree = NULL;
	OWNED(identity)
	who = identity_choose(workspace->config, workspace->git, invocation->context);
	const struct git_identity author = { who->author_name, who->author_email,
					     invocation->context->clock };

	journal_write(bytes, store->journal);
	TRY(git_write_file_tree(&tree, workspace->git, JOURNAL_FILE, text_slice(bytes)));
	const struct git_commit_content content = {
		.tree = tree,
		.parent = store->pushed,
		.message = "digestbump: when digests were first seen\n",
	};

	return git_write_commit(oid, workspace->git, &content, &author, &author);
}

static struct error *update_local(struct git *git, const char *oid)
{
	OWNED_STRING old = NULL;

	TRY(git_ref_read(&old, git, JOURNAL_REF));
	return git_ref_update(git, JOURNAL_REF, old, oid);
}

static struct error *push(const struct journal_store *store, struct git *git, const char *oid)
{
	struct git_push_ref update = { .ref = JOURNAL_REF, .oid = oid, .expected = store->pushed };

	TRY(git_push_refs(git, store->remote, &update, 1));
	return update.error;
}

/* Somebody else may have pushed: then both are merged, and it is tried again. */
static struct error *push_merged(struct journal_store *store, const struct workspace *workspace,
				 const struct invocation *invocation)
{
	struct error *failed = NULL;

	for (unsigned i = 0; i < JOURNAL_PUSHES_MOST; i++) {
		OWNED_STRING oid = NULL;

		error_free(failed);
		TRY(write_commit(&oid, store, workspace, invocation));
		TRY(update_local(workspace->git, oid));
		failed = push(store, workspace->git, oid);
		if (!failed || error_kind(failed) != ERROR_CONFLICT)
			break;
		struct error *unread =
		    read_repository(store, workspace->git, /* is_online= */ true);

		if (unread) {
			error_free(failed);
			return unread;
		}
	}
	return failed;
}

static struct error *write_cache(const struct journal_store *store,
				 const struct invocation *invocation)
{
	OWNED(text) bytes = text_new(0);
	OWNED_STRING path = file_of(invocation);
	OWNED_STRING directory = cache_directory(invocation->context);

	if (!path)
		return error_new(ERROR_FILE,
				 "no place for it: neither XDG_CACHE_HOME nor HOME is set");
	journal_write(bytes, store->journal);
	TRY(file_make_directories(directory));
	return file_replace(AT_FDCWD, path, text_slice(bytes));
}

static struct error *save(struct journal_store *store, const struct workspace *workspace,
			  const struct invocation *invocation, bool is_online)
{
	OWNED_STRING oid = NULL;

	if (!store->remote)
		return write_cache(store, invocation);
	if (is_online)
		return push_merged(store, workspace, invocation);
	TRY(write_commit(&oid, store, workspace, invocation));
	return update_local(workspace->git, oid);
}

struct error *journal_store_save(struct journal_store *store, const struct workspace *workspace,
				 const struct invocation *invocation, bool is_online)
{
	if (!store->journal || !journal_has_news(store->journal))
		return NULL;
	return error_wrap(save(store, workspace, invocation, is_online), "journal");
}
