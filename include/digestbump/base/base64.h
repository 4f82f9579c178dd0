/* base64.h - base64 (RFC 4648 section 4) and hexadecimal, read strictly.
 *
 * Only the canonical encoding is accepted: input that decoders could read differently is refused.
 */
#ifndef DIGESTBUMP_BASE_BASE64_H
#define DIGESTBUMP_BASE_BASE64_H

#include <digestbump/base/text.h>

/* Adds the decoded bytes. The input must be padded, use the standard alphabet, hold no
 * white space and have no bit set after the last byte. False: the input is invalid. */
bool base64_decode(struct text *out, struct slice base64);
void base64_encode(struct text *out, struct slice bytes); /* adds padded base64 */

/* The same for lower-case hexadecimal digits. */
bool hex_decode(struct text *out, struct slice hex);
void hex_encode(struct text *out, struct slice bytes); /* adds two lower-case digits per byte */

#endif
