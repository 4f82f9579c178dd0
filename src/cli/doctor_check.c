#include "doctor_check.h"

void doctor_add_check(const struct doctor *doctor, const char *name, enum check_state state,
		      char *detail, const char *advice)
{
	doctor_report_add(doctor->report,
			  (struct doctor_check){ name, state, NULL, detail, (char *)advice });
}
