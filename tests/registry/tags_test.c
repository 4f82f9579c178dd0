/* The tags of a repository: pages, their ends, and their lies. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/limits.h>
#include <stdio.h>
#include <string.h>

#define LIST "GET /v2/team/app/tags/list?n=1000"

struct world {
	struct server *server;
	struct server *other;
	struct client *client;
	struct reply reply;
};

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));

	world->server = server_new();
	world->other = server_new();
	world->client = client_new(NULL, NULL, NULL);
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	reply_clear(&world->reply);
	client_free(world->client);
	server_free(world->server);
	server_free(world->other);
	free(world);
	return 0;
}

static void play(struct world *world, const char *what, const char *headers, const char *body)
{
	server_add_reply(world->server, what,
			 (struct server_reply){ .headers = headers, .body = body });
}

static void list(struct world *world)
{
	reply_clear(&world->reply);
	world->reply = client_tags(world->client, server_host(world->server), "team/app");
}

static void assert_tags(struct world *world, const char *tags, size_t requests)
{
	list(world);
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.tags, tags);
	assert_int_equal(server_count(world->server, NULL), requests);
}

static void assert_refused(struct world *world, enum error_kind kind, const char *part)
{
	list(world);
	assert_non_null(world->reply.error);
	assert_non_null(strstr(error_text(world->reply.error), "team/app/tags/list"));
	assert_fails(pass_on(&world->reply.error), kind, part);
}

static void one_page_is_the_whole_list_in_its_order(void **state)
{
	play(*state, LIST, NULL, "{\"name\":\"team/app\",\"tags\":[\"2\",\"1\",\"latest\"]}");
	assert_tags(*state, "2 1 latest", 1);
}

static void no_tags_are_an_empty_list_however_it_is_said(void **state)
{
	static const char *const bodies[] = { "{\"tags\":null}", "{\"tags\":[]}", "{}" };

	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		open_world(state);
		play(*state, LIST, NULL, bodies[i]);
		assert_tags(*state, "", 1);
		close_world(state);
	}
}

static void what_is_no_tag_is_left_out(void **state)
{
	play(*state, LIST, NULL,
	     "{\"tags\":[\"1\",null,\"\",7,\"sha256:0123\",\"a/b\",\".x\",\"2\\u000a\",{},\"3\"]}");
	assert_tags(*state, "1 3", 1);
}

static void pages_are_followed_by_their_query_alone(void **state)
{
	struct world *world = *state;
	OWNED_STRING elsewhere =
	    must_format("Link: <%s/v2/other/tags/list?last=2&n=2>; rel=next\r\n",
			server_url(world->other));

	play(world, LIST, "Link: </v2/team/app/tags/list?last=1&n=2>; rel=\"next\"\r\n",
	     "{\"tags\":[\"1\"]}");
	play(world, "GET /v2/team/app/tags/list?last=1&n=2", elsewhere, "{\"tags\":[\"2\"]}");
	play(world, "GET /v2/team/app/tags/list?last=2&n=2", NULL, "{\"tags\":[\"3\"]}");
	assert_tags(world, "1 2 3", 3);
	assert_int_equal(server_count(world->other, NULL), 0);
}

static void pages_in_a_circle_are_left(void **state)
{
	struct world *world = *state;

	play(world, LIST, "Link: <?last=1>; rel=next\r\n", "{\"tags\":[\"1\"]}");
	play(world, "GET /v2/team/app/tags/list?last=1", "Link: <?n=1000>; rel=next\r\n",
	     "{\"tags\":[\"2\"]}");
	assert_refused(world, ERROR_UNTRUSTED, "repeats a page");
	assert_int_equal(server_count(world->server, NULL), 2);
}

/* Every page links to one that was not asked yet. */
static void endless(void *data, const struct server_request *request, struct server_reply *reply)
{
	static char link[64]; /* one request at a time */
	unsigned *page = data;

	(void)request;
	snprintf(link, sizeof(link), "Link: <?page=%u>; rel=next\r\n", ++*page);
	*reply = (struct server_reply){ .headers = link, .body = "{\"tags\":[\"1\"]}" };
}

static void pages_without_end_are_left(void **state)
{
	struct world *world = *state;
	unsigned page = 0;

	server_set_handler(world->server, endless, &page);
	assert_refused(world, ERROR_LIMIT, "pages");
	assert_int_equal(server_count(world->server, NULL), TAG_PAGES_MOST);
}

static void tags_without_end_are_left(void **state)
{
	OWNED(text) body = text_new(0);

	text_add_string(body, "{\"tags\":[\"1\"");
	for (int i = 0; i < TAGS_MOST; i++)
		text_add_string(body, ",\"1\"");
	text_add_string(body, "]}");
	play(*state, LIST, NULL, body->bytes);
	assert_refused(*state, ERROR_LIMIT, "more than 100000 tags");
}

static void a_page_that_is_too_long_is_left(void **state)
{
	struct world *world = *state;

	OWNED_STRING body = must_format("{\"tags\":[]}%*s", TAG_PAGE_BYTES_MOST, "");

	server_add_reply(world->server, LIST,
			 (struct server_reply){ .act = SERVER_CHUNKED, .body = body });
	list(world);
	assert_fails(pass_on(&world->reply.error), ERROR_LIMIT, "4194304");
}

static void rubbish_is_refused(void **state)
{
	static const struct {
		const char *body;
		enum error_kind kind;
		const char *part;
	} rubbish[] = {
		{ "<html>", ERROR_SYNTAX, "invalid JSON" },
		{ "[\"1\"]", ERROR_SYNTAX, "not an object" },
		{ "{\"tags\":{\"1\":1}}", ERROR_SYNTAX, "no list" },
		{ "{\"tags\":[],\"tags\":[\"1\"]}", ERROR_UNTRUSTED, "duplicate" },
	};

	for (size_t i = 0; i < sizeof(rubbish) / sizeof(*rubbish); i++) {
		open_world(state);
		play(*state, LIST, NULL, rubbish[i].body);
		assert_refused(*state, rubbish[i].kind, rubbish[i].part);
		close_world(state);
	}
}

static void an_unknown_repository_is_absent(void **state)
{
	struct world *world = *state;

	server_add_reply(world->server, LIST,
			 (struct server_reply){
			     .status = 404,
			     .body =
				 "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"no\"}]}" });
	assert_refused(world, ERROR_ABSENT, "NAME_UNKNOWN");
}

static void what_is_no_repository_causes_no_traffic(void **state)
{
	static const char *const wrong[] = { "team/App", "../x", "team/app:1", "a?b", "" };
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		reply_clear(&world->reply);
		world->reply = client_tags(world->client, server_host(world->server), wrong[i]);
		assert_fails(pass_on(&world->reply.error), ERROR_SYNTAX, "");
	}
	assert_int_equal(server_count(world->server, NULL), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_page_is_the_whole_list_in_its_order),
		cmocka_unit_test(no_tags_are_an_empty_list_however_it_is_said),
		TEST(what_is_no_tag_is_left_out),
		TEST(pages_are_followed_by_their_query_alone),
		TEST(pages_in_a_circle_are_left),
		TEST(pages_without_end_are_left),
		TEST(tags_without_end_are_left),
		TEST(a_page_that_is_too_long_is_left),
		cmocka_unit_test(rubbish_is_refused),
		TEST(an_unknown_repository_is_absent),
		TEST(what_is_no_repository_causes_no_traffic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
