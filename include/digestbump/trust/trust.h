/* trust.h - which digests are signed by whom the configuration names.
 *
 * The stage between resolve and judge. judge asks for each digest that it would
 * write; what is not known yet is looked up, all at the same time, each distinct
 * image, digest and set of policies once. Looks at the tag "sha256-<hex>.sig",
 * at the referrers and the tag that stands for them, and for attestations at
 * "sha256-<hex>.att", where the image lies or where the policy says.
 *
 * "Could not find out" is neither signed nor unsigned, and never passes.
 */
#ifndef DIGESTBUMP_TRUST_TRUST_H
#define DIGESTBUMP_TRUST_TRUST_H

#include <digestbump/http/http.h>
#include <digestbump/registry/registry.h>
#include <digestbump/trust/policy.h>

enum trust_state {
	TRUST_NOT_ASKED, /* trust_run() will look */
	TRUST_SIGNED,    /* every policy is satisfied */
	TRUST_REFUSED,   /* looked everywhere: one policy is not */
	TRUST_UNKNOWN,   /* not satisfied, and some place could not be read */
};

/* Which signature satisfied which policy. */
struct trust_proof {
	const char *policy;
	const char *layout; /* "tag", "bundle" or "attestation" */
	struct evidence *evidence;
};

struct trust_answer {
	enum trust_state state;
	struct trust_proof *proofs; /* TRUST_SIGNED: one per policy */
	size_t proof_count;
	struct strings reasons; /* TRUST_REFUSED: one per signature, or that there is none */
	struct error *error;    /* TRUST_UNKNOWN */
};

/* What is asked. Borrowed for the call. */
struct trust_question {
	const char *host;
	const char *repository;
	const char *digest;             /* that would be written */
	const char *index;              /* that it was taken from; NULL: none */
	const struct strings *policies; /* all of which must be satisfied */
};

struct trust;

/* Gives an empty stage. Borrows the set until trust_free(); NULL: no policies are
 * known, and nothing that asks for one is signed. */
struct trust *trust_new(const struct policy_set *set) MUST_CHECK;
void trust_free(struct trust *trust); /* NULL is fine */
DEFINE_OWNED(trust)

/* The answer, or a new one that is not asked yet. Belongs to the stage. */
const struct trust_answer *trust_ask(struct trust *trust, const struct trust_question *question);

/* True when something was asked that trust_run() has not looked at. */
bool trust_is_pending(const struct trust *trust);

/* Looks up all that is pending. answers (NULL: none) are what registries said: they
 * are used, and what was found is kept there. */
void trust_run(struct trust *trust, struct registry *registry, struct http *http,
	       struct answers *answers);

#endif
