#include "entry.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>

/* The signed entry timestamp: over the canonical JSON (RFC 8785) of four members. */
static struct error *verify_promise(const struct log_entry *entry,
				    const struct transparency_log *log)
{
	OWNED(text) message = text_new(0);

	text_add_string(message, "{\"body\":\"");
	base64_encode(message, text_slice(&entry->body));
	text_add_format(message, "\",\"integratedTime\":%lld,\"logID\":\"",
			(long long)entry->integrated_time);
	hex_encode(message, text_slice(&entry->log_id));
	text_add_format(message, "\",\"logIndex\":%lld}", (long long)entry->index);
	return error_wrap(public_key_verify(NULL, log->key, text_slice(&entry->promise),
					    text_slice(message)),
			  "the log's signed entry timestamp");
}

/* Rekor v1 began new trees with old keys, so an entry has two indexes: the proof's is
 * the one in its own tree. */
static struct error *verify_inclusion(const struct log_entry *entry)
{
	unsigned char root[MERKLE_HASH_BYTES];
	const struct merkle_path path = { .index = (uint64_t)entry->proof_index,
					  .size = (uint64_t)entry->proof_size,
					  .hashes = entry->hashes,
					  .count = entry->hash_count };

	TRY(merkle_root(root, text_slice(&entry->body), &path));
	if (!slice_same((struct slice){ (const char *)root, sizeof(root) },
			text_slice(&entry->proof_root)))
		return error_new(ERROR_UNTRUSTED, "the inclusion proof comes to another root hash");
	return NULL;
}

static struct error *verify_checkpoint(const struct log_entry *entry,
				       const struct transparency_log *log)
{
	struct checkpoint checkpoint = { .size = 0 };
	struct slice note = slice_of(entry->checkpoint);
	struct error *failed = checkpoint_parse(&checkpoint, note);

	if (!failed && (checkpoint.size != (uint64_t)entry->proof_size ||
			!slice_same(text_slice(&checkpoint.root), text_slice(&entry->proof_root))))
		failed = error_new(ERROR_UNTRUSTED,
				   "the checkpoint is of another tree than the inclusion proof");
	checkpoint_clear(&checkpoint);
	return failed ? failed : checkpoint_verify(note, log, NULL);
}

static struct error *check_time(const struct log_entry *entry, const struct transparency_log *log)
{
	OWNED_STRING when = time_rfc3339(entry->integrated_time);

	if (validity_covers(&log->validity, entry->integrated_time))
		return NULL;
	return error_new(ERROR_UNTRUSTED,
			 "the log entry is of %s, when the log's key did not count", when);
}

struct error *entry_v1_verify(int64_t *time, const struct log_entry *entry,
			      const struct transparency_log *log,
			      const struct verified_signature *verified)
{
	bool has_checkpoint = entry->has_proof && entry->checkpoint;

	TRY(entry_body_verify(entry, verified));
	if (!entry->promise.size && !has_checkpoint)
		return error_new(ERROR_UNTRUSTED, "the log has not signed for the entry");
	if (entry->has_proof)
		TRY(verify_inclusion(entry));
	if (has_checkpoint)
		TRY(verify_checkpoint(entry, log));
	*time = -1;
	if (!entry->promise.size)
		return NULL;
	TRY(verify_promise(entry, log));
	TRY(check_time(entry, log));
	*time = entry->integrated_time;
	return NULL;
}
