#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <digestbump/rebuild/trailers.h>
#include <string.h>

struct rebuild_trailers {
	struct rebuild_seed *seeds;
	size_t count;
	struct strings texts; /* what the reasons borrow */
};

struct rebuild_trailers *rebuild_trailers_new(void)
{
	return must_alloc(sizeof(struct rebuild_trailers));
}

void rebuild_trailers_free(struct rebuild_trailers *trailers)
{
	if (!trailers)
		return;
	free(trailers->seeds);
	strings_clear(&trailers->texts);
	free(trailers);
}

const struct rebuild_seed *rebuild_trailers_seeds(size_t *count,
						  const struct rebuild_trailers *trailers)
{
	*count = trailers->count;
	return trailers->seeds;
}

/* ---- one range ---- */

/* What the commits of a range say. */
struct said {
	struct map *files; /* that are named; "*": too many to name */
	struct map *moves; /* "image digest" -> the digest before, an own string */
};

static void said_clear(struct said *said)
{
	for (size_t i = 0; i < map_count(said->moves); i++)
		free(map_value(said->moves, i));
	map_free(said->moves);
	map_free(said->files);
}

static bool is_octal(const char *text)
{
	return text[0] >= '0' && text[0] <= '3' && text[1] >= '0' && text[1] <= '7' &&
	       text[2] >= '0' && text[2] <= '7';
}

/* Adds the byte that an escape of git's stands for; gives how many letters it has. */
static size_t add_escaped(struct text *out, const char *text)
{
	static const char letters[] = "abtnvfr\"\\", bytes[] = "\a\b\t\n\v\f\r\"\\";
	const char *at = *text ? strchr(letters, *text) : NULL;
	char byte = at ? bytes[at - letters] : *text;
	size_t size = *text ? 1 : 0;

	if (is_octal(text)) {
		byte = (char)((text[0] - '0') * 64 + (text[1] - '0') * 8 + (text[2] - '0'));
		size = 3;
	}
	text_add(out, &byte, size ? 1 : 0);
	return size;
}

/* Gives the path that a word of a message spells (git's quote.c). */
static char *unquoted(const char *word)
{
	size_t size = strlen(word);
	OWNED(text) out = text_new(0);

	if (size < 2 || *word != '"' || word[size - 1] != '"')
		return must_copy(word);
	for (const char *at = word + 1; at < word + size - 1; at++)
		if (*at == '\\')
			at += add_escaped(out, at + 1);
		else
			text_add(out, at, 1);
	return text_take(pass_on(&out));
}

/* "image:tag old new". Commits come newest first, so what stands there already is the
 * later move of the same. */
static void add_update(struct said *said, const char *line)
{
	struct slice rest = slice_of(line);
	const char *first = strchr(line, ' ');
	const char *second = first ? strchr(first + 1, ' ') : NULL;
	const char *colon = first ? memrchr(line, ':', (size_t)(first - line)) : NULL;

	if (!second || !colon || strchr(second + 1, ' ') || rest.size > 4096)
		return;
	OWNED_STRING key = must_format("%.*s %s", (int)(colon - line), line, second + 1);

	if (!map_get(said->moves, key))
		map_set(said->moves, key, must_copy_bytes(first + 1, (size_t)(second - first) - 1));
}

static struct error *read_commit(struct said *said, struct git *git, const char *oid)
{
	OWNED(git_commit_info) info = NULL;
	OWNED(strings) files = NULL;
	OWNED(strings) updates = NULL;

	TRY(git_commit_info_read(&info, git, oid));
	TRY(git_trailer_values(&files, info->message, TRAILER_REBUILD));
	TRY(git_trailer_values(&updates, info->message, TRAILER_UPDATE));
	for (size_t i = 0; i < files->count; i++) {
		OWNED_STRING path = unquoted(files->items[i]);

		map_set(said->files, path, said);
	}
	for (size_t i = 0; files->count && i < updates->count; i++)
		add_update(said, updates->items[i]);
	return NULL;
}

/* ---- seeds ---- */

/* Where the movement that ended at `digest` began; NULL: nothing ended there. What went
 * there and back did not move. */
static const char *origin(const struct said *said, const char *image, const char *digest)
{
	const char *from = NULL;
	const char *at = digest;

	for (size_t steps = 0; at && steps <= map_count(said->moves); steps++) {
		OWNED_STRING key = must_format("%s %s", image, at);

		at = map_get(said->moves, key);
		from = at ? at : from;
		if (at && strcmp(at, digest) == 0)
			return NULL;
	}
	return from;
}

static void add_seed(struct rebuild_trailers *trailers, size_t build, const struct reached *reached,
		     const char *from)
{
	strings_add(&trailers->texts, from);
	trailers->seeds = must_grow(trailers->seeds, trailers->count, sizeof(*trailers->seeds));
	trailers->seeds[trailers->count++] = (struct rebuild_seed){
		.build = build,
		.reason = {
			.cause = CAUSE_PIN,
			.image = reached->image,
			.from = trailers->texts.items[trailers->texts.count - 1],
			.to = reached->digest,
			.path = reached->path,
			.line = reached->line,
		},
	};
}

static void add_seeds(struct rebuild_trailers *trailers, const struct said *said,
		      const struct image_graph *graph, size_t index)
{
	const struct build *build = &graph->builds[index];

	if (!map_get(said->files, build->path) && !map_get(said->files, "*"))
		return;
	for (size_t i = 0; i < build->reached_count; i++) {
		const struct reached *reached = &build->reached[i];

		if (!reached->image || !reached->digest || reached->build == index ||
		    reached->kind == PIN_SYNTAX)
			continue;
		const char *from = origin(said, reached->image, reached->digest);

		if (from)
			add_seed(trailers, index, reached, from);
	}
}

struct error *rebuild_trailers_read(struct rebuild_trailers *trailers, struct git *git,
				    const struct rebuild_range *range,
				    const struct image_graph *graph, size_t tree)
{
	OWNED(strings) commits = NULL;
	struct said said = { map_new(), map_new() };
	struct error *error = git_rev_list(&commits, git, range->from, range->to);

	for (size_t i = 0; !error && i < commits->count; i++)
		error = read_commit(&said, git, commits->items[i]);
	for (size_t i = 0; !error && i < graph->count; i++)
		if (graph->builds[i].tree == tree)
			add_seeds(trailers, &said, graph, i);
	said_clear(&said);
	return error;
}
