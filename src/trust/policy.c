#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <digestbump/trust/policy.h>
#include <string.h>

#define SIGNATURE_PREDICATE "https://sigstore.dev/cosign/sign/v1"

struct loaded_policy {
	const struct trust_policy *policy;
	struct sigstore_root *root; /* its own; NULL: the set's */
	struct public_key **keys;
	size_t key_count;
};

struct policy_set {
	const struct trust_policies *policies;
	struct sigstore_root *root;
	struct loaded_policy *items;
	size_t count;
};

/* ---- loading ---- */

void policy_set_free(struct policy_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->count; i++) {
		sigstore_root_free(set->items[i].root);
		for (size_t k = 0; k < set->items[i].key_count; k++)
			public_key_free(set->items[i].keys[k]);
		free(set->items[i].keys);
	}
	free(set->items);
	sigstore_root_free(set->root);
	free(set);
}

/* How the configuration's files are read. */
struct reader {
	policy_read *read;
	void *data;
};

static struct error *read_path(struct text **out, const struct reader *reader, const char *path,
			       size_t most)
{
	return reader->read(out, reader->data, path, most);
}

static struct error *load_root(struct sigstore_root **out, const struct reader *reader,
			       const char *path)
{
	OWNED(text) bytes = NULL;

	TRY(read_path(&bytes, reader, path, TRUSTED_ROOT_BYTES_MOST));
	return error_wrap(sigstore_root_parse(out, text_slice(bytes)), "'%s'", path);
}

static struct error *load_key(struct public_key **out, const struct reader *reader,
			      const char *path)
{
	OWNED(text) bytes = NULL;

	TRY(read_path(&bytes, reader, path, CERTIFICATE_BYTES_MOST));
	return error_wrap(public_key_parse(out, text_slice(bytes)), "'%s'", path);
}

static struct error *load_policy(struct loaded_policy *out, const struct reader *reader)
{
	const struct trust_policy *policy = out->policy;

	if (policy->root)
		TRY(load_root(&out->root, reader, policy->root));
	else if (policy->by_operator)
		TRY(sigstore_root_shipped(&out->root));
	for (size_t i = 0; i < policy->keys.count; i++) {
		struct public_key *key = NULL;

		TRY(load_key(&key, reader, policy->keys.items[i]));
		out->keys = must_grow(out->keys, out->key_count, sizeof(struct public_key *));
		out->keys[out->key_count++] = key;
	}
	return NULL;
}

static struct error *load_all(struct policy_set *set, const struct reader *reader)
{
	const struct trust_policies *policies = set->policies;

	if (policies->root)
		TRY(load_root(&set->root, reader, policies->root));
	else
		TRY(sigstore_root_shipped(&set->root));
	set->items = must_alloc(policies->count * sizeof(*set->items));
	for (size_t i = 0; i < policies->count; i++) {
		set->items[set->count] = (struct loaded_policy){ .policy = &policies->items[i] };
		TRY(error_wrap(load_policy(&set->items[set->count++], reader),
			       "policy '%s' (line %u)", policies->items[i].name,
			       policies->items[i].line));
	}
	return NULL;
}

struct error *policy_set_load(struct policy_set **out, const struct trust_policies *policies,
			      policy_read *read, void *data)
{
	OWNED(policy_set) set = must_alloc(sizeof(*set));
	const struct reader reader = { read, data };

	set->policies = policies;
	TRY(error_as(ERROR_USAGE, error_wrap(load_all(set, &reader), "trust")));
	*out = pass_on(&set);
	return NULL;
}

static const struct loaded_policy *find(const struct policy_set *set, const char *name)
{
	for (size_t i = 0; set && i < set->count; i++)
		if (strcmp(set->items[i].policy->name, name) == 0)
			return &set->items[i];
	return NULL;
}

const struct trust_policy *policy_set_find(const struct policy_set *set, const char *name)
{
	const struct loaded_policy *found = find(set, name);

	return found ? found->policy : NULL;
}

bool policy_set_wants_attestations(const struct policy_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].policy->attestation_type)
			return true;
	return false;
}

/* ---- who signed ---- */

static bool note_match(void *data, const struct regex_match *match)
{
	*(struct range *)data = regex_whole(match);
	return false;
}

static bool is_whole_match(const struct regex *regex, const char *text)
{
	struct range found = { 0, 0 };
	OWNED(error) failed = regex_search(regex, slice_of(text), note_match, &found);

	return !failed && found.at == 0 && found.length == strlen(text) && *text;
}

static bool is_identity(const struct trust_identity *wanted, const struct evidence *evidence)
{
	bool is_name = wanted->regex ? is_whole_match(wanted->regex, evidence->identity)
				     : string_is(wanted->identity, evidence->identity);

	return is_name && string_is(wanted->issuer, evidence->issuer) &&
	       (!wanted->source || string_is(wanted->source, evidence->source)) &&
	       (!wanted->ref || string_is(wanted->ref, evidence->ref));
}

/* The answer to "what would I have to write?" comes with the refusal. */
static struct error *wrong_identity(const struct evidence *evidence)
{
	return error_new(ERROR_UNTRUSTED,
			 "signed by another identity; this would accept it: {identity: \"%s\", "
			 "issuer: \"%s\"%s%s%s%s%s%s}",
			 evidence->identity, evidence->issuer,
			 evidence->source ? ", source: \"" : "",
			 evidence->source ? evidence->source : "", evidence->source ? "\"" : "",
			 evidence->ref ? ", ref: \"" : "", evidence->ref ? evidence->ref : "",
			 evidence->ref ? "\"" : "");
}

static struct error *check_identity(const struct trust_policy *policy,
				    const struct evidence *evidence)
{
	for (size_t i = 0; i < policy->identity_count; i++)
		if (is_identity(&policy->identities[i], evidence))
			return NULL;
	return wrong_identity(evidence);
}

/* ---- what was signed ---- */

/* "git+https://github.com/ours/x@refs/heads/main" is of https://github.com/ours/x. */
static bool is_origin(const char *wanted, const char *origin)
{
	if (!origin)
		return false;
	if (string_is(wanted, origin))
		return true;
	if (strncmp(origin, "git+", 4) == 0)
		origin += 4;
	size_t size = strlen(wanted);

	return strncmp(origin, wanted, size) == 0 && (!origin[size] || origin[size] == '@');
}

static struct error *check_attestation(const struct trust_policy *policy,
				       const struct evidence *evidence)
{
	if (evidence->kind != SIGNED_ENVELOPE)
		return error_new(ERROR_UNTRUSTED, "a signature, where an attestation is wanted");
	if (!string_is(evidence->predicate_type, policy->attestation_type))
		return error_new(ERROR_UNTRUSTED, "an attestation of the type '%s'",
				 evidence->predicate_type);
	if (policy->builder && !string_is(policy->builder, evidence->builder))
		return error_new(ERROR_UNTRUSTED, "built by '%s'",
				 evidence->builder ? evidence->builder : "");
	if (policy->source && !is_origin(policy->source, evidence->origin))
		return error_new(ERROR_UNTRUSTED, "built from '%s'",
				 evidence->origin ? evidence->origin : "");
	return NULL;
}

/* cosign takes any statement about the digest for a signature; a list of its parts, signed by
 * the same key, is none. */
static struct error *check_kind(const struct trust_policy *policy, const struct evidence *evidence)
{
	if (policy->attestation_type)
		return check_attestation(policy, evidence);
	if (evidence->kind == SIGNED_MESSAGE)
		return error_new(ERROR_UNTRUSTED, "a signature of a file, not of an image");
	if (evidence->kind == SIGNED_ENVELOPE &&
	    !string_is(evidence->predicate_type, SIGNATURE_PREDICATE))
		return error_new(ERROR_UNTRUSTED, "an attestation ('%s'), no signature",
				 evidence->predicate_type);
	return NULL;
}

static bool has_annotation(const struct evidence *evidence, const char *key, const char *value)
{
	for (size_t i = 0; i + 1 < evidence->annotations.count; i += 2)
		if (strcmp(evidence->annotations.items[i], key) == 0 &&
		    strcmp(evidence->annotations.items[i + 1], value) == 0)
			return true;
	return false;
}

static struct error *check_annotations(const struct trust_policy *policy,
				       const struct evidence *evidence)
{
	const struct strings *wanted = &policy->annotations;

	for (size_t i = 0; i + 1 < wanted->count; i += 2)
		if (!has_annotation(evidence, wanted->items[i], wanted->items[i + 1]))
			return error_new(ERROR_UNTRUSTED, "the signer has not added '%s=%s'",
					 wanted->items[i], wanted->items[i + 1]);
	return NULL;
}

/* The reference that was signed may have tag and digest; its repository counts. */
static struct error *check_reference(const struct trust_policy *policy,
				     const struct evidence *evidence, const char *name)
{
	OWNED(reference) reference = NULL;

	if (!policy->is_by_repository)
		return NULL;
	if (!evidence->reference)
		return error_new(ERROR_UNTRUSTED, "the signature names no repository");
	OWNED(error) broken = reference_parse(&reference, slice_of(evidence->reference));

	if (!broken && string_is(reference->name, name))
		return NULL;
	return error_new(ERROR_UNTRUSTED, "the signature is for '%.200s'", evidence->reference);
}

/* ---- all of it ---- */

static struct error *check_evidence(const struct trust_policy *policy,
				    const struct evidence *evidence, const char *name)
{
	if (!evidence->key)
		TRY(check_identity(policy, evidence));
	TRY(check_kind(policy, evidence));
	TRY(check_reference(policy, evidence, name));
	return check_annotations(policy, evidence);
}

/* One signature, held against one policy. */
struct trial {
	const struct loaded_policy *loaded;
	const struct sigstore_root *root;
	const struct signature_material *material;
	const struct signed_image *image;
};

static struct error *try_key(struct evidence **out, const struct trial *trial,
			     const struct public_key *key)
{
	const struct trust_policy *policy = trial->loaded->policy;
	const struct sigstore_needs needs = {
		.digest = trial->image->digest, .key = key, .log = policy->log, .sct = policy->sct
	};
	OWNED(evidence) evidence = NULL;

	TRY(sigstore_verify(&evidence, trial->material, trial->root, &needs));
	TRY(check_evidence(policy, evidence, trial->image->name));
	*out = pass_on(&evidence);
	return NULL;
}

/* Any of the keys; the first one's reason stands for all. */
static struct error *try_keys(struct evidence **out, const struct trial *trial)
{
	struct error *first = NULL;

	for (size_t i = 0; i < trial->loaded->key_count; i++) {
		struct error *failed = try_key(out, trial, trial->loaded->keys[i]);

		if (!failed) {
			error_free(first);
			return NULL;
		}
		if (first)
			error_free(failed);
		else
			first = failed;
	}
	return first;
}

struct error *policy_verify(struct evidence **out, const struct policy_set *set, const char *name,
			    const struct signature_material *material,
			    const struct signed_image *image)
{
	const struct loaded_policy *loaded = find(set, name);

	if (!loaded)
		return error_new(ERROR_USAGE, "no policy '%s'", name);
	const struct trial trial = { .loaded = loaded,
				     .root = loaded->root ? loaded->root : set->root,
				     .material = material,
				     .image = image };

	return loaded->key_count ? try_keys(out, &trial) : try_key(out, &trial, NULL);
}
