/* silent_server.h - a port on loopback that lets nobody connect, and refuses nobody: what
 * wants to connect waits for its time-out. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_SILENT_SERVER_H
#define DIGESTBUMP_TESTS_SUPPORT_SILENT_SERVER_H

#include <digestbump/base/own.h>

struct silent_server;

/* Gives such a port; its address is "127.0.0.1:40123". */
struct silent_server *silent_server_new(void) MUST_CHECK;
void silent_server_free(struct silent_server *silent_server); /* NULL is fine */
DEFINE_OWNED(silent_server)

const char *silent_server_host(const struct silent_server *silent_server); /* borrowed */

#endif
