#include <digestbump/base/compare.h>
#include <stddef.h>

int compare_sizes(const void *a, const void *b)
{
	size_t one = *(const size_t *)a;
	size_t other = *(const size_t *)b;

	return (one > other) - (one < other);
}
