/* Who we are at a registry: challenges, tokens, redirects, and where
 * credentials go. Two servers: the registry, and another host. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/images.h"
#include "../support/server.h"
#include "../support/test_context.h"
#include "../support/tls.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <stdio.h>
#include <string.h>

static const char PATH[] = "/v2/team/app/manifests/1.0";
static const char USER[] = "robot$ci";
static const char PASSWORD[] = "hunter2-s3cret";
static const char BASIC[] = "Basic cm9ib3QkY2k6aHVudGVyMi1zM2NyZXQ=";
static const char IDENTITY[] = "identity-s3cret";

struct world {
	struct server *server;
	struct server *other;
	struct client *client;
	char *index;
	char *digest;
	char *served; /* headers of a manifest */
	struct reply reply;
};

static int open_world(void **state)
{
	struct world *world = must_alloc(sizeof(*world));

	world->server = server_new();
	world->other = server_new();
	world->index = image_index(NULL);
	world->digest = image_digest(world->index);
	world->served = must_format("Docker-Content-Digest: %s\r\n", world->digest);
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
	free(world->index);
	free(world->digest);
	free(world->served);
	free(world);
	return 0;
}

/* ---- playing ---- */

static void play(struct server *server, const char *what, unsigned status, const char *headers,
		 const char *body)
{
	server_add_reply(server, what,
			 (struct server_reply){
			     .status = status, .headers = headers, .body = body });
}

static void play_image(struct world *world, struct server *server, const char *path)
{
	play(server, path, 200, world->served, world->index);
}

/* A 401 with this challenge; its %s is `host`. */
static void play_challenge(struct server *server, const char *path, const char *format,
			   const char *host)
{
	size_t at = 0;
	OWNED(text) header = text_new(0);
	struct slice rest = slice_of(format);

	text_add_string(header, "WWW-Authenticate: ");
	if (slice_find(&at, rest, "%s")) {
		text_add(header, rest.at, at);
		text_add_string(header, host);
		rest = (struct slice){ rest.at + at + 2, rest.size - at - 2 };
	}
	text_add(header, rest.at, rest.size);
	text_add_string(header, "\r\n");
	play(server, path, 401, header->bytes,
	     "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"log in\"}]}");
}

static const char BEARER[] = "Bearer realm=\"http://%s/token\",service=\"reg\"";

/* The usual registry: 401, a token at `realm`'s host, then the image. */
static void play_bearer(struct world *world, struct server *realm)
{
	play_challenge(world->server, PATH, BEARER, server_host(realm));
	play_image(world, world->server, PATH);
	play(realm, "/token", 200, NULL, "{\"token\":\"t0ken\",\"expires_in\":300}");
}

/* A client without credentials, or with those of docker's file. */
static void without_login(struct world *world)
{
	client_free(world->client);
	world->client = client_new(NULL, NULL, NULL);
}

static void with_login(struct world *world)
{
	OWNED_STRING docker =
	    must_format("{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}",
			server_host(world->server), USER, PASSWORD);

	client_free(world->client);
	world->client = client_new(NULL, docker, NULL);
}

static void with_identity(struct world *world, bool and_password)
{
	OWNED_STRING docker =
	    must_format("{\"auths\":{\"%s\":{\"identitytoken\":\"%s\"%s}}}",
			server_host(world->server), IDENTITY,
			and_password ? ",\"username\":\"robot$ci\",\"password\":\"hunter2-s3cret\""
				     : "");

	client_free(world->client);
	world->client = client_new(NULL, docker, NULL);
}

static void head(struct world *world)
{
	reply_clear(&world->reply);
	world->reply = client_head(world->client, server_host(world->server), "team/app", "1.0");
}

static void assert_found(struct world *world)
{
	head(world);
	assert_fine(pass_on(&world->reply.error));
	assert_string_equal(world->reply.digest, world->digest);
}

/* No secret is ever in a text that is shown. */
static void assert_hides_secrets(const char *text)
{
	static const char *const secrets[] = { PASSWORD, IDENTITY, "t0ken",
					       "cm9ib3QkY2k6aHVudGVyMi1zM2NyZXQ=", NULL };

	for (const char *const *secret = secrets; *secret; secret++)
		if (strstr(text, *secret))
			fail_msg("'%s' shows '%s'", text, *secret);
}

static void assert_refused(struct world *world, enum error_kind kind, const char *part)
{
	const char *host = server_host(world->server);

	head(world);
	struct error *error = pass_on(&world->reply.error);

	assert_non_null(error);
	if (strncmp(error_text(error), host, strlen(host)) != 0)
		fail_msg("'%s' does not begin with the registry", error_text(error));
	assert_hides_secrets(error_text(error));
	assert_fails(error, kind, part);
}

/* What the index-th request brought, "" for nothing. */
static const char *authorization(struct server *server, size_t index)
{
	const struct server_request *request = server_request(server, index);

	assert_non_null(request);
	const char *value = server_header(request, "Authorization");

	return value ? value : "";
}

static void assert_never_saw_credentials(struct server *server)
{
	const struct server_request *request;

	for (size_t i = 0; (request = server_request(server, i)); i++) {
		const char *value = server_header(request, "Authorization");

		assert_hides_secrets(value ? value : "");
		assert_hides_secrets(request->target);
		assert_hides_secrets(request->body ? request->body : "");
	}
}

/* ---- tokens ---- */

static void nobody_gets_a_token_too(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_bearer(world, world->server);
	assert_found(world);
	assert_int_equal(server_count(world->server, NULL), 3);
	assert_string_equal(server_request(world->server, 1)->target,
			    "/token?service=reg&scope=repository%3Ateam%2Fapp%3Apull");
	assert_string_equal(authorization(world->server, 1), "");
	assert_string_equal(authorization(world->server, 2), "Bearer t0ken");
}

static void a_login_goes_to_the_realm_and_only_the_token_to_the_registry(void **state)
{
	struct world *world = *state;

	with_login(world);
	play_bearer(world, world->server);
	assert_found(world);
	assert_string_equal(authorization(world->server, 0), "");
	assert_string_equal(authorization(world->server, 1), BASIC);
	assert_non_null(strstr(server_request(world->server, 1)->target, "account=robot%24ci"));
	assert_string_equal(authorization(world->server, 2), "Bearer t0ken");
}

static void a_relative_realm_is_the_registry_s_own(void **state)
{
	struct world *world = *state;

	with_login(world);
	play_challenge(world->server, PATH, "Bearer realm=\"/token?x=y\"", "");
	play_image(world, world->server, PATH);
	play(world->server, "/token", 200, NULL, "{\"access_token\":\"t0ken\"}");
	assert_found(world);
	assert_string_equal(server_request(world->server, 1)->target,
			    "/token?x=y&account=robot%24ci&"
			    "scope=repository%3Ateam%2Fapp%3Apull");
}

/* 127.0.0.1 is the registry; localhost is somebody else. */
static void a_stranger_is_asked_without_a_login(void **state)
{
	struct world *world = *state;
	OWNED_STRING stranger = must_format("localhost:%u", server_port(world->other));

	with_login(world);
	play_challenge(world->server, PATH, BEARER, stranger);
	play_image(world, world->server, PATH);
	play(world->other, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	assert_found(world);
	assert_string_equal(authorization(world->other, 0), "");
	assert_never_saw_credentials(world->other);
}

static void a_stranger_that_wants_a_login_is_told_of_with_the_remedy(void **state)
{
	struct world *world = *state;
	OWNED_STRING stranger = must_format("localhost:%u", server_port(world->other));
	OWNED_STRING remedy =
	    must_format("realm host '%s' not allowed for registry '%s': add it to "
			"registries.%s.realms",
			stranger, server_host(world->server), server_host(world->server));

	with_login(world);
	play_challenge(world->server, PATH, BEARER, stranger);
	play(world->other, "/token", 401, NULL, NULL);
	assert_refused(world, ERROR_DENIED, remedy);
	/* or it gives a token that opens nothing */
	with_login(world);
	play(world->other, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	assert_refused(world, ERROR_DENIED, remedy);
	assert_never_saw_credentials(world->other);
}

static void a_configured_realm_may_see_the_login(void **state)
{
	struct world *world = *state;
	OWNED_STRING stranger = must_format("localhost:%u", server_port(world->other));
	OWNED_STRING config = must_format("registries:\n  \"%s\":\n    realms: [\"%s\"]\n",
					  server_host(world->server), stranger);
	OWNED_STRING docker =
	    must_format("{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}",
			server_host(world->server), USER, PASSWORD);

	world->client = client_new(config, docker, NULL);
	play_challenge(world->server, PATH, BEARER, stranger);
	play_image(world, world->server, PATH);
	play(world->other, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	assert_found(world);
	assert_string_equal(authorization(world->other, 0), BASIC);
}

static void a_realm_of_no_use_is_told(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_challenge(world->server, PATH, "Bearer realm=\"ftp://%s/token\"",
		       server_host(world->server));
	assert_refused(world, ERROR_SYNTAX, "http");
}

static void a_token_server_s_refusal_is_told_without_what_it_echoes(void **state)
{
	struct world *world = *state;

	with_login(world);
	play_bearer(world, world->server);
	server_free(world->server);
	world->server = server_new();
	with_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play(world->server, "/token", 401, NULL,
	     "{\"details\":\"wrong password hunter2-s3cret for robot\"}");
	assert_refused(world, ERROR_DENIED, "(wrong password *** for robot)");
	/* It is not asked again, and nobody pretends to be nobody. */
	assert_int_equal(server_count(world->server, "/token"), 1);
}

static void a_token_server_s_nonsense_is_told(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\\r\\nX-Evil: 1\"}");
	assert_refused(world, ERROR_UNTRUSTED, "the token endpoint");
}

/* Docker Hub grants a token for anything and then says 401. */
static void a_401_to_a_fresh_token_is_a_refusal(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	assert_refused(world, ERROR_DENIED, "not found or private");
	assert_int_equal(server_count(world->server, "/token"), 1);
	assert_int_equal(server_count(world->server, PATH), 2);
}

static void a_token_that_died_is_renewed_once(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_bearer(world, world->server);
	assert_found(world);
	play_challenge(world->server, "HEAD /v2/team/app/manifests/2.0", BEARER,
		       server_host(world->server));
	play_image(world, world->server, "HEAD /v2/team/app/manifests/2.0");
	struct reply reply =
	    client_head(world->client, server_host(world->server), "team/app", "2.0");

	assert_fine(pass_on(&reply.error));
	reply_clear(&reply);
	assert_int_equal(server_count(world->server, "/token"), 2);
	/* and the one after that, refused for good, costs one more token only */
	play_challenge(world->server, "HEAD /v2/team/app/manifests/3.0", BEARER,
		       server_host(world->server));
	reply = client_head(world->client, server_host(world->server), "team/app", "3.0");
	assert_int_equal(error_kind(reply.error), ERROR_DENIED);
	reply_clear(&reply);
	assert_int_equal(server_count(world->server, "/token"), 3);
}

static void a_missing_scope_is_asked_for_once(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play_challenge(world->server, PATH,
		       "Bearer realm=\"http://%s/token\",scope=\"repository:team/app:metadata\","
		       "error=\"insufficient_scope\"",
		       server_host(world->server));
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	assert_refused(world, ERROR_DENIED, "not found or private");
	assert_int_equal(server_count(world->server, "/token"), 2);
	assert_string_equal(server_request(world->server, 3)->target,
			    "/token?scope=repository%3Ateam%2Fapp%3Apull&"
			    "scope=repository%3Ateam%2Fapp%3Ametadata");
}

/* gcr.io did so: the challenge is only at the root, and its scope is a dummy. */
static void a_401_without_a_challenge_is_explained_by_the_root(void **state)
{
	struct world *world = *state;

	without_login(world);
	play(world->server, PATH, 401, NULL, NULL);
	play_image(world, world->server, PATH);
	play_challenge(world->server, "GET /v2/",
		       "Bearer realm=\"http://%s/token\",scope=\"repository:user/image:pull\"",
		       server_host(world->server));
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	assert_found(world);
	assert_string_equal(server_request(world->server, 2)->target,
			    "/token?scope=repository%3Ateam%2Fapp%3Apull");
}

static void a_registry_that_does_not_say_how_is_asked_once(void **state)
{
	struct world *world = *state;

	without_login(world);
	play(world->server, PATH, 401, NULL, NULL);
	play(world->server, "GET /v2/", 401, NULL, NULL);
	assert_refused(world, ERROR_DENIED, "without a WWW-Authenticate");
	assert_refused(world, ERROR_DENIED, "without a WWW-Authenticate");
	assert_int_equal(server_count(world->server, "GET /v2/"), 1);
}

/* ---- identity tokens ---- */

static void an_identity_token_is_posted_and_goes_nowhere_else(void **state)
{
	struct world *world = *state;

	with_identity(world, false);
	play_bearer(world, world->server);
	assert_found(world);
	const struct server_request *request = server_request(world->server, 1);

	assert_string_equal(request->method, "POST");
	assert_string_equal(request->target, "/token");
	assert_non_null(strstr(request->body, "refresh_token=identity-s3cret"));
	assert_string_equal(authorization(world->server, 1), "");
	assert_string_equal(authorization(world->server, 2), "Bearer t0ken");
}

static void a_server_without_the_post_form_gets_the_password(void **state)
{
	static const unsigned statuses[] = { 400, 401, 404, 405 };

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		open_world(state);
		struct world *world = *state;

		with_identity(world, true);
		play(world->server, "POST /token", statuses[i], NULL, NULL);
		play_bearer(world, world->server);
		assert_found(world);
		assert_string_equal(server_request(world->server, 2)->method, "GET");
		assert_string_equal(authorization(world->server, 2), BASIC);
		close_world(state);
	}
}

static void a_post_is_never_led_elsewhere(void **state)
{
	struct world *world = *state;
	OWNED_STRING location = must_format("Location: %s/token\r\n", server_url(world->other));

	with_identity(world, false);
	play(world->server, "POST /token", 307, location, NULL);
	play_bearer(world, world->server);
	assert_refused(world, ERROR_UNTRUSTED, "redirect of a POST");
	assert_int_equal(server_count(world->other, NULL), 0);
}

/* ---- Basic ---- */

static void basic_sends_the_login_to_the_registry(void **state)
{
	struct world *world = *state;

	with_login(world);
	play_challenge(world->server, PATH, "Basic realm=\"https://elsewhere.test/\"", "");
	play_image(world, world->server, PATH);
	assert_found(world);
	assert_string_equal(authorization(world->server, 0), "");
	assert_string_equal(authorization(world->server, 1), BASIC);
}

static void basic_without_a_login_says_what_to_do(void **state)
{
	struct world *world = *state;
	OWNED_STRING remedy = must_format("run 'docker login %s' or configure registries.%s",
					  server_host(world->server), server_host(world->server));

	without_login(world);
	play_challenge(world->server, PATH, "Basic realm=\"x\"", "");
	assert_refused(world, ERROR_DENIED, remedy);
	assert_int_equal(server_count(world->server, NULL), 1);
}

static void a_login_that_basic_refuses_is_not_tried_again(void **state)
{
	struct world *world = *state;

	with_login(world);
	play_challenge(world->server, PATH, "Basic realm=\"x\"", "");
	assert_refused(world, ERROR_DENIED, "or the credentials of '");
	assert_int_equal(server_count(world->server, NULL), 2);
}

static void a_registry_token_goes_as_it_is(void **state)
{
	struct world *world = *state;
	OWNED_STRING docker = must_format("{\"auths\":{\"%s\":{\"registrytoken\":\"t0ken\"}}}",
					  server_host(world->server));

	world->client = client_new(NULL, docker, NULL);
	play_image(world, world->server, PATH);
	assert_found(world);
	assert_string_equal(authorization(world->server, 0), "Bearer t0ken");
}

/* ---- redirects ---- */

static void play_redirect(struct server *from, const char *path, const char *to)
{
	OWNED_STRING location = must_format("Location: %s\r\n", to);

	play(from, path, 307, location, NULL);
}

static void a_redirect_to_another_host_takes_no_token_along(void **state)
{
	struct world *world = *state;
	OWNED_STRING away = must_format("%s/image?X-Signature=s1gned", server_url(world->other));

	without_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play_redirect(world->server, PATH, away);
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	play_image(world, world->other, "HEAD /image?X-Signature=s1gned");
	assert_found(world);
	assert_string_equal(authorization(world->server, 2), "Bearer t0ken");
	assert_string_equal(authorization(world->other, 0), "");
}

static void a_redirect_back_takes_no_token_along_either(void **state)
{
	struct world *world = *state;
	OWNED_STRING away = must_format("%s/image", server_url(world->other));
	OWNED_STRING back = must_format("%s/v2/victim/manifests/1", server_url(world->server));

	without_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play_redirect(world->server, PATH, away);
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	play_redirect(world->other, "/image", back);
	play_image(world, world->server, "/v2/victim/manifests/1");
	assert_found(world);
	assert_string_equal(authorization(world->server, 3), "");
}

static void a_redirect_within_the_host_keeps_the_token(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play_redirect(world->server, PATH, "/moved");
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	play_image(world, world->server, "HEAD /moved");
	assert_found(world);
	assert_string_equal(authorization(world->server, 3), "Bearer t0ken");
}

/* registry.k8s.io leads to a regional registry, which wants its own token. */
static void another_host_s_401_is_answered_without_a_login(void **state)
{
	struct world *world = *state;
	OWNED_STRING away = must_format("%s/v2/mirror/app/manifests/1.0", server_url(world->other));

	with_login(world);
	play_redirect(world->server, PATH, away);
	play_challenge(world->other, "/v2/mirror/app/manifests/1.0",
		       "Bearer realm=\"http://%s/token\",scope=\"repository:mirror/app:pull\"",
		       server_host(world->other));
	play_image(world, world->other, "/v2/mirror/app/manifests/1.0");
	play(world->other, "/token", 200, NULL, "{\"token\":\"regional\"}");
	assert_found(world);
	assert_string_equal(server_request(world->other, 1)->target,
			    "/token?scope=repository%3Amirror%2Fapp%3Apull");
	assert_string_equal(authorization(world->other, 1), "");
	assert_string_equal(authorization(world->other, 2), "Bearer regional");
	assert_never_saw_credentials(world->other);
}

static void another_host_that_wants_basic_gets_nothing(void **state)
{
	struct world *world = *state;
	OWNED_STRING away = must_format("%s/image", server_url(world->other));

	with_login(world);
	play_redirect(world->server, PATH, away);
	play_challenge(world->other, "/image", "Basic realm=\"give\"", "");
	head(world);
	assert_fails(pass_on(&world->reply.error), ERROR_DENIED, "no credentials go along");
	assert_never_saw_credentials(world->other);
	assert_int_equal(server_count(world->other, NULL), 1);
}

static void redirects_have_an_end(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_redirect(world->server, PATH, PATH);
	assert_refused(world, ERROR_LIMIT, "redirects");
	assert_int_equal(server_count(world->server, NULL), 6);
}

static void a_redirect_to_nowhere_good_is_refused(void **state)
{
	static const char *const bad[] = { "file:///etc/passwd", "http://user:pw@127.0.0.1/x",
					   "http://", "//" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		open_world(state);
		struct world *world = *state;

		without_login(world);
		play_redirect(world->server, PATH, bad[i]);
		assert_refused(world, ERROR_SYNTAX, "redirect");
		close_world(state);
	}
}

static void assert_stays_in_https(struct world *world, const struct tls *tls, unsigned requests)
{
	const char *host = server_host(world->server);
	OWNED_STRING endpoint = must_format("%s=https://%s", host, host);
	OWNED_STRING docker =
	    must_format("{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}", host,
			USER, PASSWORD);

	test_setenv("SSL_CERT_FILE", tls_authority_file(tls));
	world->client = client_new(NULL, docker, endpoint);
	test_setenv("SSL_CERT_FILE", NULL);
	assert_refused(world, ERROR_UNTRUSTED, "from https to 'http://127.0.0.1:");
	assert_int_equal(server_count(world->server, NULL), requests);
	for (unsigned i = 0; i < requests; i++)
		assert_true(server_request(world->server, i)->secure);
}

static void an_https_registry_leads_to_no_http_realm(void **state)
{
	struct world *world = *state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1");

	server_free(world->server);
	world->server = server_new_tls(tls);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	assert_stays_in_https(world, tls, 1);
	server_free(world->server);
	world->server = NULL;
}

static void an_https_registry_leads_to_no_http_image(void **state)
{
	struct world *world = *state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1");

	server_free(world->server);
	world->server = server_new_tls(tls);
	OWNED_STRING plain = must_format("http://%s/image", server_host(world->server));

	play_redirect(world->server, PATH, plain);
	assert_stays_in_https(world, tls, 1);
	server_free(world->server);
	world->server = NULL;
}

/* ---- many at once ---- */

enum { MANY = 24 };

static void ask_many(struct world *world, const char *format)
{
	struct reply replies[MANY] = { 0 };

	for (unsigned i = 0; i < MANY; i++) {
		OWNED_STRING repository = must_format("team/app%u", *format == 'r' ? i : 0);
		OWNED_STRING tag = must_format("%u.0", i);

		registry_head(world->client->registry, server_host(world->server), repository, tag,
			      reply_head, &replies[i]);
	}
	http_run(world->client->http);
	for (unsigned i = 0; i < MANY; i++) {
		assert_int_equal(replies[i].calls, 1);
		assert_fine(pass_on(&replies[i].error));
		assert_string_equal(replies[i].digest, world->digest);
		reply_clear(&replies[i]);
	}
}

/* Lets in who has a token for the repository that is asked for. */
static void guard(void *data, const struct server_request *request, struct server_reply *reply)
{
	static char header[256];
	struct world *world = data;
	const char *token = server_header(request, "Authorization");

	if (strncmp(request->target, "/token", 6) == 0) {
		reply->body = "{\"token\":\"t0ken\"}";
		return;
	}
	reply->headers = world->served;
	reply->body = world->index;
	if (token && strcmp(token, "Bearer t0ken") == 0)
		return;
	snprintf(header, sizeof(header),
		 "WWW-Authenticate: Bearer realm=\"http://%s/token\",service=\"reg\"\r\n",
		 server_host(world->server));
	reply->status = 401;
	reply->headers = header;
}

static void one_token_serves_all_tags_of_a_repository(void **state)
{
	struct world *world = *state;

	without_login(world);
	server_set_handler(world->server, guard, world);
	ask_many(world, "tags");
	assert_int_equal(server_count(world->server, "/token"), 1);
	/* few were refused before the challenge was known */
	assert_in_range(server_count(world->server, NULL), MANY + 2, MANY + 4);
}

static void every_repository_has_a_token_of_its_own(void **state)
{
	struct world *world = *state;

	without_login(world);
	server_set_handler(world->server, guard, world);
	ask_many(world, "repositories");
	assert_int_equal(server_count(world->server, "/token"), MANY);
	for (unsigned i = 0; i < MANY; i++) {
		OWNED_STRING target =
		    must_format("/token?service=reg&scope=repository%%3Ateam%%2Fapp%u%%3Apull", i);

		assert_int_equal(server_count(world->server, target), 1);
	}
	/* the endpoint's challenge, once known, saves the others their 401 */
	assert_in_range(server_count(world->server, NULL), 2 * MANY + 1, 2 * MANY + 3);
}

/* Artifactory has a token server for each of its own repositories. */
static void a_presumed_token_server_that_refuses_is_not_the_last_word(void **state)
{
	struct world *world = *state;

	without_login(world);
	play_bearer(world, world->server);
	assert_found(world);
	play(world->server, "/token?service=reg&scope=repository%3Aother%3Apull", 404, NULL, NULL);
	play_challenge(world->server, "/v2/other/manifests/1.0",
		       "Bearer realm=\"http://%s/token2\"", server_host(world->server));
	play_image(world, world->server, "/v2/other/manifests/1.0");
	play(world->server, "/token2", 200, NULL, "{\"token\":\"t0ken2\"}");
	struct reply reply = client_head(world->client, server_host(world->server), "other", "1.0");

	assert_fine(pass_on(&reply.error));
	reply_clear(&reply);
}

static void a_request_that_hangs_does_not_hold_up_the_others(void **state)
{
	struct world *world = *state;
	struct reply broken = { 0 };

	without_login(world);
	server_add_reply(world->server, "/v2/team/broken/manifests/1.0",
			 (struct server_reply){ .act = SERVER_DROP });
	play_image(world, world->server, PATH);
	registry_head(world->client->registry, server_host(world->server), "team/broken", "1.0",
		      reply_head, &broken);
	assert_found(world);
	assert_int_equal(error_kind(broken.error), ERROR_NETWORK);
	reply_clear(&broken);
}

/* ---- texts ---- */

static void the_log_shows_no_secret(void **state)
{
	struct world *world = *state;
	OWNED_STRING away = must_format("%s/image?X-Signature=t0ken", server_url(world->other));
	char *bytes = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&bytes, &size);

	with_login(world);
	play_challenge(world->server, PATH, BEARER, server_host(world->server));
	play_redirect(world->server, PATH, away);
	play(world->server, "/token", 200, NULL, "{\"token\":\"t0ken\"}");
	play_image(world, world->other, "/image");
	log_to(stream);
	head(world);
	log_to(NULL);
	assert_int_equal(fclose(stream), 0);
	assert_fine(pass_on(&world->reply.error));
	assert_non_null(strstr(bytes, "/token: HTTP 200"));
	assert_hides_secrets(bytes);
	free(bytes);
}

static void a_password_that_cannot_be_had_costs_only_its_registry(void **state)
{
	struct world *world = *state;
	OWNED_STRING config = must_format("registries:\n  \"%s\":\n    username: me\n    password: "
					  "{env: NOT_SET_HERE}\n",
					  server_host(world->server));

	world->client = client_new(config, NULL, NULL);
	assert_refused(world, ERROR_USAGE, "NOT_SET_HERE");
	play_image(world, world->other, PATH);
	struct reply reply =
	    client_head(world->client, server_host(world->other), "team/app", "1.0");

	assert_fine(pass_on(&reply.error));
	reply_clear(&reply);
	assert_int_equal(server_count(world->server, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nobody_gets_a_token_too, open_world, close_world),
		cmocka_unit_test_setup_teardown(
		    a_login_goes_to_the_realm_and_only_the_token_to_the_registry, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(a_relative_realm_is_the_registry_s_own, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_stranger_is_asked_without_a_login, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(
		    a_stranger_that_wants_a_login_is_told_of_with_the_remedy, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(a_configured_realm_may_see_the_login, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_realm_of_no_use_is_told, open_world, close_world),
		cmocka_unit_test_setup_teardown(
		    a_token_server_s_refusal_is_told_without_what_it_echoes, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(a_token_server_s_nonsense_is_told, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_401_to_a_fresh_token_is_a_refusal, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_token_that_died_is_renewed_once, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_missing_scope_is_asked_for_once, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_401_without_a_challenge_is_explained_by_the_root,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_registry_that_does_not_say_how_is_asked_once,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(an_identity_token_is_posted_and_goes_nowhere_else,
						open_world, close_world),
		cmocka_unit_test(a_server_without_the_post_form_gets_the_password),
		cmocka_unit_test_setup_teardown(a_post_is_never_led_elsewhere, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(basic_sends_the_login_to_the_registry, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(basic_without_a_login_says_what_to_do, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_login_that_basic_refuses_is_not_tried_again,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_registry_token_goes_as_it_is, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(a_redirect_to_another_host_takes_no_token_along,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_redirect_back_takes_no_token_along_either,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(a_redirect_within_the_host_keeps_the_token,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(another_host_s_401_is_answered_without_a_login,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(another_host_that_wants_basic_gets_nothing,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(redirects_have_an_end, open_world, close_world),
		cmocka_unit_test(a_redirect_to_nowhere_good_is_refused),
		cmocka_unit_test_setup_teardown(an_https_registry_leads_to_no_http_realm,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(an_https_registry_leads_to_no_http_image,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(one_token_serves_all_tags_of_a_repository,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(every_repository_has_a_token_of_its_own, open_world,
						close_world),
		cmocka_unit_test_setup_teardown(
		    a_presumed_token_server_that_refuses_is_not_the_last_word, open_world,
		    close_world),
		cmocka_unit_test_setup_teardown(a_request_that_hangs_does_not_hold_up_the_others,
						open_world, close_world),
		cmocka_unit_test_setup_teardown(the_log_shows_no_secret, open_world, close_world),
		cmocka_unit_test_setup_teardown(
		    a_password_that_cannot_be_had_costs_only_its_registry, open_world, close_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
