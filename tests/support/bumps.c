#include "bumps.h"
#include "assertions.h"
#include <digestbump/base/memory.h>
#include <string.h>

char *bumps_digest(char digit)
{
	char hex[65] = "";

	memset(hex, digit, 64);
	return must_format("sha256:%s", hex);
}

static struct verdicts *judge(const struct pins *pins, char digit)
{
	struct verdicts *verdicts = must_alloc(sizeof(*verdicts));

	verdicts->items = must_alloc(pins->count * sizeof(*verdicts->items));
	for (size_t i = 0; i < pins->count; i++) {
		OWNED_STRING digest = bumps_digest(digit);
		const struct pin *pin = pins->items[i];
		bool is_current = pin->pinned && strcmp(pin->pinned, digest) == 0;
		struct verdict *verdict = &verdicts->items[verdicts->count++];

		*verdict = (struct verdict){ .pin = pin,
					     .code = is_current ? VERDICT_CURRENT : VERDICT_BUMP,
					     .reason = must_copy("the test says so"),
					     .tag = must_copy(pin->tracked) };
		if (!pin->pinned)
			verdict->code = VERDICT_UNPINNED;
		else if (!is_current)
			verdict->to = pass_on(&digest);
	}
	return verdicts;
}

struct bumps *bumps_new(struct git *git, const char *revision, char digit, const char *settings,
			const struct context *context)
{
	struct bumps *bumps = must_alloc(sizeof(*bumps));

	bumps->git = git;
	assert_fine(config_parse(&bumps->config, "test.yaml", slice_of(settings)));
	assert_fine(git_rev_parse(&bumps->base, git, revision));
	assert_fine(tree_commit(&bumps->tree, git, bumps->base, NULL));
	assert_fine(scan_run(&bumps->scan, bumps->tree, bumps->config, context));
	bumps->verdicts = judge(&bumps->scan->pins, digit);
	const struct graph_tree tree = { .files = bumps->tree, .config = bumps->config };

	assert_fine(graph_make(&bumps->graph, &tree, 1, context));
	bumps->plan = plan_make(bumps->verdicts, bumps->config, bumps->graph);
	return bumps;
}

void bumps_judge(struct bumps *bumps, const char *image, enum verdict_code code)
{
	for (size_t i = 0; i < bumps->verdicts->count; i++) {
		struct verdict *verdict = &bumps->verdicts->items[i];

		if (verdict->pin->image && strcmp(verdict->pin->image->name, image) == 0)
			verdict->code = code;
	}
	plan_free(bumps->plan);
	bumps->plan = plan_make(bumps->verdicts, bumps->config, bumps->graph);
}

void bumps_free(struct bumps *bumps)
{
	if (!bumps)
		return;
	plan_free(bumps->plan);
	image_graph_free(bumps->graph);
	verdicts_free(bumps->verdicts);
	scan_free(bumps->scan);
	tree_free(bumps->tree);
	config_free(bumps->config);
	free(bumps->base);
	free(bumps);
}
