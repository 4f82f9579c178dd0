/* doctor_signatures.h - checks the policies, their keys, and the trusted root. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_SIGNATURES_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_SIGNATURES_H

#include "doctor_check.h"

/* Adds the check "signatures". The workspace must have its tree. */
void check_signatures(const struct doctor *doctor);

#endif
