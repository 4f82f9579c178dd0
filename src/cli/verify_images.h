/* verify_images.h - `verify IMAGE...`: who signed these images, by the configuration's policies. */
#ifndef DIGESTBUMP_SRC_CLI_VERIFY_IMAGES_H
#define DIGESTBUMP_SRC_CLI_VERIFY_IMAGES_H

#include "command.h"

/* Does it. EXIT_HELD: an image is not signed; EXIT_PARTLY: of one it could not be found out.
 * ERROR_USAGE: no rule asks for a signature of one. */
struct error *verify_images(enum exit_code *code, const struct invocation *invocation) MUST_CHECK;

#endif
