#include "../find/pinned_text.h"
#include "../formats.h"
#include <digestbump/syntax/systemd_unit.h>

#include <string.h>

typedef void read_setting(struct finder *finder, const struct systemd_setting *setting);

static void find_in_settings(const struct scan_file *file, const struct format *format,
			     read_setting *read)
{
	struct finder finder;
	struct systemd_unit unit;
	struct systemd_setting setting;
	OWNED(mapped_text) text = mapped_text_of_file(file->bytes);

	finder_begin(&finder, file, format);
	systemd_unit_begin(&unit, mapped_text_slice(text));
	while (systemd_unit_next(&setting, &unit))
		read(&finder, &setting);
	systemd_unit_end(&unit);
	finder_end(&finder);
}

/* ---- Quadlet (podman-systemd.unit(5)) ---- */

static bool is_unit(struct slice value)
{
	return slice_ends(value, ".image") || slice_ends(value, ".build");
}

/* systemd substitutes "%i" and similar specifiers. */
static bool is_settled(struct slice value)
{
	return !memchr(value.at, '%', value.size) && !slice_starts(value, "/") &&
	       !slice_starts(value, ".");
}

static void add_image(struct finder *finder, struct mapped_slice value, enum certainty certainty)
{
	static const char scheme[] = "docker://";

	value = mapped_unquoted(value);
	if (slice_starts(mapped_bytes(value), scheme))
		value = mapped_tail(value, strlen(scheme));
	if (value.size && !is_unit(mapped_bytes(value)) && is_settled(mapped_bytes(value)))
		finder_add_letters(finder, PIN_IMAGE, value, mapped_origin(value, 0), certainty);
}

/* The field of "type=image,source=...,destination=..." that has one of two names. */
static bool get_field(struct mapped_slice *out, struct mapped_slice value, const char *name,
		      const char *other)
{
	while (value.size) {
		const char *end = memchr(value.at, ',', value.size);
		size_t size = end ? (size_t)(end - value.at) : value.size;
		struct mapped_slice field = mapped_trim(mapped_part(value, 0, size));
		const char *key = slice_starts(mapped_bytes(field), name) ? name : other;

		if (slice_starts(mapped_bytes(field), key)) {
			*out = mapped_tail(field, strlen(key));
			return true;
		}
		value = mapped_tail(value, end ? size + 1 : size);
	}
	return false;
}

static void add_mount(struct finder *finder, struct mapped_slice value)
{
	struct mapped_slice type;
	struct mapped_slice source;

	if (get_field(&type, value, "type=", "type=") && slice_is(mapped_bytes(type), "image") &&
	    get_field(&source, value, "source=", "src="))
		add_image(finder, source, IMAGE_SURE);
}

static void read_quadlet(struct finder *finder, const struct systemd_setting *setting)
{
	static const char *const sections[] = { "Container", "Image", "Volume" };

	if (slice_is(setting->section, "Service")) {
		pinned_text_add_words(finder, setting->value);
		return;
	}
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
		if (!slice_is(setting->section, sections[i]))
			continue;
		if (slice_is(setting->key, "Image"))
			add_image(finder, setting->value, IMAGE_SURE);
		else if (slice_is(setting->key, "Mount"))
			add_mount(finder, setting->value);
		else
			pinned_text_add_words(finder, setting->value);
	}
}

static struct error *find_in_quadlet(const struct scan_file *file)
{
	find_in_settings(file, &format_quadlet, read_quadlet);
	return NULL;
}

static const char *const quadlet_globs[] = {
	"*.container",
	"*.image",
	"*.volume",
	"*.build",
	"**/*.container.d/*.conf",
	"**/*.image.d/*.conf",
	"**/*.volume.d/*.conf",
	"**/*.build.d/*.conf",
	NULL,
};
static const char *const quadlet_except[] = { "meson.build", NULL };
static const char *const quadlet_needles[] = { "Image", "Mount", "@sha256:", NULL };

const struct format format_quadlet = {
	.name = "quadlet",
	.summary = "Podman Quadlet: images of containers, images and volumes",
	.omits = "values with systemd's %-signs, images of .kube files (read by themselves)",
	.globs = quadlet_globs,
	.except = quadlet_except,
	.needles = quadlet_needles,
	.find = find_in_quadlet,
};

/* ---- systemd ---- */

static void read_service(struct finder *finder, const struct systemd_setting *setting)
{
	if (slice_is(setting->section, "Service") &&
	    (slice_starts(setting->key, "Exec") || slice_is(setting->key, "Environment")))
		pinned_text_add_words(finder, setting->value);
}

static struct error *find_in_service(const struct scan_file *file)
{
	find_in_settings(file, &format_systemd, read_service);
	return NULL;
}

static const char *const service_globs[] = { "*.service", "*.service.in", "**/*.service.d/*.conf",
					     NULL };

const struct format format_systemd = {
	.name = "systemd",
	.summary = "systemd services: pinned images in commands and their environment",
	.omits = "names that are not pinned, values from environment files",
	.globs = service_globs,
	.needles = pinned_text_needles,
	.find = find_in_service,
};
