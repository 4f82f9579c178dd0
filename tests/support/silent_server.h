/* silent_server.h - a port on loopback that lets nobody connect, and refuses nobody: what
 * wants to connect waits for its time-out. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_SILENT_SERVER_H
#define DIGESTBUMP_TESTS_SUPPORT_SILENT_SERVER_H

#include <digestbump/base/own.h>

struct deaf;

/* Gives such a port; its address is "127.0.0.1:40123". */
struct deaf *deaf_new(void) MUST_CHECK;
void deaf_free(struct deaf *deaf); /* NULL is fine */
DEFINE_OWNED(deaf)

const char *deaf_host(const struct deaf *deaf); /* borrowed */

#endif
