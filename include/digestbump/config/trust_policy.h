/* trust_policy.h - `trust:` in the configuration: who may sign what.
 *
 * Plain data as configured. Does not read keys or trusted roots: trust/policy.h reads
 * them from these paths.
 */
#ifndef DIGESTBUMP_CONFIG_TRUST_POLICY_H
#define DIGESTBUMP_CONFIG_TRUST_POLICY_H

#include <digestbump/base/regex.h>
#include <digestbump/base/strings.h>
#include <stdbool.h>

/* An accepted signer: a certificate with this identity, of this issuer. */
struct trust_identity {
	char *identity;      /* exactly; NULL: by regex */
	struct regex *regex; /* for the whole identity; NULL: exactly */
	char *issuer;        /* exactly */
	char *source;        /* the certificate's source repository; NULL: any */
	char *ref;           /* its ref; NULL: any */
};

struct trust_policy {
	char *name;
	unsigned line;    /* of the policy, for reasons */
	bool by_operator; /* it stands in the operator's file: `trust.root` of a repository's is not
			     its */

	char *root;                        /* a trusted root's path; NULL: that of `trust` */
	struct strings keys;               /* paths of public keys, any of them; or */
	struct trust_identity *identities; /* any of these */
	size_t identity_count;

	bool log;                   /* an entry in a transparency log is required */
	bool sct;                   /* a signed certificate timestamp is required */
	bool is_by_repository;      /* reference: repository */
	struct strings annotations; /* that the signer must have added: key, value ... */
	char *signatures; /* the repository that stores the signatures; NULL: the image's */

	/* An attestation instead of a signature; NULL: a signature. */
	char *attestation_type; /* its predicateType */
	char *builder;          /* of SLSA provenance; NULL: any */
	char *source;           /* the same */
};

struct trust_policies {
	char *root;          /* path; NULL: the built-in root */
	char *operator_root; /* the root of the operator's file; NULL: not set */
	struct trust_policy *items;
	size_t count;
};

/* The policy of that name, or NULL. */
const struct trust_policy *trust_policy_find(const struct trust_policies *policies,
					     const char *name);

#endif
