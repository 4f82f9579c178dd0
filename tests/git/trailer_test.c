#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>

/* libgit2 is started by the first repository. */
struct place {
	struct sandbox *sandbox;
	struct git *git;
};

static int enter(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	outside(place->sandbox->top);
	sandbox_shell(place->sandbox, "git init -q .");
	assert_fine(git_open(&place->git, place->sandbox->top, outside(place->sandbox->top)));
	*state = place;
	return 0;
}

static int leave(void **state)
{
	struct place *place = *state;

	git_free(place->git);
	sandbox_free(place->sandbox);
	free(place);
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
static char *as_git_has_it(const struct place *place, const char *message)
{
	sandbox_write(place->sandbox, "message", message);
	return sandbox_output(place->sandbox, "git interpret-trailers --parse <message |"
					      " sed -n 's/\\r$//; s/^[Kk][Ee][Yy]: *//p'");
}

static void trailers_are_read_as_git_reads_them(void **state)
{
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		OWNED(strings) values = NULL;
		OWNED(text) ours = text_new(0);
		OWNED_STRING theirs = as_git_has_it(place, messages[i]);

		assert_fine(git_trailers(&values, messages[i], "Key"));
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
		cmocka_unit_test_setup_teardown(trailers_are_read_as_git_reads_them, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
