/* A journal of first sights: what was read and written again is the same. */
#include <digestbump/base/text.h>
#include <digestbump/trust/journal.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(journal) journal = journal_new();
	OWNED(journal) again = journal_new();
	OWNED(text) first = text_new(0);
	OWNED(text) second = text_new(0);
	OWNED(error)
	broken = journal_read(journal, (struct slice){ (const char *)data, size });

	journal_write(first, journal);
	error_free(journal_read(again, text_slice(first)));
	journal_write(second, again);
	if (!broken &&
	    (first->size != second->size || memcmp(first->bytes, second->bytes, first->size) != 0))
		__builtin_trap();
	return 0;
}
