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
static bool has_editable_tag(const struct pin *pin)
{
	return pin->image && pin->image->tag && pin->tag.length == strlen(pin->image->tag);
}

static struct tracked_tag choose(const struct strings *tags, const char *written,
				 const struct series *series)
{
	static const enum tracked_tag_kind kinds[] = {
		[SERIES_CURRENT] = TRACKED_HIGHEST,
		[SERIES_NEWER] = TRACKED_NEXT,
		[SERIES_OLDER] = TRACKED_ABOVE_SERIES,
		[SERIES_INCOMPARABLE] = TRACKED_INCOMPARABLE,
	};
	struct tracked_tag asked = { 0 };

	asked.kind = kinds[series_choose(&asked.tag, series, written, tags)];
	if (asked.kind == TRACKED_HIGHEST)
		asked.tag = written;
	return asked;
}

static struct tracked_tag tracked_tag_of_series(const struct questions *questions,
						const struct pin *pin, const struct series *series)
{
	if (!has_editable_tag(pin))
		return (struct tracked_tag){ .kind = TRACKED_NOT_EDITABLE };
	const struct tag_list *list =
	    tag_lists_find(questions, pin->image->host, pin->image->repository);

	if (!list || !list->tags)
		return (struct tracked_tag){ TRACKED_UNKNOWN, NULL, list ? list->error : NULL };
	return choose(list->tags, pin->image->tag, series);
}

struct tracked_tag choose_tracked_tag(const struct questions *questions, const struct pin *pin,
				      const struct ruling *ruling)
{
	if (ruling->series)
		return tracked_tag_of_series(questions, pin, ruling->series);
	return (struct tracked_tag){ TRACKED_AS_WRITTEN,
				     ruling->track ? ruling->track : pin->tracked, NULL };
}

void pin_request_tags(struct questions *questions, const struct pin *pin,
		      const struct config *config)
{
	if (!is_editable(pin) || !has_editable_tag(pin))
		return;
	struct ruling ruling = config_rule(config, pin->image->name, pin->path);

	if (!ruling.ignored && ruling.series)
		tag_lists_add(questions, pin->image->host, pin->image->repository);
}

/* ---- questions ---- */

/* Where the series has nothing for the pin, there is still its digest to look
 * after. */
static const char *tag_to_resolve(const struct tracked_tag *asked)
{
	return asked->kind <= TRACKED_NEXT ? asked->tag : NULL;
}

struct pinned_digest *pin_add_question(struct question **question, struct questions *questions,
				       const struct pin *pin, const struct config *config)
{
	if (!is_editable(pin))
		return NULL;
	struct ruling ruling = config_rule(config, pin->image->name, pin->path);
	struct tracked_tag tracked_tag = choose_tracked_tag(questions, pin, &ruling);
	const char *tag = tag_to_resolve(&tracked_tag);

	if (ruling.ignored || (!tag && ruling.liveness == LIVENESS_OFF))
		return NULL;
	struct question *asked =
	    questions_add(questions, pin->image->host, pin->image->repository, tag);

	if (question)
		*question = asked;
	struct pinned_digest *pinned =
	    question_add_pinned(asked, pin->pinned,
				ruling.platform ? ruling.platform : pin->platform);

	pinned->wants_index = pinned->wants_index || ruling.kind == KIND_INDEX;
	if (pinned->liveness < ruling.liveness)
		pinned->liveness = ruling.liveness;
	return pinned;
}
