#include "material.h"
#include <digestbump/base/memory.h>

static void entry_clear(struct log_entry *entry)
{
	text_clear(&entry->log_id);
	free(entry->kind);
	free(entry->version);
	text_clear(&entry->promise);
	text_clear(&entry->body);
	text_clear(&entry->proof_root);
	free(entry->hashes);
	free(entry->checkpoint);
}

void signature_material_free(struct signature_material *material)
{
	if (!material)
		return;
	for (size_t i = 0; i < material->entry_count; i++)
		entry_clear(&material->entries[i]);
	free(material->entries);
	for (size_t i = 0; i < material->timestamp_count; i++)
		text_clear(&material->timestamps[i]);
	free(material->timestamps);
	X509_free(material->certificate);
	text_clear(&material->signature);
	text_clear(&material->payload);
	text_clear(&material->message_digest);
	free(material->message_algorithm);
	free(material);
}

struct log_entry *material_add_entry(struct signature_material *material)
{
	material->entries =
	    must_grow(material->entries, material->entry_count, sizeof(*material->entries));
	material->entries[material->entry_count] = (struct log_entry){ .kind = NULL };
	return &material->entries[material->entry_count++];
}

struct text *material_add_timestamp(struct signature_material *material)
{
	material->timestamps = must_grow(material->timestamps, material->timestamp_count,
					 sizeof(*material->timestamps));
	material->timestamps[material->timestamp_count] = (struct text){ .bytes = NULL };
	return &material->timestamps[material->timestamp_count++];
}

bool signature_material_is_keyless(const struct signature_material *material)
{
	return material->certificate != NULL;
}

enum signed_kind signature_material_kind(const struct signature_material *material)
{
	return material->kind;
}
