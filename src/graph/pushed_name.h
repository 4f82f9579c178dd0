/* pushed_name.h - a name that a build is pushed by, also where parts of it are not known:
 * "gcr.io/$PROJECT_ID/app:$SHORT_SHA", "ghcr.io/${{ github.repository }}:{{ .Tag }}". */
#ifndef DIGESTBUMP_SRC_GRAPH_PUSHED_NAME_H
#define DIGESTBUMP_SRC_GRAPH_PUSHED_NAME_H

#include <digestbump/base/own.h>
#include <stdbool.h>

struct pushed_name {
	char *written;    /* without tag and digest, as written */
	char *repository; /* normalised; as written where a part is not known */
	char *tag;        /* "latest" where none is written */
	char *digest;     /* NULL: none */
	bool has_tag;     /* one is written */
	bool is_any_tag;  /* a part of the tag is not known */
	bool is_open;     /* a part of the repository is not known */
};

/* Splits a pushed image name into its parts. */
void pushed_name_read(struct pushed_name *out, const char *text);
/* Gives a glob (glob.h) of what a tag may be: "{{ .Version }}-alpine" is "*-alpine". */
char *tag_glob(const char *tag) MUST_CHECK;

void pushed_name_clear(struct pushed_name *name); /* frees what it holds */

#endif
