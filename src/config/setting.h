/* setting.h - the table of settings, and the loader that uses it.
 *
 * settings.c is the table; setting_values.c and setting_texts.c hold the functions that set
 * one field each; load.c reads a file by the table. The test of config/schema.json reads the same
 * table.
 */
#ifndef DIGESTBUMP_SRC_CONFIG_SETTING_H
#define DIGESTBUMP_SRC_CONFIG_SETTING_H

#include <digestbump/base/node.h>
#include <digestbump/config/config.h>

/* The types of JSON Schema, as bits. A number is an integer or not. */
enum value_type {
	TYPE_NULL = 1 << 0,
	TYPE_BOOLEAN = 1 << 1,
	TYPE_INTEGER = 1 << 2,
	TYPE_NUMBER = 1 << 3,
	TYPE_STRING = 1 << 4,
	TYPE_ARRAY = 1 << 5,
	TYPE_OBJECT = 1 << 6,
};

struct setting;

/* A value that is being loaded: its position and its setting. */
struct value {
	const char *path; /* of the file, for errors */
	const struct setting *setting;
	const struct node *node;
};

/* Sets a field of the type that belongs to the setting. */
typedef struct error *value_setter(const struct value *value, void *field);

/* The settings of one mapping. */
struct section {
	const char *name; /* "branches", for errors */
	const struct setting *settings;
	size_t count;
	bool secret; /* errors do not quote its values */
};

struct setting {
	const char *key;
	unsigned types;      /* bits of enum value_type */
	const char *wants;   /* the allowed values, for people */
	value_setter *set;   /* not called for null: that is the default */
	size_t offset;       /* of the field, in the structure of the section */
	unsigned long least; /* of a number; bytes of a string or items of an array: 0 or 1 */
	unsigned long most;  /* the same; 0: no limit of its own */
	const struct section *inside; /* an object's settings, or those of each item */
};

/* The whole file. */
extern const struct section config_section;

/* Loads `node`, a mapping, into the structure at `target`. ERROR_USAGE: duplicate and
 * unknown keys, wrong types, aliases. */
struct error *section_load(const char *path, const struct section *section, const struct node *node,
			   void *target) MUST_CHECK;

/* ERROR_USAGE: an alias or a tag. The file must be readable without expanding them. */
struct error *check_plain(const char *path, const struct node *node) MUST_CHECK;

/* ERROR_USAGE: the mapping's key at `index` is not text, or a duplicate. */
struct error *check_key(const char *path, const struct node *mapping, size_t index) MUST_CHECK;

/* Sets *out to the text of a list's item, borrowed: 1 to CONFIG_TEXT_BYTES_MOST bytes. */
struct error *item_text(const char **out, const struct value *list, const struct node *item)
    MUST_CHECK;

/* The one type of a node; TYPE_INTEGER for an integer, which is also a number. */
enum value_type node_type(const struct node *node);

/* ---- setters, and the field that each sets (setting_values.c, duration.c, then setting_texts.c)
 * ---- */

/* `inside` of an object, in the same structure */
struct error *set_section(const struct value *value, void *field) MUST_CHECK;
/* bool */
struct error *set_flag(const struct value *value, void *field) MUST_CHECK;
/* bool: never is true */
struct error *set_head(const struct value *value, void *field) MUST_CHECK;
/* bool: the opposite */
struct error *set_resolve(const struct value *value, void *field) MUST_CHECK;
/* int: 1 or 0 */
struct error *set_choice(const struct value *value, void *field) MUST_CHECK;
/* unsigned */
struct error *set_number(const struct value *value, void *field) MUST_CHECK;
/* unsigned, in milliseconds: "300ms", "10s", "5m", "1h"; 1 to DURATION_MOST_MS */
struct error *set_duration(const struct value *value, void *field) MUST_CHECK;
/* the same, and 0 */
struct error *set_pause(const struct value *value, void *field) MUST_CHECK;
/* unsigned, in seconds: "0d", "90m", "12h", "3d", "2w"; at most AGE_MOST_S */
struct error *set_age(const struct value *value, void *field) MUST_CHECK;
/* long: the same */
struct error *set_rule_age(const struct value *value, void *field) MUST_CHECK;
/* int: of enum liveness */
struct error *set_liveness(const struct value *value, void *field) MUST_CHECK;
/* int: of enum manifest_kind */
struct error *set_kind(const struct value *value, void *field) MUST_CHECK;
/* int: of enum branch_rebase, and of enum commit_sign */
struct error *set_rebase(const struct value *value, void *field) MUST_CHECK;
/* Int: of enum commit_sign. */
struct error *set_sign(const struct value *value, void *field) MUST_CHECK;
/* Struct strings: mail addresses. */
struct error *set_addresses(const struct value *value, void *field) MUST_CHECK;
/* struct config */
struct error *set_rules(const struct value *value, void *field) MUST_CHECK;
/* struct config */
struct error *set_registries(const struct value *value, void *field) MUST_CHECK;
/* struct registry_config */
struct error *set_username(const struct value *value, void *field) MUST_CHECK;
/* struct registry_config */
struct error *set_password(const struct value *value, void *field) MUST_CHECK;
/* struct strings */
struct error *set_hosts(const struct value *value, void *field) MUST_CHECK;

/* char *; one line without control characters */
struct error *set_text(const struct value *value, void *field) MUST_CHECK;
/* char * */
struct error *set_tag(const struct value *value, void *field) MUST_CHECK;
/* struct rule: a tag or a series */
struct error *set_track(const struct value *value, void *field) MUST_CHECK;
/* enum series_order */
struct error *set_order(const struct value *value, void *field) MUST_CHECK;
/* char * */
struct error *set_group(const struct value *value, void *field) MUST_CHECK;
/* char *; normalised */
struct error *set_platform(const struct value *value, void *field) MUST_CHECK;
/* char *; normalised */
struct error *set_endpoint(const struct value *value, void *field) MUST_CHECK;
/* char *; the name of an environment variable */
struct error *set_variable(const struct value *value, void *field) MUST_CHECK;
/* char * */
struct error *set_title(const struct value *value, void *field) MUST_CHECK;
/* char *; a whole name, or a prefix */
struct error *set_branch(const struct value *value, void *field) MUST_CHECK;
/* struct config: name and address */
struct error *set_author(const struct value *value, void *field) MUST_CHECK;
/* struct config (user_patterns.c) */
struct error *set_text_patterns(const struct value *value, void *field) MUST_CHECK;
/* struct regex * */
struct error *set_regex(const struct value *value, void *field) MUST_CHECK;
/* char *; an image's name */
struct error *set_name(const struct value *value, void *field) MUST_CHECK;
/* struct config (image_settings.c) */
struct error *set_built_images(const struct value *value, void *field) MUST_CHECK;
/* struct strings; platforms, normalised */
struct error *set_platforms(const struct value *value, void *field) MUST_CHECK;
/* struct strings; references to images */
struct error *set_references(const struct value *value, void *field) MUST_CHECK;
/* char *; a reference to an image */
struct error *set_reference(const struct value *value, void *field) MUST_CHECK;

/* struct patterns */
struct error *set_paths(const struct value *value, void *field) MUST_CHECK;
/* struct patterns, normalised */
struct error *set_images(const struct value *value, void *field) MUST_CHECK;

/* ---- errors ---- */

/* ERROR_USAGE: "PATH:LINE:COLUMN: text". */
struct error *setting_error_at(const char *path, const struct node *node, const char *format, ...)
    FORMAT_AT(3, 4) MUST_CHECK;

/* The same of a value: "'key' " and the text. */
struct error *setting_error(const struct value *value, const char *format, ...) FORMAT_AT(2, 3)
    MUST_CHECK;

/* ERROR_USAGE: an unknown key; the text lists the known keys and suggests the nearest. */
struct error *setting_error_unknown(const char *path, const struct section *section,
				    const struct node *key) MUST_CHECK;

#endif
