#include "branch_table.h"
#include <digestbump/base/memory.h>

/* The whole life of a branch. README.md shows this table; a test compares. */
static const struct branch_rule rules[BRANCH_STANDINGS][BRANCH_WISHES] = {
	[STANDS_NOTHING] = {
		[WANTED_BUMP] = { ACTION_CREATE, STATE_CREATED, NULL },
	},
	[STANDS_TOMBSTONE] = {
		[WANTED_BUMP] = { ACTION_SAY, STATE_DECLINED,
				  "the branch was deleted; it is made again for a newer digest" },
	},
	[STANDS_CURRENT] = {
		[WANTED_BUMP] = { ACTION_SAY, STATE_UNCHANGED, NULL },
		[WANTED_LATER] = { ACTION_SAY, STATE_KEPT, NULL },
		[WANTED_NOT] = { ACTION_DELETE, STATE_DELETED, NULL },
		[WANTED_ELSEWHERE] = { ACTION_LEAVE, STATE_UNCHANGED, NULL },
	},
	[STANDS_OUTDATED] = {
		[WANTED_BUMP] = { ACTION_UPDATE, STATE_UPDATED, NULL },
		[WANTED_LATER] = { ACTION_SAY, STATE_KEPT, NULL },
		[WANTED_NOT] = { ACTION_DELETE, STATE_DELETED, NULL },
		[WANTED_ELSEWHERE] = { ACTION_LEAVE, STATE_UNCHANGED, NULL },
	},
	[STANDS_SUPERSEDED] = {
		[WANTED_NOT] = { ACTION_DELETE, STATE_DELETED, NULL },
		[WANTED_ELSEWHERE] = { ACTION_LEAVE, STATE_UNCHANGED, NULL },
	},
	[STANDS_HUMAN] = {
		[WANTED_BUMP] = { ACTION_SAY, STATE_HUMAN,
				  "somebody else changed it; delete the branch to have it made anew" },
		[WANTED_LATER] = { ACTION_SAY, STATE_HUMAN, "somebody else changed it" },
		[WANTED_NOT] = { ACTION_SAY, STATE_HUMAN,
				 "somebody else changed it, and its bump is not wanted any more" },
		[WANTED_ELSEWHERE] = { ACTION_LEAVE, STATE_UNCHANGED, NULL },
	},
	[STANDS_FOREIGN] = {
		[WANTED_BUMP] = { ACTION_REFUSE, STATE_FAILED,
				  "a branch of this name is in the way: delete or rename it, or set "
				  "branches.prefix" },
		[WANTED_LATER] = { ACTION_SAY, STATE_HUMAN,
				   "not made by digestbump, and its name will be needed" },
		[WANTED_NOT] = { ACTION_LEAVE, STATE_UNCHANGED, NULL },
		[WANTED_ELSEWHERE] = { ACTION_LEAVE, STATE_UNCHANGED, NULL },
	},
};

const struct branch_rule *branch_rule(enum branch_standing standing, enum branch_wish wish)
{
	return &rules[standing][wish];
}

/* ---- as Markdown ---- */

static const char *const standing_titles[BRANCH_STANDINGS] = {
	[STANDS_NOTHING] = "nothing",
	[STANDS_TOMBSTONE] = "nothing; a human deleted it for the same digests",
	[STANDS_CURRENT] = "ours, as this run would make it",
	[STANDS_OUTDATED] = "ours, other parent, tree or updates",
	[STANDS_SUPERSEDED] = "ours, its updates are on another planned branch now",
	[STANDS_HUMAN] = "ours, changed by somebody else",
	[STANDS_FOREIGN] = "never ours, of our name",
};

static const char *const wish_titles[BRANCH_WISHES] = {
	[WANTED_BUMP] = "a bump",
	[WANTED_LATER] = "wanted, but not now (failed, held, absent, unread file)",
	[WANTED_NOT] = "not wanted any more",
	[WANTED_ELSEWHERE] = "made for another base branch or configuration",
};

static const char *const action_titles[BRANCH_ACTIONS] = {
	[ACTION_NONE] = "-",
	[ACTION_LEAVE] = "leave",
	[ACTION_CREATE] = "create",
	[ACTION_UPDATE] = "update with a lease",
	[ACTION_DELETE] = "delete with a lease",
	[ACTION_SAY] = "leave",
	[ACTION_REFUSE] = "leave",
};

static void add_cell(struct text *out, const struct branch_rule *rule)
{
	text_add_format(out, " %s", action_titles[rule->action]);
	if (rule->action != ACTION_NONE && rule->action != ACTION_LEAVE)
		text_add_format(out, ": `%s`", branch_state_name(rule->state));
	if (rule->action == ACTION_CREATE)
		text_add_string(out, "; or `limited`; or `failed`: a name in the way");
	text_add_string(out, " |");
}

char *branch_table_markdown(void)
{
	OWNED(text) out = text_new(0);

	text_add_string(out, "| what stands there |");
	for (size_t i = 0; i < BRANCH_WISHES; i++)
		text_add_format(out, " %s |", wish_titles[i]);
	text_add_string(out, "\n| --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < BRANCH_STANDINGS; i++) {
		text_add_format(out, "| %s |", standing_titles[i]);
		for (size_t k = 0; k < BRANCH_WISHES; k++)
			add_cell(out, &rules[i][k]);
		text_add_string(out, "\n");
	}
	return text_take(pass_on(&out));
}
