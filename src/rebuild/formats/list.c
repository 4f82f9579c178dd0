#include "formats.h"
#include <digestbump/base/quote.h>
#include <string.h>

/* Names in the order of building. A name that is no single word on a line is quoted as
 * git quotes paths; behind a NUL it stands as it is. */
static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;

	for (size_t i = 0; i < plan->wave_count; i++) {
		for (size_t k = 0; k < plan->waves[i].count; k++) {
			const char *name = plan->items[plan->waves[i].items[k]].build->name;

			if (report->ends_with_nul)
				text_add(out, name, strlen(name) + 1);
			else
				text_add_path(out, "", name, "");
			text_add_string(out, report->ends_with_nul ? "" : "\n");
		}
	}
}

const struct rebuild_format rebuild_format_list = { .name = "list", .render = render };
