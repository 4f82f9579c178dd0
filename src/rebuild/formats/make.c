#include "formats.h"
#include <digestbump/limits.h>
#include <string.h>

/* A makefile whose targets are the builds; `make -j8 -f FILE` keeps the order. No build is
 * called ALL: their targets have small letters. */

/* Adds the string with "$" as make wants it. */
static void add_recipe(struct text *out, const char *string)
{
	for (; *string; string++) {
		text_add_string(out, *string == '$' ? "$" : "");
		text_add(out, string, 1);
	}
}

/* A value for the shell. A recipe's line cannot hold a line end: printf makes it. */
static void add_value(struct text *out, const char *value)
{
	OWNED(text) word = text_new(0);
	OWNED(text) escaped = text_new(0);

	if (!strchr(value, '\n')) {
		add_shell_word(word, value);
		add_recipe(out, word->bytes);
		return;
	}
	for (; *value; value++)
		if (*value == '\n')
			text_add_string(escaped, "\\n");
		else
			text_add_format(escaped, "%s%c", *value == '\\' ? "\\" : "", *value);
	add_shell_word(word, escaped->bytes);
	text_add_string(out, "\"$$(printf %b ");
	add_recipe(out, word->bytes);
	text_add_string(out, ")\"");
}

static void add_rule(struct text *out, const struct rebuild_report *report, size_t index,
		     const struct strings *names)
{
	const struct rebuild *item = &report->plan->items[index];

	text_add_format(out, "\n%s:", names->items[index]);
	for (size_t i = 0; i < item->need_count; i++)
		if (!is_in_own_wave(report->plan, item, item->needs[i]))
			text_add_format(out, " %s", names->items[item->needs[i]]);
	text_add_string(out, "\n\t@");
	for (int i = 0; i < JOB_VALUES; i++) {
		OWNED_STRING value = job_value(report, item, (enum job_value)i);

		text_add_format(out, "%s=", job_value_name((enum job_value)i));
		add_value(out, value);
		text_add_string(out, "; ");
	}
	text_add_string(out, "export");
	for (int i = 0; i < JOB_VALUES; i++)
		text_add_format(out, " %s", job_value_name((enum job_value)i));
	text_add_string(out, "; $(BUILD)\n");
}

static void add_names(struct text *out, const char *target, const struct strings *names)
{
	text_add_format(out, "%s:", target);
	for (size_t i = 0; i < names->count; i++)
		text_add_format(out, " %s", names->items[i]);
	text_add_string(out, "\n");
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;
	OWNED(strings) names = short_names(plan, "./_", NAME_BYTES_MOST);

	text_add_string(out, "# Written by `digestbump rebuild --format make`.\n");
	add_names(out, "ALL", names);
	text_add_string(out, ".PHONY: ALL");
	for (size_t i = 0; i < names->count; i++)
		text_add_format(out, " %s", names->items[i]);
	text_add_string(out, "\n");
	text_add_string(out, "\nBUILD ?= ");
	for (size_t i = 0; build_script[i]; i++) {
		add_recipe(out, build_script[i]);
		text_add_string(out, build_script[i + 1] ? "; \\\n\t" : "\n");
	}
	for (size_t i = 0; i < plan->wave_count; i++)
		for (size_t k = 0; k < plan->waves[i].count; k++)
			add_rule(out, report, plan->waves[i].items[k], names);
}

const struct rebuild_format rebuild_format_make = { .name = "make", .render = render };
