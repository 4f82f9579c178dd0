/* repository_settings.h - settings that the configuration file of a repository must not use. */
#ifndef DIGESTBUMP_SRC_CONFIG_REPOSITORY_SETTINGS_H
#define DIGESTBUMP_SRC_CONFIG_REPOSITORY_SETTINGS_H

#include <digestbump/base/node.h>
#include <digestbump/config/config.h>

/* ERROR_USAGE, with line and column: a setting that the comment of struct config_source excludes.
 * The document must have been loaded without errors. */
struct error *check_repository_settings(const struct node *root, const struct config_source *source)
    MUST_CHECK;

#endif
