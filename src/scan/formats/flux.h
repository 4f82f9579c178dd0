/* flux.h - the kinds of Flux; their files belong to the Kubernetes format. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_FLUX_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_FLUX_H

#include "../find/finder.h"

/* HelmRelease: the values of its chart. */
void flux_find_release(struct finder *finder, const struct node *root);

/* Kustomization: its substitutes in what is built from its path: the kustomization there
 * and what it names, or manifests of the usual names. Adds images whose digest is in
 * this file. */
void flux_substitute(struct finder *finder, const struct node *root);

/* Kustomization: its list of images. */
void flux_find_kustomization(struct finder *finder, const struct node *root);

/* OCIRepository: url and ref. */
void flux_find_repository(struct finder *finder, const struct node *root);

#endif
