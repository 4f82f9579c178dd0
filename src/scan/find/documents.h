/* documents.h - read a file under scan as YAML or JSON documents.
 *
 * A syntax error becomes a skip; documents are not interpreted.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_DOCUMENTS_H
#define DIGESTBUMP_SRC_SCAN_FIND_DOCUMENTS_H

#include <digestbump/base/node.h>
#include <digestbump/scan/format.h>

struct yaml_file {
	struct documents *documents; /* NULL: none could be read */

	/* The text they were read from, when it is not the file's bytes: the file with its
	 * template expressions masked (template_mask.h). NULL: the file's bytes. */
	char *text;

	/* The file's bytes with blanks in place of the documents that were read: templates that
	 * are not YAML even when masked, to be read line by line (template.h). NULL: none. */
	char *unread;
};

/* Reads the file: JSON (with comments) by its name, else YAML; document by document where
 * it is a template. A broken file gives the documents before the error, and a skip. */
void documents_read(struct yaml_file *out, const struct scan_file *file);
void yaml_file_clear(struct yaml_file *yaml); /* frees what it holds */

#endif
