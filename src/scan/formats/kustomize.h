/* kustomize.h - the images that Kustomize substitutes. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_KUSTOMIZE_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_KUSTOMIZE_H

#include "../find/finder.h"

/* Adds the image of an item of `images`: (newName or name):newTag@digest. */
void kustomize_find_image(struct finder *finder, const struct node *item);

/* Adds the images of a list `images`; none for NULL. */
void kustomize_find_images(struct finder *finder, const struct node *list);

/* Adds the image of an ImageTagTransformer's configuration. */
void kustomize_find_transformer(struct finder *finder, const struct node *root);

/* Adds the images of a Kustomization or Component: images, inline patches, and
 * values of charts. */
void kustomize_find(struct finder *finder, const struct node *root);

#endif
