/* process_spawn.h - starts a program that ends when this process ends. */
#ifndef DIGESTBUMP_SRC_BASE_PROCESS_SPAWN_H
#define DIGESTBUMP_SRC_BASE_PROCESS_SPAWN_H

#include <sys/types.h>

/* Starts a program in its own session, with the default signal handlers and no
 * signal blocked. `ends`: its standard input (-1: none), output and error. When this
 * process ends for any reason, the program gets SIGTERM: git then removes its lock
 * files and ends its own children. Gives 0 or an errno (ENOENT: no such program). */
int process_spawn(pid_t *pid, const int *ends, char **arguments, char **variables);

#endif
