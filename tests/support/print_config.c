#include "print_config.h"
#include <digestbump/base/memory.h>

static void add_string(struct text *out, const char *name, const char *value)
{
	if (value)
		text_add_format(out, "%s '%s'\n", name, value);
}

static void add_patterns(struct text *out, const char *name, const struct patterns *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		text_add_format(out, "%s '%s' line %u\n", name, patterns->items[i].glob,
				patterns->items[i].line);
}

static void add_text_pattern(struct text *out, const struct text_pattern *pattern)
{
	OWNED(strings) names = strings_new();

	text_add_format(out, "pattern line %u\n", pattern->line);
	add_patterns(out, "  file", &pattern->files);
	regex_names(names, pattern->regex);
	for (size_t i = 0; i < names->count; i++)
		add_string(out, "  group", names->items[i]);
	add_string(out, "  image", pattern->image);
	add_string(out, "  tag", pattern->tag);
}

static void add_strings(struct text *out, const char *name, const struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		add_string(out, name, list->items[i]);
}

static void add_image(struct text *out, const struct image_config *image)
{
	text_add_format(out, "image line %u\n", image->line);
	add_string(out, "  name", image->name);
	add_string(out, "  path", image->path);
	add_string(out, "  target", image->target);
	add_string(out, "  context", image->context);
	add_strings(out, "  platform", &image->platforms);
	add_strings(out, "  base", &image->bases);
	add_strings(out, "  need", &image->needs);
	if (image->built >= 0)
		text_add_format(out, "  built %d\n", image->built);
}

static void add_rule(struct text *out, const struct rule *rule)
{
	text_add_format(out, "rule line %u\n", rule->line);
	add_patterns(out, "  image", &rule->images);
	add_patterns(out, "  path", &rule->paths);
	add_string(out, "  track", rule->track);
	add_string(out, "  series", rule->series ? series_text(rule->series) : NULL);
	add_string(out, "  group", rule->group);
	add_string(out, "  platform", rule->platform);
	if (rule->minimum_age_s >= 0)
		text_add_format(out, "  minimum age %ld s\n", rule->minimum_age_s);
	for (size_t i = 0; i < rule->trust.count; i++)
		add_string(out, "  trust", rule->trust.items[i]);
	if (rule->has_trust && !rule->trust.count)
		text_add_string(out, "  trust nobody asked\n");
	if (rule->ignore >= 0)
		text_add_format(out, "  ignore %d\n", rule->ignore);
	if (rule->platforms.count) {
		OWNED_STRING platforms = strings_join(&rule->platforms, " ");

		text_add_format(out, "  platforms %s\n", platforms);
	}
	if (rule->kind >= 0)
		text_add_format(out, "  kind %d\n", rule->kind);
	if (rule->ignore_unchanged >= 0)
		text_add_format(out, "  ignore_unchanged %d\n", rule->ignore_unchanged);
	if (rule->liveness >= 0)
		text_add_format(out, "  liveness %d\n", rule->liveness);
}

static void add_source(struct text *out, const char *name, const struct secret_source *source)
{
	if (source->variable)
		text_add_format(out, "  %s of variable '%s'\n", name, source->variable);
	if (source->file)
		text_add_format(out, "  %s of file '%s'\n", name, source->file);
}

static void add_registry(struct text *out, const struct registry_config *registry)
{
	add_string(out, "registry", registry->host);
	add_string(out, registry->endpoint_by_operator ? "  operator's endpoint" : "  endpoint",
		   registry->endpoint);
	add_string(out, "  username", registry->plain_username);
	add_source(out, "username", &registry->username);
	add_source(out, "password", &registry->password);
	for (size_t i = 0; i < registry->realms.count; i++)
		add_string(out, "  realm", registry->realms.items[i]);
	for (size_t i = 0; i < registry->redirects.count; i++)
		add_string(out, "  redirect", registry->redirects.items[i]);
}

static void add_identity(struct text *out, const struct trust_identity *identity)
{
	add_string(out, "  identity", identity->regex ? "by regex" : identity->identity);
	add_string(out, "    issuer", identity->issuer);
	add_string(out, "    source", identity->source);
	add_string(out, "    ref", identity->ref);
}

static void add_policy(struct text *out, const struct trust_policy *policy)
{
	text_add_format(out, "policy '%s' line %u log %d sct %d by repository %d\n", policy->name,
			policy->line, policy->log, policy->sct, policy->is_by_repository);
	add_string(out, "  root", policy->root);
	for (size_t i = 0; i < policy->keys.count; i++)
		add_string(out, "  key", policy->keys.items[i]);
	for (size_t i = 0; i < policy->identity_count; i++)
		add_identity(out, &policy->identities[i]);
	for (size_t i = 0; i < policy->annotations.count; i++)
		add_string(out, "  annotation", policy->annotations.items[i]);
	add_string(out, "  signatures", policy->signatures);
	add_string(out, "  attestation", policy->attestation_type);
	add_string(out, "  builder", policy->builder);
	add_string(out, "  source", policy->source);
}

/* Only what is not the default. */
static void add_network(struct text *out, const struct network_config *network)
{
	const struct network_config usual = network_default();
	const struct {
		const char *name;
		unsigned is, was;
	} numbers[] = {
		{ "connect", network->connect_ms, usual.connect_ms },
		{ "request", network->request_ms, usual.request_ms },
		{ "slow", network->slow_ms, usual.slow_ms },
		{ "retry", network->retry_ms, usual.retry_ms },
		{ "wait", network->wait_ms, usual.wait_ms },
		{ "budget", network->budget_ms, usual.budget_ms },
		{ "parallel", network->parallel, usual.parallel },
		{ "rate", network->rate, usual.rate },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (numbers[i].is != numbers[i].was)
			text_add_format(out, "network %s %u\n", numbers[i].name, numbers[i].is);
}

char *print_config(const struct config *config)
{
	OWNED(text) out = text_new(0);

	add_patterns(out, "ignore path", &config->ignore_paths);
	add_patterns(out, "ignore image", &config->ignore_images);
	text_add_format(out, "vendored %d\n", config->include_vendored);
	add_patterns(out, "finder path", &config->finder_paths);
	add_patterns(out, "finder except", &config->finder_except);
	add_patterns(out, "finder write", &config->finder_write);
	for (size_t i = 0; i < config->text_pattern_count; i++)
		add_text_pattern(out, &config->text_patterns[i]);
	for (size_t i = 0; i < config->image_count; i++)
		add_image(out, &config->images[i]);
	for (size_t i = 0; i < config->rule_count; i++)
		add_rule(out, &config->rules[i]);
	text_add_format(out, "liveness %d\n", config->liveness);
	if (config->ignore_unchanged)
		text_add_string(out, "ignore_unchanged 1\n");
	for (size_t i = 0; i < config->registry_count; i++)
		add_registry(out, &config->registries[i]);
	if (config->minimum_age_s)
		text_add_format(out, "minimum age %u s\n", config->minimum_age_s);
	add_string(out, "trust root", config->trust.root);
	for (size_t i = 0; i < config->trust.count; i++)
		add_policy(out, &config->trust.items[i]);
	add_network(out, &config->network);
	if (config->cache_tags_ms)
		text_add_format(out, "cache tags %u\n", config->cache_tags_ms);
	add_string(out, "branch prefix", config->branch_prefix);
	add_string(out, "branch base", config->branch_base);
	text_add_format(out, "branch limit %u rebase %d\n", config->branch_limit,
			config->branch_rebase);
	for (size_t i = 0; i < config->ignore_authors.count; i++)
		add_string(out, "ignore author", config->ignore_authors.items[i]);
	add_string(out, "author", config->author_name);
	add_string(out, "mail", config->author_email);
	add_string(out, "title", config->message_title);
	text_add_format(out, "sign off %d sign %d\n", config->sign_off, config->commit_sign);
	return text_take(pass_on(&out));
}
