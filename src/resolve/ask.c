#include <digestbump/resolve/ask.h>

const char *ask_tag(const struct pin *pin, const struct ruling *ruling)
{
	return ruling->track ? ruling->track : pin->tracked;
}

/* A rule may give a tag to a pin that has none, so pin_is_updatable(), which
 * wants the pin's own, would say too little here. */
static bool is_editable(const struct pin *pin)
{
	return pin->image && pin->pinned && pin->obstacle == PIN_FREE;
}

struct held *ask_pin(struct question **question, struct questions *questions, const struct pin *pin,
		     const struct config *config)
{
	if (!is_editable(pin))
		return NULL;
	struct ruling ruling = config_rule(config, pin->image->name, pin->path);
	const char *tag = ask_tag(pin, &ruling);

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
