#include "output.h"
#include "verify_images.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/trust/sigstore.h>
#include <fcntl.h>
#include <string.h>

/* What one bundle is held against. */
struct bundle_check {
	struct sigstore_root *root;
	struct public_key *key; /* NULL: an identity */
	struct signature_material *material;
	struct text *artifact; /* NULL: only its digest is known */
	char *digest;
};

static void bundle_check_clear(struct bundle_check *check)
{
	sigstore_root_free(check->root);
	public_key_free(check->key);
	signature_material_free(check->material);
	text_free(check->artifact);
	free(check->digest);
}

/* ---- what the command line names ---- */

static struct error *check_options(const struct invocation *invocation)
{
	const struct options *options = invocation->options;

	if (!options->bundle &&
	    (options->key || options->identity || options->issuer || options->trusted_root))
		return error_new(ERROR_USAGE, "'--key', '--trusted-root' and the like belong to "
					      "--bundle; images are verified by the policies of "
					      "the configuration");
	if (!options->bundle)
		return NULL;
	if (invocation->operand_count > 1)
		return error_new(ERROR_USAGE, "--bundle is about one FILE or digest");
	if (options->key && (options->identity || options->issuer))
		return error_new(ERROR_USAGE, "'--key' and '--certificate-identity' exclude each "
					      "other: it was a key or an identity that signed");
	if (!options->key && !(options->identity && options->issuer))
		return error_new(ERROR_USAGE, "'verify --bundle' needs --certificate-identity and "
					      "--certificate-oidc-issuer, or --key");
	return NULL;
}

static struct error *read_root(struct bundle_check *check, const char *path)
{
	OWNED(text) bytes = NULL;

	if (!path)
		return sigstore_root_shipped(&check->root);
	TRY(file_read(&bytes, AT_FDCWD, path, TRUSTED_ROOT_BYTES_MOST));
	return error_wrap(error_as(ERROR_USAGE,
				   sigstore_root_parse(&check->root, text_slice(bytes))),
			  "%s", path);
}

static struct error *read_key(struct bundle_check *check, const char *path)
{
	OWNED(text) bytes = NULL;

	if (!path)
		return NULL;
	TRY(file_read(&bytes, AT_FDCWD, path, CERTIFICATE_BYTES_MOST));
	return error_wrap(error_as(ERROR_USAGE, public_key_parse(&check->key, text_slice(bytes))),
			  "%s", path);
}

/* A digest, unless there is a file of that name. */
static struct error *read_artifact(struct bundle_check *check, const char *what)
{
	if (strncmp(what, "sha256:", 7) == 0 && digest_is_valid(what) && access(what, F_OK) != 0) {
		check->digest = must_copy(what);
		return NULL;
	}
	TRY(file_read(&check->artifact, AT_FDCWD, what, ARTIFACT_BYTES_MOST));
	return digest_of(&check->digest, "sha256:", text_slice(check->artifact));
}

/* ---- verifying ---- */

static struct error *check_identity(const struct evidence *evidence, const struct options *options)
{
	if (options->key || (string_is(evidence->identity, options->identity) &&
			     string_is(evidence->issuer, options->issuer)))
		return NULL;
	return error_new(ERROR_UNTRUSTED, "signed by '%s' of '%s'", evidence->identity,
			 evidence->issuer);
}

static struct error *verify_bundle(struct evidence **out, struct bundle_check *check,
				   struct slice bundle, const struct options *options)
{
	const struct slice artifact = check->artifact ? text_slice(check->artifact) : slice_of("");
	const struct sigstore_needs needs = {
		.digest = check->digest,
		.artifact = check->artifact ? &artifact : NULL,
		.key = check->key,
		.log = true,
		.sct = true,
	};

	TRY(bundle_parse(&check->material, bundle));
	TRY(sigstore_verify(out, check->material, check->root, &needs));
	return check_identity(*out, options);
}

static struct error *print_evidence(const struct evidence *evidence, const char *digest)
{
	OWNED(text) out = text_new(0);
	OWNED_STRING time = time_rfc3339(evidence_time(evidence));

	text_add_format(out, "%s signed by ", digest);
	if (evidence->key)
		text_add_format(out, "the key %s", evidence->key);
	else
		text_add_format(out, "%s of %s", evidence->identity, evidence->issuer);
	text_add_format(out, "%s%s\n", evidence->time_count ? " at " : "",
			evidence->time_count ? time : "");
	return output_print(out);
}

static struct error *judge_bundle(enum exit_code *code, struct bundle_check *check,
				  const struct invocation *invocation)
{
	const struct options *options = invocation->options;
	OWNED(evidence) evidence = NULL;
	OWNED(text) bundle = NULL;

	TRY(read_root(check, options->trusted_root));
	TRY(read_key(check, options->key));
	TRY(read_artifact(check, invocation->operands[0]));
	TRY(file_read(&bundle, AT_FDCWD, options->bundle, BUNDLE_BYTES_MOST));
	OWNED(error)
	refused = error_wrap(verify_bundle(&evidence, check, text_slice(bundle), options), "%s",
			     options->bundle);

	if (!refused)
		return options->quiet ? NULL : print_evidence(evidence, check->digest);
	output_error(refused);
	*code = EXIT_HELD;
	return NULL;
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	struct bundle_check check = { .root = NULL };

	TRY(check_options(invocation));
	if (!invocation->options->bundle)
		return verify_images(code, invocation);
	struct error *failed = judge_bundle(code, &check, invocation);

	bundle_check_clear(&check);
	return failed;
}

const struct command command_verify = {
	.name = "verify",
	.bit = FOR_VERIFY,
	.operands = "IMAGE... | --bundle FILE FILE|sha256:DIGEST",
	.operands_least = 1,
	.operands_most = SIZE_MAX,
	.summary = "verify the signatures of images, or of a file; exit code 4 when a policy is "
		   "not satisfied",
	.run = run,
};
