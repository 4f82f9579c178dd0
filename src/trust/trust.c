#include "lookup.h"
#include "signature_manifest.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/quote.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <digestbump/trust/trust.h>
#include <string.h>

/* A question with its answer. */
struct asked {
	char *host;
	char *repository;
	char *digest;
	char *index; /* NULL: none */
	struct strings policies;
	struct trust_answer answer;
};

struct trust {
	const struct policy_set *set;
	struct map *asked;   /* struct asked, by all that is asked */
	struct map *lookups; /* by where and which digest */
};

/* ---- the stage ---- */

struct trust *trust_new(const struct policy_set *set)
{
	struct trust *trust = must_alloc(sizeof(*trust));

	*trust = (struct trust){ .set = set, .asked = map_new(), .lookups = map_new() };
	return trust;
}

static void answer_clear(struct trust_answer *answer)
{
	for (size_t i = 0; i < answer->proof_count; i++)
		evidence_free(answer->proofs[i].evidence);
	free(answer->proofs);
	strings_clear(&answer->reasons);
	error_free(answer->error);
}

static void asked_free(struct asked *asked)
{
	free(asked->host);
	free(asked->repository);
	free(asked->digest);
	free(asked->index);
	strings_clear(&asked->policies);
	answer_clear(&asked->answer);
	free(asked);
}

void trust_free(struct trust *trust)
{
	if (!trust)
		return;
	for (size_t i = 0; i < map_count(trust->asked); i++)
		asked_free(map_value(trust->asked, i));
	map_free(trust->asked);
	for (size_t i = 0; i < map_count(trust->lookups); i++)
		lookup_free(map_value(trust->lookups, i));
	map_free(trust->lookups);
	free(trust);
}

/* Names of policies have no line end. */
static char *key_of(const struct trust_question *question)
{
	OWNED(text) key = text_new(0);

	text_add_format(key, "%s/%s@%s %s", question->host, question->repository, question->digest,
			question->index ? question->index : "");
	for (size_t i = 0; i < question->policies->count; i++)
		text_add_format(key, "\n%s", question->policies->items[i]);
	return text_take(pass_on(&key));
}

const struct trust_answer *trust_ask(struct trust *trust, const struct trust_question *question)
{
	OWNED_STRING key = key_of(question);
	struct asked *asked = map_get(trust->asked, key);

	if (asked)
		return &asked->answer;
	asked = must_alloc(sizeof(*asked));
	*asked = (struct asked){ .host = must_copy(question->host),
				 .repository = must_copy(question->repository),
				 .digest = must_copy(question->digest),
				 .index = must_copy(question->index) };
	for (size_t i = 0; i < question->policies->count; i++)
		strings_add(&asked->policies, question->policies->items[i]);
	map_set(trust->asked, key, asked);
	return &asked->answer;
}

bool trust_is_pending(const struct trust *trust)
{
	for (size_t i = 0; i < map_count(trust->asked); i++) {
		const struct asked *asked = map_value(trust->asked, i);

		if (asked->answer.state == TRUST_NOT_ASKED)
			return true;
	}
	return false;
}

/* ---- where signatures lie ---- */

/* Of an image in an index the index is what signers sign; a signature of its own counts, too. */
static const char *digest_at(const struct asked *asked, size_t which)
{
	bool has_index = asked->index && strcmp(asked->index, asked->digest) != 0;

	if (which == 0)
		return has_index ? asked->index : asked->digest;
	return which == 1 && has_index ? asked->digest : NULL;
}

/* Gives the lookup of a policy for one of the digests. It belongs to the stage. */
static struct lookup *lookup_for(struct trust *trust, const struct asked *asked,
				 const struct trust_policy *policy, const char *digest)
{
	OWNED(reference) elsewhere = NULL;
	const char *host = asked->host;
	const char *repository = asked->repository;

	if (policy->signatures && !reference_parse(&elsewhere, slice_of(policy->signatures))) {
		host = elsewhere->host;
		repository = elsewhere->repository;
	}
	OWNED_STRING key = must_format("%s/%s@%s", host, repository, digest);
	struct lookup *lookup = map_get(trust->lookups, key);

	if (!lookup) {
		lookup = lookup_new(host, repository, digest);
		lookup->with_attestations = policy_set_wants_attestations(trust->set);
		map_set(trust->lookups, key, lookup);
	}
	return lookup;
}

static void add_lookups(struct trust *trust, const struct asked *asked)
{
	for (size_t i = 0; i < asked->policies.count; i++) {
		const struct trust_policy *policy =
		    policy_set_find(trust->set, asked->policies.items[i]);
		const char *digest;

		for (size_t k = 0; policy && (digest = digest_at(asked, k)); k++)
			lookup_for(trust, asked, policy, digest);
	}
}

/* ---- judging what was found ---- */

/* One policy on its way through the signatures. */
struct policy_check {
	const struct trust *trust;
	const struct asked *asked;
	const struct trust_policy *policy;
	struct trust_proof proof; /* .evidence NULL: none yet */
	struct strings *reasons;
	const struct error *unread; /* a place that could not be read */
};

static const char *layout_of(enum layer_kind kind)
{
	static const char *const names[] = {
		[LAYER_PAYLOAD] = "tag", [LAYER_ENVELOPE] = "attestation", [LAYER_BUNDLE] = "bundle"
	};

	return names[kind];
}

static struct error *verify_layer(struct evidence **out, const struct policy_check *check,
				  const struct signature_layer *layer, const struct text *blob,
				  const char *digest)
{
	OWNED(signature_material) material = NULL;
	OWNED_STRING name = must_format("%s/%s", check->asked->host, check->asked->repository);
	const struct signed_image image = { name, digest };

	TRY(signature_layer_parse(&material, layer, blob->size ? text_slice(blob) : slice_of("")));
	return policy_verify(out, check->trust->set, check->policy->name, material, &image);
}

static void try_layer(struct policy_check *check, const struct signature_layer *layer,
		      const struct text *blob, const char *digest)
{
	OWNED(error)
	refused = verify_layer(&check->proof.evidence, check, layer, blob, digest);

	check->proof.layout = layout_of(layer->kind);
	if (!refused)
		return;
	OWNED_STRING reason = must_format("%s: %s: %s", check->policy->name, layout_of(layer->kind),
					  error_text(refused));

	if (check->reasons->count < TRUST_REASONS_MOST)
		strings_add_new(check->reasons, reason);
}

/* A policy that asks for a signature looks at no attestation, and the other way round, where the
 * place alone tells them apart. */
static bool is_wanted(const struct trust_policy *policy, enum layer_kind kind)
{
	return kind == LAYER_BUNDLE || (kind == LAYER_ENVELOPE) == !!policy->attestation_type;
}

static void try_manifest(struct policy_check *check, const struct raw_signature *raw,
			 const char *digest)
{
	struct signature_layers layers = { .count = 0 };

	error_free(signature_layers_parse(&layers, raw->place, text_slice(raw->manifest), digest));
	for (size_t i = 0; i < layers.count && !check->proof.evidence; i++) {
		const struct text *blob = raw_signature_blob(raw, layers.items[i].digest);

		if (blob && is_wanted(check->policy, layers.items[i].kind))
			try_layer(check, &layers.items[i], blob, digest);
	}
	signature_layers_clear(&layers);
}

static void try_lookup(struct policy_check *check, const struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->found.count && !check->proof.evidence; i++)
		try_manifest(check, &lookup->found.items[i], lookup->digest);
	for (size_t i = 0; i < lookup->reasons.count && !check->proof.evidence; i++)
		if (check->reasons->count < TRUST_REASONS_MOST)
			strings_add_new(check->reasons, lookup->reasons.items[i]);
	if (lookup->error && !check->unread)
		check->unread = lookup->error;
}

static void add_proof(struct trust_answer *answer, const struct trust_proof *proof)
{
	answer->proofs = must_grow(answer->proofs, answer->proof_count, sizeof(*answer->proofs));
	answer->proofs[answer->proof_count++] = *proof;
}

/* Takes the place of the answer so far, which was that all is well. */
static void refuse(struct trust_answer *answer, const struct policy_check *check)
{
	if (check->unread) {
		answer->state = TRUST_UNKNOWN;
		answer->error = error_wrap(error_copy(check->unread), "policy '%s': its signatures",
					   check->policy->name);
		return;
	}
	answer->state = TRUST_REFUSED;
	if (!answer->reasons.count)
		strings_take(&answer->reasons,
			     must_format("%s: no %s was found", check->policy->name,
					 check->policy->attestation_type ? "attestation"
									 : "signature"));
}

static void judge_policy(struct trust *trust, struct asked *asked,
			 const struct trust_policy *policy)
{
	struct policy_check check = { .trust = trust,
				      .asked = asked,
				      .policy = policy,
				      .proof = { .policy = policy->name },
				      .reasons = &asked->answer.reasons };
	const char *digest;

	for (size_t i = 0; !check.proof.evidence && (digest = digest_at(asked, i)); i++)
		try_lookup(&check, lookup_for(trust, asked, policy, digest));
	if (check.proof.evidence)
		add_proof(&asked->answer, &check.proof);
	else
		refuse(&asked->answer, &check);
}

static void judge(struct trust *trust, struct asked *asked)
{
	struct trust_answer *answer = &asked->answer;

	answer->state = TRUST_SIGNED;
	for (size_t i = 0; i < asked->policies.count && answer->state == TRUST_SIGNED; i++) {
		const struct trust_policy *policy =
		    policy_set_find(trust->set, asked->policies.items[i]);

		if (policy) {
			judge_policy(trust, asked, policy);
			continue;
		}
		answer->state = TRUST_UNKNOWN;
		answer->error = error_new(ERROR_USAGE, "no policy '%s'", asked->policies.items[i]);
	}
}

void trust_run(struct trust *trust, struct registry *registry, struct http *http,
	       struct answers *answers)
{
	for (size_t i = 0; trust->set && i < map_count(trust->asked); i++) {
		const struct asked *asked = map_value(trust->asked, i);

		if (asked->answer.state == TRUST_NOT_ASKED)
			add_lookups(trust, asked);
	}
	for (size_t i = 0; i < map_count(trust->lookups); i++) {
		struct lookup *lookup = map_value(trust->lookups, i);

		if (!lookup->is_done)
			lookup_start(lookup, registry, answers);
	}
	http_run(http);
	for (size_t i = 0; i < map_count(trust->lookups); i++)
		lookup_keep(map_value(trust->lookups, i), answers);
	for (size_t i = 0; i < map_count(trust->asked); i++) {
		struct asked *asked = map_value(trust->asked, i);

		if (asked->answer.state == TRUST_NOT_ASKED)
			judge(trust, asked);
	}
}
