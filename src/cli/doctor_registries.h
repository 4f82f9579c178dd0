/* doctor_registries.h - the registries that the repository names, asked once each. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRIES_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRIES_H

#include "doctor_check.h"
#include <digestbump/scan/pin.h>

/* Asks for one image of each registry, and for one more for each credential that
 * differs; adds the checks of each. ERROR_STOPPED. */
struct error *check_registries(const struct doctor *doctor, const struct pins *pins) MUST_CHECK;

#endif
