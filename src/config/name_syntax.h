/* name_syntax.h - checks and normalises hosts, image patterns, branch names and endpoints.
 *
 * The rules of docker.io are in image/.
 */
#ifndef DIGESTBUMP_SRC_CONFIG_NAME_SYNTAX_H
#define DIGESTBUMP_SRC_CONFIG_NAME_SYNTAX_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>

/* Gives the normalised host, as in references (index.docker.io is docker.io; lower
 * case), or NULL when it is not valid in a reference: "myregistry" is a namespace
 * of docker.io. */
char *host_normalise(struct slice host) MUST_CHECK;

/* Gives the pattern normalised for matching against normalised names. ERROR_SYNTAX:
 * it cannot match any name. */
struct error *image_pattern_normalise(char **out, const char *written) MUST_CHECK;

/* Why the text is not a valid prefix of a branch name (git check-ref-format);
 * NULL: it is valid. `whole`: it is the whole name. Borrowed. */
const char *branch_fault(const char *name, bool whole);

/* Gives the endpoint without its last '/'. ERROR_SYNTAX: neither http(s)://HOST...
 * nor oci:DIR, or with user information, a query or a fragment in it. */
struct error *endpoint_normalise(char **out, const char *written) MUST_CHECK;

/* Gives the host of an endpoint, NULL when it has none ("oci:DIR"). */
char *endpoint_host(const char *endpoint) MUST_CHECK;

/* True when the text contains control characters (C0 or DEL). */
bool has_control(struct slice text);

#endif
