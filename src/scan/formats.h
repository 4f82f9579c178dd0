/* formats.h - every format there is, for the table and for formats that hold
 * one another (a Compose file holds Dockerfiles). */
#ifndef DIGESTBUMP_SCAN_FORMATS_H
#define DIGESTBUMP_SCAN_FORMATS_H

#include <digestbump/scan/format.h>

#endif
