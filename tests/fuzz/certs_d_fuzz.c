/* A directory of certs.d, its files begun by "=== NAME": only whole pairs are taken. */
#include "../support/fuzz_directory.h"
#include <digestbump/base/memory.h>
#include <digestbump/config/tls.h>
#include <stdint.h>
#include <string.h>

enum { FILES_MOST = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *variable(const char *name)
{
	return strcmp(name, "XDG_CONFIG_HOME") == 0 ? fuzz_directory() : NULL;
}

static bool is_name(struct slice name)
{
	for (size_t i = 0; i < name.size; i++)
		if (name.at[i] <= ' ' || name.at[i] > '~' || name.at[i] == '/')
			return false;
	return name.size && name.size < 100 && !slice_is(name, ".") && !slice_is(name, "..");
}

static bool write_files(struct slice rest)
{
	struct slice line;
	size_t count = 0;

	while (slice_line(&line, &rest)) {
		struct slice name = { line.at + 4, line.size < 4 ? 0 : line.size - 4 };
		size_t end = rest.size;

		if (!slice_starts(line, "=== ") || !is_name(name) || ++count > FILES_MOST)
			return false;
		if (slice_find(&end, rest, "\n=== "))
			end++;
		else
			end = rest.size;
		OWNED_STRING path = must_format("containers/certs.d/registry.example/%.*s",
						(int)name.size, name.at);

		fuzz_directory_write(path, (struct slice){ rest.at, end });
		rest = (struct slice){ rest.at + end, rest.size - end };
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(config) config = config_default();
	OWNED(tls_config) tls = NULL;
	const struct context context = { .variable = variable };

	fuzz_directory_empty();
	if (!write_files((struct slice){ (const char *)data, size }))
		return 0;
	error_free(tls_config_find(&tls, config, &context, "registry.example"));

	if (tls && (!tls->cert != !tls->key || tls->insecure))
		__builtin_trap();
	return 0;
}
