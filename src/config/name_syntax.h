/* name_syntax.h - hosts, image patterns and branch names as users write them.
 *
 * Asks image/ whatever is docker.io's rule.
 */
#ifndef DIGESTBUMP_SRC_CONFIG_NAME_SYNTAX_H
#define DIGESTBUMP_SRC_CONFIG_NAME_SYNTAX_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>

/* Gives the host as references have it (index.docker.io is docker.io; lower
 * case), or NULL when no reference could name it: "myregistry" is a namespace
 * of docker.io. */
char *host_normalise(struct slice host) MUST_CHECK;

/* Gives the pattern as it is held against normalised names. ERROR_SYNTAX: it
 * could never match one. */
struct error *image_pattern_normalise(char **out, const char *written) MUST_CHECK;

/* What makes it no beginning of a branch's name (git check-ref-format), or
 * NULL. `whole`: it is all of the name. */
const char *branch_fault(const char *name, bool whole);

/* Gives the endpoint without its last '/'. ERROR_SYNTAX: neither http(s)://HOST...
 * nor oci:DIR, or with user information, a query or a fragment in it. */
struct error *endpoint_normalise(char **out, const char *written) MUST_CHECK;

/* Gives the host of an endpoint, NULL when it has none ("oci:DIR"). */
char *endpoint_host(const char *endpoint) MUST_CHECK;

/* True when it holds C0, DEL: nothing of what a user writes in one line. */
bool has_control(struct slice text);

#endif
