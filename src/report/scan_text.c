#include "color.h"
#include "references.h"
#include <digestbump/base/memory.h>
#include <digestbump/report/report.h>

enum { KIND_WIDTH = 11 };

/* What the image is built from: the main package, or the module when that is all
 * that is known. */
static void add_go_module(struct text *out, const struct pin *pin, const struct style *style)
{
	if (!pin->module)
		return;
	OWNED_STRING module =
	    pin->main_package ? must_format("  [go %s, module %s]", pin->main_package, pin->module)
			      : must_format("  [go module %s]", pin->module);

	add_colored(out, style, COLOR_DIM, module, 0);
}

/* One line per pin, "path:line:column: kind image:tag@digest", as compilers
 * write it: editors and terminals make links of it. */
static void add_pin(struct text *out, const struct pin *pin, const struct style *style)
{
	const char *obstacle = pin_obstacle_name(pin);
	OWNED_STRING place = must_format("%s:%u:%u:", pin->path, pin->line, pin->column);
	OWNED_STRING image = pin->image ? reference_text(pin->image) : must_copy(pin->raw);

	add_colored(out, style, COLOR_BOLD, place, 0);
	text_add_string(out, " ");
	add_colored(out, style, COLOR_CYAN, pin_kind_name(pin->kind), KIND_WIDTH);
	text_add_string(out, " ");
	add_colored(out, style, COLOR_PLAIN, image, 0);
	if (pin->platform) {
		text_add_string(out, " ");
		add_colored(out, style, COLOR_DIM, pin->platform, 0);
	}
	if (obstacle) {
		OWNED_STRING note = must_format("  (%s)", obstacle);

		add_colored(out, style, COLOR_YELLOW, note, 0);
	}
	if (style->verbose)
		add_go_module(out, pin, style);
	text_add_string(out, "\n");
}

void report_scan_text(struct report_stream *out, const struct scan *scan, const struct style *style)
{
	size_t pinned = 0;

	for (size_t i = 0; i < scan->pins.count; i++) {
		add_pin(&out->text, scan->pins.items[i], style);
		report_stream_row(out);
		pinned += scan->pins.items[i]->pinned != NULL;
	}
	add_skips(out, &scan->skips, style);
	add_reference_count(&out->text, scan->pins.count, pinned);
	text_add_format(&out->text, ", in %zu of %zu files\n", scan->read, scan->seen);
}
