#include <assert.h>
#include <digestbump/config/config.h>
#include <digestbump/config/title_template.h>
#include <digestbump/plan/plan.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the loader takes can be used without another look. */
static void check(const struct config *config)
{
	OWNED_STRING branch = plan_branch(config, "docker.io/library/alpine", NULL);
	struct ruling ruling = config_rule(config, "docker.io/library/alpine", "a/Dockerfile");
	OWNED(error) title = title_check(config->message_title);

	assert(!title);
	assert(strncmp(branch, config->branch_prefix, strlen(config->branch_prefix)) == 0);
	assert(ruling.ignored == (ruling.ignored_by != NULL));
	assert(!ruling.group || !title_skip_token(ruling.group));
	assert(!ruling.ignored || ruling.ignored_line > 0);
	assert(!config->author_name == !config->author_email);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = { (const char *)data, size };
	OWNED(config) config = NULL;
	OWNED(error) error = config_parse(&config, "f.yaml", bytes);

	assert(!error != !config);
	if (config)
		check(config);
	else
		assert(error_kind(error) == ERROR_USAGE &&
		       strncmp(error_text(error), "f.yaml:", 7) == 0);
	return 0;
}
