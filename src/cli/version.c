#include "command.h"
#include "output.h"
#include <digestbump/base/time.h>
#include <digestbump/trust/root.h>

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	OWNED(text) out = text_new(0);

	(void)code;
	(void)invocation;
	OWNED(sigstore_root) root = NULL;

	TRY(sigstore_root_shipped(&root));
	OWNED_STRING date = time_rfc3339(sigstore_root_date(root));

	text_add_format(out, "digestbump " DIGESTBUMP_VERSION "\ntrusted root of sigstore: %.10s\n",
			date);
	return output_print(out);
}

const struct command command_version = {
	.name = "version",
	.bit = FOR_VERSION,
	.operands = "",
	.summary = "print the version",
	.run = run,
};
