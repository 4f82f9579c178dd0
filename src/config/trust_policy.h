/* trust_policy.h - loads `trust:` and checks the rules that use it. */
#ifndef DIGESTBUMP_SRC_CONFIG_TRUST_POLICY_H
#define DIGESTBUMP_SRC_CONFIG_TRUST_POLICY_H

#include "setting.h"

void trust_policies_clear(struct trust_policies *policies);

/* ERROR_USAGE: a rule names a policy that does not exist. */
struct error *check_rule_trust(const char *path, const struct config *config) MUST_CHECK;

/* The settings of `trust`; the structure is a struct trust_policies. */
extern const struct section trust_section;

/* ---- setters, and the field that each sets ---- */

/* struct trust_identity: a text or {regex} */
struct error *set_signer(const struct value *value, void *field) MUST_CHECK;
/* struct trust_policy */
struct error *set_identities(const struct value *value, void *field) MUST_CHECK;
/* struct strings */
struct error *set_texts(const struct value *value, void *field) MUST_CHECK;
/* struct strings: key, value, key, value ... */
struct error *set_text_pairs(const struct value *value, void *field) MUST_CHECK;
/* bool: any or repository */
struct error *set_signed_reference(const struct value *value, void *field) MUST_CHECK;
/* char *; normalised */
struct error *set_repository(const struct value *value, void *field) MUST_CHECK;
/* struct trust_policies */
struct error *set_policies(const struct value *value, void *field) MUST_CHECK;
/* struct rule */
struct error *set_rule_trust(const struct value *value, void *field) MUST_CHECK;

#endif
