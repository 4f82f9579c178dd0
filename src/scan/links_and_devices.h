/* links_and_devices.h - entries of a listing that are not files: symbolic links that a scan
 * does not follow, and which of them to report; FIFOs, sockets and devices. */
#ifndef DIGESTBUMP_SRC_SCAN_LINKS_AND_DEVICES_H
#define DIGESTBUMP_SRC_SCAN_LINKS_AND_DEVICES_H

#include <digestbump/scan/pin.h>
#include <digestbump/tree/tree.h>

/* Adds a skip "link" for every link whose target is not scanned by its own
 * name: a link to a file that is scanned anyway hides nothing; and a skip "unreadable" for
 * every FIFO, socket and device whose name a format claims. `files` are those
 * that the visitor was given. */
void special_files_report(struct skips *skips, struct tree *tree, const struct tree_files *files,
			  const struct tree_visitor *visitor);

#endif
