#include <digestbump/base/memory.h>
#include <digestbump/config/title_template.h>
#include <digestbump/image/digest.h>
#include <digestbump/plan/plan.h>
#include <string.h>

/* ---- moves ---- */

const char *image_update_tag(const struct image_update *update)
{
	return update->to_tag ? update->to_tag : update->tag;
}

static int compare_updates(const void *a, const void *b)
{
	const struct image_update *one = a, *other = b;
	int order = strcmp(one->image, other->image);

	if (!order)
		order = strcmp(one->tag, other->tag);
	if (!order)
		order = strcmp(one->from, other->from);
	if (!order)
		order = strcmp(one->to, other->to);
	return order ? order : strcmp(image_update_tag(one), image_update_tag(other));
}

static void image_update_clear(struct image_update *update)
{
	free(update->image);
	free(update->tag);
	free(update->to_tag);
	free(update->from);
	free(update->to);
}

static struct image_update update_of(const struct verdict *verdict)
{
	return (struct image_update){
		.image = must_copy(verdict->pin->image->name),
		.tag = must_copy(verdict->tag),
		.to_tag = must_copy(verdict->to_tag),
		.from = must_copy(verdict->pin->pinned),
		.to = must_copy(verdict->to),
		.rescue = verdict->code == VERDICT_RESCUE,
	};
}

/* Each movement once, in order. Two pins of one digest may move to different ones
 * when they ask for different platforms: those are two movements. */
static void set_updates(struct bump *bump)
{
	struct image_update *updates = must_alloc(bump->verdict_count * sizeof(*updates));
	size_t kept = 0;

	for (size_t i = 0; i < bump->verdict_count; i++)
		updates[i] = update_of(bump->verdicts[i]);
	qsort(updates, bump->verdict_count, sizeof(*updates), compare_updates);
	for (size_t i = 0; i < bump->verdict_count; i++) {
		if (kept && compare_updates(&updates[kept - 1], &updates[i]) == 0) {
			updates[kept - 1].rescue |= updates[i].rescue;
			image_update_clear(&updates[i]);
		} else {
			updates[kept++] = updates[i];
		}
	}
	bump->updates = updates;
	bump->update_count = kept;
}

/* ---- titles ---- */

/* How many different images move; they stand in order. */
static size_t count_images(const struct bump *bump)
{
	size_t count = 1;

	for (size_t i = 1; i < bump->update_count; i++)
		count += strcmp(bump->updates[i - 1].image, bump->updates[i].image) != 0;
	return count;
}

static bool tags_differ(const struct bump *bump)
{
	for (size_t i = 1; i < bump->update_count; i++)
		if (strcmp(image_update_tag(&bump->updates[0]),
			   image_update_tag(&bump->updates[i])) != 0)
			return true;
	return false;
}

static bool targets_differ(const struct bump *bump)
{
	for (size_t i = 1; i < bump->update_count; i++)
		if (strcmp(bump->updates[0].to, bump->updates[i].to) != 0)
			return true;
	return false;
}

static bool has_rescue(const struct bump *bump)
{
	for (size_t i = 0; i < bump->update_count; i++)
		if (bump->updates[i].rescue)
			return true;
	return false;
}

static bool changes_tags(const struct bump *bump)
{
	for (size_t i = 0; i < bump->update_count; i++)
		if (bump->updates[i].to_tag)
			return true;
	return false;
}

/* Gives "1a2b3c4", or "1.22.4 (1a2b3c4)" when the tag moves, too. */
static char *target(const struct bump *bump)
{
	if (targets_differ(bump))
		return must_copy(changes_tags(bump) ? "new tags" : "new digests");
	OWNED_STRING digits = digest_short(bump->updates[0].to);

	if (!changes_tags(bump) || tags_differ(bump))
		return pass_on(&digits);
	return must_format("%s (%s)", image_update_tag(&bump->updates[0]), digits);
}

static void set_title(struct bump *bump, const struct config *config)
{
	size_t images = count_images(bump);
	OWNED_STRING count = must_format("%zu", images);
	OWNED_STRING image = images == 1 ? must_copy(bump->updates[0].image)
					 : must_format("%s (%zu images)", bump->id, images);
	OWNED_STRING digits = target(bump);
	struct title_values values = {
		.image = image,
		.short_digest = digits,
		.count = count,
		.group = bump->id,
		.verb = has_rescue(bump) ? "rescue" : "bump",
		.tag = tags_differ(bump) ? "several tags" : image_update_tag(&bump->updates[0]),
	};

	bump->title = title_make(config->message_title, &values);
}

/* ---- files ---- */

/* Sorted, each once. Quicker than strings_add_new() for thousands of files. */
static void sort_unique(struct strings *list)
{
	size_t kept = 0;

	strings_sort(list);
	for (size_t i = 0; i < list->count; i++) {
		if (kept && strcmp(list->items[kept - 1], list->items[i]) == 0)
			free(list->items[i]);
		else
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

static void set_files(struct bump *bump)
{
	for (size_t i = 0; i < bump->verdict_count; i++)
		strings_add(&bump->files, bump->verdicts[i]->pin->path);
	sort_unique(&bump->files);
}

/* What is built on a moved image, and what needs that. */
static void set_rebuild(struct bump *bump, const struct image_graph *graph)
{
	struct build_set set = { 0 };

	for (size_t i = 0; i < bump->verdict_count; i++)
		graph_reaching(&set, graph, 0, bump->verdicts[i]->pin);
	graph_close_over_needs(&set, graph);
	for (size_t i = 0; i < set.count; i++)
		strings_add(&bump->rebuild, graph->builds[set.items[i]].path);
	sort_unique(&bump->rebuild);
	build_set_clear(&set);
}

/* ---- bumps ---- */

/* A verdict and the bump that it belongs to. */
struct bump_member {
	const char *id;
	const struct verdict *verdict; /* of one array, so that places tell the order */
};

static int compare_members(const void *a, const void *b)
{
	const struct bump_member *one = a, *other = b;
	int order = strcmp(one->id, other->id);

	return order ? order : (one->verdict > other->verdict) - (one->verdict < other->verdict);
}

/* The members of a new bump, `count` of them. */
static struct bump *add_bump(struct plan *plan, const struct bump_member *members, size_t count,
			     const struct config *config)
{
	plan->bumps = must_grow(plan->bumps, plan->count, sizeof(*plan->bumps));
	struct bump *bump = &plan->bumps[plan->count++];

	*bump = (struct bump){
		.id = must_copy(members[0].id),
		.branch = plan_branch(config, members[0].id, NULL),
		.verdicts = must_alloc(count * sizeof(const struct verdict *)),
		.verdict_count = count,
	};
	for (size_t i = 0; i < count; i++)
		bump->verdicts[i] = members[i].verdict;
	set_updates(bump);
	set_title(bump, config);
	set_files(bump);
	return bump;
}

static size_t collect_members(struct bump_member *members, const struct verdicts *verdicts)
{
	size_t count = 0;

	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];

		if (!verdict_is_update(verdict->code))
			continue;
		members[count++] = (struct bump_member){
			.id = verdict->group ? verdict->group : verdict->pin->image->name,
			.verdict = verdict,
		};
	}
	qsort(members, count, sizeof(*members), compare_members);
	return count;
}

struct plan *plan_make(const struct verdicts *verdicts, const struct config *config,
		       const struct image_graph *graph)
{
	struct plan *plan = must_alloc(sizeof(*plan));
	struct bump_member *members = must_alloc(verdicts->count * sizeof(*members));
	size_t count = collect_members(members, verdicts);

	for (size_t from = 0, to; from < count; from = to) {
		to = from + 1;
		while (to < count && strcmp(members[from].id, members[to].id) == 0)
			to++;
		struct bump *bump = add_bump(plan, members + from, to - from, config);

		if (graph)
			set_rebuild(bump, graph);
	}
	free(members);
	return plan;
}

static void bump_clear(struct bump *bump)
{
	free(bump->id);
	free(bump->branch);
	free(bump->title);
	for (size_t i = 0; i < bump->update_count; i++)
		image_update_clear(&bump->updates[i]);
	free(bump->updates);
	free(bump->verdicts);
	strings_clear(&bump->files);
	strings_clear(&bump->rebuild);
}

void plan_free(struct plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->count; i++)
		bump_clear(&plan->bumps[i]);
	free(plan->bumps);
	free(plan);
}
