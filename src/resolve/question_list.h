/* question_list.h - a set of questions, for the files of this directory only. */
#ifndef DIGESTBUMP_SRC_RESOLVE_QUESTION_LIST_H
#define DIGESTBUMP_SRC_RESOLVE_QUESTION_LIST_H

#include <digestbump/base/map.h>
#include <digestbump/resolve/tags.h>

struct questions {
	struct map *by_name;   /* in insertion order */
	struct map *tag_lists; /* of struct tag_list, by "host/repository" */
};

void tag_list_free(struct tag_list *list); /* nULL is fine */

#endif
