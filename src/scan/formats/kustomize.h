/* kustomize.h - the images that Kustomize puts in place of others. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_KUSTOMIZE_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_KUSTOMIZE_H

#include "../find/finder.h"

/* Adds what an item of `images` names: (newName or name):newTag@digest. */
void kustomize_find_image(struct finder *finder, const struct node *item);

/* Adds what a list `images` names. NULL is no list. */
void kustomize_find_images(struct finder *finder, const struct node *list);

/* Adds what the configuration of an ImageTagTransformer names. */
void kustomize_find_transformer(struct finder *finder, const struct node *root);

/* Adds the images of a Kustomization or Component: images, inline patches, and
 * values of charts. */
void kustomize_find(struct finder *finder, const struct node *root);

#endif
