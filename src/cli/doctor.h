/* doctor.h - the two halves of `digestbump doctor`: this machine with its
 * repository, and the registries that the repository names. Each adds checks. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_H

#include "workspace.h"
#include <digestbump/config/credentials.h>
#include <digestbump/report/doctor.h>
#include <digestbump/scan/pin.h>

/* What both look at. All borrowed; world.config is there. */
struct patient {
	const struct invocation *invocation;
	struct world *world;
	struct diagnosis *diagnosis;
};

/* Adds a check of no registry. Takes detail; advice may be NULL. */
void patient_note(const struct patient *patient, const char *name, enum check_state state,
		  char *detail, const char *advice);

/* git, identity, cache, journal, certificate authorities. */
void examine_machine(const struct patient *patient);

/* Asks after one image of each registry, and after one more for each credential
 * that differs. ERROR_STOPPED. */
struct error *examine_registries(const struct patient *patient, const struct pins *pins) MUST_CHECK;

/* Says, as checks, what was seen of one registry. */
void tell_registry(struct diagnosis *diagnosis, const struct seen_registry *registry);

#endif
