/* json_fields.h - the objects that several JSON documents share. */
#ifndef DIGESTBUMP_SRC_REPORT_JSON_FIELDS_H
#define DIGESTBUMP_SRC_REPORT_JSON_FIELDS_H

#include "json_writer.h"
#include <digestbump/scan/pin.h>
#include <digestbump/scan/scan.h>
#include <digestbump/trust/trust.h>

/* The fields of a pin that every schema shares, into the open object. */
void json_write_pin_fields(struct json_writer *writer, const struct pin *pin);

/* Which signature satisfied which policy, as an object of a list. */
void json_write_proof(struct json_writer *writer, const struct trust_proof *proof);

/* The member "skipped": path, line, code and reason of each skip. */
void json_write_skips(struct json_writer *writer, const struct skips *skips);

#endif
