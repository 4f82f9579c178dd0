#include "explain_pins.h"
#include "output.h"
#include "suggestion.h"
#include <digestbump/report/explain_report.h>
#include <string.h>

/* True, and sets *code, when there is such a verdict. */
static bool find_verdict(enum verdict_code *out, const char *name)
{
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		if (strcmp(name, verdict_name(code)) == 0) {
			*out = code;
			return true;
		}
	return false;
}

/* Takes error, which may be NULL; a name that is nearly a verdict's was probably meant to be one.
 */
static struct error *suggest_verdict(struct error *error, const char *name)
{
	struct suggestion suggestion = suggestion_for(name);

	if (!error || error_kind(error) != ERROR_ABSENT)
		return error;
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		suggestion_try(&suggestion, verdict_name(code));
	if (!suggestion.best)
		return error_as(ERROR_USAGE, error);
	error_free(error);
	return error_new(ERROR_USAGE, "no verdict, file or image '%s': did you mean '%s'?", name,
			 suggestion.best);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	const char *name = invocation->operand_count ? invocation->operands[0] : NULL;
	const struct style style = output_style(invocation);
	enum verdict_code verdict = VERDICT_CURRENT;
	struct output out;

	(void)code;
	if (name && !find_verdict(&verdict, name))
		return suggest_verdict(explain_pins(invocation, name), name);
	output_open(&out);
	if (name)
		report_verdict_help(&out.stream, verdict, &style);
	else
		report_verdict_list(&out.stream);
	return output_close(&out);
}

const struct command command_explain = {
	.name = "explain",
	.bit = FOR_EXPLAIN,
	.operands = "[VERDICT | IMAGE | FILE[:LINE]]",
	.operands_most = 1,
	.summary = "say what a verdict means, or all that is known of a reference",
	.run = run,
};
