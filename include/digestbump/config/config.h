/* config.h - what the user wants: .digestbump.yaml and its defaults.
 *
 * Reads one file; touches no network and no environment. An unknown key, a
 * wrong type or an impossible value is ERROR_USAGE, "PATH:LINE:COLUMN: ...",
 * with what is allowed and a suggestion when a key nearly fits.
 * config/digestbump.yaml shows every setting with its default;
 * config/schema.json says the same for editors, and a test holds the three
 * together. A new setting is one line in src/config/settings.c, and one in each
 * of the two.
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

/* Where a secret is found; never the secret itself. Both NULL: none. */
struct secret_source {
	char *variable; /* name of an environment variable */
	char *file;     /* path of a file; its last line end is dropped */
};

/* A glob of the user's, and where it stands. Image patterns are normalised as
 * references are: "alpine" is docker.io/library/alpine, "bitnami/x" is
 * docker.io's too, "*" alone is every image, and what begins with a double
 * star stays as it is. */
struct pattern {
	char *glob;
	unsigned line; /* from 1 */
};

struct patterns {
	struct pattern *items;
	size_t count;
};

/* Which pinned digests are looked for in the registry, to tell the dead ones. */
enum liveness {
	LIVENESS_OFF,
	LIVENESS_PIN,      /* the pinned digest itself */
	LIVENESS_CHILDREN, /* and what its index needs for the pin's platforms */
};

/* What a bump of one platform's manifest leads to. */
enum manifest_kind {
	KIND_KEEP,  /* that platform's new manifest */
	KIND_INDEX, /* the tag's index */
};

/* One entry of `rules`. Rules are read in order; of each setting the last
 * matching rule that has it wins. A rule matches when the image is one of
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
	bool by_operator;     /* what it says of trust is not the repository's to change */
	bool has_trust;       /* false: not said; true and no policy: none is asked for */
	unsigned trust_line;  /* where that stands */
	unsigned trust_column;
	int ignore;    /* 1 or 0; -1: not said */
	int liveness;  /* of enum liveness; -1: not said */
	unsigned line; /* where the rule stands, for reasons */
};

/* One entry of `patterns`: where a digest stands that no format knows. */
struct text_pattern {
	struct patterns files; /* the paths that are searched, one at least */

	/* Has the group "digest", and "image" or "repository" (with "registry" in front)
	 * unless `image` is set; "tag" may be there, unless `tag` is set. */
	struct regex *regex;
	char *image;   /* for all matches; NULL: the text holds it */
	char *tag;     /* the same */
	unsigned line; /* where the entry stands, for reasons */
};

/* One entry of `registries`. */
struct registry_config {
	char *host;     /* as in references: "docker.io", "ghcr.io" */
	char *endpoint; /* "https://mirror.example/v2-prefix", without a last '/', or "oci:DIR";
			 * NULL: the host itself */
	bool endpoint_by_operator; /* it comes from the command line */
	bool by_repository;        /* the entry stands in the repository's own file */
	char *source;              /* path of the file that it stands in; NULL: the command line */

	struct secret_source username;
	struct secret_source password;
	char *plain_username;  /* a user name is no secret; NULL: none */
	bool github_token;     /* GITHUB_TOKEN may go there; ghcr.io only */
	struct strings realms; /* further hosts that may see the credentials for tokens */

	struct strings redirects; /* hosts that its redirects may lead to, wherever they are */
	char *ca;                 /* PEM file of further authorities; NULL: none */
	char *cert; /* PEM files of the client's certificate and its key; NULL: none */
	char *key;
	bool head_never;          /* `head: never`: GET in place of HEAD */
	bool insecure;            /* any certificate will do */
	bool endpoint_is_ignored; /* `resolve: false`: the endpoint must not say what a tag means */
};

/* One entry of `images`: an image that is built here, where no file says so, or says it
 * otherwise. */
struct image_config {
	char *name;    /* what it is pushed as; may hold a tag; NULL: not said */
	char *path;    /* Dockerfile or build specification; with `built: false` a path pattern */
	char *target;  /* stage; NULL: the last one */
	char *context; /* directory from the top; NULL: as declared, else where the file is */
	struct strings platforms; /* normalised */
	struct strings bases; /* references: all that it is built on, in place of what is read */
	struct strings needs; /* names of other images of these repositories */
	int built;            /* 0: what path matches is not built at all; else 1 or -1 */
	unsigned line;        /* where the entry stands */
};

/* `network`: how long to wait for registries, and how hard to press them. */
struct network_config {
	unsigned connect_ms; /* to make a connection */
	unsigned request_ms; /* for one whole answer */
	unsigned slow_ms;    /* below LOW_SPEED_BYTES a second for so long ends a request */
	unsigned retry_ms;   /* before the second try; triples */
	unsigned wait_ms;    /* that one host may have us wait (Retry-After), in all; may be 0 */
	unsigned budget_ms;  /* for all registries together */
	unsigned parallel;   /* requests at once to one host */
	unsigned rate;       /* requests a second to one host; 0: as they come */
};

/* When a bot branch is made anew on a base branch that moved. */
enum branch_rebase {
	REBASE_BEHIND,   /* always */
	REBASE_CONFLICT, /* when it cannot be merged without conflict */
	REBASE_NEVER,
};

/* Who signs bot commits. */
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

	/* The general finder, which looks for name:tag@digest in files that no format
	 * claims. */
	struct patterns finder_paths;  /* looks into these too, whatever their names */
	struct patterns finder_except; /* and never into these */
	struct patterns finder_write;  /* may change digests in these, elsewhere only lists */

	struct text_pattern *text_patterns;
	size_t text_pattern_count;

	struct image_config *images;
	size_t image_count;

	bool include_vendored; /* scan vendor/, third_party/ and node_modules/ too */

	int liveness;          /* of enum liveness, where no rule says another */
	bool ignore_unchanged; /* where no rule says another */

	struct rule *rules;
	size_t rule_count;

	struct registry_config *registries;
	size_t registry_count;
	size_t operator_registry_count; /* the first so many are not the repository's to change */

	struct network_config network;

	struct trust_policies trust;

	unsigned minimum_age_s; /* a digest that was first seen later is not taken; 0: any is */

	unsigned cache_tags_ms; /* how long a tag's digest is believed; 0: it is asked each time */

	char *branch_prefix;   /* "digestbump/" */
	char *branch_base;     /* NULL: the remote's HEAD branch */
	unsigned branch_limit; /* open bot branches at the most; 0: no limit */
	int branch_rebase;     /* of enum branch_rebase */

	struct strings ignore_authors; /* mail addresses whose commits on a bot branch are no
					* human's: formatter bots */

	char *author_name; /* NULL: git's own identity, else the bot's */
	char *author_email;
	char *message_title; /* template (title_template.h): "build(base): {verb} {image} to
				{short}" */
	bool sign_off;       /* add Signed-off-by */
	int commit_sign;     /* of enum commit_sign */
};

/* Gives the host that requests for a registry go to ("registry-1.docker.io", the
 * endpoint's), https' own port left out; NULL: none, it is an OCI layout. */
char *config_destination(const struct config *config, const char *host) MUST_CHECK;

/* What the rules say of one image at one path; borrowed from the config. */
struct ruling {
	bool ignored;
	const char *ignored_by; /* "ignore.paths", "ignore.images", "rules": for the reason */
	unsigned ignored_line;
	const char *track; /* one of the two at the most */
	const struct series *series;
	unsigned track_line; /* of the rule that said it */
	const char *group;
	const char *platform;
	enum liveness liveness;
	unsigned minimum_age_s;
	enum manifest_kind kind;
	unsigned kind_line;    /* of the rule that said it */
	bool ignore_unchanged; /* no bump while the images of `platforms` are the same bytes */
	const struct strings *platforms; /* NULL: all that the pinned index has */
	bool trust_by_operator;
	const struct strings *trust; /* policies that must all be satisfied; NULL: none */
};

/* The defaults of `network`: limits.h says why. */
struct network_config network_default(void);

/* Gives the defaults. */
struct config *config_default(void) MUST_CHECK;

/* Gives the configuration in `bytes`; `path` names it in errors. An empty file
 * and one of comments only are the defaults. Every failure is ERROR_USAGE. */
struct error *config_parse(struct config **out, const char *path, struct slice bytes) MUST_CHECK;

/* A configuration file, and how far it is trusted. The operator's (--config, or
 * $XDG_CONFIG_HOME/digestbump/config.yaml) may say everything. The one that lies in a
 * repository may be anybody's: what it may not say about secrets and registries is
 * ERROR_USAGE, "only in the operator's configuration":
 *   - {env: NAME}, unless NAME begins with DIGESTBUMP_ or is one of `secrets`;
 *   - {file: PATH}, ca, cert, key and oci:DIRECTORY outside of `directory`, or behind a
 *     symbolic link.
 * Its entries for registries that the operator's file has, too, are passed over. Whether
 * credentials go to its endpoints is said in credentials.h. */
struct config_source {
	const char *path; /* for errors */
	bool by_repository;
	const char *directory;         /* where relative paths begin; NULL: none can be read */
	const struct strings *secrets; /* NULL: none */
};

/* Adds what the file says: its lists behind those that are there, its single settings in their
 * place. Every failure is ERROR_USAGE. */
struct error *config_add(struct config *config, const struct config_source *source,
			 struct slice bytes) MUST_CHECK;

/* Gives the configuration in the file at path (--config). ERROR_ABSENT,
 * ERROR_FILE: there is none, or it cannot be read. */
struct error *config_load(struct config **out, const char *path) MUST_CHECK;

void config_free(struct config *config); /* NULL is fine */
DEFINE_OWNED(config)

/* Adds or replaces a registry's endpoint, as `--registry HOST=ENDPOINT` says.
 * ERROR_USAGE: no '=', no host that a reference could name, or an endpoint of
 * another scheme than http, https, oci. */
struct error *config_set_endpoint(struct config *config, const char *argument) MUST_CHECK;

/* Adds a pattern of images to those that --image limits the work to. ERROR_USAGE: it is no
 * pattern. */
struct error *config_limit_images(struct config *config, const char *pattern) MUST_CHECK;

/* True when the work is not limited, or the image (normalised; NULL: not known) is among
 * those that it is limited to. */
bool config_wants_image(const struct config *config, const char *image);

/* Has the relative paths in it (of secrets and certificates) begin in this
 * directory, which is an absolute one. */
void config_resolve_paths(struct config *config, const char *directory);

/* The entry of a host, or NULL. Borrowed. */
const struct registry_config *config_registry(const struct config *config, const char *host);

/* What the rules say of `image` (normalised name) at `path`. A pin whose image
 * nobody knows has image NULL: only rules without `images` match it. */
struct ruling config_rule(const struct config *config, const char *image, const char *path);

/* True when the general finder looks into the file; `by_name`: it would do so by
 * the file's name. */
bool config_finder_scans(const struct config *config, const char *path, bool by_name);

/* True when what the general finder finds there may be changed. */
bool config_finder_writes(const struct config *config, const char *path);

/* True when one of `patterns` is for the file. */
bool config_has_text_pattern(const struct config *config, const char *path);

/* True when this search is for the file. */
bool text_pattern_covers(const struct text_pattern *pattern, const char *path);

/* True when ignore.paths leaves this path out: it need not be read. */
bool config_ignores_path(const struct config *config, const char *path);

/* The name that the file has at the top of a repository. */
#define CONFIG_FILE_NAME ".digestbump.yaml"

#endif
