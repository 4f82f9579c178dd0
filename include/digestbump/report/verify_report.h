/* verify_report.h - the output of `verify`: who signed each image, or why no signature counts. */
#ifndef DIGESTBUMP_REPORT_VERIFY_REPORT_H
#define DIGESTBUMP_REPORT_VERIFY_REPORT_H

#include <digestbump/image/reference.h>
#include <digestbump/report/report_stream.h>
#include <digestbump/trust/trust.h>

/* One image of the command line. Borrowed. */
struct verified_image {
	const struct reference *reference;
	const char *digest;                /* NULL: error says why */
	const struct trust_answer *answer; /* NULL: not checked */
	const struct error *error;         /* why there is no digest; NULL: there is one */
};

/* Prints one result per image, for people. */
void report_verify_text(struct report_stream *out, const struct verified_image *images,
			size_t count);

/* {"schema": "digestbump/verify/1", "images": [{"image", "tag", "digest", "verdict",
 * "signed", "reasons", "error"}]}; verdict: "signed", "held-signature" or "failed". */
void report_verify_json(struct report_stream *out, const struct verified_image *images,
			size_t count);

#endif
