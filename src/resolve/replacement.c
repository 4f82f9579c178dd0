#include "replacement.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Bytes of the first three numbers of a Windows version, "10.0.17763.5936": the
 * fourth is the patch level and moves with every image. */
static size_t version_length(const char *version)
{
	size_t dots = 0;
	size_t size = 0;

	for (; version[size]; size++)
		if (version[size] == '.' && ++dots == 3)
			break;
	return size;
}

static bool same_version(const char *a, const char *b)
{
	if (!a || !b)
		return true;
	size_t size = version_length(a);

	return version_length(b) == size && strncmp(a, b, size) == 0;
}

static bool same_platform(const struct image *a, const struct image *b)
{
	return platform_is(&a->platform, &b->platform) &&
	       same_version(a->os_version, b->os_version);
}

/* The first image for the platform of `like`, as the image specification wants;
 * NULL: none. */
static const struct image *find(const struct inspection *inspection, const struct image *like)
{
	for (size_t i = 0; i < inspection->count; i++)
		if (*inspection->images[i].platform.os &&
		    same_platform(&inspection->images[i], like))
			return &inspection->images[i];
	return NULL;
}

/* Gives "linux/arm64", "windows/amd64 10.0.17763". */
static char *platform_name(const struct image *image)
{
	OWNED_STRING platform = platform_text(&image->platform);
	const char *version = image->os_version;

	return version ? must_format("%s %.*s", platform, (int)version_length(version), version)
		       : must_copy(platform);
}

static void add_platform(struct strings *platforms, const struct image *image)
{
	OWNED_STRING name = platform_name(image);

	strings_add_new(platforms, name);
}

static void add_lost_platform(struct pinned_digest *pinned, const struct image *image)
{
	add_platform(&pinned->lost_platforms, image);
}

void note_entry(struct pinned_digest *pinned, const struct inspection *now,
		const struct image *image)
{
	pinned->is_entry = now->is_index;
	if (pinned->is_entry && *image->platform.os)
		pinned->entry_platform = platform_text(&image->platform);
}

/* ---- what is the same in two indexes ---- */

/* The images for one platform in two indexes agree: the same digests in the same order, as clients
 * take the first one that suits them. */
static bool has_same_images(const struct inspection *before, const struct inspection *now,
			    const struct image *like)
{
	size_t i = 0;
	size_t k = 0;

	for (;; i++, k++) {
		while (i < before->count && !same_platform(&before->images[i], like))
			i++;
		while (k < now->count && !same_platform(&now->images[k], like))
			k++;
		if (i == before->count || k == now->count)
			return i == before->count && k == now->count;
		if (strcmp(before->images[i].digest, now->images[k].digest) != 0)
			return false;
	}
}

/* An entry without a platform may be what any client takes. */
static void compare_entry(struct pinned_digest *pinned, const struct inspection *before,
			  const struct inspection *now, const struct image *image)
{
	if (image->is_index)
		return;
	if (!*image->platform.os) {
		if (!inspection_image(now, image->digest))
			strings_add_new(&pinned->changed_platforms, "an entry without a platform");
	} else if (!find(now, image)) {
		add_lost_platform(pinned, image);
	} else {
		add_platform(has_same_images(before, now, image) ? &pinned->same_platforms
								 : &pinned->changed_platforms,
			     image);
	}
}

static void compare_indexes(struct pinned_digest *pinned, const struct inspection *before,
			    const struct inspection *now)
{
	for (size_t i = 0; i < before->count; i++)
		compare_entry(pinned, before, now, &before->images[i]);
	for (size_t i = 0; i < now->count; i++) {
		const struct image *image = &now->images[i];

		if (image->is_index)
			continue;
		if (!*image->platform.os && !inspection_image(before, image->digest))
			strings_add_new(&pinned->changed_platforms, "an entry without a platform");
		else if (*image->platform.os && !find(before, image))
			add_platform(&pinned->added_platforms, image);
	}
}

static void replace_index(struct pinned_digest *pinned, const struct inspection *before,
			  const struct inspection *now)
{
	compare_indexes(pinned, before, now);
	pinned->to = must_copy(now->digest);
}

/* Sets the platform that the pinned image is for, as the pin says, else as its
 * configuration does. Borrows from before, which may be NULL. */
static struct error *find_platform(struct image *out, const struct pinned_digest *pinned,
				   const struct inspection *before)
{
	if (before && !before->platform_error)
		*out = before->images[0];
	if (!pinned->platform)
		return before ? error_copy(before->platform_error) : NULL;
	struct platform named;

	TRY(platform_parse(&named, pinned->platform));
	if (!platform_is(&named, &out->platform))
		*out = (struct image){ .platform = named };
	return NULL;
}

static void replace_platform_manifest(struct pinned_digest *pinned, const struct image *place,
				      const struct inspection *now)
{
	const struct image *image = find(now, place);

	if (!image)
		add_lost_platform(pinned, place);
	note_entry(pinned, now, image ? image : place);
	pinned->to = must_copy(image ? image->digest : now->digest);
}

static struct error *replace_image(struct pinned_digest *pinned, const struct inspection *before,
				   const struct inspection *now)
{
	struct image place = { 0 };

	TRY(find_platform(&place, pinned, before));
	replace_platform_manifest(pinned, &place, now);
	return NULL;
}

/* The old digest is gone, so its kind is a guess: one platform's image where one
 * is named, else whatever the tag has. */
static struct error *replace_missing(struct pinned_digest *pinned, const struct inspection *now)
{
	pinned->old_platforms_unknown = true;
	pinned_digest_add_missing(pinned, pinned->digest, NULL);
	if (pinned->platform && !now->is_artifact)
		return replace_image(pinned, NULL, now);
	pinned->to = must_copy(now->digest);
	return NULL;
}

/* An index within the old one is gone, so not all of its platforms are known. */
static struct error *replace_incomplete_index(struct pinned_digest *pinned,
					      const struct inspection *before,
					      const struct inspection *now)
{
	pinned_digest_add_missing(pinned, before->missing, NULL);
	pinned->old_platforms_unknown = true;
	replace_index(pinned, before, now);
	return NULL;
}

static struct error *decide(struct pinned_digest *pinned, const struct inspection *before,
			    const struct inspection *now)
{
	bool is_missing =
	    before->error && !before->missing && error_kind(before->error) == ERROR_ABSENT;

	if (now->is_index && !now->count)
		return error_new(ERROR_UNSUPPORTED, "%s is an index without images", now->digest);
	if (now->platform_error)
		return error_copy(now->platform_error);
	if (is_missing)
		return replace_missing(pinned, now);
	if (before->missing)
		return replace_incomplete_index(pinned, before, now);
	if (before->error)
		return error_copy(before->error);
	if (before->is_artifact != now->is_artifact)
		return error_new(ERROR_UNSUPPORTED, "%s is %s, but %s is %s", before->digest,
				 before->is_artifact ? "an artifact" : "an image", now->digest,
				 now->is_artifact ? "an artifact" : "an image");
	if (!before->is_index && !before->is_artifact)
		return replace_image(pinned, before, now);
	replace_index(pinned, before, now);
	return NULL;
}

void choose_replacement(struct pinned_digest *pinned, const struct inspection *before,
			const struct inspection *now)
{
	pinned->error = decide(pinned, before, now);
}
