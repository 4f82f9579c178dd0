/* verify_images.h - `verify IMAGE...`: who signed these images, by the configuration's policies. */
#ifndef DIGESTBUMP_SRC_CLI_VERIFY_IMAGES_H
#define DIGESTBUMP_SRC_CLI_VERIFY_IMAGES_H

#include "command.h"

/* Runs the check. EXIT_HELD: an image is not signed; EXIT_PARTLY: an image could not be checked.
 * ERROR_USAGE: no rule requires a signature for an image. */
struct error *verify_images(enum exit_code *code, const struct invocation *invocation) MUST_CHECK;

#endif
