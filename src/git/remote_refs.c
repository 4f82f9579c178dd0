#include "remote_refs.h"
#include "repository.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* "ref: refs/heads/main\tHEAD" or "<oid>\t<name>". */
static void add_line(struct git_remote_refs *refs, struct slice line)
{
	size_t tab;
	git_oid id;

	if (!slice_find(&tab, line, "\t"))
		return;
	struct slice value = { line.at, tab };
	struct slice name = { line.at + tab + 1, line.size - tab - 1 };

	if (slice_is(name, "HEAD") && slice_starts(value, "ref: ")) {
		free(refs->head);
		refs->head =
		    must_copy_bytes(value.at + strlen("ref: "), value.size - strlen("ref: "));
		return;
	}
	OWNED_STRING oid = slice_copy(value);

	if ((!slice_starts(name, "refs/heads/") && !slice_starts(name, "refs/digestbump/")) ||
	    strlen(oid) != OID_HEX_SIZE || git_oid_fromstr(&id, oid) < 0)
		return;
	refs->items = must_grow(refs->items, refs->count, sizeof(*refs->items));
	refs->items[refs->count++] = (struct git_remote_ref){ slice_copy(name), pass_on(&oid) };
}

struct git_remote_refs *remote_refs_parse(struct slice output)
{
	struct git_remote_refs *refs = must_alloc(sizeof(*refs));
	struct slice line;

	while (slice_line(&line, &output))
		add_line(refs, line);
	return refs;
}

void git_remote_refs_free(struct git_remote_refs *refs)
{
	if (!refs)
		return;
	for (size_t i = 0; i < refs->count; i++) {
		free(refs->items[i].name);
		free(refs->items[i].oid);
	}
	free(refs->items);
	free(refs->head);
	free(refs);
}
