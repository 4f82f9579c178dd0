/* pin_state.h - what the files of this room know of a pin when it is judged. */
#ifndef DIGESTBUMP_SRC_JUDGE_PIN_STATE_H
#define DIGESTBUMP_SRC_JUDGE_PIN_STATE_H

#include <digestbump/judge/judge.h>
#include <digestbump/resolve/pin_question.h>

struct evidence {
	const struct pin *pin;
	const struct config *config;
	struct ruling ruling;
	struct asked_tag step;
	const char *tag;                 /* that was asked after; NULL: none */
	const char *written;             /* the tag that was followed until now; NULL: none */
	const char *tag_text;            /* the tag, and who says so, for reasons */
	const struct question *question; /* NULL, like held: nothing was asked */
	const struct held *held;
};

/* Takes reason. */
struct verdict verdict_of(const struct evidence *e, enum verdict_code code, char *reason);

/* The error says what to do; here is only known what it was about. */
struct verdict failed(const struct evidence *e, const struct error *error);

/* ---- rules that follow a series (series.c) ---- */

/* Gives how reasons call the tag that a series led to. */
char *series_tag_text(const struct evidence *e) MUST_CHECK;

/* Of a pin for which its series has no tag. */
struct verdict unmoved(const struct evidence *e);

/* A tag's letters that serve several pins can only be moved when all of them go to
 * the same one: takes the verdicts back where they do not. */
void series_settle(struct verdicts *verdicts);

#endif
