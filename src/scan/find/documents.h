/* documents.h - a file under scan as YAML or JSON documents.
 *
 * What cannot be read becomes a skip; knows nothing of what documents mean.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_DOCUMENTS_H
#define DIGESTBUMP_SRC_SCAN_FIND_DOCUMENTS_H

#include <digestbump/base/node.h>
#include <digestbump/scan/format.h>

enum file_content {
	CONTENT_DOCUMENTS,  /* documents; a broken file: those before the error, and a skip */
	CONTENT_TEMPLATE,   /* no YAML before it is filled in: see template.h */
	CONTENT_UNREADABLE, /* no text at all; there is a skip */
};

/* Reads the file: JSON (with comments) by its name, else YAML. Gives *out only
 * with CONTENT_DOCUMENTS. What has "{{" or "{%" in it is a template when it is no
 * valid YAML, or stands in a chart's templates/. */
enum file_content documents_read(struct documents **out, const struct scan_file *file) MUST_CHECK;

#endif
