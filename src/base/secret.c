#include <digestbump/base/secret.h>
#include <stdlib.h>
#include <string.h>

void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

void secret_wipe_text(struct text *text)
{
	if (text && text->bytes)
		explicit_bzero(text->bytes, text->size);
}
