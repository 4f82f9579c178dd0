#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What git takes off both ends of names and addresses (ident.c). */
static bool is_crud(char c)
{
	return (unsigned char)c <= ' ' || strchr(".,:;<>\"\\'", c);
}

/* Gives what git would write of it, or NULL when nothing is left. */
static char *clean(const char *text)
{
	OWNED(text) out = text_new(0);
	size_t size = text ? strlen(text) : 0;
	size_t from = 0;

	while (from < size && is_crud(text[from]))
		from++;
	while (size > from && is_crud(text[size - 1]))
		size--;
	for (size_t i = from; i < size; i++)
		if (!strchr("\n<>", text[i]))
			text_add(out, text + i, 1);
	return out->size ? text_take(pass_on(&out)) : NULL;
}

/* The first of them that has something to say. Takes all three. */
static char *first_of(char *one, char *two, char *three)
{
	char *all[] = { one, two, three };
	char *first = NULL;

	for (size_t i = 0; i < 3; i++) {
		if (!first)
			first = all[i];
		else
			free(all[i]);
	}
	return first;
}

static char *setting(struct git *git, const char *key)
{
	OWNED_STRING value = git_config_value(git, key);

	return clean(value);
}

/* A date with its zone as git reads it from GIT_COMMITTER_DATE; the forms
 * without one are local time there and not taken here. */
static bool read_date(int64_t *out, const char *text)
{
	static const char *const forms[] = {
		"%Y-%m-%dT%H:%M:%S%z",
		"%Y-%m-%d %H:%M:%S %z",
		"%a, %d %b %Y %H:%M:%S %z",
	};
	const char *digits = *text == '@' ? text + 1 : text;
	char *end = NULL;
	long long seconds = strtoll(digits, &end, 10);

	if (end != digits && seconds >= 0 && (*end == ' ' || (*end == '\0' && *text == '@'))) {
		*out = seconds;
		return true;
	}
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct tm parts = { 0 };
		const char *rest = strptime(text, forms[i], &parts);
		long zone = parts.tm_gmtoff;

		if (!rest || *rest)
			continue;
		*out = timegm(&parts) - zone;
		return true;
	}
	return false;
}

/* One time for both: that they differ tells an amended commit (branch_owner.c). */
static int64_t choose_time(const struct context *context)
{
	static const char *const names[] = { "GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE" };
	int64_t seconds = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *text = context->variable(names[i]);

		if (text && read_date(&seconds, text))
			return seconds;
	}
	return context->now;
}

static enum git_sign choose_sign(const struct config *config, struct git *git)
{
	switch (config->commit_sign) {
	case SIGN_SSH:
		return GIT_SIGN_SSH;
	case SIGN_OPENPGP:
		return GIT_SIGN_OPENPGP;
	case SIGN_GIT:
		return git_signs_commits(git) ? GIT_SIGN_CONFIG : GIT_SIGN_NEVER;
	default:
		return GIT_SIGN_NEVER;
	}
}

struct identity *identity_choose(const struct config *config, struct git *git,
				 const struct context *context)
{
	struct identity *identity = must_alloc(sizeof(*identity));
	OWNED_STRING name = first_of(clean(config->author_name), setting(git, "user.name"),
				     must_copy("digestbump"));
	OWNED_STRING email = first_of(clean(config->author_email), setting(git, "user.email"),
				      must_copy("digestbump@localhost"));

	identity->author_name =
	    first_of(clean(context->variable("GIT_AUTHOR_NAME")), must_copy(name), NULL);
	identity->author_email =
	    first_of(clean(context->variable("GIT_AUTHOR_EMAIL")), must_copy(email), NULL);
	identity->committer_name =
	    first_of(clean(context->variable("GIT_COMMITTER_NAME")), must_copy(name), NULL);
	identity->committer_email =
	    first_of(clean(context->variable("GIT_COMMITTER_EMAIL")), must_copy(email), NULL);
	identity->sign = choose_sign(config, git);
	identity->time = choose_time(context);
	return identity;
}

void identity_free(struct identity *identity)
{
	if (!identity)
		return;
	free(identity->author_name);
	free(identity->author_email);
	free(identity->committer_name);
	free(identity->committer_email);
	free(identity);
}
