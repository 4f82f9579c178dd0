/* schema.h - as much of JSON Schema (draft 7) as config/schema.json uses.
 *
 * A keyword that it does not know fails the test: a schema that nobody checks
 * could say anything.
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_SCHEMA_H
#define DIGESTBUMP_TESTS_SUPPORT_SCHEMA_H

#include <digestbump/base/node.h>
#include <jansson.h>

/* Gives what a YAML node is in JSON, by YAML's core schema. */
json_t *schema_value(const struct node *node) MUST_CHECK;

/* Gives why the schema refuses value, with the place ("/rules/0: ..."); NULL: it
 * does not. */
char *schema_fault(const json_t *schema, const json_t *value) MUST_CHECK;

/* The schema itself, or the definition that its $ref means. Borrowed. */
const json_t *schema_resolve(const json_t *root, const json_t *schema);

/* True when the schema's `type` is, or holds, this one. */
bool schema_has_type(const json_t *schema, const char *type);

#endif
