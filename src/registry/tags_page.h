/* tags_page.h - one page of a repository's tags. */
#ifndef DIGESTBUMP_SRC_REGISTRY_TAGS_PAGE_H
#define DIGESTBUMP_SRC_REGISTRY_TAGS_PAGE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>

/* Adds the tags of a page, {"tags": [...]}; none and null are an empty list. What no
 * reference can have for a tag (Nexus lists nulls, Artifactory digests) is counted in
 * *others and left out. ERROR_SYNTAX, ERROR_UNTRUSTED; ERROR_LIMIT: more than TAGS_MOST
 * with those that are there. */
struct error *tags_page_read(struct strings *tags, size_t *others, struct slice page) MUST_CHECK;

#endif
