#include "trust_policy.h"
#include "setting.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

static void identity_clear(struct trust_identity *identity)
{
	free(identity->identity);
	regex_free(identity->regex);
	free(identity->issuer);
	free(identity->source);
	free(identity->ref);
}

static void policy_clear(struct trust_policy *policy)
{
	free(policy->name);
	free(policy->root);
	strings_clear(&policy->keys);
	for (size_t i = 0; i < policy->identity_count; i++)
		identity_clear(&policy->identities[i]);
	free(policy->identities);
	strings_clear(&policy->annotations);
	free(policy->signatures);
	free(policy->attestation_type);
	free(policy->builder);
	free(policy->source);
}

void trust_policies_clear(struct trust_policies *policies)
{
	for (size_t i = 0; i < policies->count; i++)
		policy_clear(&policies->items[i]);
	free(policies->items);
	free(policies->root);
	free(policies->operator_root);
}

const struct trust_policy *trust_policy_find(const struct trust_policies *policies,
					     const char *name)
{
	for (size_t i = 0; i < policies->count; i++)
		if (strcmp(policies->items[i].name, name) == 0)
			return &policies->items[i];
	return NULL;
}

/* ---- who ---- */

static bool note_match(void *data, const struct regex_match *match)
{
	*(struct range *)data = regex_whole(match);
	return false;
}

/* Who may sign must be named: an expression that takes this takes everything. */
static bool takes_everything(const struct regex *regex)
{
	const struct slice text = slice_of("no-identity-that-anybody-has");
	struct range found = { 0, 0 };
	OWNED(error) failed = regex_search(regex, text, note_match, &found);

	return !failed && found.length == text.size;
}

static struct error *set_expression(const struct value *value, struct trust_identity *identity,
				    const char *written)
{
	OWNED(regex) alone = NULL;
	OWNED_STRING whole = must_format("\\A(?:%s)\\z", written);
	size_t at = 0;

	/* By itself first: "a)|(b" would leave the brackets that are put around it. */
	OWNED(error) refused = regex_new(&alone, &at, slice_of(written));

	if (!refused)
		refused = regex_new(&identity->regex, &at, slice_of(whole));
	if (refused)
		return setting_error(value, "is no regular expression: %s", error_text(refused));
	if (takes_everything(identity->regex))
		return setting_error(value, "takes every identity: name who may sign");
	return NULL;
}

struct error *set_signer(const struct value *value, void *field)
{
	struct trust_identity *identity = field;
	OWNED_STRING expression = NULL;

	if (value->node->kind == NODE_MAPPING) {
		TRY(section_load(value->path, value->setting->inside, value->node, &expression));
		if (!expression)
			return setting_error(value, "wants an identity or {regex: EXPRESSION}");
		return set_expression(value, identity, expression);
	}
	TRY(set_text(value, &identity->identity));
	if (strchr(identity->identity, '*'))
		return setting_error(value,
				     "has a '*', which no identity has; write {regex: EXPRESSION}");
	return NULL;
}

static struct error *load_identity(struct trust_identity *identity, const struct value *list,
				   const struct node *item)
{
	TRY(check_plain(list->path, item));
	if (item->kind != NODE_MAPPING)
		return setting_error_at(list->path, item,
					"a signer is a mapping: identity and issuer");
	TRY(section_load(list->path, list->setting->inside, item, identity));
	if (!identity->identity && !identity->regex)
		return setting_error_at(list->path, item, "a signer without 'identity'");
	if (!identity->issuer)
		return setting_error_at(list->path, item,
					"a signer without 'issuer': anybody may issue an identity, "
					"so "
					"say whose word counts");
	return NULL;
}

struct error *set_identities(const struct value *value, void *field)
{
	struct trust_policy *policy = field;

	for (size_t i = 0; i < value->node->count; i++) {
		policy->identities = must_grow(policy->identities, policy->identity_count,
					       sizeof(*policy->identities));
		struct trust_identity *identity = &policy->identities[policy->identity_count++];

		*identity = (struct trust_identity){ .issuer = NULL };
		TRY(load_identity(identity, value, value->node->items[i]));
	}
	return NULL;
}

/* ---- texts ---- */

struct error *set_texts(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i++) {
		const char *text = NULL;

		TRY(item_text(&text, value, value->node->items[i]));
		strings_add(field, text);
	}
	return NULL;
}

struct error *set_text_pairs(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i += 2) {
		const char *text = NULL;

		TRY(check_key(value->path, value->node, i));
		TRY(item_text(&text, value, value->node->items[i + 1]));
		strings_add(field, value->node->items[i]->value);
		strings_add(field, text);
	}
	return NULL;
}

struct error *set_signed_reference(const struct value *value, void *field)
{
	*(bool *)field = strcmp(value->node->value, "repository") == 0;
	if (!*(bool *)field && strcmp(value->node->value, "any") != 0)
		return setting_error(value, "is '%.20s'; wanted is %s", value->node->value,
				     value->setting->wants);
	return NULL;
}

struct error *set_repository(const struct value *value, void *field)
{
	OWNED(reference) reference = NULL;
	OWNED(error)
	refused =
	    reference_parse(&reference, (struct slice){ value->node->value, value->node->size });

	if (refused || reference->tag || reference->digest)
		return setting_error(value, "is '%.60s'; wanted is %s", value->node->value,
				     value->setting->wants);
	free(*(char **)field);
	*(char **)field = must_copy(reference->name);
	return NULL;
}

/* ---- policies ---- */

static struct error *check_policy(const struct value *map, const struct node *key,
				  const struct trust_policy *policy)
{
	if (policy->keys.count && policy->identity_count)
		return setting_error_at(map->path, key,
					"'%.60s' has keys and identities: make two "
					"policies of it",
					key->value);
	if (!policy->keys.count && !policy->identity_count)
		return setting_error_at(map->path, key,
					"'%.60s' names no signer: give it keys "
					"or identities",
					key->value);
	if ((policy->builder || policy->source) && !policy->attestation_type)
		return setting_error_at(map->path, key, "'%.60s' has an attestation without 'type'",
					key->value);
	return NULL;
}

static struct error *load_policy(struct trust_policies *policies, const struct value *map,
				 size_t index)
{
	const struct node *key = map->node->items[index];
	struct value entry = { map->path, map->setting, map->node->items[index + 1] };

	TRY(check_key(map->path, map->node, index));
	TRY(check_plain(map->path, entry.node));
	if (!key->size || key->size > POLICY_NAME_BYTES_MOST)
		return setting_error_at(map->path, key, "a policy's name has 1 to %d bytes",
					POLICY_NAME_BYTES_MOST);
	if (entry.node->kind != NODE_MAPPING)
		return setting_error_at(map->path, key, "'%.60s' must be a mapping: who may sign",
					key->value);
	policies->items = must_grow(policies->items, policies->count, sizeof(*policies->items));
	struct trust_policy *policy = &policies->items[policies->count++];

	*policy = (struct trust_policy){
		.name = must_copy(key->value), .line = key->line, .log = true, .sct = true
	};
	TRY(section_load(map->path, map->setting->inside, entry.node, policy));
	return check_policy(map, key, policy);
}

struct error *set_policies(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i += 2)
		TRY(load_policy(field, value, i));
	return NULL;
}

/* ---- what a rule asks for ---- */

struct error *set_rule_trust(const struct value *value, void *field)
{
	struct rule *rule = field;
	const struct node *node = value->node;

	rule->has_trust = true;
	rule->trust_line = node->line;
	rule->trust_column = node->column;
	if (node->kind == NODE_SEQUENCE)
		return set_texts(value, &rule->trust);
	if (node_type(node) == TYPE_BOOLEAN) {
		if (node->value[0] == 't' || node->value[0] == 'T')
			return setting_error(value, "is true; wanted is %s", value->setting->wants);
		return NULL;
	}
	strings_add(&rule->trust, node->value);
	return NULL;
}

/* Policies may stand behind the rules that name them. */
struct error *check_rule_trust(const char *path, const struct config *config)
{
	for (size_t i = 0; i < config->rule_count; i++) {
		const struct rule *rule = &config->rules[i];

		for (size_t k = 0; k < rule->trust.count; k++)
			if (!trust_policy_find(&config->trust, rule->trust.items[k]))
				return error_new(ERROR_USAGE,
						 "%s:%u:%u: no policy '%.60s' stands under 'trust: "
						 "policies:'",
						 path, rule->trust_line, rule->trust_column,
						 rule->trust.items[k]);
	}
	return NULL;
}
