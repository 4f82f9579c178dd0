#include "pushed_name.h"
#include "declare.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
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

/* Bytes of the variable or expression at the start; 0: it is none. */
static size_t open_size(const char *text)
{
	static const struct {
		const char *open, *close;
	} marks[] = { { "${{", "}}" }, { "{{", "}}" }, { "${", "}" }, { "$(", ")" } };
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t size = strlen(marks[i].open);
		const char *end = strncmp(text, marks[i].open, size) == 0
				      ? strstr(text + size, marks[i].close)
				      : NULL;

		if (end)
			return (size_t)(end - text) + strlen(marks[i].close);
	}
	return *text == '$' ? 1 + strspn(text + 1, letters) : 0;
}

char *tag_glob(const char *tag)
{
	OWNED(text) glob = text_new(0);

	while (*tag) {
		size_t size = open_size(tag);

		if (size)
			text_add_string(glob, "*");
		else if (strchr("*?[\\", *tag))
			text_add_string(glob, "?");
		else
			text_add(glob, tag, 1);
		tag += size ? size : 1;
	}
	return text_take(pass_on(&glob));
}
