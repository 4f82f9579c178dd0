#include "../../src/git/remote_message.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

struct row {
	const char *in;
	const char *out;
};

static const struct row redactions[] = {
	{ "", "" },
	{ "no URL at all", "no URL at all" },
	{ "https://example.com/x.git", "https://example.com/x.git" },
	{ "for 'https://user:secret@example.com/x'", "for 'https://***@example.com/x'" },
	{ "https://secret@example.com", "https://***@example.com" },
	{ "https://user:se@cret@example.com/", "https://***@example.com/" },
	{ "https://user:se/cret@example.com/", "https://***@example.com/" },
	{ "ssh://git:secret@h/x and http://b:secret@h", "ssh://***@h/x and http://***@h" },
	{ "https://h/x?token=secret z", "https://h/x?*** z" },
	{ "https://u:se?cret@h/x z", "https://***@h/x z" },
	{ "git@example.com: Permission denied", "git@example.com: Permission denied" },
	{ "://", "://" },
	{ "https://a:secret@", "https://***@" },
};

static void secrets_are_taken_out_of_urls(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(redactions) / sizeof(*redactions); i++) {
		OWNED_STRING out = redact_urls(slice_of(redactions[i].in));

		assert_string_equal(out, redactions[i].out);
		assert_null(strstr(out, "secret"));
	}
}

static const struct row cleanings[] = {
	{ "fatal: one\nerror: two\n", "one; two" },
	{ "Enumerating objects: 5, done.\nCounting objects: 20% (1/5)\rCounting objects: 100%\n"
	  "remote: no, thank you        \nremote: \nerror: failed to push some refs to 'x'\n",
	  "remote: no, thank you" },
	{ "fatal: Could not read from remote repository.\n\nPlease make sure you have the correct "
	  "access rights\nand the repository exists.\n",
	  "Could not read from remote repository." },
	{ "hint: do this\nwarning: that\n", "warning: that" },
	{ "=> Send header: Authorization: Basic c2VjcmV0\nfatal: x\n", "x" },
	{ "", "" },
};

static void words_are_what_matters_on_one_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cleanings) / sizeof(*cleanings); i++) {
		OWNED_STRING out = remote_message_clean(slice_of(cleanings[i].in));

		assert_string_equal(out, cleanings[i].out);
	}
}

/* Cut in the middle of a URL, a password would lose the '@' that betrays it. */
static void a_cut_never_shows_half_a_secret(void **state)
{
	(void)state;
	for (int filler = GIT_WORDS_BYTES_MOST - 40; filler < GIT_WORDS_BYTES_MOST; filler++) {
		OWNED_STRING in =
		    must_format("%0*d https://user:secretsecretsecret@host/", filler, 0);
		OWNED_STRING out = remote_message_clean(slice_of(in));

		assert_true(strlen(out) <= GIT_WORDS_BYTES_MOST);
		assert_null(strstr(out, "secret"));
	}
}

struct meaning {
	const char *words;
	enum error_kind kind;
};

static const struct meaning meanings[] = {
	{ "[rejected] (stale info)", ERROR_CONFLICT },
	{ "[rejected] (fetch first)", ERROR_CONFLICT },
	{ "[rejected] (non-fast-forward)", ERROR_CONFLICT },
	{ "[remote rejected] (pre-receive hook declined)", ERROR_DENIED },
	{ "[remote rejected] (protected branch hook declined)", ERROR_DENIED },
	{ "[remote rejected] (cannot lock ref 'refs/heads/a/b')", ERROR_CONFLICT },
	{ "Authentication failed for 'https://h/'", ERROR_DENIED },
	{ "could not read Username for 'http://h': terminal prompts disabled", ERROR_DENIED },
	{ "git@h: Permission denied (publickey).; Could not read from remote repository.",
	  ERROR_DENIED },
	{ "Host key verification failed.; Could not read from remote repository.", ERROR_DENIED },
	{ "unable to access 'https://h/': The requested URL returned error: 403", ERROR_DENIED },
	{ "unable to access 'https://h/': The requested URL returned error: 429", ERROR_LIMITED },
	{ "unable to access 'https://h/': The requested URL returned error: 503", ERROR_NETWORK },
	{ "unable to access 'https://h/': Could not resolve host: h", ERROR_NETWORK },
	{ "ssh: connect to host h port 22: Connection refused; Could not read", ERROR_NETWORK },
	{ "unable to connect to h: h: Operation timed out", ERROR_NETWORK },
	{ "'x' does not appear to be a git repository", ERROR_ABSENT },
	{ "repository 'https://h/x/' not found", ERROR_ABSENT },
	{ "couldn't find remote ref refs/heads/x", ERROR_ABSENT },
	{ "something else", ERROR_GIT },
};

static void words_tell_the_kind_of_a_failure(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (remote_message_kind(meanings[i].words, ERROR_GIT) != meanings[i].kind)
			fail_msg("'%s'", meanings[i].words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secrets_are_taken_out_of_urls),
		cmocka_unit_test(words_are_what_matters_on_one_line),
		cmocka_unit_test(a_cut_never_shows_half_a_secret),
		cmocka_unit_test(words_tell_the_kind_of_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
