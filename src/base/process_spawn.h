/* process_spawn.h - starting a program that does not outlive us. */
#ifndef DIGESTBUMP_SRC_BASE_PROCESS_SPAWN_H
#define DIGESTBUMP_SRC_BASE_PROCESS_SPAWN_H

#include <sys/types.h>

/* Starts a program in a session of its own, with the default signal handlers and no
 * signal blocked. `ends`: its standard input (-1: none), output and error. When our
 * process dies, however it does, the program gets SIGTERM: git removes its lock files
 * then and ends its own children. Gives 0 or an errno (ENOENT: no such program). */
int process_spawn(pid_t *pid, const int *ends, char **arguments, char **variables);

#endif
