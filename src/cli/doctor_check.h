/* doctor_check.h - shared code of the checks of `digestbump doctor`. */
#ifndef DIGESTBUMP_SRC_CLI_DOCTOR_CHECK_H
#define DIGESTBUMP_SRC_CLI_DOCTOR_CHECK_H

#include "workspace.h"
#include <digestbump/report/doctor_report.h>

/* The input of every check. All borrowed; workspace->config is set. */
struct doctor {
	const struct invocation *invocation;
	struct workspace *workspace;
	struct doctor_report *report; /* checks are added to it */
};

/* Adds a check of this machine or the repository. Takes detail; advice may be NULL. */
void doctor_add_check(const struct doctor *doctor, const char *name, enum check_state state,
		      char *detail, const char *advice);

#endif
