/* images.h - small images and indexes for tests, byte for byte the same each time. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_IMAGES_H
#define DIGESTBUMP_TESTS_SUPPORT_IMAGES_H

#include <digestbump/base/own.h>

extern const char OCI_INDEX_TYPE[];
extern const char OCI_IMAGE_TYPE[];

/* Gives the configuration of an image for a platform ("linux/arm64/v8"), which
 * differs by `salt`. */
char *image_config(const char *platform, const char *salt) MUST_CHECK;

/* Gives the manifest of the image that has this configuration. */
char *image_manifest(const char *config) MUST_CHECK;

/* Gives an index of images for the platforms, separated by blanks, whose salt is
 * empty. NULL: "linux/amd64 linux/arm64". */
char *image_index(const char *platforms) MUST_CHECK;

/* Gives an index with entries as they are written here, in JSON. */
char *image_index_of(const char *entries) MUST_CHECK;

/* Gives an index entry for a document; platform may be NULL. */
char *image_entry(const char *type, const char *document, const char *platform) MUST_CHECK;

/* Gives the sha256 digest of a document. */
char *image_digest(const char *document) MUST_CHECK;

#endif
