#include "make_pin.h"
#include "assertions.h"
#include <digestbump/base/memory.h>
#include <string.h>

char *make_digest(char digit)
{
	char hex[65] = { 0 };

	memset(hex, digit, 64);
	return must_format("sha256:%s", hex);
}

struct pin *make_pin(const char *path, enum pin_kind kind, const char *text, char digit)
{
	struct pin *pin = pin_new("dockerfile", path);
	OWNED_STRING digest = digit ? make_digest(digit) : NULL;

	pin->raw = must_format("%s%s%s", text, digest ? "@" : "", digest ? digest : "");
	pin->kind = kind;
	pin->line = 1;
	pin->column = 1;
	assert_fine(reference_parse(&pin->image, slice_of(pin->raw)));
	pin->tracked = must_copy(pin->image->tag);
	pin->tag = pin->image->written_tag;
	pin->pinned = must_copy(digest);
	return pin;
}
