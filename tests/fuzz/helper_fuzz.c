/* What a credential helper writes: the first byte is its exit code. */
#include "../../src/config/credential_helper.h"
#include "../../src/config/name_syntax.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines are for Google's key alone, and for nobody's name. */
static void check(const struct credential *credential)
{
	bool is_key = credential->username && strcmp(credential->username, "_json_key") == 0;
	const char *secret =
	    credential->identity_token ? credential->identity_token : credential->password;

	assert(secret);
	assert(!credential->registry_token && !credential->source);
	assert(!credential->username != !credential->identity_token);
	assert(!credential->username || !has_control(slice_of(credential->username)));
	assert(!credential->username || !strchr(credential->username, ':'));
	assert(is_key || !has_control(slice_of(secret)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(credential) credential = NULL;

	if (!size)
		return 0;
	OWNED(error)
	error = helper_parse(&credential, data[0] & 1,
			     (struct slice){ (const char *)data + 1, size - 1 });

	assert(!error || !credential);
	if (credential)
		check(credential);
	return 0;
}
