#include "trust_policy.h"
#include <digestbump/limits.h>
#include <stddef.h>

static const struct setting expression_settings[] = {
	{ "regex", TYPE_STRING, "a regular expression (PCRE2) for the whole identity", set_text, 0,
	  1, CONFIG_TEXT_BYTES_MOST, NULL },
};
static const struct section expression_section = { "identity", expression_settings, 1, false };

static const struct setting identity_settings[] = {
	{ "identity", TYPE_STRING | TYPE_OBJECT, "an identity, or {regex: EXPRESSION}", set_signer,
	  0, 1, CONFIG_TEXT_BYTES_MOST, &expression_section },
	{ "issuer", TYPE_STRING, "the issuer's URL", set_text,
	  offsetof(struct trust_identity, issuer), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "source", TYPE_STRING, "the URL of a source repository", set_text,
	  offsetof(struct trust_identity, source), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "ref", TYPE_STRING, "a ref, like refs/heads/main", set_text,
	  offsetof(struct trust_identity, ref), 1, CONFIG_TEXT_BYTES_MOST, NULL },
};
static const struct section identity_section = { "identities", identity_settings, 4, false };

static const struct setting attestation_settings[] = {
	{ "type", TYPE_STRING, "a predicate type, like https://slsa.dev/provenance/v1", set_text,
	  offsetof(struct trust_policy, attestation_type), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "builder", TYPE_STRING, "a builder's id", set_text,
	  offsetof(struct trust_policy, builder), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "source", TYPE_STRING, "where the sources are", set_text,
	  offsetof(struct trust_policy, source), 1, CONFIG_TEXT_BYTES_MOST, NULL },
};
static const struct section attestation_section = { "attestation", attestation_settings, 3, false };

static const struct setting policy_settings[] = {
	{ "root", TYPE_STRING, "the path of a trusted root", set_text,
	  offsetof(struct trust_policy, root), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "keys", TYPE_ARRAY, "a list of paths of public keys, one at least", set_texts,
	  offsetof(struct trust_policy, keys), 1, SIGNERS_MOST, NULL },
	{ "identities", TYPE_ARRAY, "a list of signers, one at least", set_identities, 0, 1,
	  SIGNERS_MOST, &identity_section },
	{ "log", TYPE_BOOLEAN, "true or false", set_flag, offsetof(struct trust_policy, log), 0, 0,
	  NULL },
	{ "sct", TYPE_BOOLEAN, "true or false", set_flag, offsetof(struct trust_policy, sct), 0, 0,
	  NULL },
	{ "reference", TYPE_STRING, "any or repository", set_signed_reference,
	  offsetof(struct trust_policy, is_by_repository), 1, 10, NULL },
	{ "annotations", TYPE_OBJECT, "a mapping of texts", set_text_pairs,
	  offsetof(struct trust_policy, annotations), 0, 0, NULL },
	{ "signatures", TYPE_STRING, "a repository without tag and digest", set_repository,
	  offsetof(struct trust_policy, signatures), 1, NAME_BYTES_MOST, NULL },
	{ "attestation", TYPE_OBJECT, "a mapping with type, builder and source", set_section, 0, 0,
	  0, &attestation_section },
};
static const struct section policy_section = { "policies", policy_settings,
					       sizeof(policy_settings) / sizeof(*policy_settings),
					       false };

static const struct setting trust_settings[] = {
	{ "root", TYPE_STRING | TYPE_NULL, "the path of a trusted root", set_text,
	  offsetof(struct trust_policies, root), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "policies", TYPE_OBJECT | TYPE_NULL, "a mapping of names to policies", set_policies, 0, 0,
	  POLICIES_MOST, &policy_section },
};
const struct section trust_section = { "trust", trust_settings, 2, false };
