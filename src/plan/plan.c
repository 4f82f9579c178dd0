#include <digestbump/base/memory.h>
#include <digestbump/config/title_template.h>
#include <digestbump/image/digest.h>
#include <digestbump/plan/plan.h>
#include <string.h>

/* Kinds of pins that oblige an image to be built anew: what a Dockerfile or a
 * build specification names. The others are run as they are. */
static const bool is_built_on[] = {
	[PIN_FROM] = true,   [PIN_COPY_FROM] = true, [PIN_MOUNT_FROM] = true,
	[PIN_SYNTAX] = true, [PIN_ARG] = true,       [PIN_ONBUILD] = true,
	[PIN_BASE] = true,   [PIN_CONTEXT] = true,   [PIN_PATTERN] = false,
};

/* ---- moves ---- */

const char *move_tag(const struct move *move)
{
	return move->to_tag ? move->to_tag : move->tag;
}

static int compare_moves(const void *a, const void *b)
{
	const struct move *one = a, *other = b;
	int order = strcmp(one->image, other->image);

	if (!order)
		order = strcmp(one->tag, other->tag);
	if (!order)
		order = strcmp(one->from, other->from);
	if (!order)
		order = strcmp(one->to, other->to);
	return order ? order : strcmp(move_tag(one), move_tag(other));
}

static void move_clear(struct move *move)
{
	free(move->image);
	free(move->tag);
	free(move->to_tag);
	free(move->from);
	free(move->to);
}

static struct move move_of(const struct verdict *verdict)
{
	return (struct move){
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
static void set_moves(struct bump *bump)
{
	struct move *moves = must_alloc(bump->verdict_count * sizeof(*moves));
	size_t kept = 0;

	for (size_t i = 0; i < bump->verdict_count; i++)
		moves[i] = move_of(bump->verdicts[i]);
	qsort(moves, bump->verdict_count, sizeof(*moves), compare_moves);
	for (size_t i = 0; i < bump->verdict_count; i++) {
		if (kept && compare_moves(&moves[kept - 1], &moves[i]) == 0) {
			moves[kept - 1].rescue |= moves[i].rescue;
			move_clear(&moves[i]);
		} else {
			moves[kept++] = moves[i];
		}
	}
	bump->moves = moves;
	bump->move_count = kept;
}

/* ---- titles ---- */

/* How many different images move; they stand in order. */
static size_t count_images(const struct bump *bump)
{
	size_t count = 1;

	for (size_t i = 1; i < bump->move_count; i++)
		count += strcmp(bump->moves[i - 1].image, bump->moves[i].image) != 0;
	return count;
}

static bool tags_differ(const struct bump *bump)
{
	for (size_t i = 1; i < bump->move_count; i++)
		if (strcmp(move_tag(&bump->moves[0]), move_tag(&bump->moves[i])) != 0)
			return true;
	return false;
}

static bool targets_differ(const struct bump *bump)
{
	for (size_t i = 1; i < bump->move_count; i++)
		if (strcmp(bump->moves[0].to, bump->moves[i].to) != 0)
			return true;
	return false;
}

static bool has_rescue(const struct bump *bump)
{
	for (size_t i = 0; i < bump->move_count; i++)
		if (bump->moves[i].rescue)
			return true;
	return false;
}

static bool moves_tags(const struct bump *bump)
{
	for (size_t i = 0; i < bump->move_count; i++)
		if (bump->moves[i].to_tag)
			return true;
	return false;
}

/* Gives "1a2b3c4", or "1.22.4 (1a2b3c4)" when the tag moves, too. */
static char *target(const struct bump *bump)
{
	if (targets_differ(bump))
		return must_copy(moves_tags(bump) ? "new tags" : "new digests");
	OWNED_STRING digits = digest_short(bump->moves[0].to);

	if (!moves_tags(bump) || tags_differ(bump))
		return pass_on(&digits);
	return must_format("%s (%s)", move_tag(&bump->moves[0]), digits);
}

static void set_title(struct bump *bump, const struct config *config)
{
	size_t images = count_images(bump);
	OWNED_STRING count = must_format("%zu", images);
	OWNED_STRING image = images == 1 ? must_copy(bump->moves[0].image)
					 : must_format("%s (%zu images)", bump->id, images);
	OWNED_STRING digits = target(bump);
	struct title_values values = {
		.image = image,
		.short_digest = digits,
		.count = count,
		.group = bump->id,
		.verb = has_rescue(bump) ? "rescue" : "bump",
		.tag = tags_differ(bump) ? "several tags" : move_tag(&bump->moves[0]),
	};

	bump->title = title_make(config->message_title, &values);
}

/* ---- files ---- */

/* Sorted, each once. Quicker than strings_add_new() for thousands of files. */
static void sort_once(struct strings *list)
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
	for (size_t i = 0; i < bump->verdict_count; i++) {
		const struct pin *pin = bump->verdicts[i]->pin;

		strings_add(&bump->files, pin->path);
		if (is_built_on[pin->kind])
			strings_add(&bump->rebuild, pin->found_in);
	}
	sort_once(&bump->files);
	sort_once(&bump->rebuild);
}

/* ---- bumps ---- */

/* A verdict and the bump that it belongs to. */
struct member {
	const char *id;
	const struct verdict *verdict; /* of one array, so that places tell the order */
};

static int compare_members(const void *a, const void *b)
{
	const struct member *one = a, *other = b;
	int order = strcmp(one->id, other->id);

	return order ? order : (one->verdict > other->verdict) - (one->verdict < other->verdict);
}

/* The members of a new bump, `count` of them. */
static void add_bump(struct plan *plan, const struct member *members, size_t count,
		     const struct config *config)
{
	plan->bumps = must_grow(plan->bumps, plan->count, sizeof(*plan->bumps));
	struct bump *bump = &plan->bumps[plan->count++];

	*bump = (struct bump){
		.id = must_copy(members[0].id),
		.branch = plan_branch(config, members[0].id),
		.verdicts = must_alloc(count * sizeof(const struct verdict *)),
		.verdict_count = count,
	};
	for (size_t i = 0; i < count; i++)
		bump->verdicts[i] = members[i].verdict;
	set_moves(bump);
	set_title(bump, config);
	set_files(bump);
}

static size_t choose_members(struct member *members, const struct verdicts *verdicts)
{
	size_t count = 0;

	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];

		if (!verdict_moves(verdict->code))
			continue;
		members[count++] = (struct member){
			.id = verdict->group ? verdict->group : verdict->pin->image->name,
			.verdict = verdict,
		};
	}
	qsort(members, count, sizeof(*members), compare_members);
	return count;
}

struct plan *plan_make(const struct verdicts *verdicts, const struct config *config)
{
	struct plan *plan = must_alloc(sizeof(*plan));
	struct member *members = must_alloc(verdicts->count * sizeof(*members));
	size_t count = choose_members(members, verdicts);

	for (size_t from = 0, to; from < count; from = to) {
		to = from + 1;
		while (to < count && strcmp(members[from].id, members[to].id) == 0)
			to++;
		add_bump(plan, members + from, to - from, config);
	}
	free(members);
	return plan;
}

static void bump_clear(struct bump *bump)
{
	free(bump->id);
	free(bump->branch);
	free(bump->title);
	for (size_t i = 0; i < bump->move_count; i++)
		move_clear(&bump->moves[i]);
	free(bump->moves);
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
