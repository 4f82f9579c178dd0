/* repository_settings.h - what the configuration file of a repository may not say. */
#ifndef DIGESTBUMP_SRC_CONFIG_REPOSITORY_SETTINGS_H
#define DIGESTBUMP_SRC_CONFIG_REPOSITORY_SETTINGS_H

#include <digestbump/base/node.h>
#include <digestbump/config/config.h>

/* ERROR_USAGE, with line and column: a setting that config_source's comment excludes. The
 * document has been loaded: its shape is right. */
struct error *check_repository_settings(const struct node *root, const struct config_source *source)
    MUST_CHECK;

#endif
