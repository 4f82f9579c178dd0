#include <digestbump/base/path.h>
#include <string.h>

bool path_up(struct text *path)
{
	if (!path->size)
		return false;
	while (path->size && path->bytes[path->size - 1] != '/')
		path->size--;
	path->size -= path->size > 0;
	path->bytes[path->size] = '\0';
	return true;
}

static bool step(struct text *path, struct slice part)
{
	if (slice_is(part, ".."))
		return path_up(path);
	if (!part.size || slice_is(part, "."))
		return true;
	if (path->size)
		text_add(path, "/", 1);
	text_add(path, part.at, part.size);
	return true;
}

bool path_walk(struct text *path, const char *relative)
{
	while (*relative) {
		size_t size = strcspn(relative, "/");

		if (!step(path, (struct slice){ relative, size }))
			return false;
		relative += size + (relative[size] == '/');
	}
	return true;
}
