#include <digestbump/resolve/pin_question.h>
#include <string.h>

/* A rule may give a tag to a pin that has none, so pin_is_updatable(), which
 * wants the pin's own, would say too little here. */
static bool is_editable(const struct pin *pin)
{
	return pin->image && pin->pinned && pin->obstacle == PIN_FREE;
}

/* ---- series ---- */

/* A comment, or a variable's part, names a tag as well, but only letters that
 * stand there as they are can be replaced. */
static bool has_movable_tag(const struct pin *pin)
{
	return pin->image && pin->image->tag && pin->tag.length == strlen(pin->image->tag);
}

static struct asked_tag choose(const struct strings *tags, const char *written,
			       const struct series *series)
{
	static const enum ask_step steps[] = {
		[SERIES_STAY] = ASK_STAY,
		[SERIES_RISE] = ASK_RISE,
		[SERIES_FALL] = ASK_FALL,
		[SERIES_STRANGE] = ASK_STRANGE,
	};
	struct asked_tag asked = { 0 };

	asked.step = steps[series_choose(&asked.tag, series, written, tags)];
	if (asked.step == ASK_STAY)
		asked.tag = written;
	return asked;
}

static struct asked_tag ask_series(const struct questions *questions, const struct pin *pin,
				   const struct series *series)
{
	if (!has_movable_tag(pin))
		return (struct asked_tag){ .step = ASK_FIXED };
	const struct tag_list *list = tags_of(questions, pin->image->host, pin->image->repository);

	if (!list || !list->tags)
		return (struct asked_tag){ ASK_UNKNOWN, NULL, list ? list->error : NULL };
	return choose(list->tags, pin->image->tag, series);
}

struct asked_tag ask_tag(const struct questions *questions, const struct pin *pin,
			 const struct ruling *ruling)
{
	if (ruling->series)
		return ask_series(questions, pin, ruling->series);
	return (struct asked_tag){ ASK_WRITTEN, ruling->track ? ruling->track : pin->tracked,
				   NULL };
}

void ask_tags(struct questions *questions, const struct pin *pin, const struct config *config)
{
	if (!is_editable(pin) || !has_movable_tag(pin))
		return;
	struct ruling ruling = config_rule(config, pin->image->name, pin->path);

	if (!ruling.ignored && ruling.series)
		tags_need(questions, pin->image->host, pin->image->repository);
}

/* ---- questions ---- */

/* Where the series has nothing for the pin, there is still its digest to look
 * after. */
static const char *tag_to_ask(const struct asked_tag *asked)
{
	return asked->step <= ASK_RISE ? asked->tag : NULL;
}

struct held *ask_pin(struct question **question, struct questions *questions, const struct pin *pin,
		     const struct config *config)
{
	if (!is_editable(pin))
		return NULL;
	struct ruling ruling = config_rule(config, pin->image->name, pin->path);
	struct asked_tag asked_tag = ask_tag(questions, pin, &ruling);
	const char *tag = tag_to_ask(&asked_tag);

	if (ruling.ignored || (!tag && ruling.liveness == LIVENESS_OFF))
		return NULL;
	struct question *asked =
	    questions_add(questions, pin->image->host, pin->image->repository, tag);

	if (question)
		*question = asked;
	struct held *held =
	    question_hold(asked, pin->pinned, ruling.platform ? ruling.platform : pin->platform);

	if (held->liveness < ruling.liveness)
		held->liveness = ruling.liveness;
	return held;
}
