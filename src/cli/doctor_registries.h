/* doctor_registries.h - check the registries that the repository references. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRIES_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRIES_H

#include "doctor_check.h"
#include <digestbump/scan/pin.h>

/* Requests one image of each registry, and one more for each different credential;
 * adds the checks of each. ERROR_STOPPED. */
struct error *check_registries(const struct doctor *doctor, const struct pins *pins) MUST_CHECK;

#endif
