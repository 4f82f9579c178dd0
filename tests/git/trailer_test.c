#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>

/* libgit2 is started by the first repository. */
struct fixture {
	struct sandbox *sandbox;
	struct git *git;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox, "git init -q .");
	assert_fine(
	    git_open(&fixture->git, fixture->sandbox->top, test_context(fixture->sandbox->top)));
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	git_free(fixture->git);
	sandbox_free(fixture->sandbox);
	free(fixture);
	return 0;
}

static const char *const messages[] = {
	"title\n\nbody\n\nKey: one\nOther: x\nKey: two\n",
	"title\n\nKey: one\r\nKey: two\r\n",
	"title\n\nKey: folded\n  value here\nKey: next\n",
	"title\n\nbody\n\nKey: lost\n\nCo-authored-by: a <a@b>\n",
	"title\n\nbody\n---\nmore\n\nKey: hidden\n",
	"title\n\nKey: one\nnot a trailer\nSigned-off-by: a <a@b>\n",
	"title\n\nnot a trailer\nnor this\nKey: one\n",
	"title\n\nkey: lower\nKEY:upper\nKey: \n",
	"Key: title only\n",
	"",
	"title\n\nKey_x: one\nKey: two\n",
	"title\n\n# comment\nKey: one\n",
	"title\n\nKey:   blanks around   \n",
	"title\n\nKey: no line end",
};

/* git's own answer, one value per line. */
static char *as_git_has_it(const struct fixture *fixture, const char *message)
{
	sandbox_write(fixture->sandbox, "message", message);
	return sandbox_output(fixture->sandbox, "git interpret-trailers --parse <message |"
						" sed -n 's/\\r$//; s/^[Kk][Ee][Yy]: *//p'");
}

static void trailers_are_read_as_git_reads_them(void **state)
{
	const struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		OWNED(strings) values = NULL;
		OWNED(text) ours = text_new(0);
		OWNED_STRING theirs = as_git_has_it(fixture, messages[i]);

		assert_fine(git_trailer_values(&values, messages[i], "Key"));
		for (size_t k = 0; k < values->count; k++)
			text_add_format(ours, "%s\n", values->items[k]);
		if (!slice_is(text_slice(ours), theirs))
			fail_msg("message %zu: '%s', but git has '%s'", i,
				 ours->bytes ? ours->bytes : "", theirs);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(trailers_are_read_as_git_reads_them, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
