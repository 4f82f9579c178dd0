#include "doctor.h"
#include "output.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/scan.h>

void patient_note(const struct patient *patient, const char *name, enum check_state state,
		  char *detail, const char *advice)
{
	diagnosis_add(patient->diagnosis,
		      (struct check){ name, state, NULL, detail, (char *)advice });
}

/* A configuration that is wrong is a finding, and the rest is looked at as if
 * there were none. */
static void configure(const struct patient *patient)
{
	struct world *world = patient->world;
	OWNED(error) error = world_configure(world, patient->invocation, NULL);

	if (error) {
		patient_note(patient, "config", CHECK_FAIL, must_copy(error_text(error)),
			     "nothing runs until this is mended; all below is looked at without "
			     "it");
		config_free(world->config);
		world->config = config_default();
	} else if (world->config->path) {
		patient_note(patient, "config", CHECK_OK,
			     must_format("'%s' is valid", world->config->path), NULL);
	} else {
		patient_note(patient, "config", CHECK_OK, must_copy("none: the defaults hold"),
			     NULL);
	}
}

static void tell_scan(const struct patient *patient, const struct scan *scan)
{
	patient_note(patient, "scan", scan->pins.count ? CHECK_OK : CHECK_WARN,
		     must_format("%zu reference%s in %zu of %zu files", scan->pins.count,
				 scan->pins.count == 1 ? "" : "s", scan->read, scan->seen),
		     scan->pins.count
			 ? NULL
			 : "nothing here names an image: is this the right directory?");
}

static struct error *examine(const struct patient *patient)
{
	struct world *world = patient->world;
	OWNED(scan) scan = NULL;

	configure(patient);
	examine_machine(patient);
	TRY(world_use_files(world));
	TRY(scan_run(&scan, world->tree, world->config, patient->invocation->context));
	tell_scan(patient, scan);
	return examine_registries(patient, &scan->pins);
}

static struct error *show(const struct diagnosis *diagnosis, const struct invocation *invocation)
{
	const struct style style = output_style(invocation);
	OWNED(text) out = text_new(0);

	if (invocation->options->json)
		report_doctor_json(out, diagnosis);
	else
		report_doctor_text(out, diagnosis, invocation->options->quiet, &style);
	return output_print(out);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	struct world world;
	struct diagnosis diagnosis = { 0 };
	const struct patient patient = { invocation, &world, &diagnosis };

	TRY(world_open(&world, invocation, "."));
	free(world.below);
	world.below = must_copy("");
	struct error *error = examine(&patient);

	if (!error)
		error = show(&diagnosis, invocation);
	if (diagnosis_count(&diagnosis, CHECK_FAIL))
		*code = EXIT_PARTLY;
	diagnosis_clear(&diagnosis);
	world_close(&world);
	return error;
}

const struct command command_doctor = {
	.name = "doctor",
	.bit = FOR_DOCTOR,
	.operands = "",
	.summary = "check this machine, and each registry that the repository names",
	.run = run,
};
