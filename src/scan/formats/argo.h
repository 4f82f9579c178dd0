/* argo.h - images in Argo CD's applications and Argo's workflows. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_ARGO_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_ARGO_H

#include "../find/finder.h"

/* Adds the images of an Application or ApplicationSet: Kustomize's overrides, the
 * parameters and values of charts. */
void argo_find_application(struct finder *finder, const struct node *root);

/* Adds the images of a workflow: containers, parameters that are a pinned image, and the
 * manifests of resource templates. */
void argo_find_workflow(struct finder *finder, const struct node *root);

#endif
