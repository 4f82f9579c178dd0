#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/memory.h>
#include <digestbump/config/credentials.h>
#include <digestbump/limits.h>
#include <string.h>

/* The environment of the test at hand: names and values in turn. */
static const char *environment[24];

static const char *variable(const char *name)
{
	for (size_t i = 0; environment[i]; i += 2)
		if (strcmp(environment[i], name) == 0)
			return environment[i + 1];
	return NULL;
}

static const struct context context = { .variable = variable };

/* A configuration, docker's file, and what they give. */
struct fixture {
	struct sandbox *sandbox;
	struct config *config;
	struct credentials *credentials;
	char *home;
	char *path; /* of docker's file */
};

static void fixture_free(struct fixture *fixture)
{
	credentials_free(fixture->credentials);
	config_free(fixture->config);
	free(fixture->home);
	free(fixture->path);
	sandbox_free(fixture->sandbox);
	free(fixture);
}
DEFINE_OWNED(fixture)

/* With docker's file (NULL: none) in the home and this configuration. */
static struct fixture *fixture_new(const char *docker, const char *yaml)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	fixture->home = must_copy(fixture->sandbox->top);
	fixture->path = must_format("%s/.docker/config.json", fixture->home);
	memset(environment, 0, sizeof(environment));
	environment[0] = "HOME";
	environment[1] = fixture->home;
	if (docker)
		sandbox_write(fixture->sandbox, ".docker/config.json", docker);
	assert_fine(config_parse(&fixture->config, ".digestbump.yaml", slice_of(yaml)));
	return fixture;
}

static struct fixture *fixture_loaded(const char *docker, const char *yaml)
{
	struct fixture *fixture = fixture_new(docker, yaml);

	assert_fine(credentials_load(&fixture->credentials, fixture->config, &context));
	return fixture;
}

static struct credential *find(struct fixture *fixture, const char *host, const char *repository)
{
	struct credential *credential = NULL;

	assert_fine(credentials_find(&credential, fixture->credentials, host, repository));
	assert_true(credential->source && *credential->source);
	return credential;
}

static struct error *find_fails(struct fixture *fixture, const char *host)
{
	struct credential *credential = NULL;
	struct error *error = credentials_find(&credential, fixture->credentials, host, "a/b");

	assert_null(credential);
	return error;
}

static void assert_is_user(struct fixture *fixture, const char *host, const char *repository,
			   const char *user)
{
	OWNED(credential) found = find(fixture, host, repository);

	if (!found->username || strcmp(found->username, user) != 0)
		fail_msg("%s/%s is asked as '%s', not '%s'", host, repository,
			 found->username ? found->username : "nobody", user);
}

static void assert_is_nobody(struct fixture *fixture, const char *host, const char *repository)
{
	OWNED(credential) found = find(fixture, host, repository);

	assert_true(credential_is_anonymous(found));
}

/* ---- docker's file ---- */

static void auth_is_split_at_the_first_colon(void **state)
{
	/* base64 of "user:pass:word", of "user:" and of "user:pw\0\0" */
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"auths\": {"
			   "\"a.example\": {\"auth\": \"dXNlcjpwYXNzOndvcmQ=\"},"
			   "\"b.example\": {\"auth\": \"dXNlcjo=\"},"
			   "\"c.example\": {\"auth\": \"dXNlcjpwdwAA\"}}}",
			   "");
	OWNED(credential) a = find(f, "a.example", "x");
	OWNED(credential) b = find(f, "b.example", "x");
	OWNED(credential) c = find(f, "c.example", "x");

	assert_string_equal(a->username, "user");
	assert_string_equal(a->password, "pass:word");
	assert_non_null(strstr(a->source, ".docker/config.json"));
	assert_false(credential_is_anonymous(a));
	assert_string_equal(b->password, "");
	assert_string_equal(c->password, "pw");
}

static void base64_may_lack_its_padding_and_nothing_else(void **state)
{
	static const struct {
		const char *auth;
		const char *password; /* NULL: refused */
	} rows[] = {
		{ "dTpw", "p" },       { "dTpwcA==", "pp" },  { "dTpwcA", "pp" },
		{ "dTpwcHA=", "ppp" }, { "dTpwcHA", "ppp" },  { "dTrDvA==", "\xc3\xbc" },
		{ "dTpwcA=", NULL },   { "dTpwcHA==", NULL }, { "dTpw=", NULL },
		{ "dTpwcA===", NULL }, { "dTpwc", NULL },     { "dTpw\\n", NULL },
		{ " dTpw", NULL },     { "dT-w", NULL },      { "dT_w", NULL },
		{ "dT=w", NULL },      { "=", NULL },         { "dTpw!", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING docker =
		    must_format("{\"auths\": {\"h.example\": {\"auth\": \"%s\"}}}", rows[i].auth);
		OWNED(fixture) f = fixture_loaded(docker, "");

		if (!rows[i].password) {
			assert_fails(find_fails(f, "h.example"), ERROR_USAGE, "not valid base64");
			continue;
		}
		OWNED(credential) found = find(f, "h.example", "x");

		assert_string_equal(found->username, "u");
		assert_string_equal(found->password, rows[i].password);
	}
}

static void broken_entries_are_told_of_their_host_alone(void **state)
{
	/* base64 of "nocolon", ":pw", "u:a\r\nX: y", "u:a\0b" and "u\n:p" */
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"auths\": {"
			   "\"colon.example\": {\"auth\": \"bm9jb2xvbg==\"},"
			   "\"name.example\": {\"auth\": \"OnB3\"},"
			   "\"line.example\": {\"auth\": \"dTphDQpYOiB5\"},"
			   "\"nul.example\": {\"auth\": \"dTphAGI=\"},"
			   "\"user.example\": {\"auth\": \"dQo6cA==\"},"
			   "\"token.example\": {\"registrytoken\": \"a\\r\\nb\"},"
			   "\"fine.example\": {\"auth\": \"dTpw\"}}}",
			   "");

	assert_fails(find_fails(f, "colon.example"), ERROR_USAGE, "'colon.example'");
	assert_fails(find_fails(f, "colon.example"), ERROR_USAGE, "user:password");
	assert_fails(find_fails(f, "name.example"), ERROR_USAGE, "user:password");
	assert_fails(find_fails(f, "line.example"), ERROR_USAGE, "control character");
	assert_fails(find_fails(f, "nul.example"), ERROR_USAGE, "control character");
	assert_fails(find_fails(f, "user.example"), ERROR_USAGE, "control character");
	assert_fails(find_fails(f, "token.example"), ERROR_USAGE, "control character");
	assert_is_user(f, "fine.example", "x", "u");
	assert_is_nobody(f, "other.example", "x");
}

static void keys_are_hosts_in_every_spelling_of_docker(void **state)
{
	static const struct {
		const char *key;
		const char *host;
		bool fits;
	} rows[] = {
		{ "https://index.docker.io/v1/", "docker.io", true },
		{ "index.docker.io", "docker.io", true },
		{ "docker.io", "docker.io", true },
		{ "registry-1.docker.io", "docker.io", true },
		{ "https://index.docker.io/v1/", "index.docker.example", false },
		{ "https://r.example/v1/", "r.example", true },
		{ "https://r.example/some/where", "r.example", true },
		{ "http://r.example:5000", "r.example:5000", true },
		{ "r.example:5000", "r.example", false },
		{ "r.example", "r.example:5000", false },
		{ "r.example/v2/", "r.example", true },
		{ "r.example/v1", "r.example", true },
		{ "r.example/", "r.example", true },
		{ "R.Example", "r.example", true },
		{ "[::1]:5000", "[::1]:5000", true },
		{ "localhost", "localhost", true },
		{ "xr.example", "r.example", false },
		{ "r.example.evil.example", "r.example", false },
		{ "", "r.example", false },
		{ "://", "r.example", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING docker =
		    must_format("{\"auths\": {\"%s\": {\"auth\": \"dTpw\"}}}", rows[i].key);
		OWNED(fixture) f = fixture_loaded(docker, "");
		OWNED(credential) found = find(f, rows[i].host, "a/b");

		if (credential_is_anonymous(found) == rows[i].fits)
			fail_msg("key '%s' and host '%s'", rows[i].key, rows[i].host);
	}
}

static void the_longest_path_wins_by_whole_components(void **state)
{
	static const char docker[] =
	    "{\"auths\": {"
	    "\"quay.io\": {\"username\": \"host\", \"password\": \"p\"},"
	    "\"quay.io/team/app\": {\"username\": \"app\", \"password\": \"p\"},"
	    "\"quay.io/team\": {\"username\": \"team\", \"password\": \"p\"},"
	    "\"docker.io/library/alpine\": {\"username\": \"one\", \"password\": "
	    "\"p\"}}}";

	(void)state;
	OWNED(fixture) f = fixture_loaded(docker, "");

	assert_is_user(f, "quay.io", "team/app", "app");
	assert_is_user(f, "quay.io", "team/app/deep", "app");
	assert_is_user(f, "quay.io", "team/apple", "team");
	assert_is_user(f, "quay.io", "team", "team");
	assert_is_user(f, "quay.io", "teams/x", "host");
	assert_is_user(f, "quay.io", "x/team", "host");
	assert_is_user(f, "docker.io", "library/alpine", "one");
	assert_is_nobody(f, "docker.io", "library/debian");
}

/* What `docker login` writes is what the next `docker login` replaces. */
static void dockers_own_spelling_goes_first_whatever_the_order(void **state)
{
	static const char *const files[] = {
		"{\"auths\": {\"docker.io\": {\"username\": \"old\", \"password\": \"p\"},"
		"\"https://index.docker.io/v1/\": {\"username\": \"new\", \"password\": \"p\"}}}",
		"{\"auths\": {"
		"\"https://index.docker.io/v1/\": {\"username\": \"new\", \"password\": \"p\"},"
		"\"docker.io\": {\"username\": \"old\", \"password\": \"p\"}}}",
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		OWNED(fixture) f = fixture_loaded(files[i], "");

		assert_is_user(f, "docker.io", "library/alpine", "new");
	}
}

static void tokens_keep_their_kind(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"auths\": {"
			   "\"i.example\": {\"auth\": \"dTo=\", \"identitytoken\": \"refresh\"},"
			   "\"r.example\": {\"registrytoken\": \"bearer\"}}}",
			   "");
	OWNED(credential) identity = find(f, "i.example", "x");
	OWNED(credential) registry = find(f, "r.example", "x");

	assert_string_equal(identity->identity_token, "refresh");
	assert_string_equal(identity->username, "u");
	assert_null(identity->registry_token);
	assert_string_equal(registry->registry_token, "bearer");
	assert_null(registry->username);
	assert_false(credential_is_anonymous(registry));
}

static void an_empty_entry_is_a_marker_and_no_credential(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"auths\": {\"ghcr.io\": {}, \"quay.io\": null,"
			   "\"a.example\": {\"auth\": \"\"}, \"b.example\": 7}}",
			   "");

	assert_is_nobody(f, "ghcr.io", "x");
	assert_is_nobody(f, "quay.io", "x");
	assert_is_nobody(f, "a.example", "x");
	assert_is_nobody(f, "b.example", "x");
}

static void odd_shapes_of_the_file_are_no_credentials(void **state)
{
	static const char *const files[] = {
		"",
		"\n",
		"{}",
		"{\"auths\": null}",
		"{\"auths\": []}",
		"{\"auths\": 3}",
		"{\"credsStore\": \"\"}",
		"{\"credsStore\": 3, \"credHelpers\": []}",
		"{\"credHelpers\": {\"ghcr.io\": \"\"}}",
		"{\"HttpHeaders\": {\"a\": \"b\"}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		OWNED(fixture) f = fixture_loaded(files[i], "");

		assert_is_nobody(f, "ghcr.io", "x");
	}
}

static void helpers_that_are_missing_fail_their_hosts_alone(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"credHelpers\": {\"eu.gcr.io\": \"gcloud-none\","
			   "\"https://index.docker.io/v1/\": \"pass-none\"},"
			   "\"auths\": {\"eu.gcr.io\": {\"auth\": \"dTpw\"},"
			   "\"ghcr.io\": {\"auth\": \"dTpw\"}}}",
			   "");

	assert_fails(find_fails(f, "eu.gcr.io"), ERROR_DENIED, "'docker-credential-gcloud-none'");
	assert_fails(find_fails(f, "eu.gcr.io"), ERROR_DENIED, "config.json");
	assert_fails(find_fails(f, "docker.io"), ERROR_DENIED, "'docker-credential-pass-none'");
	assert_is_user(f, "ghcr.io", "x", "u");
	assert_is_nobody(f, "gcr.io", "x");
}

/* Docker Desktop: every host that is logged in has an empty entry. */
static void a_missing_store_fails_where_somebody_logged_in(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"credsStore\": \"none-such\","
			   "\"auths\": {\"ghcr.io\": {},"
			   "\"quay.io\": {\"auth\": \"dTpw\"}}}",
			   "");
	OWNED(credential) none = find(f, "docker.io", "library/alpine");

	assert_fails(find_fails(f, "ghcr.io"), ERROR_DENIED, "'docker-credential-none-such'");
	assert_fails(find_fails(f, "quay.io"), ERROR_DENIED, "'docker-credential-none-such'");
	assert_true(credential_is_anonymous(none));
	assert_non_null(strstr(none->source, "'docker-credential-none-such'"));
}

static void an_empty_helper_takes_the_host_from_the_store(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"credsStore\": \"none-such\", \"credHelpers\": {\"ghcr.io\": \"\"},"
			   "\"auths\": {\"ghcr.io\": {\"auth\": \"dTpw\"}}}",
			   "");

	assert_is_user(f, "ghcr.io", "x", "u");
}

static void our_own_configuration_goes_before_a_helper(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"credHelpers\": {\"ghcr.io\": \"x\"}}",
			   "registries: {ghcr.io: {username: me, password: {env: TOKEN}}}");

	environment[2] = "TOKEN";
	environment[3] = "secret";
	OWNED(credential) found = find(f, "ghcr.io", "a");

	assert_string_equal(found->username, "me");
	assert_string_equal(found->password, "secret");
	assert_string_equal(found->source, "registries in '.digestbump.yaml'");
}

/* ---- where docker's file is ---- */

static void variables_choose_the_file(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_new("{\"auths\": {\"h.example\": {\"auth\": \"aG9tZTpw\"}}}", "");
	OWNED_STRING directory = sandbox_path(f->sandbox, "docker");
	OWNED_STRING auth = sandbox_path(f->sandbox, "auth.json");

	sandbox_write(f->sandbox, "docker/config.json",
		      "{\"auths\": {\"h.example\": {\"auth\": \"ZG9ja2VyOnA=\"}}}");
	sandbox_write(f->sandbox, "auth.json",
		      "{\"auths\": {\"h.example\": {\"auth\": \"cG9kbWFuOnA=\"}}}");
	environment[2] = "DOCKER_CONFIG";
	environment[3] = directory;
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	assert_is_user(f, "h.example", "x", "docker");
	credentials_free(pass_on(&f->credentials));
	environment[4] = "REGISTRY_AUTH_FILE";
	environment[5] = auth;
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	assert_is_user(f, "h.example", "x", "podman");
	credentials_free(pass_on(&f->credentials));
	environment[3] = environment[5] = "";
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	assert_is_user(f, "h.example", "x", "home");
}

static void a_file_that_is_not_there_is_fine_unless_it_was_named(void **state)
{
	(void)state;
	OWNED(fixture) f = fixture_new(NULL, "");
	OWNED_STRING none = sandbox_path(f->sandbox, "none");

	assert_fine(credentials_load(&f->credentials, f->config, &context));
	assert_is_nobody(f, "ghcr.io", "x");
	credentials_free(pass_on(&f->credentials));
	environment[2] = "DOCKER_CONFIG";
	environment[3] = none;
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	credentials_free(pass_on(&f->credentials));
	environment[2] = "REGISTRY_AUTH_FILE";
	assert_fails(credentials_load(&f->credentials, f->config, &context), ERROR_USAGE,
		     "REGISTRY_AUTH_FILE");
	assert_null(f->credentials);
	environment[0] = NULL;
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	assert_is_nobody(f, "ghcr.io", "x");
}

static void a_file_that_is_no_json_stops_the_run_without_being_quoted(void **state)
{
	static const char *const files[] = { "hunter2", "{\"auths\": {\"a\": hunter2}}", "[]",
					     "\"x\"", "{\"a\": \"\\u0000\"}" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		OWNED(fixture) f = fixture_new(files[i], "");
		OWNED(error) error = credentials_load(&f->credentials, f->config, &context);

		assert_non_null(error);
		assert_int_equal(error_kind(error), ERROR_USAGE);
		assert_non_null(strstr(error_text(error), "config.json"));
		assert_null(strstr(error_text(error), "hunter2"));
	}
}

static void a_file_that_is_too_large_is_refused(void **state)
{
	(void)state;
	OWNED(text) large = text_new(0);

	while (large->size <= CREDENTIALS_BYTES_MOST)
		text_add_string(large, "                                                        ");
	OWNED(fixture) f = fixture_new(large->bytes, "");

	assert_fails(credentials_load(&f->credentials, f->config, &context), ERROR_USAGE, "larger");
}

/* docker login -u _json_key -p "$(cat key.json)": base64 of '_json_key:{\n "a": "b:c"\n}\n', and
 * the same with another user. */
static void the_json_key_of_google_may_have_lines(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded(
	    "{\"auths\": {\"gcr.io\": {\"auth\": \"X2pzb25fa2V5OnsKICJhIjogImI6YyIKfQo=\"},"
	    "\"eu.gcr.io\": {\"username\": \"_json_key\", \"password\": \"{\\n}\"},"
	    "\"h.example\": {\"auth\": \"anNvbl9rZXk6ewogImEiOiAiYjpjIgp9Cg==\"},"
	    "\"i.example\": {\"username\": \"_json_key\", \"password\": \"{\\u0001}\"}}}",
	    "registries: {asia.gcr.io: {username: _json_key, password: {env: KEY}}}");

	environment[2] = "KEY";
	environment[3] = "{\n}";
	OWNED(credential) encoded = find(f, "gcr.io", "p/x");
	OWNED(credential) plain = find(f, "eu.gcr.io", "p/x");
	OWNED(credential) own = find(f, "asia.gcr.io", "p/x");

	assert_string_equal(encoded->password, "{\n \"a\": \"b:c\"\n}\n");
	assert_string_equal(plain->password, "{\n}");
	assert_string_equal(own->password, "{\n}");
	assert_fails(find_fails(f, "h.example"), ERROR_USAGE, "control character");
	assert_fails(find_fails(f, "i.example"), ERROR_USAGE, "must be one JSON object");
}

/* What the files say, by who is found: the variable goes first, REGISTRY_AUTH_FILE
 * takes the place of all other files, and docker's goes before podman's. */
static void the_first_place_with_an_entry_counts(void **state)
{
	static const char *const paths[] = { "home/.config/containers/auth.json",
					     "run/containers/auth.json",
					     "home/.docker/config.json" };
	static const char *const users[] = { "later", "runtime", "docker" };

	(void)state;
	OWNED(fixture) f = fixture_new(NULL, "");
	OWNED_STRING home = sandbox_path(f->sandbox, "home");
	OWNED_STRING run = sandbox_path(f->sandbox, "run");

	environment[1] = home;
	environment[2] = "XDG_RUNTIME_DIR";
	environment[3] = run;
	for (size_t i = 0; i < 3; i++) {
		OWNED_STRING docker =
		    must_format("{\"auths\": {\"h.example\": {\"username\": \"%s\","
				"\"password\": \"p\"}}}",
				users[i]);

		sandbox_write(f->sandbox, paths[i], docker);
		credentials_free(pass_on(&f->credentials));
		assert_fine(credentials_load(&f->credentials, f->config, &context));
		assert_is_user(f, "h.example", "x", users[i]);
	}
	environment[4] = "DOCKER_AUTH_CONFIG";
	environment[5] = "{\"auths\": {\"h.example\": {\"auth\": \"dTpw\"}}}";
	credentials_free(pass_on(&f->credentials));
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	OWNED(credential) found = find(f, "h.example", "x");

	assert_string_equal(found->username, "u");
	assert_string_equal(found->source, "'h.example' in the variable 'DOCKER_AUTH_CONFIG'");
}

static void a_file_without_the_host_leaves_it_to_the_next(void **state)
{
	(void)state;
	OWNED(fixture) f = fixture_new("{\"auths\": {\"quay.io\": {\"auth\": \"dTpw\"}}}", "");
	OWNED_STRING named = sandbox_path(f->sandbox, "named.json");

	sandbox_write(f->sandbox, ".config/containers/auth.json",
		      "{\"auths\": {\"quay.io/team\": {\"auth\": \"dDpw\"},"
		      "\"ghcr.io\": {\"auth\": \"ZzpwCg==\"},"
		      "\"h.example\": {\"auth\": \"Zzpw\"}}}");
	environment[2] = "XDG_RUNTIME_DIR";
	environment[3] = "/nowhere/at/all";
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	assert_is_user(f, "h.example", "x", "g");
	assert_is_user(f, "quay.io", "team/x", "u");
	assert_fails(find_fails(f, "ghcr.io"), ERROR_USAGE, ".config/containers/auth.json");
	OWNED(credential) none = find(f, "other.example", "x");

	assert_non_null(strstr(none->source, ".docker/config.json"));
	assert_non_null(strstr(none->source, "have no entry for 'other.example'"));

	sandbox_write(f->sandbox, "named.json", "{}");
	environment[4] = "REGISTRY_AUTH_FILE";
	environment[5] = named;
	credentials_free(pass_on(&f->credentials));
	assert_fine(credentials_load(&f->credentials, f->config, &context));
	assert_is_nobody(f, "h.example", "x");
}

static void a_broken_variable_is_told_and_not_quoted(void **state)
{
	(void)state;
	OWNED(fixture) f = fixture_new(NULL, "");

	environment[2] = "DOCKER_AUTH_CONFIG";
	environment[3] = "hunter2";
	OWNED(error) error = credentials_load(&f->credentials, f->config, &context);

	assert_non_null(error);
	assert_non_null(strstr(error_text(error), "the variable 'DOCKER_AUTH_CONFIG'"));
	assert_null(strstr(error_text(error), "hunter2"));
}

static void half_a_login_is_told(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"auths\": {"
			   "\"a.example\": {\"username\": \"u\"},"
			   "\"b.example\": {\"password\": \"hunter2\"},"
			   "\"c.example\": {\"username\": \"a:b\", \"password\": \"hunter2\"},"
			   "\"d.example\": {\"username\": \"u\", \"identitytoken\": \"t\"}}}",
			   "");
	OWNED(credential) token = find(f, "d.example", "x");

	assert_fails(find_fails(f, "a.example"), ERROR_USAGE, "no password");
	assert_fails(find_fails(f, "b.example"), ERROR_USAGE, "no user name");
	assert_fails(find_fails(f, "c.example"), ERROR_USAGE, "user name with ':'");
	assert_string_equal(token->identity_token, "t");
}

/* az acr login: a GUID, an empty password, and the token that counts. */
static void an_empty_password_beside_an_identity_token_is_none(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"auths\": {\"x.azurecr.io\": {\"auth\": "
			   "\"MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==\","
			   "\"identitytoken\": \"refresh\"}}}",
			   "");
	OWNED(credential) found = find(f, "x.azurecr.io", "a");

	assert_string_equal(found->username, "00000000-0000-0000-0000-000000000000");
	assert_string_equal(found->identity_token, "refresh");
	assert_null(found->password);
}

/* ---- the configuration's own ---- */

static void secrets_come_from_variables_and_files(void **state)
{
	static const struct {
		const char *content;
		const char *password;
	} rows[] = {
		{ "pw", "pw" },
		{ "pw\n", "pw" },
		{ "pw\r\n", "pw" },
		{ " p w \n", " p w " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(fixture) f = fixture_new(NULL, "");
		OWNED_STRING path = sandbox_path(f->sandbox, "secret");
		OWNED_STRING yaml = must_format("registries: {ghcr.io: {username: {env: WHO}, "
						"password: {file: '%s'}}}",
						path);

		config_free(pass_on(&f->config));
		assert_fine(config_parse(&f->config, "f.yaml", slice_of(yaml)));
		assert_fine(credentials_load(&f->credentials, f->config, &context));
		environment[2] = "WHO";
		environment[3] = "me";
		sandbox_write(f->sandbox, "secret", rows[i].content);
		OWNED(credential) found = find(f, "ghcr.io", "x");

		assert_string_equal(found->username, "me");
		assert_string_equal(found->password, rows[i].password);
		assert_is_nobody(f, "quay.io", "x");
	}
}

static void secrets_that_are_missing_or_unfit_are_usage_errors(void **state)
{
	static const char yaml[] =
	    "registries:\n"
	    "  a.example: {username: me, password: {env: NOT_THERE}}\n"
	    "  b.example: {username: me, password: {env: EMPTY}}\n"
	    "  c.example: {username: me, password: {env: LINES}}\n"
	    "  d.example: {username: me, password: {file: /nonexistent/secret}}\n"
	    "  e.example: {username: me, password: {file: /dev/null}}\n"
	    "  f.example: {username: {env: COLON}, password: {env: FINE}}\n";

	(void)state;
	OWNED(fixture) f = fixture_loaded(NULL, yaml);

	environment[2] = "EMPTY";
	environment[3] = "";
	environment[4] = "LINES";
	environment[5] = "hunter2\nX-Header: y";
	environment[6] = "COLON";
	environment[7] = "hunter2:x";
	environment[8] = "FINE";
	environment[9] = "p";
	assert_fails(find_fails(f, "a.example"), ERROR_USAGE, "'NOT_THERE' is not set");
	assert_fails(find_fails(f, "a.example"), ERROR_USAGE, "registries.a.example");
	assert_fails(find_fails(f, "b.example"), ERROR_USAGE, "'EMPTY' is empty");
	assert_fails(find_fails(f, "c.example"), ERROR_USAGE, "control character");
	assert_fails(find_fails(f, "d.example"), ERROR_USAGE, "/nonexistent/secret");
	assert_fails(find_fails(f, "e.example"), ERROR_USAGE, "/dev/null");
	assert_fails(find_fails(f, "f.example"), ERROR_USAGE, "':'");
	OWNED(error) lines = find_fails(f, "c.example");

	assert_null(strstr(error_text(lines), "hunter2"));
}

static void github_token_is_taken_where_it_is_asked_for(void **state)
{
	(void)state;
	OWNED(fixture)
	f = fixture_loaded("{\"auths\": {\"ghcr.io\": {\"auth\": \"dTpw\"}}}",
			   "registries: {ghcr.io: {github_token: true}}");
	OWNED(fixture)
	silent_server = fixture_loaded(NULL, "registries: {ghcr.io: {github_token: true}}");
	OWNED(credential) none = find(silent_server, "ghcr.io", "a/b");

	assert_string_equal(none->source,
			    "none: no credentials are configured; GITHUB_TOKEN is not set");
	environment[2] = "GITHUB_TOKEN";
	environment[3] = "";
	assert_is_user(f, "ghcr.io", "a/b", "u");
	environment[3] = "ghs_secret";
	OWNED(credential) found = find(f, "ghcr.io", "a/b");

	assert_string_equal(found->password, "ghs_secret");
	assert_string_equal(found->source, "the variable 'GITHUB_TOKEN'");
	assert_is_nobody(f, "quay.io", "a/b");
	environment[3] = "ghs_a\r\nX: y";
	assert_fails(find_fails(f, "ghcr.io"), ERROR_USAGE, "'GITHUB_TOKEN'");
	OWNED(fixture) unasked = fixture_loaded(NULL, "");

	environment[2] = "GITHUB_TOKEN";
	environment[3] = "ghs_secret";
	assert_is_nobody(unasked, "ghcr.io", "a/b");
}

/* ---- mirrors ---- */

static const char both_names[] =
    "{\"auths\": {"
    "\"ghcr.io\": {\"username\": \"real\", \"password\": \"p\"},"
    "\"mirror.example\": {\"username\": \"mirror\", \"password\": \"p\"}}}";

/* Whoever may change the repository's file must not thereby receive what was
 * meant for the registry. */
static void an_endpoint_of_the_repository_gets_its_own_credentials_only(void **state)
{
	(void)state;
	OWNED(fixture)
	own = fixture_loaded(both_names,
			     "registries: {ghcr.io: {endpoint: 'https://mirror.example/x'}}");
	OWNED(fixture)
	evil =
	    fixture_loaded(both_names, "registries: {ghcr.io: {endpoint: 'https://evil.example'}}");
	OWNED(fixture)
	layout = fixture_loaded(both_names, "registries: {ghcr.io: {endpoint: 'oci:/var/lib'}}");
	OWNED(fixture)
	same = fixture_loaded(both_names, "registries: {ghcr.io: {endpoint: 'https://ghcr.io'}}");

	assert_is_user(own, "ghcr.io", "x", "mirror");
	assert_is_nobody(evil, "ghcr.io", "x");
	assert_is_nobody(layout, "ghcr.io", "x");
	assert_is_user(same, "ghcr.io", "x", "real");
}

static void an_endpoint_of_the_operator_gets_its_own_or_the_hosts(void **state)
{
	(void)state;
	OWNED(fixture) f = fixture_loaded(both_names, "");

	assert_fine(config_set_endpoint(f->config, "ghcr.io=https://mirror.example"));
	assert_is_user(f, "ghcr.io", "x", "mirror");
	assert_fine(config_set_endpoint(f->config, "ghcr.io=http://127.0.0.1:5000"));
	assert_is_user(f, "ghcr.io", "x", "real");
}

static void free_takes_null(void **state)
{
	(void)state;
	credential_free(NULL);
	credentials_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(auth_is_split_at_the_first_colon),
		cmocka_unit_test(base64_may_lack_its_padding_and_nothing_else),
		cmocka_unit_test(broken_entries_are_told_of_their_host_alone),
		cmocka_unit_test(keys_are_hosts_in_every_spelling_of_docker),
		cmocka_unit_test(the_longest_path_wins_by_whole_components),
		cmocka_unit_test(dockers_own_spelling_goes_first_whatever_the_order),
		cmocka_unit_test(tokens_keep_their_kind),
		cmocka_unit_test(an_empty_entry_is_a_marker_and_no_credential),
		cmocka_unit_test(odd_shapes_of_the_file_are_no_credentials),
		cmocka_unit_test(helpers_that_are_missing_fail_their_hosts_alone),
		cmocka_unit_test(a_missing_store_fails_where_somebody_logged_in),
		cmocka_unit_test(an_empty_helper_takes_the_host_from_the_store),
		cmocka_unit_test(our_own_configuration_goes_before_a_helper),
		cmocka_unit_test(variables_choose_the_file),
		cmocka_unit_test(a_file_that_is_not_there_is_fine_unless_it_was_named),
		cmocka_unit_test(a_file_that_is_no_json_stops_the_run_without_being_quoted),
		cmocka_unit_test(a_file_that_is_too_large_is_refused),
		cmocka_unit_test(the_first_place_with_an_entry_counts),
		cmocka_unit_test(a_file_without_the_host_leaves_it_to_the_next),
		cmocka_unit_test(a_broken_variable_is_told_and_not_quoted),
		cmocka_unit_test(half_a_login_is_told),
		cmocka_unit_test(the_json_key_of_google_may_have_lines),
		cmocka_unit_test(an_empty_password_beside_an_identity_token_is_none),
		cmocka_unit_test(github_token_is_taken_where_it_is_asked_for),
		cmocka_unit_test(secrets_come_from_variables_and_files),
		cmocka_unit_test(secrets_that_are_missing_or_unfit_are_usage_errors),
		cmocka_unit_test(an_endpoint_of_the_repository_gets_its_own_credentials_only),
		cmocka_unit_test(an_endpoint_of_the_operator_gets_its_own_or_the_hosts),
		cmocka_unit_test(free_takes_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
