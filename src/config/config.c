#include "name_syntax.h"
#include "repository_settings.h"
#include "setting.h"
#include "trust_policy.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>

struct network_config network_default(void)
{
	return (struct network_config){ .connect_ms = CONNECT_TIMEOUT_MS,
					.request_ms = REQUEST_TIMEOUT_MS,
					.slow_ms = LOW_SPEED_S * 1000,
					.retry_ms = RETRY_PAUSE_MS,
					.wait_ms = RETRY_AFTER_MOST_S * 1000,
					.budget_ms = RUN_BUDGET_MS,
					.parallel = REQUESTS_PER_HOST_MOST };
}

struct config *config_default(void)
{
	struct config *config = must_alloc(sizeof(*config));

	config->branch_prefix = must_copy("digestbump/");
	config->branch_limit = 10;
	config->network = network_default();
	config->liveness = LIVENESS_PIN;
	config->message_title = must_copy("build(base): {verb} {image} to {short}");
	config->sign_off = true;
	return config;
}

static void patterns_clear(struct patterns *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		free(patterns->items[i].glob);
	free(patterns->items);
}

static void source_clear(struct secret_source *source)
{
	free(source->variable);
	free(source->file);
}

static void rule_clear(struct rule *rule)
{
	patterns_clear(&rule->images);
	patterns_clear(&rule->paths);
	free(rule->track);
	series_free(rule->series);
	free(rule->group);
	free(rule->platform);
	strings_clear(&rule->platforms);
	strings_clear(&rule->trust);
}

static void text_pattern_clear(struct text_pattern *pattern)
{
	patterns_clear(&pattern->files);
	regex_free(pattern->regex);
	free(pattern->image);
	free(pattern->tag);
}

static void registry_clear(struct registry_config *registry)
{
	free(registry->host);
	free(registry->endpoint);
	free(registry->source);
	source_clear(&registry->username);
	source_clear(&registry->password);
	free(registry->plain_username);
	strings_clear(&registry->realms);
	strings_clear(&registry->redirects);
	free(registry->ca);
	free(registry->cert);
	free(registry->key);
}

static void image_config_clear(struct image_config *image)
{
	free(image->name);
	free(image->path);
	free(image->target);
	free(image->context);
	strings_clear(&image->platforms);
	strings_clear(&image->bases);
	strings_clear(&image->needs);
}

void config_free(struct config *config)
{
	if (!config)
		return;
	free(config->path);
	patterns_clear(&config->ignore_paths);
	patterns_clear(&config->ignore_images);
	patterns_clear(&config->finder_paths);
	patterns_clear(&config->finder_except);
	patterns_clear(&config->finder_write);
	for (size_t i = 0; i < config->text_pattern_count; i++)
		text_pattern_clear(&config->text_patterns[i]);
	free(config->text_patterns);
	for (size_t i = 0; i < config->image_count; i++)
		image_config_clear(&config->images[i]);
	free(config->images);
	for (size_t i = 0; i < config->rule_count; i++)
		rule_clear(&config->rules[i]);
	free(config->rules);
	for (size_t i = 0; i < config->registry_count; i++)
		registry_clear(&config->registries[i]);
	free(config->registries);
	strings_clear(&config->ignore_authors);
	strings_clear(&config->only_images);
	trust_policies_clear(&config->trust);
	free(config->branch_prefix);
	free(config->branch_base);
	free(config->author_name);
	free(config->author_email);
	free(config->message_title);
	free(config);
}

/* Errors of this room begin with the place in the form that editors jump to. */
static struct error *yaml_error_at(const char *path, const struct documents *documents)
{
	unsigned line = documents->broken_line, column = documents->broken_column;
	OWNED_STRING place = must_format("line %u, column %u: ", line, column);
	struct slice text = slice_of(error_text(documents->broken));

	if (slice_starts(text, place))
		text = slice_of(text.at + strlen(place));
	return error_new(ERROR_USAGE, "%s:%u:%u: invalid YAML: %s", path, line, column, text.at);
}

/* A second document would be settings that nobody reads. */
static struct error *load_documents(struct config *config, const char *path,
				    const struct documents *documents)
{
	if (documents->broken)
		return yaml_error_at(path, documents);
	if (!documents->count)
		return NULL;
	const struct node *root = documents->roots[0];

	if (documents->count > 1)
		return setting_error_at(path, documents->roots[1],
					"only one YAML document is allowed");
	TRY(check_plain(path, root));
	if (node_type(root) == TYPE_NULL)
		return NULL;
	if (root->kind != NODE_MAPPING)
		return setting_error_at(path, root, "the configuration must be a mapping");
	TRY(section_load(path, &config_section, root, config));
	return check_rule_trust(path, config);
}

static void mark_registries(struct config *config, const struct config_source *source)
{
	for (size_t i = config->operator_registry_count; i < config->registry_count; i++) {
		config->registries[i].by_repository = source->by_repository;
		config->registries[i].source = must_copy(source->path);
	}
}

static void place_path(char **path, const char *directory)
{
	if (!*path || **path == '/')
		return;
	char *placed = must_format("%s/%s", directory, *path);

	free(*path);
	*path = placed;
}

/* ---- whose policies they are ---- */

/* The operator's paths begin at the operator's file, and the operator's policies keep the root
 * that the operator names. */
static void place_policy(struct trust_policy *policy, const char *root, const char *directory)
{
	policy->by_operator = true;
	if (!policy->root)
		policy->root = must_copy(root);
	place_path(&policy->root, directory);
	for (size_t i = 0; i < policy->keys.count; i++)
		place_path(&policy->keys.items[i], directory);
}

static struct error *check_inner(const struct config_source *source, const char *path)
{
	if (!path || path[0] != '/')
		return NULL;
	return error_new(ERROR_USAGE,
			 "%s: trust: '%.200s' is outside of the repository: only in the operator's "
			 "configuration",
			 source->path, path);
}

static struct error *check_policy_paths(const struct config_source *source,
					const struct trust_policy *policy)
{
	TRY(check_inner(source, policy->root));
	for (size_t i = 0; i < policy->keys.count; i++)
		TRY(check_inner(source, policy->keys.items[i]));
	return NULL;
}

static struct error *settle_trust(struct config *config, const struct config_source *source)
{
	for (size_t i = 0; i < config->trust.count; i++) {
		struct trust_policy *policy = &config->trust.items[i];

		if (source->by_repository && !policy->by_operator)
			TRY(check_policy_paths(source, policy));
		else if (!source->by_repository && source->directory)
			place_policy(policy, config->trust.root, source->directory);
	}
	if (source->by_repository)
		return string_is(config->trust.root, config->trust.operator_root)
			   ? NULL
			   : check_inner(source, config->trust.root);
	if (!source->directory)
		return NULL;
	place_path(&config->trust.root, source->directory);
	free(config->trust.operator_root);
	config->trust.operator_root = must_copy(config->trust.root);
	for (size_t i = 0; i < config->rule_count; i++)
		config->rules[i].by_operator = true;
	return NULL;
}

struct error *config_add(struct config *config, const struct config_source *source,
			 struct slice bytes)
{
	const char *path = source->path;
	OWNED(documents) documents = NULL;

	if (bytes.size > CONFIG_BYTES_MOST)
		return error_new(ERROR_USAGE, "%s: is larger than %d bytes", path,
				 CONFIG_BYTES_MOST);
	OWNED(error) unreadable = yaml_read(&documents, bytes);

	if (unreadable)
		return error_new(ERROR_USAGE, "%s: %s", path, error_text(unreadable));
	TRY(load_documents(config, path, documents));
	if (source->by_repository && documents->count)
		TRY(check_repository_settings(documents->roots[0], source));
	mark_registries(config, source);
	TRY(settle_trust(config, source));
	if (source->directory)
		config_resolve_paths(config, source->directory);
	free(config->path);
	config->path = must_copy(path);
	return NULL;
}

struct error *config_parse(struct config **out, const char *path, struct slice bytes)
{
	OWNED(config) config = config_default();

	TRY(config_add(config, &(struct config_source){ .path = path }, bytes));
	*out = pass_on(&config);
	return NULL;
}

struct error *config_load(struct config **out, const char *path)
{
	OWNED(text) bytes = NULL;

	TRY(file_read(&bytes, AT_FDCWD, path, CONFIG_BYTES_MOST));
	return config_parse(out, path, text_slice(bytes));
}

static void place_layout(struct registry_config *registry, const char *directory)
{
	const char *path = registry->endpoint && strncmp(registry->endpoint, "oci:", 4) == 0
			       ? registry->endpoint + 4
			       : "/";

	if (registry->endpoint_by_operator || path[0] == '/')
		return;
	char *placed = must_format("oci:%s/%s", directory, path);

	free(registry->endpoint);
	registry->endpoint = placed;
}

void config_resolve_paths(struct config *config, const char *directory)
{
	for (size_t i = 0; i < config->registry_count; i++) {
		struct registry_config *registry = &config->registries[i];

		place_path(&registry->username.file, directory);
		place_path(&registry->password.file, directory);
		place_path(&registry->ca, directory);
		place_path(&registry->cert, directory);
		place_path(&registry->key, directory);
		place_layout(registry, directory);
	}
}

static struct registry_config *entry_of(const struct config *config, const char *host)
{
	for (size_t i = 0; i < config->registry_count; i++)
		if (strcmp(config->registries[i].host, host) == 0)
			return &config->registries[i];
	return NULL;
}

const struct registry_config *config_registry(const struct config *config, const char *host)
{
	return entry_of(config, host);
}

char *config_destination(const struct config *config, const char *host)
{
	const struct registry_config *entry = config_registry(config, host);
	OWNED_STRING where = entry && entry->endpoint ? endpoint_host(entry->endpoint)
						      : must_copy(host_endpoint(host));
	struct slice name = slice_of(where);

	if (slice_ends(name, ":443"))
		name.size -= strlen(":443");
	return where ? slice_copy(name) : NULL;
}

struct error *config_set_endpoint(struct config *config, const char *argument)
{
	struct slice host = { argument, strcspn(argument, "=") };

	if (!argument[host.size])
		return error_new(ERROR_USAGE, "'%s': expected HOST=ENDPOINT", argument);
	OWNED_STRING name = host_normalise(host);
	OWNED_STRING endpoint = NULL;

	if (!name)
		return error_new(ERROR_USAGE,
				 "'%.*s' is not a registry host: expected HOST.DOMAIN, HOST:PORT "
				 "or localhost",
				 (int)host.size, argument);
	OWNED(error) refused = endpoint_normalise(&endpoint, argument + host.size + 1);

	if (refused)
		return error_new(ERROR_USAGE, "endpoint of '%s': %s", name, error_text(refused));
	struct registry_config *entry = entry_of(config, name);

	if (!entry) {
		config->registries = must_grow(config->registries, config->registry_count,
					       sizeof(*config->registries));
		entry = &config->registries[config->registry_count++];
		*entry = (struct registry_config){ .host = pass_on(&name) };
	}
	free(entry->endpoint);
	entry->endpoint = pass_on(&endpoint);
	entry->endpoint_by_operator = true;
	return NULL;
}
