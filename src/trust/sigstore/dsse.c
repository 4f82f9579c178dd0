#include "dsse.h"
#include <string.h>

#define PAYLOAD_TYPE "application/vnd.in-toto+json"

struct error *dsse_parse(struct signature_material *out, const struct json_t *envelope)
{
	const char *type = json_string_at(envelope, "payloadType");
	const json_t *signatures = json_array_at(envelope, "signatures");

	out->kind = SIGNED_ENVELOPE;
	if (!type || strcmp(type, PAYLOAD_TYPE) != 0)
		return error_new(ERROR_UNSUPPORTED,
				 "an envelope with the payload type '%.80s', not '" PAYLOAD_TYPE
				 "'",
				 type ? type : "");
	if (json_array_size(signatures) != 1)
		return error_new(ERROR_SYNTAX, "an envelope with %zu signatures, not one",
				 json_array_size(signatures));
	TRY(json_bytes_at(&out->payload, envelope, "payload"));
	return json_bytes_at(&out->signature, json_array_get(signatures, 0), "sig");
}

void dsse_pae(struct text *out, struct slice payload)
{
	text_add_format(out, "DSSEv1 %zu " PAYLOAD_TYPE " %zu ", strlen(PAYLOAD_TYPE),
			payload.size);
	text_add(out, payload.at, payload.size);
}
