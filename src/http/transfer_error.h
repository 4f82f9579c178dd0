/* transfer_error.h - why a try got no response: the error text, and whether to retry. */
#ifndef DIGESTBUMP_SRC_HTTP_TRANSFER_ERROR_H
#define DIGESTBUMP_SRC_HTTP_TRANSFER_ERROR_H

#include "transfer.h"

struct transfer_error {
	enum error_kind kind;
	unsigned tries;     /* maximum of tries, the first included */
	const char *what;   /* "cannot connect" */
	const char *advice; /* "check its name", or NULL */
	char *reason;       /* "connection refused", or NULL; owned */
};

/* Says why the transfer ended with code, which is not CURLE_OK. */
void transfer_error_find(struct transfer_error *out, const struct transfer *transfer,
			 const struct timing *timing, CURLcode code);
void transfer_error_clear(struct transfer_error *failed); /* frees what it holds */

/* Gives "'host': what (reason), tried N times; advice". */
struct error *transfer_error_new(const struct transfer_error *failed,
				 const struct queued_request *queued) MUST_CHECK;

#endif
