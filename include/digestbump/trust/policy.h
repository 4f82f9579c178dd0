/* policy.h - who may sign what: one signature against one policy.
 *
 * Reads the keys and trusted roots that a configuration names, once, before anything is
 * asked. Never touches the network.
 */
#ifndef DIGESTBUMP_TRUST_POLICY_H
#define DIGESTBUMP_TRUST_POLICY_H

#include <digestbump/config/trust_policy.h>
#include <digestbump/trust/sigstore.h>

/* Gives the bytes of the file at a path of the configuration. */
typedef struct error *policy_read(struct text **out, void *data, const char *path, size_t most);

/* Policies with their keys and trusted roots. */
struct policy_set;

/* Gives the policies, ready to be held against signatures. Borrows `policies` until
 * policy_set_free(). ERROR_USAGE: a key or root cannot be read, or is none. */
struct error *policy_set_load(struct policy_set **out, const struct trust_policies *policies,
			      policy_read *read, void *data) MUST_CHECK;
void policy_set_free(struct policy_set *set); /* NULL is fine */
DEFINE_OWNED(policy_set)

/* What must be signed. */
struct signed_image {
	const char *name;   /* "gcr.io/distroless/static" */
	const char *digest; /* "sha256:..." */
};

/* Gives what was proved when the signature satisfies the policy of that name; else the
 * first reason why it does not. ERROR_USAGE: no such policy. */
struct error *policy_verify(struct evidence **out, const struct policy_set *set, const char *name,
			    const struct signature_material *material,
			    const struct signed_image *image) MUST_CHECK;

/* The policy as it is configured, or NULL. Borrowed. */
const struct trust_policy *policy_set_find(const struct policy_set *set, const char *name);

/* True when one of the policies asks for an attestation. */
bool policy_set_wants_attestations(const struct policy_set *set);

#endif
