/* image_keys.h - the meaning of a key's name, by the conventions of charts and
 * custom resources.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_IMAGE_KEYS_H
#define DIGESTBUMP_SRC_SCAN_FIND_IMAGE_KEYS_H

#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>

/* "image", "proxyImage", "RUNNER_IMAGE", "imageName", "image_ref" ...: an image
 * is named. */
bool key_names_image(struct slice key);

/* The same, or "images", "extraImages": the values below are images. */
bool key_names_images(struct slice key);

/* True when the value is for people, or describes images: "description", "example". */
bool key_is_prose(struct slice key);

/* How a key joins a word to its prefix. */
enum key_style { KEY_BARE, KEY_CAMEL, KEY_SNAKE, KEY_KEBAB, KEY_UPPER };

enum key_role { KEY_OTHER, KEY_TAG, KEY_VERSION, KEY_DIGEST };

/* A key taken apart: "proxyImageTag" is the tag of "proxyImage". */
struct image_key {
	enum key_role role;
	enum key_style style;
	struct slice prefix; /* empty with KEY_BARE */
};
struct image_key key_parse(struct slice key); /* splits a key into its parts */

/* Gives the key that means `word` (in lower case) beside this one: "registry"
 * beside "proxyImageTag" is "proxyImageRegistry"; "" is "proxyImage". */
char *key_sibling(const struct image_key *key, const char *word) MUST_CHECK;

#endif
