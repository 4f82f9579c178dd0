/* kubernetes.h - the images of manifests without a known schema, and of kinds with few
 * special rules. All are a document_reader. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_KUBERNETES_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_KUBERNETES_H

#include "../find/finder.h"

/* Images by the key's name, and whole pinned references under any key. */
void kubernetes_find_by_keys(struct finder *finder, const struct node *root);

/* Policies (Kyverno), packages (Crossplane), streams and builds (OpenShift). */
void kubernetes_find_in_policy(struct finder *finder, const struct node *root);
void kubernetes_find_in_package(struct finder *finder, const struct node *root);   /* Crossplane */
void kubernetes_find_of_openshift(struct finder *finder, const struct node *root); /* OpenShift */

/* Policies of the API server in CEL: values that a mutation sets, and values that a validation
 * compares with (listed only). */
void kubernetes_find_in_mutations(struct finder *finder, const struct node *root);
/* Only listed. */
void kubernetes_find_in_validations(struct finder *finder, const struct node *root);

/* The parts of pods that a ConfigMap holds as text. */
void kubernetes_find_in_config_map(struct finder *finder, const struct node *root);

/* Kinds that hold text of others, or schemas. */
void kubernetes_find_nothing(struct finder *finder, const struct node *root);

#endif
