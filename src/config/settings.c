#include "setting.h"
#include "track_rule.h"
#include "trust_policy.h"
#include <digestbump/limits.h>
#include <stddef.h>

/* All that a file may say. config/schema.json and config/digestbump.yaml say the
 * same; tests/config/schema_test.c holds the three together.
 *
 * An empty value ("base:") means the default wherever TYPE_NULL stands: that is
 * what is left when everything below a key is commented out. */

enum {
	OPTIONAL_STRING = TYPE_STRING | TYPE_NULL,
	OPTIONAL_ARRAY = TYPE_ARRAY | TYPE_NULL,
	OPTIONAL_OBJECT = TYPE_OBJECT | TYPE_NULL,
	PATTERNS_MOST = CONFIG_ITEMS_MOST,
	LIVENESS_BYTES_MOST = sizeof("children") - 1,
	AGE_BYTES_MOST = sizeof("525600m") - 1,
	KIND_BYTES_MOST = sizeof("index") - 1,
	REBASE_BYTES_MOST = sizeof("conflict") - 1,
	SIGN_BYTES_MOST = sizeof("openpgp") - 1,
};

static const struct setting ignore_settings[] = {
	{ "paths", OPTIONAL_ARRAY, "a list of path patterns", set_paths,
	  offsetof(struct config, ignore_paths), 0, PATTERNS_MOST, NULL },
	{ "images", OPTIONAL_ARRAY, "a list of image patterns", set_images,
	  offsetof(struct config, ignore_images), 0, PATTERNS_MOST, NULL },
};
static const struct section ignore_section = { "ignore", ignore_settings, 2, false };

static const struct setting scan_settings[] = {
	{ "vendored", TYPE_BOOLEAN, "true or false", set_flag,
	  offsetof(struct config, include_vendored), 0, 0, NULL },
};
static const struct section scan_section = { "scan", scan_settings, 1, false };

static const struct setting finder_settings[] = {
	{ "paths", OPTIONAL_ARRAY, "a list of path patterns", set_paths,
	  offsetof(struct config, finder_paths), 0, PATTERNS_MOST, NULL },
	{ "except", OPTIONAL_ARRAY, "a list of path patterns", set_paths,
	  offsetof(struct config, finder_except), 0, PATTERNS_MOST, NULL },
	{ "write", OPTIONAL_ARRAY, "a list of path patterns", set_paths,
	  offsetof(struct config, finder_write), 0, PATTERNS_MOST, NULL },
};
static const struct section finder_section = { "finder", finder_settings, 3, false };

static const struct setting text_pattern_settings[] = {
	{ "files", TYPE_ARRAY, "a list of path patterns, one at least", set_paths,
	  offsetof(struct text_pattern, files), 1, PATTERNS_MOST, NULL },
	{ "match", TYPE_STRING, "a regular expression (PCRE2) with named groups", set_regex,
	  offsetof(struct text_pattern, regex), 1, TEXT_PATTERN_BYTES_MOST, NULL },
	{ "image", OPTIONAL_STRING, "an image's name without tag and digest", set_name,
	  offsetof(struct text_pattern, image), 1, NAME_BYTES_MOST, NULL },
	{ "tag", OPTIONAL_STRING | TYPE_NUMBER, "a tag", set_tag,
	  offsetof(struct text_pattern, tag), 1, TAG_BYTES_MOST, NULL },
};
static const struct section text_pattern_section = { "patterns", text_pattern_settings, 4, false };

/* An empty list would match nothing or everything: nobody could say which. */
static const struct setting match_settings[] = {
	{ "images", TYPE_ARRAY, "a list of image patterns, one at least", set_images,
	  offsetof(struct rule, images), 1, PATTERNS_MOST, NULL },
	{ "paths", TYPE_ARRAY, "a list of path patterns, one at least", set_paths,
	  offsetof(struct rule, paths), 1, PATTERNS_MOST, NULL },
};
static const struct section match_section = { "match", match_settings, 2, false };

static const struct setting track_settings[] = {
	{ "semver", TYPE_STRING, "a range of versions, like \"^1.22\"", set_text,
	  offsetof(struct track, semver), 1, TAG_BYTES_MOST, NULL },
	{ "suffix", TYPE_STRING, "what stands behind the version, like \"-alpine\"", set_text,
	  offsetof(struct track, suffix), 1, TAG_BYTES_MOST, NULL },
	{ "prereleases", TYPE_BOOLEAN, "true or false", set_flag,
	  offsetof(struct track, prereleases), 0, 0, NULL },
	{ "regex", TYPE_STRING, "a regular expression (PCRE2) for the whole tag", set_text,
	  offsetof(struct track, regex), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "order", TYPE_STRING, "numeric or text", set_order, offsetof(struct track, order), 1, 7,
	  NULL },
};
static const struct section track_section = { "track", track_settings, 5, false };

/* A tag like 3.20 is text to us, and a number to those who check by the schema. */
static const struct setting rule_settings[] = {
	{ "match", OPTIONAL_OBJECT, "a mapping with images, paths or both", set_section, 0, 0, 0,
	  &match_section },
	{ "track", OPTIONAL_STRING | TYPE_NUMBER | TYPE_OBJECT,
	  "a tag, a pattern like \"1.22.*\", {semver: RANGE} or {regex: EXPRESSION}", set_track, 0,
	  1, TAG_BYTES_MOST, &track_section },
	{ "ignore", TYPE_BOOLEAN | TYPE_NULL, "true or false", set_choice,
	  offsetof(struct rule, ignore), 0, 0, NULL },
	{ "group", OPTIONAL_STRING, "a name of up to 64 bytes", set_group,
	  offsetof(struct rule, group), 1, 64, NULL },
	{ "platform", OPTIONAL_STRING, "os/architecture or os/architecture/variant", set_platform,
	  offsetof(struct rule, platform), 1, 56, NULL },
	{ "platforms", TYPE_ARRAY, "a list of os/architecture", set_platforms,
	  offsetof(struct rule, platforms), 1, CONFIG_ITEMS_MOST, NULL },
	{ "kind", OPTIONAL_STRING, "keep or index", set_kind, offsetof(struct rule, kind), 1,
	  KIND_BYTES_MOST, NULL },
	{ "ignore_unchanged", TYPE_BOOLEAN | TYPE_NULL, "true or false", set_choice,
	  offsetof(struct rule, ignore_unchanged), 0, 0, NULL },
	{ "liveness", OPTIONAL_STRING, "off, pin or children", set_liveness,
	  offsetof(struct rule, liveness), 1, LIVENESS_BYTES_MOST, NULL },
	{ "minimum_age", TYPE_STRING, "a time like 3d, or 0d", set_rule_age,
	  offsetof(struct rule, minimum_age_s), 1, AGE_BYTES_MOST, NULL },
	{ "trust", TYPE_STRING | TYPE_ARRAY | TYPE_BOOLEAN,
	  "a policy of 'trust', a list of them, or false", set_rule_trust, 0, 1,
	  POLICY_NAME_BYTES_MOST, NULL },
};
static const struct section rule_section = { "rules", rule_settings, 11, false };

static const struct setting secret_settings[] = {
	{ "env", TYPE_STRING, "the name of an environment variable", set_variable,
	  offsetof(struct secret_source, variable), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "file", TYPE_STRING, "the path of a file", set_text, offsetof(struct secret_source, file),
	  1, CONFIG_TEXT_BYTES_MOST, NULL },
};
static const struct section secret_section = { "username or password", secret_settings, 2, true };

static const struct setting registry_settings[] = {
	{ "endpoint", OPTIONAL_STRING, "an http:// or https:// address, or oci:DIRECTORY",
	  set_endpoint, offsetof(struct registry_config, endpoint), 1, CONFIG_TEXT_BYTES_MOST,
	  NULL },
	{ "username", TYPE_STRING | TYPE_OBJECT, "a name, {env: NAME} or {file: PATH}",
	  set_username, 0, 1, CONFIG_TEXT_BYTES_MOST, &secret_section },
	{ "password", TYPE_OBJECT, "{env: NAME} or {file: PATH}, never the password itself",
	  set_password, 0, 0, 0, &secret_section },
	{ "realms", OPTIONAL_ARRAY, "a list of hosts", set_hosts,
	  offsetof(struct registry_config, realms), 0, CONFIG_ITEMS_MOST, NULL },
	{ "redirects", OPTIONAL_ARRAY, "a list of hosts", set_hosts,
	  offsetof(struct registry_config, redirects), 0, CONFIG_ITEMS_MOST, NULL },
	{ "head", TYPE_STRING, "auto or never", set_head,
	  offsetof(struct registry_config, head_never), 1, 5, NULL },
	{ "resolve", TYPE_BOOLEAN, "true or false", set_resolve,
	  offsetof(struct registry_config, endpoint_is_ignored), 0, 0, NULL },
	{ "github_token", TYPE_BOOLEAN, "true or false", set_flag,
	  offsetof(struct registry_config, github_token), 0, 0, NULL },
	{ "ca", OPTIONAL_STRING, "the path of a file of certificates", set_text,
	  offsetof(struct registry_config, ca), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "cert", OPTIONAL_STRING, "the path of a certificate", set_text,
	  offsetof(struct registry_config, cert), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "key", OPTIONAL_STRING, "the path of the certificate's key", set_text,
	  offsetof(struct registry_config, key), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "insecure", TYPE_BOOLEAN, "true or false", set_flag,
	  offsetof(struct registry_config, insecure), 0, 0, NULL },
};
static const struct section registry_section = { "registries", registry_settings,
						 sizeof(registry_settings) /
						     sizeof(*registry_settings),
						 false };

static const struct setting image_settings[] = {
	{ "name", TYPE_STRING, "the image's name where it is pushed, perhaps with a tag",
	  set_reference, offsetof(struct image_config, name), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "path", TYPE_STRING, "the path of a Dockerfile, or of what else the image is built from",
	  set_text, offsetof(struct image_config, path), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "target", TYPE_STRING, "the name of a stage", set_text,
	  offsetof(struct image_config, target), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "context", TYPE_STRING, "a directory from the top of the repository", set_text,
	  offsetof(struct image_config, context), 1, CONFIG_TEXT_BYTES_MOST, NULL },
	{ "platforms", TYPE_ARRAY, "a list of os/architecture", set_platforms,
	  offsetof(struct image_config, platforms), 1, CONFIG_ITEMS_MOST, NULL },
	{ "bases", TYPE_ARRAY, "a list of images that it is built on", set_references,
	  offsetof(struct image_config, bases), 1, CONFIG_ITEMS_MOST, NULL },
	{ "needs", TYPE_ARRAY, "a list of images of these repositories that it is built on",
	  set_references, offsetof(struct image_config, needs), 1, CONFIG_ITEMS_MOST, NULL },
	{ "built", TYPE_BOOLEAN, "true or false", set_choice, offsetof(struct image_config, built),
	  0, 0, NULL },
};
static const struct section image_section = { "images", image_settings, 8, false };

/* "86400000ms" is as long as they get. */
enum { DURATION_BYTES_MOST = 10 };

static const struct setting network_settings[] = {
	{ "connect", TYPE_STRING, "a time like 10s or 500ms", set_duration,
	  offsetof(struct network_config, connect_ms), 1, DURATION_BYTES_MOST, NULL },
	{ "request", TYPE_STRING, "a time like 60s", set_duration,
	  offsetof(struct network_config, request_ms), 1, DURATION_BYTES_MOST, NULL },
	{ "slow", TYPE_STRING, "a time like 15s", set_duration,
	  offsetof(struct network_config, slow_ms), 1, DURATION_BYTES_MOST, NULL },
	{ "retry", TYPE_STRING, "a time like 300ms", set_duration,
	  offsetof(struct network_config, retry_ms), 1, DURATION_BYTES_MOST, NULL },
	{ "wait", TYPE_STRING, "a time like 60s, or 0s", set_pause,
	  offsetof(struct network_config, wait_ms), 1, DURATION_BYTES_MOST, NULL },
	{ "budget", TYPE_STRING, "a time like 30m", set_duration,
	  offsetof(struct network_config, budget_ms), 1, DURATION_BYTES_MOST, NULL },
	{ "parallel", TYPE_INTEGER, "a number from 1 to 16", set_number,
	  offsetof(struct network_config, parallel), 1, REQUESTS_PER_HOST_MOST, NULL },
	{ "rate", TYPE_INTEGER, "a number from 0 (no limit) to 1000", set_number,
	  offsetof(struct network_config, rate), 0, REQUEST_RATE_MOST, NULL },
};
static const struct section network_section = { "network", network_settings, 8, false };

static const struct setting cache_settings[] = {
	{ "tags", TYPE_STRING, "a time like 60s, or 0s", set_pause,
	  offsetof(struct config, cache_tags_ms), 1, DURATION_BYTES_MOST, NULL },
};
static const struct section cache_section = { "cache", cache_settings, 1, false };

static const struct setting branches_settings[] = {
	{ "prefix", TYPE_STRING, "the beginning of a branch's name, up to 40 bytes", set_branch,
	  offsetof(struct config, branch_prefix), 1, BRANCH_PREFIX_BYTES_MOST, NULL },
	{ "base", OPTIONAL_STRING, "the name of a branch", set_branch,
	  offsetof(struct config, branch_base), 1, 255, NULL },
	{ "limit", TYPE_INTEGER, "a number from 0 (no limit) to 1000", set_number,
	  offsetof(struct config, branch_limit), 0, 1000, NULL },
	{ "rebase", TYPE_STRING, "behind, conflict or never", set_rebase,
	  offsetof(struct config, branch_rebase), 1, REBASE_BYTES_MOST, NULL },
};
static const struct section branches_section = { "branches", branches_settings, 4, false };

static const struct setting requests_settings[] = {
	{ "ignore_authors", OPTIONAL_ARRAY, "a list of mail addresses", set_addresses,
	  offsetof(struct config, ignore_authors), 0, CONFIG_ITEMS_MOST, NULL },
};
static const struct section requests_section = { "requests", requests_settings, 1, false };

static const struct setting commit_settings[] = {
	{ "author", OPTIONAL_STRING, "\"Name <mail@example.org>\"", set_author, 0, 1,
	  CONFIG_TEXT_BYTES_MOST, NULL },
	{ "title", TYPE_STRING, "one line of up to 200 bytes", set_title,
	  offsetof(struct config, message_title), 1, 200, NULL },
	{ "sign_off", TYPE_BOOLEAN, "true or false", set_flag, offsetof(struct config, sign_off), 0,
	  0, NULL },
	{ "sign", TYPE_STRING, "git, never, ssh or openpgp", set_sign,
	  offsetof(struct config, commit_sign), 1, SIGN_BYTES_MOST, NULL },
};
static const struct section commit_section = { "commit", commit_settings, 4, false };

static const struct setting settings[] = {
	{ "ignore", OPTIONAL_OBJECT, "a mapping with paths, images or both", set_section, 0, 0, 0,
	  &ignore_section },
	{ "scan", OPTIONAL_OBJECT, "a mapping with vendored", set_section, 0, 0, 0, &scan_section },
	{ "finder", OPTIONAL_OBJECT, "a mapping with paths, except and write", set_section, 0, 0, 0,
	  &finder_section },
	{ "patterns", OPTIONAL_ARRAY, "a list of patterns", set_text_patterns, 0, 0,
	  TEXT_PATTERNS_MOST, &text_pattern_section },
	{ "images", OPTIONAL_ARRAY, "a list of images that are built here", set_built_images, 0, 0,
	  CONFIG_ITEMS_MOST, &image_section },
	{ "rules", OPTIONAL_ARRAY, "a list of rules", set_rules, 0, 0, CONFIG_ITEMS_MOST,
	  &rule_section },
	{ "liveness", OPTIONAL_STRING, "off, pin or children", set_liveness,
	  offsetof(struct config, liveness), 1, LIVENESS_BYTES_MOST, NULL },
	{ "ignore_unchanged", TYPE_BOOLEAN, "true or false", set_flag,
	  offsetof(struct config, ignore_unchanged), 0, 0, NULL },
	{ "registries", OPTIONAL_OBJECT, "a mapping of hosts", set_registries, 0, 0,
	  CONFIG_ITEMS_MOST, &registry_section },
	{ "minimum_age", OPTIONAL_STRING, "a time like 3d, or 0d", set_age,
	  offsetof(struct config, minimum_age_s), 1, AGE_BYTES_MOST, NULL },
	{ "trust", OPTIONAL_OBJECT, "a mapping with root and policies", set_section,
	  offsetof(struct config, trust), 0, 0, &trust_section },
	{ "network", OPTIONAL_OBJECT, "a mapping with times and limits", set_section,
	  offsetof(struct config, network), 0, 0, &network_section },
	{ "cache", OPTIONAL_OBJECT, "a mapping with tags", set_section, 0, 0, 0, &cache_section },
	{ "branches", OPTIONAL_OBJECT, "a mapping with prefix, base, limit and rebase", set_section,
	  0, 0, 0, &branches_section },
	{ "commit", OPTIONAL_OBJECT, "a mapping with author, title, sign_off and sign", set_section,
	  0, 0, 0, &commit_section },
	{ "requests", OPTIONAL_OBJECT, "a mapping with ignore_authors", set_section, 0, 0, 0,
	  &requests_section },
};
const struct section config_section = { "the file", settings, sizeof(settings) / sizeof(*settings),
					false };
