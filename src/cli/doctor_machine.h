/* doctor_machine.h - the checks of this machine and its repository. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_MACHINE_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_MACHINE_H

#include "doctor_check.h"

/* git, repository, identity, cache, journal, certificate authorities. */
void check_machine(const struct doctor *doctor);

#endif
