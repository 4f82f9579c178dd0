/* graph.c - makes the image graph of a directory, and says what it has and what it cost.
 *
 *     graph [-v] DIRECTORY
 *
 * -v lists what cannot be known, too.
 */
#include <digestbump/base/memory.h>
#include <digestbump/graph/graph.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double milliseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void print(const struct image_graph *graph, double wall, double processor)
{
	struct rusage usage;
	size_t edges = 0;
	size_t ours = 0;

	for (size_t i = 0; i < graph->count; i++) {
		edges += graph->builds[i].reached_count;
		for (size_t k = 0; k < graph->builds[i].reached_count; k++)
			ours += !reached_is_base(&graph->builds[i].reached[k]);
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("builds %zu, edges %zu, of them to ours %zu, unknown %zu, %.0f ms, processor %.0f "
	       "ms, %ld KiB\n",
	       graph->count, edges, ours, graph->unknown_count, wall, processor, usage.ru_maxrss);
}

static struct error *measure(const char *directory, bool verbose)
{
	const struct context context = { 0 };
	OWNED_STRING settings = must_format("%s/%s", directory, CONFIG_FILE_NAME);
	OWNED(tree) files = NULL;
	OWNED(config) config = NULL;
	OWNED(image_graph) graph = NULL;
	OWNED(error) absent = config_load(&config, settings);

	if (absent)
		config = config_default();
	TRY(tree_directory(&files, directory));
	const struct graph_tree tree = { .files = files, .config = config };
	double wall = milliseconds(CLOCK_MONOTONIC);
	double processor = milliseconds(CLOCK_PROCESS_CPUTIME_ID);

	TRY(graph_make(&graph, &tree, 1, &context));
	print(graph, milliseconds(CLOCK_MONOTONIC) - wall,
	      milliseconds(CLOCK_PROCESS_CPUTIME_ID) - processor);
	for (size_t i = 0; verbose && i < graph->unknown_count; i++)
		printf("%s:%u %s: %s\n", graph->unknown[i].path, graph->unknown[i].line,
		       graph->unknown[i].code, graph->unknown[i].reason);
	return NULL;
}

int main(int count, char **words)
{
	bool verbose = count > 2 && strcmp(words[1], "-v") == 0;
	struct error *failed = NULL;

	if (count != 2 + verbose) {
		fprintf(stderr, "usage: graph [-v] DIRECTORY\n");
		return 2;
	}
	failed = measure(words[count - 1], verbose);
	if (failed)
		fprintf(stderr, "graph: %s\n", error_text(failed));
	error_free(failed);
	return failed != NULL;
}
