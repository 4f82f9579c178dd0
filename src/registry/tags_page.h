/* tags_page.h - parses one page of a tag list. */
#ifndef DIGESTBUMP_SRC_REGISTRY_TAGS_PAGE_H
#define DIGESTBUMP_SRC_REGISTRY_TAGS_PAGE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>

/* Adds the tags of a page, {"tags": [...]}; a missing or null member is an empty list.
 * Invalid tags (Nexus lists nulls, Artifactory digests) are left out and counted in
 * *others. ERROR_SYNTAX, ERROR_UNTRUSTED; ERROR_LIMIT: more than TAGS_MOST
 * in total. */
struct error *tags_page_read(struct strings *tags, size_t *others, struct slice page) MUST_CHECK;

#endif
