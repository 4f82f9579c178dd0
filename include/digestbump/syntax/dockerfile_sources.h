/* dockerfile_sources.h - what COPY and RUN of a Dockerfile take files from.
 *
 * COPY --from=X and RUN --mount=...,from=X. X is a stage's name, a stage's number (of COPY),
 * a named context or an image: which of them is not decided here.
 */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_SOURCES_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_SOURCES_H

#include <digestbump/syntax/dockerfile_words.h>

struct dockerfile_source {
	struct mapped_slice from; /* as it stands; nothing is expanded there; borrowed */
	bool is_mount;
	bool is_broken; /* a quote stands in the middle of a field of --mount */
};

typedef void dockerfile_source_handler(void *data, const struct dockerfile_source *source);

/* Calls handle() for what an instruction's flags name; `keyword` is COPY or RUN, in any case;
 * any other names nothing. */
void dockerfile_sources(struct mapped_slice keyword, const struct words *flags,
			dockerfile_source_handler *handle, void *data);

/* True when COPY --from=word means a stage by its number (strconv.Atoi); *number is SIZE_MAX
 * when there cannot be so many. */
bool dockerfile_stage_number(size_t *number, struct mapped_slice word);

#endif
