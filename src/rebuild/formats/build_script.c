#include "formats.h"

/* `set -f`: no value is a pattern. What has no name to push is built only. */
const char *const build_script[] = {
	"set -ef",
	"set -- --file \"$FILE\" ${TARGET:+--target \"$TARGET\"} ${TAGS:+--push}",
	"set -- \"$@\" ${PLATFORMS:+--platform \"$PLATFORMS\"}",
	"for tag in $TAGS; do set -- \"$@\" --tag \"$tag\"; done",
	"IFS=$(printf '\\n_') && IFS=${IFS%_}",
	"for arg in $ARGS; do set -- \"$@\" --build-arg \"$arg\"; done",
	"docker buildx build \"$@\" \"${CONTEXT:-.}\"",
	NULL,
};
