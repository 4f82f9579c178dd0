/* dockerfile_sources.h - the sources that COPY and RUN of a Dockerfile read files from.
 *
 * COPY --from=X and RUN --mount=...,from=X. X is a stage's name, a stage's number (of COPY),
 * a named context or an image: this module does not decide which.
 */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_SOURCES_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_SOURCES_H

#include <digestbump/syntax/dockerfile_words.h>

struct dockerfile_source {
	struct mapped_slice from; /* as written: BuildKit expands no variables here; borrowed */
	bool is_mount;
	bool is_broken; /* a quote stands in the middle of a field of --mount */
};

typedef void dockerfile_source_handler(void *data, const struct dockerfile_source *source);

/* Calls handle() for each source in an instruction's flags. `keyword` is COPY or RUN, in
 * any case; other instructions have no sources. */
void dockerfile_sources(struct mapped_slice keyword, const struct words *flags,
			dockerfile_source_handler *handle, void *data);

/* True when COPY --from=word means a stage by its number (strconv.Atoi); *number is SIZE_MAX
 * when the number is larger than any stage count. */
bool dockerfile_stage_number(size_t *number, struct mapped_slice word);

#endif
