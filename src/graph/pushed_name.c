#include "pushed_name.h"
#include "declare.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <string.h>

void pushed_name_clear(struct pushed_name *name)
{
	free(name->written);
	free(name->repository);
	free(name->tag);
	free(name->digest);
	*name = (struct pushed_name){ 0 };
}

/* Where tag and digest begin: at the last ':' behind the last '/', and at the '@', that stand
 * in no brackets. The end of the text where there is none. */
static void find_parts(size_t *tag, size_t *digest, const char *text)
{
	size_t size = strlen(text);
	int depth = 0;

	*tag = size;
	*digest = size;
	for (size_t i = 0; i < size; i++) {
		depth += text[i] == '{' || text[i] == '(';
		depth -= (text[i] == '}' || text[i] == ')') && depth > 0;
		if (depth)
			continue;
		if (text[i] == '@') {
			*digest = i;
			break;
		}
		if (text[i] == '/')
			*tag = size;
		else if (text[i] == ':')
			*tag = i;
	}
	if (*tag > *digest)
		*tag = *digest;
}

static char *normalise(const char *written)
{
	OWNED(reference) reference = NULL;
	OWNED(error) refused = reference_parse(&reference, slice_of(written));

	return must_copy(refused ? written : reference->name);
}

void pushed_name_read(struct pushed_name *out, const char *text)
{
	size_t tag;
	size_t digest;
	size_t end = strlen(text);

	find_parts(&tag, &digest, text);
	*out = (struct pushed_name){
		.written = must_copy_bytes(text, tag),
		.has_tag = tag < digest && tag + 1 < digest,
		.digest = digest < end ? must_copy(text + digest + 1) : NULL,
	};
	out->tag =
	    out->has_tag ? must_copy_bytes(text + tag + 1, digest - tag - 1) : must_copy("latest");
	out->is_any_tag = text_is_open(out->tag);
	out->is_open = text_is_open(out->written);
	out->repository = normalise(out->written);
}
