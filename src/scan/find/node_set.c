#include "node_set.h"

#include <digestbump/base/memory.h>
#include <stdint.h>

struct place {
	size_t text;
	struct range at; /* of the node in the text */
	enum node_kind kind;
	bool is_used;
};

/* Open addressing; `room` is a power of two, at most half of it is used. */
struct node_set {
	struct place *places;
	size_t room;
	size_t count;
};

struct node_set *node_set_new(void)
{
	return must_alloc(sizeof(struct node_set));
}

void node_set_free(struct node_set *set)
{
	if (!set)
		return;
	free(set->places);
	free(set);
}

static bool is_same(const struct place *a, const struct place *b)
{
	return a->text == b->text && a->at.at == b->at.at && a->at.length == b->at.length &&
	       a->kind == b->kind;
}

static size_t hash_of(const struct place *place)
{
	uint64_t hash = place->at.at;

	hash = (hash ^ (uint64_t)place->at.length << 20 ^ place->kind) * 0x9e3779b97f4a7c15u;
	hash = (hash ^ hash >> 32 ^ place->text) * 0x9e3779b97f4a7c15u;
	return (size_t)(hash ^ hash >> 29);
}

/* The place in the table, or the free one where it belongs. */
static struct place *find(const struct node_set *set, const struct place *place)
{
	size_t at = hash_of(place) & (set->room - 1);

	while (set->places[at].is_used && !is_same(&set->places[at], place))
		at = (at + 1) & (set->room - 1);
	return &set->places[at];
}

static void grow(struct node_set *set)
{
	struct node_set larger = { .room = set->room ? 2 * set->room : 16 };

	larger.places = must_alloc(larger.room * sizeof(*larger.places));
	larger.count = set->count;
	for (size_t i = 0; i < set->room; i++)
		if (set->places[i].is_used)
			*find(&larger, &set->places[i]) = set->places[i];
	free(set->places);
	*set = larger;
}

static struct place place_of(size_t text, const struct node *node)
{
	return (struct place){ text, node->at, node->kind, true };
}

bool node_set_add(struct node_set *set, size_t text, const struct node *node)
{
	struct place place = place_of(text, node);

	if (2 * set->count >= set->room)
		grow(set);
	struct place *slot = find(set, &place);

	if (slot->is_used)
		return false;
	*slot = place;
	set->count++;
	return true;
}

bool node_set_has(const struct node_set *set, size_t text, const struct node *node)
{
	struct place place = place_of(text, node);

	return set && set->count && find(set, &place)->is_used;
}
