#include "file_scan.h"
#include "file_selection.h"
#include "links_and_devices.h"
#include "own_output.h"
#include "workers.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/scan/format.h>
#include <digestbump/scan/format_of_path.h>
#include <digestbump/scan/scan.h>
#include <sched.h>
#include <string.h>

/* Directories of other people's files, wherever they stand in a tree. */
static const char *const vendored[] = { "vendor", "third_party", "node_modules", NULL };

static bool is_vendored_part(struct slice part)
{
	for (size_t i = 0; vendored[i]; i++)
		if (slice_is(part, vendored[i]))
			return true;
	return false;
}

bool path_is_vendored(const char *path)
{
	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1)
		if (is_vendored_part((struct slice){ path, (size_t)(slash - path) }))
			return true;
	return false;
}

/* Selects files while the tree is listed, and passes them to the pool. */
struct selector {
	const struct config *config;
	const struct path_formats *path_formats;
	struct worker_pool *pool;
	struct text *asked;          /* the path that was asked about last */
	const struct format *format; /* and the format that claims it */
	size_t taken;
};

static bool is_candidate(void *data, const char *path)
{
	struct selector *selector = data;
	const struct config *config = selector->config;

	selector->format = path_formats_find(selector->path_formats, path);
	text_empty(selector->asked);
	text_add_string(selector->asked, path);
	return file_is_selected(config, selector->format, path) &&
	       (config->include_vendored || !path_is_vendored(path)) &&
	       !config_ignores_path(config, path) && !is_own_leftover(path);
}

/* Most trees list a path right after they asked whether it is wanted. */
static const struct format *format_of(const struct selector *selector, const char *path)
{
	return strcmp(selector->asked->bytes, path) == 0
		   ? selector->format
		   : path_formats_find(selector->path_formats, path);
}

static struct error *add_job(void *data, const char *path)
{
	struct selector *selector = data;

	selector->taken++;
	return worker_pool_add(selector->pool, format_of(selector, path), path);
}

static void add_unreadable(struct skips *skips, const struct strings *directories)
{
	for (size_t i = 0; i < directories->count; i++)
		skips_add(skips, directories->items[i], 0, "unreadable",
			  "the directory cannot be listed");
}

static void set_result(struct scan *scan, struct findings *found)
{
	findings_sort_and_merge(found);
	scan->pins = found->pins;
	scan->skips = found->skips;
}

struct error *scan_run_with_threads(struct scan **out, struct tree *tree,
				    const struct config *config, const struct context *context,
				    unsigned threads)
{
	OWNED(tree_files) files = NULL;
	OWNED(path_formats) path_formats = path_formats_new();
	OWNED(go_modules) modules = go_modules_new(tree);
	const struct file_scan_input input = { tree, config, modules };
	OWNED(worker_pool) pool = worker_pool_new(&input, context->stop, threads);
	OWNED(text) asked = text_new(0);
	struct selector selector = { config, path_formats, pool, .asked = asked };
	const struct tree_visitor visitor = {
		.data = &selector,
		.wants = is_candidate,
		.visit = add_job,
		.stop = context->stop,
	};
	struct findings found = { 0 };

	TRY(tree_visit(&files, tree, &visitor));
	TRY(worker_pool_finish(&found, pool));
	OWNED(scan) scan = must_alloc(sizeof(*scan));

	scan->seen = files->seen;
	scan->read = selector.taken;
	special_files_report(&found.skips, tree, files, &visitor);
	add_unreadable(&found.skips, &files->unreadable);
	set_result(scan, &found);
	*out = pass_on(&scan);
	return NULL;
}

/* Those that this process may use: a container's share, not the machine's. */
static unsigned processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	int count = CPU_COUNT(&set);

	return count < SCAN_THREADS_MOST ? (unsigned)count : SCAN_THREADS_MOST;
}

struct error *scan_run(struct scan **out, struct tree *tree, const struct config *config,
		       const struct context *context)
{
	return scan_run_with_threads(out, tree, config, context, processors());
}

struct error *scan_file(struct scan **out, struct tree *tree, const struct config *config,
			const char *path)
{
	OWNED(path_formats) path_formats = path_formats_new();
	OWNED(go_modules) modules = go_modules_new(tree);

	const struct format *format = path_formats_find(path_formats, path);

	if (!file_is_selected(config, format, path))
		return error_new(ERROR_UNSUPPORTED, "'%s': nothing looks at files of this name",
				 path);
	struct findings found = { 0 };
	OWNED(text) buffer = text_new(0);
	const struct file_scan_input input = { tree, config, modules };
	struct scan *scan = must_alloc(sizeof(*scan));

	file_scan_run(&found, buffer, &input, format, path);
	scan->seen = 1;
	scan->read = 1;
	set_result(scan, &found);
	*out = scan;
	return NULL;
}

void scan_free(struct scan *scan)
{
	if (!scan)
		return;
	pins_clear(&scan->pins);
	skips_clear(&scan->skips);
	free(scan);
}
