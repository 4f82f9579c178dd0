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

static bool same_place(const struct image *a, const struct image *b)
{
	return platform_is(&a->platform, &b->platform) &&
	       same_version(a->os_version, b->os_version);
}

/* The first image for the platform of `like`, as the image specification wants;
 * NULL: none. */
static const struct image *find(const struct survey *survey, const struct image *like)
{
	for (size_t i = 0; i < survey->count; i++)
		if (*survey->images[i].platform.os && same_place(&survey->images[i], like))
			return &survey->images[i];
	return NULL;
}

/* "linux/arm64", "windows/amd64 10.0.17763". */
static void lose(struct held *held, const struct image *image)
{
	OWNED_STRING platform = platform_text(&image->platform);
	const char *version = image->os_version;
	OWNED_STRING name =
	    version ? must_format("%s %.*s", platform, (int)version_length(version), version)
		    : must_copy(platform);

	strings_add_new(&held->lost, name);
}

static void keep_index(struct held *held, const struct survey *before, const struct survey *now)
{
	for (size_t i = 0; i < before->count; i++)
		if (*before->images[i].platform.os && !find(now, &before->images[i]))
			lose(held, &before->images[i]);
	held->to = must_copy(now->digest);
}

/* Sets the platform that the held image is for, as the pin says, else as its
 * configuration does. Borrows from before, which may be NULL. */
static struct error *place_of(struct image *out, const struct held *held,
			      const struct survey *before)
{
	if (before && !before->blind)
		*out = before->images[0];
	if (!held->platform)
		return before ? error_copy(before->blind) : NULL;
	struct platform named;

	TRY(platform_parse(&named, held->platform));
	if (!platform_is(&named, &out->platform))
		*out = (struct image){ .platform = named };
	return NULL;
}

static void keep_platform(struct held *held, const struct image *place, const struct survey *now)
{
	const struct image *image = find(now, place);

	if (!image)
		lose(held, place);
	held->to = must_copy(image ? image->digest : now->digest);
}

static struct error *keep_image(struct held *held, const struct survey *before,
				const struct survey *now)
{
	struct image place = { 0 };

	TRY(place_of(&place, held, before));
	keep_platform(held, &place, now);
	return NULL;
}

/* The old digest is gone, so its kind is a guess: one platform's image where one
 * is named, else whatever the tag has. */
static struct error *keep_without(struct held *held, const struct survey *now)
{
	held->is_unseen = true;
	held_lose(held, held->digest, NULL);
	if (held->platform && !now->is_artifact)
		return keep_image(held, NULL, now);
	held->to = must_copy(now->digest);
	return NULL;
}

/* An index within the old one is gone, so not all of its platforms are known. */
static struct error *keep_broken(struct held *held, const struct survey *before,
				 const struct survey *now)
{
	held_lose(held, before->missing, NULL);
	held->is_unseen = true;
	keep_index(held, before, now);
	return NULL;
}

static struct error *decide(struct held *held, const struct survey *before,
			    const struct survey *now)
{
	bool is_gone =
	    before->error && !before->missing && error_kind(before->error) == ERROR_ABSENT;

	if (now->is_index && !now->count)
		return error_new(ERROR_UNSUPPORTED, "%s is an index without images", now->digest);
	if (now->blind)
		return error_copy(now->blind);
	if (is_gone)
		return keep_without(held, now);
	if (before->missing)
		return keep_broken(held, before, now);
	if (before->error)
		return error_copy(before->error);
	if (before->is_artifact != now->is_artifact)
		return error_new(ERROR_UNSUPPORTED, "%s is %s, but %s is %s", before->digest,
				 before->is_artifact ? "an artifact" : "an image", now->digest,
				 now->is_artifact ? "an artifact" : "an image");
	if (!before->is_index && !before->is_artifact)
		return keep_image(held, before, now);
	keep_index(held, before, now);
	return NULL;
}

void keep(struct held *held, const struct survey *before, const struct survey *now)
{
	held->error = decide(held, before, now);
}
