/* doctor_registry_checks.h - turn the results for one registry into checks. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRY_CHECKS_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_REGISTRY_CHECKS_H

#include <digestbump/report/doctor_report.h>

void add_registry_checks(struct doctor_report *report, const struct registry_check *registry);

#endif
