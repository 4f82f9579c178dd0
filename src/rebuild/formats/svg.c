#include "formats.h"
#include "svg_layout.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* A drawing of the plan: a column for each wave, a box for each build with the first of its
 * reasons, a line for each need. It has no script, loads nothing, and follows the reader's
 * light or dark setting. */

enum {
	LETTER = 7, /* width of a letter of the names, which have one width */
	BOX_HEIGHT = 40,
	ROW = 52,
	GAP = 90, /* between columns: the lines need it */
	MARGIN = 24,
	TOP = 84,
	NAME_LETTERS_LEAST = 30,
	NAME_LETTERS_MOST = 40,
};

/* How a drawing is laid out, in pixels. */
struct drawing {
	const struct rebuild_report *report;
	const struct svg_layout *layout;
	size_t prefix; /* bytes that all names begin with: told once */
	int box_width;
};

/* ---- names ---- */

static size_t letter_count(const char *string)
{
	size_t count = 0;

	for (; *string; string++)
		count += ((unsigned char)*string & 0xC0) != 0x80;
	return count;
}

/* Where the letter with that number begins. */
static const char *letter_at(const char *string, size_t number)
{
	for (; *string; string++)
		if (((unsigned char)*string & 0xC0) != 0x80 && number-- == 0)
			break;
	return string;
}

/* Gives the name with its middle left out when it is longer than `most` letters: what
 * tells names apart stands at the end, mostly. */
static char *shortened(const char *name, size_t most)
{
	OWNED_STRING safe = text_safe(name);
	size_t count = letter_count(safe);

	if (count <= most)
		return pass_on(&safe);
	size_t head = most / 3;
	const char *tail = letter_at(safe, count - (most - head - 1));

	return must_format("%.*s\u2026%s", (int)(letter_at(safe, head) - safe), safe, tail);
}

/* How many bytes all names share, up to a '/'. */
static size_t common_prefix(const struct svg_layout *layout)
{
	size_t common = layout->count > 1 ? strlen(layout->nodes[0].build->name) : 0;

	for (size_t i = 1; i < layout->count; i++) {
		const char *one = layout->nodes[0].build->name;
		const char *other = layout->nodes[i].build->name;
		size_t same = 0;

		while (same < common && one[same] == other[same])
			same++;
		common = same;
	}
	while (common && layout->nodes[0].build->name[common - 1] != '/')
		common--;
	return common;
}

/* ---- places ---- */

static int left_of(const struct drawing *drawing, size_t column)
{
	return MARGIN + (int)column * (drawing->box_width + GAP);
}

static int middle_of(const struct svg_node *node)
{
	return TOP + (int)(node->y * ROW) + BOX_HEIGHT / 2;
}

static int height_of(const struct svg_layout *layout)
{
	return TOP + (int)(layout->rows * ROW) + MARGIN;
}

/* ---- what is drawn ---- */

/* Colours carry what the words say, too: nobody needs to tell them apart. */
static const char style[] =
    "text{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328}\n"
    ".head{font-weight:bold}.why{font-size:11px;fill:#59636e}\n"
    ".page{fill:#fff}.band{fill:#f3f5f8}.band.odd{fill:#e9edf3}\n"
    "rect.box{fill:#fff;stroke:#8c959f}.edge{fill:none;stroke-width:1.4}\n"
    ".far{stroke-opacity:.45}.edge.later{stroke-dasharray:5 4}rect.later{stroke-dasharray:5 4}\n"
    "rect.cycle{stroke:#cf222e;stroke-width:2.5}\n"
    ".pin{fill:#0969da}.need{fill:#8c959f}.new{fill:#1a7f37}.stale{fill:#bf8700}.wait{fill:#8250df}"
    "\n"
    ".c0{stroke:#0969da}.c1{stroke:#bc4c00}.c2{stroke:#1a7f37}.c3{stroke:#8250df}\n"
    ".c4{stroke:#bf3989}.c5{stroke:#0b7285}.c6{stroke:#9a6700}.c7{stroke:#57606a}\n"
    "@media (prefers-color-scheme:dark){text{fill:#e6edf3}.why{fill:#9198a1}.page{fill:#0d1117}\n"
    ".band{fill:#151b23}.band.odd{fill:#1c232d}rect.box{fill:#0d1117;stroke:#656c76}\n"
    "rect.cycle{stroke:#f85149}.pin{fill:#4493f8}.need{fill:#9198a1}.new{fill:#3fb950}\n"
    ".stale{fill:#d29922}.wait{fill:#ab7df8}.c0{stroke:#4493f8}.c1{stroke:#f0883e}\n"
    ".c2{stroke:#3fb950}.c3{stroke:#ab7df8}.c4{stroke:#db61a2}.c5{stroke:#39c5cf}\n"
    ".c6{stroke:#d29922}.c7{stroke:#9198a1}}\n";

enum { EDGE_COLOURS = 8 };

static const char *reason_class(const struct svg_node *node)
{
	static const char *const classes[] = {
		[CAUSE_PIN] = "pin",
		[CAUSE_NEED] = "need",
		[CAUSE_NEW] = "new",
		[CAUSE_STALE] = "stale",
	};

	if (!node->item)
		return "wait";
	return node->item->because_count ? classes[node->item->because[0].cause] : "need";
}

/* Gives a reason in a few words. */
static char *reason_text(const struct rebuild_plan *plan, const struct rebuild_reason *reason)
{
	OWNED_STRING from = short_version(reason->from);
	OWNED_STRING to = short_version(reason->to);
	const char *slash = reason->image ? strrchr(reason->image, '/') : NULL;

	switch (reason->cause) {
	case CAUSE_PIN:
		return must_format("%s %s \u2192 %s", slash ? slash + 1 : reason->image, from, to);
	case CAUSE_NEED:
		return must_format("needs %s", plan->items[reason->need].build->name);
	case CAUSE_NEW:
		return must_copy("new");
	case CAUSE_STALE:
		return must_copy("published on an older base");
	}
	return must_copy("");
}

/* Gives all reasons for the tooltip, one a line, behind the name. */
static char *node_title(const struct drawing *drawing, const struct svg_node *node)
{
	OWNED(text) out = text_new(0);

	text_add_format(out, "%s\n%s%s%s", node->build->name, node->build->path,
			node->build->target ? "#" : "",
			node->build->target ? node->build->target : "");
	for (size_t i = 0; node->item && i < node->item->because_count; i++) {
		OWNED_STRING reason = reason_text(drawing->report->plan, &node->item->because[i]);

		text_add_format(out, "\n%s", reason);
	}
	for (size_t i = 0; node->later && i < node->later->after_count; i++)
		text_add_format(out, "\nafter %s", node->later->after[i]->name);
	return text_take(pass_on(&out));
}

/* Gives the first reason, or what is waited for, without what all names begin with. */
static char *first_reason(const struct drawing *drawing, const struct svg_node *node)
{
	const struct rebuild_plan *plan = drawing->report->plan;
	const struct rebuild_reason *first;

	if (!node->item)
		return must_format("after %s", node->later->after[0]->name + drawing->prefix);
	first = &node->item->because[0];
	if (first->cause == CAUSE_NEED)
		return must_format("needs %s",
				   plan->items[first->need].build->name + drawing->prefix);
	return reason_text(plan, first);
}

/* Gives the second line of a box: the first reason, and how many more there are. */
static char *why(const struct drawing *drawing, const struct svg_node *node)
{
	size_t count = node->item ? node->item->because_count : node->later->after_count;
	OWNED_STRING first = count ? first_reason(drawing, node) : must_copy("");
	size_t most = (size_t)(drawing->box_width - 24) / LETTER - (count > 1 ? 5 : 0);
	OWNED_STRING shown = shortened(first, most);

	return count > 1 ? must_format("%s (+%zu)", shown, count - 1) : pass_on(&shown);
}

static void add_node(struct text *out, const struct drawing *drawing, const struct svg_node *node)
{
	OWNED_STRING title = node_title(drawing, node);
	OWNED_STRING name = shortened(node->build->name + drawing->prefix,
				      (size_t)(drawing->box_width - 24) / LETTER);
	OWNED_STRING reason = why(drawing, node);
	int x = left_of(drawing, node->column), y = middle_of(node) - BOX_HEIGHT / 2;
	bool cycle = node->item && node->item->is_in_cycle;

	text_add_string(out, "<g><title>");
	add_xml(out, title);
	text_add_format(out,
			"</title><rect class=\"box%s%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
			"height=\"%d\" rx=\"4\"/>",
			cycle ? " cycle" : "", node->later ? " later" : "", x, y,
			drawing->box_width, BOX_HEIGHT);
	text_add_format(out,
			"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"5\" height=\"%d\" rx=\"2\"/>"
			"<text class=\"head\" x=\"%d\" y=\"%d\">",
			reason_class(node), x + 3, y + 3, BOX_HEIGHT - 6, x + 14, y + 17);
	add_xml(out, name);
	text_add_format(out, "</text><text class=\"why\" x=\"%d\" y=\"%d\">", x + 14, y + 32);
	add_xml(out, reason);
	text_add_string(out, "</text></g>\n");
}

/* A curve from the right side of what is needed to the left side of what needs it. One
 * that passes waves is lighter: what stands between says the same, mostly. Within a
 * column it leaves and comes back on the right. */
static void add_edge(struct text *out, const struct drawing *drawing, size_t from, size_t to)
{
	const struct svg_node *source = &drawing->layout->nodes[from];
	const struct svg_node *target = &drawing->layout->nodes[to];
	int x1 = left_of(drawing, source->column) + drawing->box_width, y1 = middle_of(source);
	int x2 = left_of(drawing, target->column), y2 = middle_of(target);
	bool same = source->column == target->column;
	int reach = same ? GAP / 2 : (x2 - x1) / 2;

	if (same)
		x2 += drawing->box_width;
	text_add_format(out,
			"<path class=\"edge c%zu%s%s\" d=\"M%d %dC%d %d %d %d %d %d\" "
			"marker-end=\"url(#tip)\"/>\n",
			from % EDGE_COLOURS, target->column > source->column + 1 ? " far" : "",
			target->later ? " later" : "", x1, y1, x1 + reach, y1,
			same ? x2 + reach : x2 - reach, y2, x2, y2);
}

static void add_bands(struct text *out, const struct drawing *drawing)
{
	size_t waves = drawing->report->plan->wave_count;

	for (size_t i = 0; i < drawing->layout->columns; i++) {
		int x = left_of(drawing, i);

		text_add_format(out,
				"<rect class=\"band%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
				"height=\"%d\"/><text class=\"head\" x=\"%d\" y=\"%d\">",
				i % 2 ? " odd" : "", x - 12, TOP - 32, drawing->box_width + 24,
				height_of(drawing->layout) - TOP + 20, x, TOP - 12);
		if (i < waves)
			text_add_format(out, "wave %zu (%zu)", i + 1,
					drawing->report->plan->waves[i].count);
		else
			text_add_string(out, "later, after publication");
		text_add_string(out, "</text>\n");
	}
}

static void add_heading(struct text *out, const struct drawing *drawing)
{
	const struct rebuild_plan *plan = drawing->report->plan;

	text_add_format(out, "<text class=\"head\" x=\"%d\" y=\"24\">", MARGIN);
	text_add_format(out, "%zu to build, %zu later", plan->wave_count ? plan->count : 0,
			plan->later_count);
	if (drawing->prefix) {
		OWNED_STRING prefix =
		    must_copy_bytes(drawing->layout->nodes[0].build->name, drawing->prefix);

		text_add_string(out, "; all names begin with ");
		add_xml(out, prefix);
	}
	text_add_string(out, "</text>\n");
}

/* What the colours say, as far as they occur. */
static void add_legend(struct text *out, const struct drawing *drawing)
{
	static const char *const meanings[][2] = {
		{ "pin", "a pin moved" }, { "need", "stands on another" },
		{ "new", "new" },         { "stale", "published on an older base" },
		{ "wait", "waits" },
	};
	int x = MARGIN;

	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		bool occurs = false;

		for (size_t k = 0; k < drawing->layout->count && !occurs; k++)
			occurs =
			    string_is(reason_class(&drawing->layout->nodes[k]), meanings[i][0]);
		if (!occurs)
			continue;
		text_add_format(out,
				"<rect class=\"%s\" x=\"%d\" y=\"33\" width=\"10\" height=\"10\" "
				"rx=\"2\"/><text class=\"why\" x=\"%d\" y=\"42\">%s</text>\n",
				meanings[i][0], x, x + 15, meanings[i][1]);
		x += 30 + (int)strlen(meanings[i][1]) * LETTER;
	}
}

static int box_width(const struct svg_layout *layout, size_t prefix)
{
	size_t letters = NAME_LETTERS_LEAST;

	for (size_t i = 0; i < layout->count; i++) {
		size_t count = letter_count(layout->nodes[i].build->name + prefix);

		letters = count > letters ? count : letters;
	}
	if (letters > NAME_LETTERS_MOST)
		letters = NAME_LETTERS_MOST;
	return (int)(letters + 1) * LETTER + 24;
}

static void add_start(struct text *out, const struct drawing *drawing)
{
	size_t columns = drawing->layout->columns ? drawing->layout->columns : 1;
	int width = left_of(drawing, columns) - GAP + MARGIN * 2;
	int height = height_of(drawing->layout);

	text_add_format(out,
			"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
			"viewBox=\"0 0 %d %d\" role=\"img\">\n<title>Rebuild "
			"plan</title>\n<style>\n",
			width, height, width, height);
	text_add_string(out, style);
	text_add_format(out,
			"</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" "
			"refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
			"<path class=\"need\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n"
			"<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n",
			width, height);
}

static void render(struct text *out, const struct rebuild_report *report)
{
	OWNED(svg_layout) layout = svg_layout_new(report->plan);
	struct drawing drawing = { .report = report, .layout = layout };

	drawing.prefix = common_prefix(layout);
	drawing.box_width = box_width(layout, drawing.prefix);
	add_start(out, &drawing);
	add_heading(out, &drawing);
	add_legend(out, &drawing);
	add_bands(out, &drawing);
	for (size_t i = 0; i < layout->count; i++)
		for (size_t k = 0; k < layout->nodes[i].source_count; k++)
			add_edge(out, &drawing, layout->nodes[i].sources[k], i);
	for (size_t i = 0; i < layout->count; i++)
		add_node(out, &drawing, &layout->nodes[i]);
	text_add_string(out, "</svg>\n");
}

const struct rebuild_format rebuild_format_svg = { .name = "svg", .render = render };
