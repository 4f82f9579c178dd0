/* What `git ls-remote --symref` prints: branches with whole object names, and nothing else. */
#include "../../src/git/remote_refs.h"
#include <digestbump/git/git.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(git_remote_refs)
	refs = remote_refs_parse((struct slice){ (const char *)data, size });

	for (size_t i = 0; i < refs->count; i++)
		if (strncmp(refs->items[i].name, "refs/heads/", 11) != 0 ||
		    strlen(refs->items[i].oid) != 40 ||
		    strspn(refs->items[i].oid, "0123456789abcdefABCDEF") != 40)
			__builtin_trap();
	return 0;
}
