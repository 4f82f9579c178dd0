#include "provenance.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <string.h>

static int hex_value(char letter)
{
	return isdigit((unsigned char)letter) ? letter - '0' : tolower(letter) - 'a' + 10;
}

/* Gives the text with "%2F" and its kin decoded. */
static char *decoded(const char *text, size_t size)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < size; i++) {
		char byte = text[i];

		if (byte == '%' && i + 2 < size && isxdigit((unsigned char)text[i + 1]) &&
		    isxdigit((unsigned char)text[i + 2])) {
			byte = (char)(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
			i += 2;
		}
		text_add(out, &byte, 1);
	}
	return text_take(pass_on(&out));
}

/* Gives the qualifier's value, or NULL. `text` is what stands behind '?'. */
static char *qualifier(const char *text, const char *name)
{
	size_t length = strlen(name);

	while (text && *text) {
		size_t size = strcspn(text, "&");

		if (size > length && strncmp(text, name, length) == 0 && text[length] == '=')
			return decoded(text + length + 1, size - length - 1);
		text += size + (text[size] == '&');
	}
	return NULL;
}

/* Gives the digest of a material: of its `digest`, else of its URL. */
static char *material_digest(const struct node *material, const char *qualifiers)
{
	const char *hex = node_string(node_get(node_get(material, "digest"), "sha256"));

	return hex ? must_format("sha256:%s", hex) : qualifier(qualifiers, "digest");
}

static void read_material(const struct node *material, provenance_each *each, void *data)
{
	static const char prefix[] = "pkg:docker/";
	const char *uri = node_string(node_get(material, "uri"));
	OWNED(reference) image = NULL;

	if (!uri || strncmp(uri, prefix, sizeof(prefix) - 1) != 0)
		return;
	const char *name = uri + sizeof(prefix) - 1;
	const char *question = strchr(name, '?');
	OWNED_STRING digest = material_digest(material, question ? question + 1 : NULL);
	OWNED_STRING text = decoded(name, strcspn(name, "@?"));
	OWNED(error) error = reference_parse(&image, slice_of(text));

	if (!error && digest && digest_is_valid(digest))
		each(data, image->name, digest);
}

void provenance_read(const struct node *statement, provenance_each *each, void *data)
{
	const struct node *predicate = node_get(statement, "predicate");
	const struct node *lists[] = {
		node_get(predicate, "materials"),
		node_get(node_get(predicate, "buildDefinition"), "resolvedDependencies"),
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (size_t k = 0;
		     lists[i] && lists[i]->kind == NODE_SEQUENCE && k < lists[i]->count; k++)
			read_material(node_target(lists[i]->items[k]), each, data);
}
