/* doctor_machine.h - checks of this machine and the repository. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_MACHINE_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_MACHINE_H

#include "doctor_check.h"

/* Adds the checks: git, repository, identity, cache, journal, certificate authorities. */
void check_machine(const struct doctor *doctor);

#endif
