/* cli.h - the command line.
 *
 * The only directory that prints, exits, and reads argv, the environment and the clock.
 * One file per command, one line per command in commands.c.
 */
#ifndef DIGESTBUMP_CLI_CLI_H
#define DIGESTBUMP_CLI_CLI_H

/* The exit codes. */
enum exit_code {
	EXIT_DONE = 0,      /* done, or nothing to do */
	EXIT_PARTLY = 1,    /* some pins or branches failed; the others are done */
	EXIT_USAGE = 2,     /* wrong usage or configuration; nothing was changed */
	EXIT_OUTDATED = 3,  /* `check`: outdated, dead or unpinned pins were found */
	EXIT_HELD = 4,      /* a policy held a bump: no accepted signature */
	EXIT_STOPPED = 130, /* ended by a signal (128 + SIGINT, as in shells) */
};

/* Runs the command that argv names; gives the exit code. */
int cli_main(int argc, char **argv);

#endif
