/* config.h - the configuration: .digestbump.yaml and its defaults.
 *
 * Reads one file; uses no network and no environment variables. An unknown key, a
 * wrong type or an impossible value is ERROR_USAGE, "PATH:LINE:COLUMN: ...",
 * with the allowed values and a suggestion for a misspelled key.
 * config/digestbump.yaml shows every setting with its default;
 * config/schema.json is the same for editors, and a test checks that all three
 * agree. To add a setting, add a line to src/config/settings.c and to both of
 * these files.
 */
#ifndef DIGESTBUMP_CONFIG_CONFIG_H
#define DIGESTBUMP_CONFIG_CONFIG_H

#include <digestbump/base/error.h>
#include <digestbump/base/regex.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/config/trust_policy.h>
#include <digestbump/image/platform.h>
#include <digestbump/image/reference.h>
#include <digestbump/image/tag_series.h>

/* The location of a secret, never the secret itself. Both NULL: none. */
struct secret_source {
	char *variable; /* name of an environment variable */
	char *file;     /* path of a file; its last line end is dropped */
};

/* A glob of the user and its line. Image patterns are normalised like
 * references: "alpine" is docker.io/library/alpine, "bitnami/x" is
 * docker.io's too, "*" alone is every image, and a pattern that begins with
 * a double star is not changed. */
struct pattern {
	char *glob;
	unsigned line; /* from 1 */
};

struct patterns {
	struct pattern *items;
	size_t count;
};

/* Which pinned digests are checked for existence in the registry. */
enum liveness {
	LIVENESS_OFF,
	LIVENESS_PIN,      /* the pinned digest itself */
	LIVENESS_CHILDREN, /* also the manifests of its index for the pin's platforms */
};

/* The new digest when one platform's manifest is pinned. */
enum manifest_kind {
	KIND_KEEP,  /* that platform's new manifest */
	KIND_INDEX, /* the tag's index */
};

/* One entry of `rules`. Rules are read in order; for each setting, the last
 * matching rule that has it is used. A rule matches when the image is one of
 * `images` and the path is one of `paths`. */
struct rule {
	struct patterns images; /* empty: every image */
	struct patterns paths;  /* empty: every path */
	char *track;            /* the tag to follow; NULL: not said */
	struct series *series;  /* or the series of tags; NULL: not said */
	char *group;            /* bumps of one group share a branch; NULL: not said */
	char *platform;         /* normalised; of digests that are one platform's; NULL: not said */
	struct strings
	    platforms; /* normalised; those that `ignore_unchanged` looks at; empty: not said */
	int kind;      /* of enum manifest_kind; -1: not said */
	int ignore_unchanged; /* 1 or 0; -1: not said */
	long minimum_age_s;   /* -1: not said */
	struct strings trust; /* policies, all of which must be satisfied */
	bool by_operator;     /* its `trust` cannot be changed by the repository's file */
	bool has_trust;       /* false: not said; true without a policy: none is required */
	unsigned trust_line;  /* position of that setting */
	unsigned trust_column;
	int ignore;    /* 1 or 0; -1: not said */
	int liveness;  /* of enum liveness; -1: not said */
	unsigned line; /* of the rule, for reasons */
};

/* One entry of `patterns`: finds digests in files of no known format. */
struct text_pattern {
	struct patterns files; /* the paths that are searched, at least one */

	/* Has the group "digest", and "image" or "repository" (with "registry" in front)
	 * unless `image` is set; "tag" is optional, and not allowed when `tag` is set. */
	struct regex *regex;
	char *image;   /* for all matches; NULL: taken from the text */
	char *tag;     /* the same */
	unsigned line; /* of the entry, for reasons */
};

/* One entry of `registries`. */
struct registry_config {
	char *host;     /* as in references: "docker.io", "ghcr.io" */
	char *endpoint; /* "https://mirror.example/v2-prefix", without a last '/', or "oci:DIR";
			 * NULL: the host itself */
	bool endpoint_by_operator; /* it was set on the command line */
	bool by_repository;        /* the entry is in the repository's own file */
	char *source;              /* path of its file; NULL: the command line */

	struct secret_source username;
	struct secret_source password;
	char *plain_username;  /* a user name, which is not secret; NULL: none */
	bool github_token;     /* GITHUB_TOKEN may be sent; ghcr.io only */
	struct strings realms; /* more token hosts that may get the credentials */

	struct strings redirects; /* hosts that redirects may lead to, at any address */
	char *ca;                 /* PEM file of additional authorities; NULL: none */
	char *cert; /* PEM files of the client's certificate and its key; NULL: none */
	char *key;
	bool head_never;          /* `head: never`: GET in place of HEAD */
	bool insecure;            /* certificates are not verified */
	bool endpoint_is_ignored; /* `resolve: false`: tags are not resolved at the endpoint */
};

/* One entry of `images`: an image that is built here and that no file declares, or that
 * a file declares differently. */
struct image_config {
	char *name;    /* the name it is pushed to, a tag is optional; NULL: not said */
	char *path;    /* Dockerfile or build specification; with `built: false` a path pattern */
	char *target;  /* stage; NULL: the last one */
	char *context; /* directory from the top; NULL: as declared, else the file's directory */
	struct strings platforms; /* normalised */
	struct strings bases; /* references of all base images; replaces those read from the file */
	struct strings needs; /* names of other images of these repositories */
	int built;            /* 0: files that match path are not built; else 1 or -1 */
	unsigned line;        /* of the entry */
};

/* `network`: time-outs, and limits of parallel requests and of the request rate. */
struct network_config {
	unsigned connect_ms; /* to connect */
	unsigned request_ms; /* for one complete response */
	unsigned slow_ms;    /* a request slower than LOW_SPEED_BYTES/s for this long is ended */
	unsigned retry_ms;   /* before the second try; triples */
	unsigned wait_ms;    /* the total pause that one host may ask for (Retry-After); may be 0 */
	unsigned budget_ms;  /* for all registries together */
	unsigned parallel;   /* parallel requests to one host */
	unsigned rate;       /* requests per second to one host; 0: no limit */
};

/* When a bot branch is rebased on the changed base branch. */
enum branch_rebase {
	REBASE_BEHIND,   /* always */
	REBASE_CONFLICT, /* when it cannot be merged without conflict */
	REBASE_NEVER,
};

/* How bot commits are signed. */
enum commit_sign {
	SIGN_GIT, /* as git's own commit.gpgsign and gpg.format say */
	SIGN_NEVER,
	SIGN_SSH,
	SIGN_OPENPGP,
};

struct config {
	char *path; /* the file it was read from; NULL: all defaults */

	struct strings only_images; /* --image: image patterns, normalised; empty: every image */

	struct patterns ignore_paths;
	struct patterns ignore_images;

	/* The general finder, which searches for name:tag@digest in files of no known
	 * format. */
	struct patterns finder_paths;  /* also reads these, with any name */
	struct patterns finder_except; /* never reads these */
	struct patterns finder_write;  /* may change digests in these; only lists others */

	struct text_pattern *text_patterns;
	size_t text_pattern_count;

	struct image_config *images;
	size_t image_count;

	bool include_vendored; /* scan vendor/, third_party/ and node_modules/ too */

	int liveness;          /* of enum liveness, unless a rule sets it */
	bool ignore_unchanged; /* unless a rule sets it */

	struct rule *rules;
	size_t rule_count;

	struct registry_config *registries;
	size_t registry_count;
	size_t operator_registry_count; /* so many first entries are the operator's: the
					  repository's file cannot change them */

	struct network_config network;

	struct trust_policies trust;

	unsigned minimum_age_s; /* minimum age of a new digest; 0: no minimum */

	unsigned cache_tags_ms; /* how long a tag's digest is cached; 0: not cached */

	char *branch_prefix;   /* "digestbump/" */
	char *branch_base;     /* NULL: the remote's HEAD branch */
	unsigned branch_limit; /* maximum of open bot branches; 0: no limit */
	int branch_rebase;     /* of enum branch_rebase */

	struct strings ignore_authors; /* addresses whose commits on a bot branch do not count as
					* human edits: formatter bots */

	char *author_name; /* NULL: git's own identity, else the bot's */
	char *author_email;
	char *message_title; /* template (title_template.h): "build(base): {verb} {image} to
				{short}" */
	bool sign_off;       /* add Signed-off-by */
	int commit_sign;     /* of enum commit_sign */
};

/* Gives the host that requests for a registry go to ("registry-1.docker.io", the
 * endpoint's), without the default port of https; NULL: it is an OCI layout. */
char *config_destination(const struct config *config, const char *host) MUST_CHECK;

/* The settings for one image at one path; borrowed from the config. */
struct ruling {
	bool ignored;
	const char *ignored_by; /* "ignore.paths", "ignore.images", "rules": for the reason */
	unsigned ignored_line;
	const char *track; /* at most one of the two is set */
	const struct series *series;
	unsigned track_line; /* of the rule that set it */
	const char *group;
	const char *platform;
	enum liveness liveness;
	unsigned minimum_age_s;
	enum manifest_kind kind;
	unsigned kind_line;              /* of the rule that set it */
	bool ignore_unchanged;           /* no bump while the images of `platforms` are unchanged */
	const struct strings *platforms; /* NULL: all of the pinned index */
	bool trust_by_operator;
	const struct strings *trust; /* policies that must all be satisfied; NULL: none */
};

/* Gives the defaults of `network`; limits.h has the reasons. */
struct network_config network_default(void);

/* Gives the default configuration. */
struct config *config_default(void) MUST_CHECK;

/* Gives the configuration in `bytes`; `path` names it in errors. An empty file
 * or one with only comments gives the defaults. Every failure is ERROR_USAGE. */
struct error *config_parse(struct config **out, const char *path, struct slice bytes) MUST_CHECK;

/* A configuration file, and how far it is trusted. The operator's (--config, or
 * $XDG_CONFIG_HOME/digestbump/config.yaml) may use all settings. The file in a
 * repository is not trusted: these settings for secrets and registries are
 * ERROR_USAGE there, "only in the operator's configuration":
 *   - {env: NAME}, unless NAME begins with DIGESTBUMP_ or is one of `secrets`;
 *   - {file: PATH}, ca, cert, key and oci:DIRECTORY outside of `directory`, or behind a
 *     symbolic link.
 * Its entries for registries that the operator's file also has are ignored. See
 * credentials.h for credentials and its endpoints. */
struct config_source {
	const char *path; /* for errors */
	bool by_repository;
	const char *directory;         /* base of relative paths; NULL: no files can be read */
	const struct strings *secrets; /* NULL: none */
};

/* Adds the settings of a file: lists are appended, single settings are replaced. Every failure is
 * ERROR_USAGE. */
struct error *config_add(struct config *config, const struct config_source *source,
			 struct slice bytes) MUST_CHECK;

/* Gives the configuration in the file at path (--config). ERROR_ABSENT:
 * it does not exist. ERROR_FILE: it cannot be read. */
struct error *config_load(struct config **out, const char *path) MUST_CHECK;

void config_free(struct config *config); /* NULL is fine */
DEFINE_OWNED(config)

/* Adds or replaces a registry's endpoint, as `--registry HOST=ENDPOINT` says.
 * ERROR_USAGE: no '=', an invalid host, or the scheme of the endpoint is not http,
 * https or oci. */
struct error *config_set_endpoint(struct config *config, const char *argument) MUST_CHECK;

/* Adds an image pattern of --image. ERROR_USAGE: it is not a valid pattern. */
struct error *config_limit_images(struct config *config, const char *pattern) MUST_CHECK;

/* True when there is no --image, or one of its patterns matches the image (normalised; NULL:
 * not known). */
bool config_wants_image(const struct config *config, const char *image);

/* Makes the relative paths in it (of secrets and certificates) relative to this
 * directory, an absolute path. */
void config_resolve_paths(struct config *config, const char *directory);

/* The registry entry of a host, or NULL. Borrowed. */
const struct registry_config *config_registry(const struct config *config, const char *host);

/* The settings for `image` (normalised name) at `path`. Unknown image: NULL; then
 * only rules without `images` match. */
struct ruling config_rule(const struct config *config, const char *image, const char *path);

/* True when the general finder reads the file; `by_name`: the file's name is one that
 * it reads by default. */
bool config_finder_scans(const struct config *config, const char *path, bool by_name);

/* True when digests that the general finder finds there may be changed. */
bool config_finder_writes(const struct config *config, const char *path);

/* True when an entry of `patterns` covers the file. */
bool config_has_text_pattern(const struct config *config, const char *path);

/* True when this entry covers the file. */
bool text_pattern_covers(const struct text_pattern *pattern, const char *path);

/* True when ignore.paths excludes this path: it need not be read. */
bool config_ignores_path(const struct config *config, const char *path);

/* The name of the configuration file at the top of a repository. */
#define CONFIG_FILE_NAME ".digestbump.yaml"

#endif
