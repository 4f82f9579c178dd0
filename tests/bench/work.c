/* work.c - scans single files and says how much work each one was.
 *
 *     work TOP PATH...
 *
 * Alone it prints each path with its nanoseconds of processor time; under callgrind it leaves one
 * dump per path, with the instructions that this file took. See `linear`.
 */
#include <digestbump/base/memory.h>
#include <digestbump/config/config.h>
#include <digestbump/scan/scan.h>
#include <stdio.h>
#include <time.h>
#include <valgrind/callgrind.h>

static long long processor_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static struct error *work_on(struct tree *top, const struct config *config, const char *path)
{
	OWNED(scan) scan = NULL;
	long long began = processor_ns();

	CALLGRIND_ZERO_STATS;
	struct error *failed = scan_file(&scan, top, config, path);

	CALLGRIND_DUMP_STATS_AT(path);
	if (!failed)
		printf("%s\t%lld\t%zu\t%zu\n", path, processor_ns() - began, scan->pins.count,
		       scan->skips.count);
	return failed;
}

int main(int count, char **words)
{
	OWNED(config) config = config_default();
	OWNED(tree) top = NULL;
	struct error *failed = count < 2 ? NULL : tree_directory(&top, words[1]);

	for (int i = 2; i < count && !failed; i++)
		failed = work_on(top, config, words[i]);
	if (failed)
		fprintf(stderr, "work: %s\n", error_text(failed));
	error_free(failed);
	return failed != NULL;
}
