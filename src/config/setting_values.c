#include "name_syntax.h"
#include "setting.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <stdlib.h>
#include <string.h>

struct error *set_section(const struct value *value, void *field)
{
	return section_load(value->path, value->setting->inside, value->node, field);
}

static bool is_true(const struct node *node)
{
	return node->value[0] == 't' || node->value[0] == 'T';
}

struct error *set_flag(const struct value *value, void *field)
{
	*(bool *)field = is_true(value->node);
	return NULL;
}

struct error *set_head(const struct value *value, void *field)
{
	bool is_never = strcmp(value->node->value, "never") == 0;

	if (!is_never && strcmp(value->node->value, "auto") != 0)
		return setting_error(value, "is '%.20s'; expected %s", value->node->value,
				     value->setting->wants);
	*(bool *)field = is_never;
	return NULL;
}

struct error *set_resolve(const struct value *value, void *field)
{
	*(bool *)field = !is_true(value->node);
	return NULL;
}

struct error *set_choice(const struct value *value, void *field)
{
	*(int *)field = is_true(value->node);
	return NULL;
}

struct error *set_number(const struct value *value, void *field)
{
	const struct setting *setting = value->setting;
	const char *digits = value->node->value;
	unsigned long number = strtoul(digits, NULL, 10); /* ULONG_MAX when out of range */

	if (digits[0] == '-' || number < setting->least || number > setting->most)
		return setting_error(value, "is %.20s; expected %s", digits, setting->wants);
	*(unsigned *)field = (unsigned)number;
	return NULL;
}

/* Sets an int to the index of the word in names, which NULL ends. */
static struct error *set_word(const struct value *value, void *field, const char *const *names)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(value->node->value, names[i]) == 0) {
			*(int *)field = i;
			return NULL;
		}
	return setting_error(value, "is '%.20s'; expected %s", value->node->value,
			     value->setting->wants);
}

struct error *set_liveness(const struct value *value, void *field)
{
	static const char *const names[] = { [LIVENESS_OFF] = "off",
					     [LIVENESS_PIN] = "pin",
					     [LIVENESS_CHILDREN] = "children",
					     NULL };

	return set_word(value, field, names);
}

struct error *set_kind(const struct value *value, void *field)
{
	static const char *const names[] = { [KIND_KEEP] = "keep", [KIND_INDEX] = "index", NULL };

	return set_word(value, field, names);
}

struct error *set_rebase(const struct value *value, void *field)
{
	static const char *const names[] = { [REBASE_BEHIND] = "behind",
					     [REBASE_CONFLICT] = "conflict",
					     [REBASE_NEVER] = "never",
					     NULL };

	return set_word(value, field, names);
}

struct error *set_sign(const struct value *value, void *field)
{
	static const char *const names[] = { [SIGN_GIT] = "git",
					     [SIGN_NEVER] = "never",
					     [SIGN_SSH] = "ssh",
					     [SIGN_OPENPGP] = "openpgp",
					     NULL };

	return set_word(value, field, names);
}

struct error *set_addresses(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i++) {
		const struct node *item = value->node->items[i];
		const char *written = NULL;

		TRY(item_text(&written, value, item));
		if (!strchr(written, '@'))
			return setting_error_at(value->path, item,
						"'%.60s' is no mail address, as in "
						"'bot@example.org'",
						written);
		strings_add(field, written);
	}
	return NULL;
}

static bool has_effect(const struct rule *rule)
{
	return rule->track || rule->series || rule->group || rule->platform ||
	       rule->platforms.count || rule->ignore >= 0 || rule->liveness >= 0 ||
	       rule->kind >= 0 || rule->ignore_unchanged >= 0 || rule->minimum_age_s >= 0 ||
	       rule->has_trust;
}

static struct error *load_rule(struct rule *rule, const struct value *list, const struct node *item)
{
	TRY(check_plain(list->path, item));
	if (item->kind != NODE_MAPPING)
		return setting_error_at(list->path, item,
					"a rule must be a mapping with match and settings");
	TRY(section_load(list->path, list->setting->inside, item, rule));
	if (!has_effect(rule))
		return setting_error_at(list->path, item,
					"the rule has no effect: set track, ignore, group, "
					"platform, platforms, kind, ignore_unchanged, liveness, "
					"minimum_age or trust");
	return NULL;
}

struct error *set_rules(const struct value *value, void *field)
{
	struct config *config = field;

	for (size_t i = 0; i < value->node->count; i++) {
		const struct node *item = value->node->items[i];

		config->rules =
		    must_grow(config->rules, config->rule_count, sizeof(*config->rules));
		struct rule *rule = &config->rules[config->rule_count++];

		*rule = (struct rule){ .ignore = -1,
				       .liveness = -1,
				       .kind = -1,
				       .ignore_unchanged = -1,
				       .minimum_age_s = -1,
				       .line = item->line };
		TRY(load_rule(rule, value, item));
	}
	return NULL;
}

/* ---- registries ---- */

static bool is_given(const struct secret_source *source)
{
	return source->variable || source->file;
}

/* A token that workflows are given for nothing goes to the host that it is for,
 * wherever else the repository would like to send it. */
static struct error *check_github_token(const struct value *map, const struct node *key,
					const struct registry_config *registry)
{
	if (!registry->github_token)
		return NULL;
	if (strcmp(registry->host, "ghcr.io") != 0)
		return setting_error_at(map->path, key,
					"github_token is for ghcr.io only, not for '%.60s'; use "
					"password: {env: NAME}",
					key->value);
	if (registry->endpoint)
		return setting_error_at(map->path, key,
					"'%.60s' has github_token and an endpoint: the token is "
					"sent to ghcr.io only",
					key->value);
	if (is_given(&registry->password))
		return setting_error_at(map->path, key, "'%.60s' has a password and github_token",
					key->value);
	return NULL;
}

/* Half a credential is a slip of the pen, not a wish for the other half to be
 * empty. */
static struct error *check_registry(const struct value *map, const struct node *key,
				    const struct registry_config *registry)
{
	bool named = registry->plain_username || is_given(&registry->username);

	if (named != is_given(&registry->password))
		return setting_error_at(map->path, key, "'%.60s' has a %s but no %s", key->value,
					named ? "username" : "password",
					named ? "password" : "username");
	if (!registry->cert != !registry->key)
		return setting_error_at(map->path, key, "'%.60s' has a %s but no %s", key->value,
					registry->cert ? "cert" : "key",
					registry->cert ? "key" : "cert");
	return check_github_token(map, key, registry);
}

/* An endpoint that must not resolve is one that we have no use for. */
static void drop_passive_endpoint(struct registry_config *registry)
{
	if (!registry->endpoint_is_ignored)
		return;
	free(registry->endpoint);
	registry->endpoint = NULL;
}

/* An entry that the operator's takes the place of: it must be right, and counts for nothing. */
static struct error *check_dropped(const struct value *map, size_t index)
{
	OWNED(config) scratch = config_default();
	const struct node *pair[] = { map->node->items[index], map->node->items[index + 1] };
	const struct node node = { .kind = NODE_MAPPING,
				   .items = (struct node **)pair,
				   .count = 2,
				   .line = map->node->line,
				   .column = map->node->column };
	const struct value alone = { map->path, map->setting, &node };

	return set_registries(&alone, scratch);
}

static struct error *load_registry(struct config *config, const struct value *map, size_t index)
{
	const struct node *key = map->node->items[index];
	struct value entry = { map->path, map->setting, map->node->items[index + 1] };

	TRY(check_key(map->path, map->node, index));
	OWNED_STRING host = host_normalise((struct slice){ key->value, key->size });

	if (!host)
		return setting_error_at(map->path, key,
					"'%.60s' is not a registry host: expected HOST.DOMAIN, "
					"HOST:PORT or localhost",
					key->value);
	const struct registry_config *known = config_registry(config, host);

	if (known && known < config->registries + config->operator_registry_count)
		return check_dropped(map, index);
	if (known)
		return setting_error_at(map->path, key,
					"'%.60s' is '%s', which is already configured", key->value,
					host);
	TRY(check_plain(map->path, entry.node));
	if (entry.node->kind != NODE_MAPPING)
		return setting_error_at(map->path, entry.node,
					"'%s' must be a mapping with endpoint, username, password, "
					"realms",
					host);
	config->registries =
	    must_grow(config->registries, config->registry_count, sizeof(*config->registries));
	struct registry_config *registry = &config->registries[config->registry_count++];

	*registry = (struct registry_config){ .host = pass_on(&host) };
	TRY(section_load(map->path, map->setting->inside, entry.node, registry));
	drop_passive_endpoint(registry);
	return check_registry(map, key, registry);
}

struct error *set_registries(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i += 2)
		TRY(load_registry(field, value, i));
	return NULL;
}

static struct error *load_secret(const struct value *value, struct secret_source *source)
{
	TRY(section_load(value->path, value->setting->inside, value->node, source));
	if (!source->variable != !source->file)
		return NULL;
	return setting_error(value, "must have exactly one of env and file");
}

struct error *set_password(const struct value *value, void *field)
{
	struct registry_config *registry = field;

	return load_secret(value, &registry->password);
}

/* RFC 7617, section 2: a user name with a colon cannot be told from its
 * password. */
struct error *set_username(const struct value *value, void *field)
{
	struct registry_config *registry = field;

	if (value->node->kind == NODE_MAPPING)
		return load_secret(value, &registry->username);
	if (strchr(value->node->value, ':'))
		return setting_error(value, "contains ':', which is not allowed in a user name");
	return set_text(value, &registry->plain_username);
}

struct error *set_hosts(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i++) {
		const struct node *item = value->node->items[i];
		const char *written = NULL;

		TRY(item_text(&written, value, item));
		OWNED_STRING host = host_normalise(slice_of(written));

		if (!host)
			return setting_error_at(value->path, item,
						"'%.60s' is not a host; expected HOST.DOMAIN or "
						"HOST:PORT, without https:// and without a path",
						written);
		strings_take(field, pass_on(&host));
	}
	return NULL;
}
