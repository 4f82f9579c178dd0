/* track_rule.h - the mapping form of `track` in a rule, as configured. */
#ifndef DIGESTBUMP_SRC_CONFIG_TRACK_RULE_H
#define DIGESTBUMP_SRC_CONFIG_TRACK_RULE_H

#include <digestbump/image/tag_series.h>
#include <stdbool.h>

struct track {
	char *semver;
	char *suffix;
	bool prereleases;
	char *regex;
	enum series_order order;
};

#endif
