/* doctor_registry_checks.h - what was seen of one registry, as checks. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRY_CHECKS_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRY_CHECKS_H

#include <digestbump/report/doctor_report.h>

void add_registry_checks(struct doctor_report *report, const struct registry_check *registry);

#endif
