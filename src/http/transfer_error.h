/* transfer_error.h - why a try brought no response: for people, and whether another
 * try may help. */
#ifndef DIGESTBUMP_SRC_HTTP_TRANSFER_ERROR_H
#define DIGESTBUMP_SRC_HTTP_TRANSFER_ERROR_H

#include "transfer.h"

struct failure {
	enum error_kind kind;
	unsigned tries;     /* so often it is worth trying, the first included */
	const char *what;   /* "cannot connect" */
	const char *advice; /* "check its name", or NULL */
	char *reason;       /* "connection refused", or NULL; owned */
};

/* Says why the transfer ended with code, which is not CURLE_OK. */
void failure_find(struct failure *out, const struct transfer *transfer,
		  const struct patience *patience, CURLcode code);
void failure_clear(struct failure *failure);

/* Gives "'host': what (reason), tried N times; advice". */
struct error *failure_error(const struct failure *failure, const struct job *job) MUST_CHECK;

#endif
