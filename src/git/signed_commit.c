#include "signed_commit.h"
#include "git_program.h"
#include "remote_message.h"
#include <digestbump/base/memory.h>
#include <inttypes.h>
#include <string.h>

static void add_identity(struct strings *variables, const char *role,
			 const struct git_identity *who)
{
	strings_take(variables, must_format("GIT_%s_NAME=%s", role, who->name));
	strings_take(variables, must_format("GIT_%s_EMAIL=%s", role, who->email));
	strings_take(variables, must_format("GIT_%s_DATE=@%" PRId64 " +0000", role, who->time));
}

static struct strings *commit_arguments(const struct git_commit_content *content)
{
	OWNED(strings) arguments = strings_new();

	if (content->sign != GIT_SIGN_CONFIG) {
		strings_add(arguments, "-c");
		strings_add(arguments, content->sign == GIT_SIGN_SSH ? "gpg.format=ssh"
								     : "gpg.format=openpgp");
	}
	strings_add(arguments, "commit-tree");
	strings_add(arguments, "-S");
	if (content->parent) {
		strings_add(arguments, "-p");
		strings_add(arguments, content->parent);
	}
	strings_add(arguments, "-m");
	strings_add(arguments, content->message);
	strings_add(arguments, content->tree);
	return pass_on(&arguments);
}

struct error *signed_commit_write(char **oid, struct git *git,
				  const struct git_commit_content *content,
				  const struct git_identity *author,
				  const struct git_identity *committer)
{
	OWNED(strings) arguments = commit_arguments(content);
	OWNED(strings) variables = strings_new();
	OWNED(git_result) result = NULL;

	add_identity(variables, "AUTHOR", author);
	add_identity(variables, "COMMITTER", committer);
	TRY(git_program_run_with(&result, git, arguments, variables));
	if (result->code) {
		OWNED_STRING reason = remote_message_clean(text_slice(result->error_output));

		return error_new(ERROR_GIT,
				 "the commit cannot be signed: %s; see commit.sign, and gpg.format "
				 "and user.signingKey of git",
				 reason);
	}
	*oid = slice_copy(slice_trim(text_slice(result->output)));
	return NULL;
}

bool git_signs_commits(struct git *git)
{
	OWNED_STRING value = git_config_value(git, "commit.gpgsign");
	int is_wanted = 0;

	return value && git_config_parse_bool(&is_wanted, value) == 0 && is_wanted;
}
