#include "evidence.h"
#include <digestbump/base/memory.h>
#include <string.h>

const char *published_state_name(enum published_state state)
{
	static const char *const names[] = {
		[PUBLISHED_UNKNOWN] = "unknown",
		[PUBLISHED_FRESH] = "fresh",
		[PUBLISHED_OLD_PIN] = "old-pin",
		[PUBLISHED_PIN_OLD] = "pin-old",
	};

	return names[state];
}

/* ---- one base ---- */

/* The digest that the base's tag has now; NULL: it waits, or nobody knows. */
static const char *tag_now(struct inquiry *inquiry, const struct reference *place,
			   const struct reached *base)
{
	const char *tag = base->tag ? base->tag : base->digest ? NULL : "latest";
	const struct document_place asked = {
		.host = place->host,
		.repository = place->repository,
		.what = tag,
		.kind = DOCUMENT_HEAD,
	};

	if (!tag || strchr(tag, '$'))
		return NULL;
	const struct document *head = documents_ask(inquiry->asked, &asked);

	if (!head)
		inquiry->waits = true;
	return head ? head->digest : NULL;
}

/* True when `digest` is that manifest, or one of the index that it is. */
static bool is_of(struct inquiry *inquiry, const struct reference *place, const char *digest,
		  const char *whole)
{
	const struct document_place asked = {
		.host = place->host,
		.repository = place->repository,
		.what = whole,
		.kind = DOCUMENT_MANIFEST,
	};

	if (strcmp(digest, whole) == 0)
		return true;
	const struct document *document = documents_ask(inquiry->asked, &asked);

	if (!document)
		inquiry->waits = true;
	const struct node *entries =
	    document ? node_get(document_root(document), "manifests") : NULL;

	for (size_t i = 0; entries && i < entries->count; i++)
		if (string_is(node_string(node_get(node_target(entries->items[i]), "digest")),
			      digest))
			return true;
	return false;
}

/* What one base says of the image that was built on `built`. */
static enum published_state state_of(struct inquiry *inquiry, const struct reached *base,
				     const char *built)
{
	OWNED(reference) place = image_place(base->image);

	if (!place)
		return PUBLISHED_UNKNOWN;
	const char *now = tag_now(inquiry, place, base);

	if (!base->digest) {
		if (!now)
			return PUBLISHED_UNKNOWN;
		return is_of(inquiry, place, built, now) ? PUBLISHED_FRESH : PUBLISHED_OLD_PIN;
	}
	if (now && !is_of(inquiry, place, base->digest, now))
		return PUBLISHED_PIN_OLD;
	return is_of(inquiry, place, built, base->digest) ? PUBLISHED_FRESH : PUBLISHED_OLD_PIN;
}

/* An image may be reached by several tags: what was built on one of them is not older
 * than the others. */
static enum published_state best_state(struct inquiry *inquiry, const struct built_on *built)
{
	enum published_state best = PUBLISHED_UNKNOWN;

	for (size_t i = 0; i < inquiry->build->reached_count; i++) {
		const struct reached *base = &inquiry->build->reached[i];

		if (!string_is(base->image, built->image) || base->kind == PIN_SYNTAX)
			continue;
		enum published_state state = state_of(inquiry, base, built->digest);

		if (best == PUBLISHED_UNKNOWN || (state != PUBLISHED_UNKNOWN && state < best))
			best = state;
	}
	return best;
}

/* The worst that any base says: a pin that is old comes first, since a build on it would
 * be old again. */
static enum published_state worst_state(struct inquiry *inquiry)
{
	enum published_state worst = PUBLISHED_UNKNOWN;

	for (size_t i = 0; i < inquiry->out->built_count; i++) {
		enum published_state state = best_state(inquiry, &inquiry->out->built[i]);

		worst = state > worst ? state : worst;
	}
	return worst;
}

/* ---- one image ---- */

/* The first tag that is known as a whole; NULL: there is none. */
static const char *known_tag(const struct build *build)
{
	for (size_t i = 0; i < build->tags.count; i++)
		if (!strchr(build->tags.items[i], '$'))
			return build->tags.items[i];
	return NULL;
}

static void set_reason(struct published_image *out, const char *reason)
{
	free(out->reason);
	out->reason = must_copy(reason);
}

/* Looks at all that is there by now. */
static void look(struct inquiry *inquiry)
{
	struct published_image *out = inquiry->out;
	const struct document_place place = {
		.host = inquiry->image->host,
		.repository = inquiry->image->repository,
		.what = inquiry->image->tag,
		.kind = DOCUMENT_MANIFEST,
	};
	const struct document *top = documents_ask(inquiry->asked, &place);

	inquiry->waits = !top;
	if (!top)
		return;
	evidence_clear(out);
	if (top->error) {
		set_reason(out, error_text(top->error));
		out->is_failed = error_kind(top->error) != ERROR_ABSENT;
		return;
	}
	free(out->digest);
	out->digest = must_copy(top->digest);
	evidence_find(inquiry, document_root(top));
	if (!inquiry->waits && !out->built_count)
		evidence_find_layers(inquiry, document_root(top));
	out->state = worst_state(inquiry);
	set_reason(out, out->built_count
			    ? "its bases could not be compared"
			    : "nothing says what it was built on: build it with the annotations "
			      "org.opencontainers.image.base.name and .digest, or with provenance");
}

/* Gives the inquiry's place; false: the image has no name that can be asked for. */
static bool begin(struct inquiry *inquiry)
{
	const char *tag = known_tag(inquiry->build);

	if (!inquiry->build->repository || strchr(inquiry->build->repository, '$') || !tag)
		return false;
	OWNED_STRING name = must_format("%s:%s", inquiry->build->repository, tag);

	inquiry->image = image_place(name);
	return inquiry->image;
}

static void find_all(struct inquiry *inquiries, size_t count, struct documents_asked *asked)
{
	do {
		for (size_t i = 0; i < count; i++)
			if (inquiries[i].waits)
				look(&inquiries[i]);
	} while (documents_fetch(asked));
}

struct published_images *published_images_find(const struct image_graph *graph,
					       struct registry *registry, struct http *http)
{
	struct published_images *out = must_alloc(sizeof(*out));
	struct inquiry *inquiries = must_alloc(graph->count * sizeof(*inquiries));
	OWNED(documents_asked) asked = documents_asked_new(registry, http);

	out->items = must_alloc(graph->count * sizeof(*out->items));
	out->count = graph->count;
	for (size_t i = 0; i < graph->count; i++) {
		inquiries[i] =
		    (struct inquiry){ asked, &graph->builds[i], NULL, &out->items[i], false };
		inquiries[i].waits = out->items[i].is_asked = begin(&inquiries[i]);
	}
	find_all(inquiries, graph->count, asked);
	for (size_t i = 0; i < graph->count; i++) {
		if (out->items[i].state != PUBLISHED_UNKNOWN) {
			free(out->items[i].reason);
			out->items[i].reason = NULL;
		}
		reference_free(inquiries[i].image);
	}
	free(inquiries);
	return out;
}

void published_images_free(struct published_images *published)
{
	if (!published)
		return;
	for (size_t i = 0; i < published->count; i++) {
		evidence_clear(&published->items[i]);
		free(published->items[i].digest);
		free(published->items[i].reason);
	}
	free(published->items);
	free(published);
}
