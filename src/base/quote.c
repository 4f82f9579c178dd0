#include <digestbump/base/quote.h>
#include <string.h>

static bool needs_quotes(char c, const char *also)
{
	unsigned char byte = (unsigned char)c;

	return byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\' || strchr(also, c);
}

static void add_quoted_byte(struct text *out, char c, const char *also)
{
	static const char plain[] = "\a\b\t\n\v\f\r\"\\";
	static const char letters[] = "abtnvfr\"\\";
	const char *known = strchr(plain, c);

	if (known)
		text_add_format(out, "\\%c", letters[known - plain]);
	else if (needs_quotes(c, also))
		text_add_format(out, "\\%03o", (unsigned char)c);
	else
		text_add(out, &c, 1);
}

void text_add_path(struct text *out, const char *prefix, const char *path, const char *also)
{
	bool quoted = false;

	for (const char *c = path; *c; c++)
		quoted = quoted || needs_quotes(*c, also);
	if (!quoted) {
		text_add_format(out, "%s%s", prefix, path);
		return;
	}
	text_add_format(out, "\"%s", prefix);
	for (const char *c = path; *c; c++)
		add_quoted_byte(out, *c, also);
	text_add_string(out, "\"");
}
