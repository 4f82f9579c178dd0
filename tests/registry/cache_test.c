#include "../support/assertions.h"
#include "../support/images.h"
#include "../support/sandbox.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/registry/cache.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A day in the year 2030: files that are written now are older. */
enum { CLOCK = 1893456000, LIFE_MS = 60 * 1000 };

struct world {
	struct sandbox *home;
	char *directory;
	struct cache *cache;
};

static struct cache *open_at(const struct world *world, int64_t clock, bool tags_read_only)
{
	return cache_open(&(struct cache_options){ .directory = world->directory,
						   .clock = clock,
						   .tag_life_ms = LIFE_MS,
						   .tags_read_only = tags_read_only });
}

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));

	world->home = sandbox_new();
	world->directory = must_format("%s/not/yet/there", world->home->top);
	world->cache = open_at(world, CLOCK, false);
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	cache_free(world->cache);
	sandbox_free(world->home);
	free(world->directory);
	free(world);
	return 0;
}

/* Keeps a text; gives its digest. */
static char *keep(struct cache *cache, const char *scope, const char *text)
{
	char *digest = image_digest(text);

	cache_put(cache, scope, digest, slice_of(text));
	return digest;
}

static bool knows(struct cache *cache, const char *scope, const char *digest)
{
	OWNED(text) bytes = cache_get(cache, scope, digest);

	return bytes != NULL;
}

static unsigned long count_files(const struct world *world, const char *name)
{
	OWNED_STRING command =
	    must_format("find %s/ -type f -name '%s' | wc -l >count", world->directory, name);
	OWNED(text) count = NULL;

	sandbox_shell(world->home, command);
	OWNED_STRING path = must_format("%s/count", world->home->top);

	assert_fine(file_read(&count, AT_FDCWD, path, 100));
	return strtoul(count->bytes, NULL, 10);
}

static void what_was_kept_is_found_again_by_others(void **state)
{
	const struct world *world = *state;
	OWNED_STRING digest = keep(world->cache, "https://a.test/v2/x/", "a manifest");
	OWNED(cache) other = open_at(world, CLOCK + 1, true);
	OWNED(text) bytes = cache_get(other, "https://a.test/v2/x/", digest);

	assert_non_null(bytes);
	assert_string_equal(bytes->bytes, "a manifest");
	assert_false(knows(other, "https://a.test/v2/y/", digest));
	assert_false(knows(other, "https://b.test/v2/x/", digest));
}

static void sha512_is_kept_too(void **state)
{
	const struct world *world = *state;
	OWNED_STRING digest = NULL;

	assert_fine(digest_of(&digest, "sha512:", slice_of("bytes")));
	cache_put(world->cache, "s", digest, slice_of("bytes"));
	assert_true(knows(world->cache, "s", digest));
}

static void what_is_not_what_its_name_says_is_removed(void **state)
{
	const struct world *world = *state;
	OWNED_STRING digest = image_digest("the truth");

	cache_put(world->cache, "s", digest, slice_of("a lie"));
	assert_int_equal(count_files(world, "sha256-*"), 1);
	assert_false(knows(world->cache, "s", digest));
	assert_int_equal(count_files(world, "*"), 0);
}

static void who_only_looks_keeps_what_never_changes_and_no_tag(void **state)
{
	const struct world *world = *state;
	OWNED(cache) looking = open_at(world, CLOCK, true);
	OWNED_STRING digest = keep(looking, "s", "new");

	cache_put_tag(looking, "s", "1", digest, NULL);
	assert_true(knows(world->cache, "s", digest));
	assert_int_equal(count_files(world, "*"), 1);
}

static void assert_not_used(const struct world *world, const char *command, const char *reason)
{
	OWNED_STRING whole = must_format("cd %s/not/yet && %s", world->home->top, command);

	sandbox_shell(world->home, whole);
	OWNED(cache) cache = open_at(world, CLOCK, false);
	OWNED_STRING kept = image_digest("kept before");
	OWNED_STRING fresh = keep(cache, "s", "fresh");
	OWNED_STRING found = NULL;
	OWNED_STRING type = NULL;

	cache_put_tag(cache, "s", "2", fresh, NULL);
	assert_fails(cache_check_directory(world->directory), ERROR_FILE, reason);
	assert_false(knows(cache, "s", kept));
	assert_false(knows(cache, "s", fresh));
	assert_false(cache_get_tag(&found, &type, cache, "s", "1"));
	assert_int_equal(count_files(world, "*"), 2);
}

static void a_directory_that_is_not_ours_is_not_used(void **state)
{
	const struct world *world = *state;
	OWNED_STRING kept = keep(world->cache, "s", "kept before");

	cache_put_tag(world->cache, "s", "1", kept, NULL);
	assert_fine(cache_check_directory(world->directory));
	assert_not_used(world, "chmod 0770 there", "others may write to it");
	assert_not_used(world, "chmod 0702 there", "others may write to it");
	assert_not_used(world, "chmod 0700 there; mv there real; ln -s real there",
			"symbolic link");
	if (geteuid() == 0)
		assert_not_used(world, "rm there; mv real there; chown -h 65534 there",
				"it belongs to another user");
}

/* Somebody else was there between the look at it and the first write. */
static void a_directory_that_others_made_meanwhile_is_not_used(void **state)
{
	const struct world *world = *state;
	OWNED_STRING command =
	    must_format("mkdir -p %s && chmod 0777 %s", world->directory, world->directory);

	sandbox_shell(world->home, command);
	OWNED_STRING digest = keep(world->cache, "s", "x");

	assert_int_equal(count_files(world, "*"), 0);
	assert_false(knows(world->cache, "s", digest));
}

static void a_tag_is_believed_for_its_life_and_no_longer(void **state)
{
	static const struct {
		int64_t clock;
		bool known;
	} rows[] = { { CLOCK, true },      { CLOCK + 59, true },     { CLOCK + 60, false },
		     { CLOCK - 1, false }, { CLOCK + 86400, false }, { -1, false } };
	const struct world *world = *state;
	OWNED_STRING digest = image_digest("x");

	cache_put_tag(world->cache, "s", "1.0", digest, "application/x");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(cache) later = open_at(world, rows[i].clock, true);
		OWNED_STRING found = NULL;
		OWNED_STRING type = NULL;

		assert_int_equal(cache_get_tag(&found, &type, later, "s", "1.0"), rows[i].known);
		if (!rows[i].known)
			continue;
		assert_string_equal(found, digest);
		assert_string_equal(type, "application/x");
	}
}

static void without_a_life_no_tag_is_kept(void **state)
{
	const struct world *world = *state;
	OWNED(cache)
	cache =
	    cache_open(&(struct cache_options){ .directory = world->directory, .clock = CLOCK });
	OWNED_STRING digest = image_digest("x");
	OWNED_STRING found = NULL;
	OWNED_STRING type = NULL;

	cache_put_tag(cache, "s", "1", digest, NULL);
	assert_int_equal(access(world->directory, F_OK), -1);
	cache_put_tag(world->cache, "s", "1", digest, NULL);
	assert_false(cache_get_tag(&found, &type, cache, "s", "1"));
	assert_true(cache_get_tag(&found, &type, world->cache, "s", "1"));
	assert_null(type);
}

static void a_tag_file_that_says_nonsense_says_nothing(void **state)
{
	static const char *const nonsense[] = { "", "x", "sha256:1 2 3", "\n\n\n", "sha256:" };
	const struct world *world = *state;
	OWNED_STRING digest = image_digest("x");

	for (size_t i = 0; i < sizeof(nonsense) / sizeof(*nonsense); i++) {
		OWNED_STRING found = NULL;
		OWNED_STRING type = NULL;
		OWNED_STRING command = must_format("for f in %s/tags/*/1; do printf '%s' >$f; done",
						   world->directory, nonsense[i]);

		cache_put_tag(world->cache, "s", "1", digest, NULL);
		sandbox_shell(world->home, command);
		assert_false(cache_get_tag(&found, &type, world->cache, "s", "1"));
	}
}

static void the_oldest_are_removed_when_it_grows_too_large(void **state)
{
	struct world *world = *state;
	OWNED_STRING old = keep(world->cache, "s", "1234567890");
	OWNED_STRING used = keep(world->cache, "s", "abcdefghij");
	OWNED_STRING command =
	    must_format("find %s -type f | xargs touch -d 2020-01-01; touch %s/manifests/x",
			world->directory, world->directory);

	sandbox_shell(world->home, command);
	/* Reading makes it young again. */
	assert_true(knows(world->cache, "s", used));
	OWNED_STRING killed = must_format("cd %s/manifests/* && touch -d 2020-01-01 .new-killed && "
					  "touch -d 2031-01-01 .new-running",
					  world->directory);

	sandbox_shell(world->home, killed);
	struct cache *cache = cache_open(&(struct cache_options){
	    .directory = world->directory, .clock = CLOCK, .bytes_most = 25 });
	OWNED_STRING fresh = keep(cache, "s", "!!!!!!!!!!");

	cache_free(cache);
	assert_false(knows(world->cache, "s", old));
	assert_true(knows(world->cache, "s", used));
	assert_true(knows(world->cache, "s", fresh));
	assert_int_equal(count_files(world, ".new-killed"), 0);
	assert_int_equal(count_files(world, ".new-running"), 1);
}

static void a_place_that_cannot_be_written_costs_nothing(void **state)
{
	static const char *const places[] = { "/dev/null/x", "/proc/nowhere/x", "/dev/null" };

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		OWNED(cache)
		cache =
		    cache_open(&(struct cache_options){ .directory = places[i], .clock = CLOCK });
		OWNED_STRING digest = keep(cache, "s", "x");

		assert_false(knows(cache, "s", digest));
	}
	cache_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_kept_is_found_again_by_others, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(sha512_is_kept_too, open_world, close_world),
		cmocka_unit_test_setup_teardown(what_is_not_what_its_name_says_is_removed,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(who_only_looks_keeps_what_never_changes_and_no_tag,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_directory_that_is_not_ours_is_not_used,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_directory_that_others_made_meanwhile_is_not_used,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_tag_is_believed_for_its_life_and_no_longer,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(without_a_life_no_tag_is_kept, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_tag_file_that_says_nonsense_says_nothing,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(the_oldest_are_removed_when_it_grows_too_large,
						open_world, close_world),
		cmocka_unit_test(a_place_that_cannot_be_written_costs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
