/* secret.h - passwords and tokens: overwritten before their memory is freed. */
#ifndef DIGESTBUMP_BASE_SECRET_H
#define DIGESTBUMP_BASE_SECRET_H

#include <digestbump/base/text.h>

/* Overwrites a string and frees it. NULL is fine. */
void secret_free(char *secret);

/* Overwrites what a text holds, without freeing it. NULL is fine. */
void secret_wipe_text(struct text *text);

#endif
