/* dockerfile_stages.h - the build stages of a Dockerfile by their names. */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_STAGES_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_STAGES_H

#include <digestbump/base/map.h>
#include <digestbump/base/own.h>
#include <digestbump/syntax/mapped_text.h>

struct stage; /* one that has a name */

struct stages {
	struct stage **items;
	size_t count;
	size_t passed;       /* FROM instructions read so far */
	struct map *by_name; /* -> the first struct stage of that name; borrowed */
};

/* Reads all names in advance: COPY --from=name may also name a later stage. */
void stages_read(struct stages *stages, struct mapped_slice text);
void stages_clear(struct stages *stages); /* frees what it holds */

/* Call it for each FROM instruction. */
void stages_next_from(struct stages *stages);

/* True when FROM `image` means an earlier stage: its name as written, or, where
 * part of image is hidden, a name that may match ("base-${TARGETARCH}"). */
bool stages_may_match(const struct stages *stages, struct mapped_slice image);

/* True when any stage of the file has that name, in any case. */
bool stages_has_name(const struct stages *stages, struct mapped_slice name);

/* Gives the name, in lower case, after AS in FROM's arguments; NULL: it has none. */
char *stage_of_from(struct mapped_slice arguments, char escape) MUST_CHECK;

/* Gives a glob (glob.h) of the names of stages that FROM `image` may mean: every hidden value
 * becomes '*'. */
char *stage_glob(struct mapped_slice image) MUST_CHECK;

#endif
