#include "doctor_machine.h"
#include "doctor_registries.h"
#include "doctor_signatures.h"
#include "output.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/scan.h>

/* A configuration that is wrong is a finding, and the rest is looked at as if
 * there were none. */
static void configure(const struct doctor *doctor)
{
	struct workspace *workspace = doctor->workspace;
	OWNED(error) error = workspace_configure(workspace, doctor->invocation, NULL);

	if (error) {
		doctor_add_check(doctor, "config", CHECK_FAIL, must_copy(error_text(error)),
				 "nothing runs until this is fixed; all below is looked at without "
				 "it");
		config_free(workspace->config);
		workspace->config = config_default();
	} else if (workspace->config->path) {
		doctor_add_check(doctor, "config", CHECK_OK,
				 must_format("'%s' is valid", workspace->config->path), NULL);
	} else {
		doctor_add_check(doctor, "config", CHECK_OK,
				 must_copy("none; the defaults are used"), NULL);
	}
}

static void check_scan(const struct doctor *doctor, const struct scan *scan)
{
	doctor_add_check(doctor, "scan", scan->pins.count ? CHECK_OK : CHECK_WARN,
			 must_format("%zu reference%s in %zu of %zu files", scan->pins.count,
				     scan->pins.count == 1 ? "" : "s", scan->read, scan->seen),
			 scan->pins.count
			     ? NULL
			     : "nothing here names an image: is this the right directory?");
}

static struct error *check_all(const struct doctor *doctor)
{
	struct workspace *workspace = doctor->workspace;
	OWNED(scan) scan = NULL;

	configure(doctor);
	check_machine(doctor);
	TRY(workspace_use_files(workspace));
	check_signatures(doctor);
	TRY(scan_run(&scan, workspace->tree, workspace->config, doctor->invocation->context));
	check_scan(doctor, scan);
	return check_registries(doctor, &scan->pins);
}

static struct error *show(const struct doctor_report *report, const struct invocation *invocation)
{
	const struct style style = output_style(invocation);
	struct output out;

	output_open(&out);
	if (invocation->options->json)
		report_doctor_json(&out.stream, report);
	else
		report_doctor_text(&out.stream, report, invocation->options->quiet, &style);
	return output_close(&out);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	struct workspace workspace;
	struct doctor_report report = { 0 };
	const struct doctor doctor = { invocation, &workspace, &report };

	TRY(workspace_open(&workspace, invocation, "."));
	free(workspace.subdirectory);
	workspace.subdirectory = must_copy("");
	struct error *error = check_all(&doctor);

	if (!error)
		error = show(&report, invocation);
	if (doctor_report_count(&report, CHECK_FAIL))
		*code = EXIT_PARTLY;
	doctor_report_clear(&report);
	workspace_close(&workspace);
	return error;
}

const struct command command_doctor = {
	.name = "doctor",
	.bit = FOR_DOCTOR,
	.operands = "",
	.summary = "check this machine, and the registries that the repository uses",
	.run = run,
};
