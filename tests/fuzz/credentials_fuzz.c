#include "../../src/config/docker_config.h"
#include "../../src/config/name_syntax.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_secret(const char *secret)
{
	assert(!secret || !has_control(slice_of(secret)));
}

/* Google's key alone may have lines: it goes out in base64 only. */
static void check_password(const struct credential *credential)
{
	if (!credential->username || strcmp(credential->username, "_json_key") != 0)
		check_secret(credential->password);
}

/* What is found can go into a header as it is. */
static void find(const struct docker_config *file, const char *host, const char *repository)
{
	OWNED(credential) credential = NULL;
	OWNED(error) error = docker_config_find(&credential, file, host, repository);

	assert(!error || !credential);
	if (!credential)
		return;
	assert(!credential_is_anonymous(credential));
	check_secret(credential->username);
	check_password(credential);
	check_secret(credential->identity_token);
	check_secret(credential->registry_token);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(docker_config) file = NULL;
	OWNED(error)
	error =
	    docker_config_parse(&file, "'config.json'", (struct slice){ (const char *)data, size });

	assert(!error != !file);
	if (error)
		return 0;
	bool is_certain = false;
	const char *helper = docker_config_helper(&is_certain, file, "docker.io");

	assert(!helper || *helper);
	assert(helper || !is_certain);
	find(file, "docker.io", "library/alpine");
	find(file, "quay.io", "team/app");
	find(file, "localhost:5000", "x");
	find(file, "[::1]:5000", "x/y/z");
	return 0;
}
