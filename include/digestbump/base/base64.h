/* base64.h - base64 (RFC 4648 section 4) and hexadecimal, read strictly.
 *
 * One spelling for the same bytes: what two readers could take differently is refused.
 */
#ifndef DIGESTBUMP_BASE_BASE64_H
#define DIGESTBUMP_BASE_BASE64_H

#include <digestbump/base/text.h>

/* Adds the bytes of a padded base64 text of the standard alphabet, without white
 * space and with no bit set behind the last byte. False: it is none. */
bool base64_decode(struct text *out, struct slice base64);
void base64_encode(struct text *out, struct slice bytes);

/* The same for hexadecimal digits in lower case. */
bool hex_decode(struct text *out, struct slice hex);
void hex_encode(struct text *out, struct slice bytes);

#endif
