/* What each registry of the field does in its own way, one row for each: how it
 * asks for a login, and what it must get. The endpoint is a server of ours in
 * the place of theirs. */
#include "../support/assertions.h"
#include "../support/client.h"
#include "../support/images.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <stdio.h>
#include <string.h>

struct quirk {
	const char *name;
	const char *host;
	const char *repository;
	const char *login;     /* the entry of `auths`; NULL: none */
	const char *challenge; /* %s: our server; NULL: none on the request, see root */
	const char *root;      /* that of GET /v2/; NULL: not asked */
	unsigned post_status;  /* of POST /token; 0: none comes */
	const char *token;     /* what /token answers at last */
	const char *asked;     /* part of what /token is asked, in query or form */
	const char *shown; /* Authorization that GET /token sees, "" for none; NULL: none comes */
	const char *used;  /* Authorization that the manifest is had with */
};

static const struct quirk quirks[] = {
	/* Basic, and its realm is an address that nobody must go to. */
	{ .name = "ECR",
	  .host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
	  .repository = "team/app",
	  .login = "\"auth\": \"QVdTOnRva2Vu\"",
	  .challenge = "Basic realm=\"http://%s/realm\",service=\"ecr.amazonaws.com\"",
	  .used = "Basic QVdTOnRva2Vu" },
	{ .name = "ECR public",
	  .host = "public.ecr.aws",
	  .repository = "docker/library/alpine",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"public.ecr.aws\",scope=\"aws\"",
	  .token = "{\"token\": \"ecr\"}",
	  .asked = "scope=repository%3Adocker%2Flibrary%2Falpine%3Apull&scope=aws",
	  .shown = "",
	  .used = "Bearer ecr" },
	/* 401 without a challenge: the root has it. */
	{ .name = "GCR with an access token",
	  .host = "gcr.io",
	  .repository = "project/app",
	  .login = "\"username\": \"oauth2accesstoken\", \"password\": \"ya29.x\"",
	  .root = "Bearer realm=\"http://%s/token\",service=\"gcr.io\"",
	  .token = "{\"token\": \"gcr\", \"expires_in\": 43200, \"issued_at\": "
		   "\"1970-01-01T00:00:00Z\"}",
	  .asked = "account=oauth2accesstoken&service=gcr.io",
	  .shown = "Basic b2F1dGgyYWNjZXNzdG9rZW46eWEyOS54",
	  .used = "Bearer gcr" },
	{ .name = "Artifact Registry with a key of several lines",
	  .host = "europe-docker.pkg.dev",
	  .repository = "project/repository/app",
	  .login = "\"auth\": \"X2pzb25fa2V5OnsKfQo=\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"europe-docker.pkg.dev\"",
	  .token = "{\"token\": \"ar\"}",
	  .asked = "account=_json_key",
	  .shown = "Basic X2pzb25fa2V5OnsKfQo=",
	  .used = "Bearer ar" },
	{ .name = "GCR without the POST form",
	  .host = "eu.gcr.io",
	  .repository = "project/app",
	  .login = "\"auth\": \"dTpw\", \"identitytoken\": \"refresh\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"eu.gcr.io\"",
	  .post_status = 404,
	  .token = "{\"token\": \"gcr\"}",
	  .asked = "refresh_token=refresh",
	  .shown = "Basic dTpw",
	  .used = "Bearer gcr" },
	/* A GUID, an empty password, and the refresh token that counts. */
	{ .name = "ACR",
	  .host = "example.azurecr.io",
	  .repository = "app",
	  .login = "\"auth\": \"MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==\", "
		   "\"identitytoken\": \"refresh\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"example.azurecr.io\",scope="
		       "\"repository:app:pull\",error=\"invalid_token\"",
	  .post_status = 200,
	  .token = "{\"access_token\": \"acr\", \"expires_in\": \"4500.0\"}",
	  .asked = "grant_type=refresh_token&client_id=digestbump&service=example.azurecr.io&"
		   "scope=repository%3Aapp%3Apull&refresh_token=refresh",
	  .used = "Bearer acr" },
	{ .name = "ACR with a password",
	  .host = "example.azurecr.io",
	  .repository = "app",
	  .login = "\"auth\": \"dTpw\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"example.azurecr.io\"",
	  .token = "{\"access_token\": \"acr\"}",
	  .asked = "account=u",
	  .shown = "Basic dTpw",
	  .used = "Bearer acr" },
	/* The root names a repository that is none: it must not be asked for. */
	{ .name = "GHCR",
	  .host = "ghcr.io",
	  .repository = "owner/app",
	  .login = "\"auth\": \"dTpw\"",
	  .root = "Bearer realm=\"http://%s/token\",service=\"ghcr.io\","
		  "scope=\"repository:user/image:pull\"",
	  .token = "{\"token\": \"ghcr\"}",
	  .asked = "service=ghcr.io&scope=repository%3Aowner%2Fapp%3Apull",
	  .shown = "Basic dTpw",
	  .used = "Bearer ghcr" },
	/* Signs in names that a query must not take for its own. */
	{ .name = "Quay with a robot",
	  .host = "quay.io",
	  .repository = "team/app",
	  .login = "\"username\": \"team+robot\", \"password\": \"p\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"quay.io\","
		       "scope=\"repository:team/app:pull\"",
	  .token = "{\"token\": \"quay\"}",
	  .asked = "account=team%2Brobot",
	  .shown = "Basic dGVhbStyb2JvdDpw",
	  .used = "Bearer quay" },
	{ .name = "Quay with a token of an application",
	  .host = "quay.io",
	  .repository = "team/app",
	  .login = "\"username\": \"$oauthtoken\", \"password\": \"p\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"quay.io\"",
	  .token = "{\"token\": \"quay\"}",
	  .asked = "account=%24oauthtoken",
	  .shown = "Basic JG9hdXRodG9rZW46cA==",
	  .used = "Bearer quay" },
	{ .name = "Harbor with a robot",
	  .host = "harbor.example",
	  .repository = "proxy/library/alpine",
	  .login = "\"username\": \"robot$ci\", \"password\": \"p\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"harbor-registry\"",
	  .token = "{\"token\": \"harbor\", \"expires_in\": 1800}",
	  .asked = "account=robot%24ci&service=harbor-registry",
	  .shown = "Basic cm9ib3QkY2k6cA==",
	  .used = "Bearer harbor" },
	{ .name = "GitLab, deep below its groups",
	  .host = "registry.gitlab.com",
	  .repository = "a/b/c/d/e/f",
	  .login = "\"username\": \"gitlab-ci-token\", \"password\": \"p\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"container_registry\","
		       "scope=\"repository:a/b/c/d/e/f:pull\",error=\"invalid_token\"",
	  .token = "{\"token\": \"gitlab\"}",
	  .asked = "scope=repository%3Aa%2Fb%2Fc%2Fd%2Fe%2Ff%3Apull",
	  .shown = "Basic Z2l0bGFiLWNpLXRva2VuOnA=",
	  .used = "Bearer gitlab" },
	{ .name = "Docker Hub",
	  .host = "docker.io",
	  .repository = "library/alpine",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"registry.docker.io\","
		       "scope=\"repository:library/alpine:pull\"",
	  .token = "{\"token\": \"hub\", \"access_token\": \"hub\", \"expires_in\": 300}",
	  .asked = "service=registry.docker.io&scope=repository%3Alibrary%2Falpine%3Apull",
	  .shown = "",
	  .used = "Bearer hub" },
	/* Two challenges in one line; the second one's realm is not the first one's. */
	{ .name = "Forgejo",
	  .host = "codeberg.org",
	  .repository = "owner/app",
	  .login = "\"auth\": \"dTpw\"",
	  .challenge =
	      "Bearer realm=\"http://%s/token\",service=\"container_registry\",scope=\"*\","
	      "Basic realm=\"http://other.example/v2\",service=\"container_registry\"",
	  .token = "{\"token\": \"forgejo\"}",
	  .asked = "service=container_registry",
	  .shown = "Basic dTpw",
	  .used = "Bearer forgejo" },
	{ .name = "MCR", .host = "mcr.microsoft.com", .repository = "dotnet/runtime", .used = "" },
	{ .name = "Artifactory",
	  .host = "artifactory.example",
	  .repository = "docker-local/app",
	  .login = "\"auth\": \"dTpw\"",
	  .challenge = "Basic realm=\"Artifactory Realm\"",
	  .used = "Basic dTpw" },
	{ .name = "Artifactory that refuses the POST form",
	  .host = "artifactory.example",
	  .repository = "docker-local/app",
	  .login = "\"auth\": \"dTpw\", \"identitytoken\": \"refresh\"",
	  .challenge = "Bearer realm=\"http://%s/token\",service=\"artifactory.example\"",
	  .post_status = 401,
	  .token = "{\"token\": \"jfrog\"}",
	  .asked = "refresh_token=refresh",
	  .shown = "Basic dTpw",
	  .used = "Bearer jfrog" },
	{ .name = "Nexus",
	  .host = "nexus.example:8082",
	  .repository = "app",
	  .login = "\"auth\": \"dTpw\"",
	  .challenge = "BASIC realm=\"Sonatype Nexus Repository Manager\"",
	  .used = "Basic dTpw" },
	{ .name = "Nexus with a token realm",
	  .host = "nexus.example:8082",
	  .repository = "app",
	  .challenge =
	      "Bearer realm=\"http://%s/token?x=y\",service=\"http://nexus.example:8082/v2/token\"",
	  .token = "{\"token\": \"DockerToken.1-2\"}",
	  .asked = "x=y&service=http%3A%2F%2Fnexus.example%3A8082%2Fv2%2Ftoken",
	  .shown = "",
	  .used = "Bearer DockerToken.1-2" },
};

struct scene {
	const struct quirk *quirk;
	struct server *server;
	char *index;
	char *served; /* headers of the manifest */
	bool is_used; /* the manifest was had as the row says */
};

/* Gives the challenge as a header line. */
static char *challenge_line(const struct scene *scene, const char *challenge)
{
	const char *at = strstr(challenge, "%s");

	if (!at)
		return must_format("WWW-Authenticate: %s\r\n", challenge);
	return must_format("WWW-Authenticate: %.*s%s%s\r\n", (int)(at - challenge), challenge,
			   server_host(scene->server), at + 2);
}

static const char *shown_by(const struct server_request *request)
{
	const char *value = server_header(request, "Authorization");

	return value ? value : "";
}

/* Everything but /token: lets in who shows what the row says. */
static void decide(void *data, const struct server_request *request, struct server_reply *reply)
{
	static char line[1024];
	struct scene *scene = data;
	const struct quirk *quirk = scene->quirk;
	bool is_root = strcmp(request->target, "/v2/") == 0;
	const char *challenge = is_root ? quirk->root : quirk->challenge;

	if (!is_root && strcmp(shown_by(request), quirk->used) == 0) {
		scene->is_used = true;
		*reply = (struct server_reply){ .headers = scene->served, .body = scene->index };
		return;
	}
	OWNED_STRING header = challenge ? challenge_line(scene, challenge) : must_copy("");

	snprintf(line, sizeof(line), "%s", header);
	*reply = (struct server_reply){ .status = 401, .headers = line };
}

static void play_token(struct scene *scene)
{
	const struct quirk *quirk = scene->quirk;

	if (quirk->post_status)
		server_add_reply(scene->server, "POST /token",
				 (struct server_reply){ .status = quirk->post_status,
							.body = quirk->token });
	if (quirk->shown)
		server_add_reply(scene->server, "GET /token",
				 (struct server_reply){ .body = quirk->token });
}

static struct client *open_client(const struct scene *scene)
{
	const struct quirk *quirk = scene->quirk;
	bool is_hub = strcmp(quirk->host, "docker.io") == 0;
	OWNED_STRING endpoint =
	    must_format("%s=http://%s", quirk->host, server_host(scene->server));
	OWNED_STRING docker = must_format("{\"auths\": {\"%s\": {%s}}}",
					  is_hub ? "https://index.docker.io/v1/" : quirk->host,
					  quirk->login ? quirk->login : "");

	return client_new(NULL, docker, endpoint);
}

/* What /token was asked, and by whom. Gives how often. */
static unsigned check_token_requests(const struct scene *scene)
{
	const struct quirk *quirk = scene->quirk;
	const struct server_request *request;
	unsigned count = 0;
	bool is_asked = false;

	for (size_t i = 0; (request = server_request(scene->server, i)); i++) {
		if (strncmp(request->target, "/token", 6) != 0)
			continue;
		bool is_get = strcmp(request->method, "GET") == 0;
		const char *wanted = is_get ? quirk->shown : "";

		count++;
		is_asked |= strstr(is_get ? request->target : request->body, quirk->asked) != NULL;
		if (!wanted || strcmp(shown_by(request), wanted) != 0)
			fail_msg("%s: %s /token saw '%s'", quirk->name, request->method,
				 shown_by(request));
	}
	if (quirk->asked && !is_asked)
		fail_msg("%s: /token was not asked '%s'", quirk->name, quirk->asked);
	return count;
}

static void check(const struct quirk *quirk)
{
	struct scene scene = { .quirk = quirk };
	OWNED(server) server = scene.server = server_new();
	OWNED_STRING index = scene.index = image_index(NULL);
	OWNED_STRING digest = image_digest(index);
	OWNED_STRING served = must_format("Docker-Content-Digest: %s\r\n", digest);

	OWNED(client) client = open_client(&scene);

	scene.served = served;
	play_token(&scene);
	server_set_handler(server, decide, &scene);
	struct reply reply = client_head(client, quirk->host, quirk->repository, "1");

	if (reply.error)
		fail_msg("%s: %s", quirk->name, error_text(reply.error));
	assert_string_equal(reply.digest, digest);
	assert_true(scene.is_used);
	assert_int_equal(check_token_requests(&scene),
			 !quirk->token ? 0 : 1 + (quirk->post_status && quirk->shown));
	reply_clear(&reply);
}

static void every_registry_gets_what_it_asks_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(quirks) / sizeof(*quirks); i++)
		check(&quirks[i]);
}

/* Docker Hub grants nothing and says so only at the registry. */
static void a_token_without_access_is_not_found_or_private(void **state)
{
	static const struct quirk hub = {
		.name = "Docker Hub, private",
		.host = "docker.io",
		.repository = "team/private",
		.challenge = "Bearer realm=\"http://%s/token\",service=\"registry.docker.io\"",
		.used = "Bearer never",
	};

	(void)state;
	struct scene scene = { .quirk = &hub };
	OWNED(server) server = scene.server = server_new();
	OWNED(client) client = open_client(&scene);

	server_add_reply(server, "/token",
			 (struct server_reply){ .body = "{\"token\": \"empty\"}" });
	server_set_handler(server, decide, &scene);
	struct reply reply = client_head(client, "docker.io", "team/private", "1");

	assert_fails(pass_on(&reply.error), ERROR_DENIED, "not found or private");
	assert_int_equal(server_count(server, "/token"), 1);
	reply_clear(&reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_registry_gets_what_it_asks_for),
		cmocka_unit_test(a_token_without_access_is_not_found_or_private),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
