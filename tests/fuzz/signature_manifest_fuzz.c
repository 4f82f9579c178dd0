/* A manifest beside an image. */
#include "../../src/trust/signature_manifest.h"
#include "signature_root.h"
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice bytes = { (const char *)data, size };

	for (int place = SIGNATURE_TAG; place <= SIGNATURE_REFERRER; place++) {
		struct signature_layers layers = { .count = 0 };

		error_free(signature_layers_parse(&layers, (enum signature_place)place, bytes,
						  fuzz_digest));
		if (layers.count > SIGNATURE_LAYERS_MOST)
			__builtin_trap();
		for (size_t i = 0; i < layers.count; i++) {
			OWNED(signature_material) material = NULL;

			/* It gets into a URL. */
			if (!digest_is_valid(layers.items[i].digest))
				__builtin_trap();
			error_free(signature_layer_parse(&material, &layers.items[i], bytes));
		}
		signature_layers_clear(&layers);
	}
	return 0;
}
