#include <digestbump/base/base64.h>
#include <string.h>

/* ---- base64, RFC 4648 section 4 ---- */

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

/* Four letters, of which the last `padding` are '='. */
static bool decode_quad(struct text *out, const char *quad, unsigned padding)
{
	unsigned long bits = 0;

	for (unsigned i = 0; i < 4; i++) {
		int value = i < 4 - padding ? base64_value(quad[i]) : 0;

		if (value < 0)
			return false;
		bits = bits << 6 | (unsigned)value;
	}
	char bytes[3] = { (char)(bits >> 16 & 0xff), (char)(bits >> 8 & 0xff),
			  (char)(bits & 0xff) };

	/* What padding covers must be zero: one text for the same bytes. */
	if ((padding > 0 && bytes[2]) || (padding > 1 && bytes[1]))
		return false;
	text_add(out, bytes, 3 - padding);
	return true;
}

bool base64_decode(struct text *out, struct slice base64)
{
	if (base64.size % 4)
		return false;
	for (size_t i = 0; i < base64.size; i += 4) {
		unsigned padding = 0;

		if (i + 4 == base64.size)
			padding = base64.at[i + 3] != '=' ? 0 : base64.at[i + 2] != '=' ? 1 : 2;
		if (!decode_quad(out, base64.at + i, padding))
			return false;
	}
	return true;
}

void base64_encode(struct text *out, struct slice bytes)
{
	for (size_t i = 0; i < bytes.size; i += 3) {
		unsigned long bits = 0;
		size_t left = bytes.size - i;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (k < left ? (unsigned char)bytes.at[i + k] : 0U);
		char quad[4] = { alphabet[bits >> 18 & 63], alphabet[bits >> 12 & 63],
				 left > 1 ? alphabet[bits >> 6 & 63] : '=',
				 left > 2 ? alphabet[bits & 63] : '=' };

		text_add(out, quad, 4);
	}
}

/* ---- hexadecimal ---- */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(struct text *out, struct slice hex)
{
	if (hex.size % 2)
		return false;
	for (size_t i = 0; i < hex.size; i += 2) {
		int high = hex_value(hex.at[i]);
		int low = hex_value(hex.at[i + 1]);

		if (high < 0 || low < 0)
			return false;
		char byte = (char)(high << 4 | low);

		text_add(out, &byte, 1);
	}
	return true;
}

void hex_encode(struct text *out, struct slice bytes)
{
	for (size_t i = 0; i < bytes.size; i++)
		text_add_format(out, "%02x", (unsigned char)bytes.at[i]);
}
