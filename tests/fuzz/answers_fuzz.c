/* A file of answers: what is taken is written and taken again, to the same bytes. */
#include <digestbump/registry/answers.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(answers) answers = answers_new(1);
	OWNED(answers) again = answers_new(2);
	OWNED(text) first = text_new(0);
	OWNED(text) second = text_new(0);
	struct error *error = answers_read(answers, (struct slice){ (const char *)data, size });

	if (error) {
		error_free(error);
		return 0;
	}
	answers_write(first, answers);
	error = answers_read(again, text_slice(first));
	if (error)
		__builtin_trap();
	answers_write(second, again);
	if (first->size != second->size || memcmp(first->bytes, second->bytes, first->size) != 0)
		__builtin_trap();
	return 0;
}
