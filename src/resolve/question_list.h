/* question_list.h - what the files of this room share of a set of questions. */
#ifndef DIGESTBUMP_SRC_RESOLVE_QUESTION_LIST_H
#define DIGESTBUMP_SRC_RESOLVE_QUESTION_LIST_H

#include <digestbump/base/map.h>
#include <digestbump/resolve/tags.h>

struct questions {
	struct map *by_name;   /* in the order of adding */
	struct map *tag_lists; /* of struct tag_list, by "host/repository" */
};

void tag_list_free(struct tag_list *list);

#endif
