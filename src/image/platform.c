#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/image/platform.h>
#include <stdio.h>
#include <string.h>

/* Spellings of one architecture (containerd's platforms/database.go). */
struct alias {
	const char *written;
	const char *architecture;
	const char *variant; /* NULL: as written */
};

static const struct alias aliases[] = {
	{ "x86_64", "amd64", NULL }, { "x86-64", "amd64", NULL }, { "aarch64", "arm64", NULL },
	{ "i386", "386", "" },       { "armhf", "arm", "v7" },    { "armel", "arm", "v6" },
};

/* The one spelling of a variant; an empty one is what the architecture means
 * when it says nothing. */
struct usual {
	const char *architecture;
	const char *written;
	const char *variant;
};

static const struct usual usuals[] = {
	{ "arm64", "v8", "" }, { "arm64", "8", "" }, { "arm64", "v8.0", "" },
	{ "amd64", "v1", "" }, { "arm", "", "v7" },  { "arm", "5", "v5" },
	{ "arm", "6", "v6" },  { "arm", "7", "v7" }, { "arm", "8", "v8" },
};

static bool copy_lower(char *to, size_t room, const char *from)
{
	size_t size = strlen(from);

	if (size >= room)
		return false;
	for (size_t i = 0; i <= size; i++)
		to[i] = (char)tolower((unsigned char)from[i]);
	return true;
}

/* The tables' words fit: they are shorter than any of the fields. */
static void put(char *to, size_t room, const char *word)
{
	snprintf(to, room, "%s", word);
}

static void normalise(struct platform *p)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++) {
		if (strcmp(p->architecture, aliases[i].written) != 0)
			continue;
		put(p->architecture, sizeof(p->architecture), aliases[i].architecture);
		if (aliases[i].variant)
			put(p->variant, sizeof(p->variant), aliases[i].variant);
		break;
	}
	for (size_t i = 0; i < sizeof(usuals) / sizeof(*usuals); i++) {
		if (strcmp(p->architecture, usuals[i].architecture) != 0 ||
		    strcmp(p->variant, usuals[i].written) != 0)
			continue;
		put(p->variant, sizeof(p->variant), usuals[i].variant);
		break;
	}
	if (strcmp(p->os, "macos") == 0)
		put(p->os, sizeof(p->os), "darwin");
}

bool platform_set(struct platform *out, const char *os, const char *architecture,
		  const char *variant)
{
	struct platform p = { 0 };

	if (!os || !architecture || !*os || !*architecture)
		return false;
	if (!copy_lower(p.os, sizeof(p.os), os) ||
	    !copy_lower(p.architecture, sizeof(p.architecture), architecture) ||
	    !copy_lower(p.variant, sizeof(p.variant), variant ? variant : ""))
		return false;
	normalise(&p);
	*out = p;
	return true;
}

/* The part up to the next '/', NUL-terminated in place; NULL when it is empty. */
static char *next_part(char **rest)
{
	char *part = strsep(rest, "/");

	return part && *part ? part : NULL;
}

struct error *platform_parse(struct platform *out, const char *text)
{
	OWNED_STRING copy = must_copy(text);
	char *rest = copy;
	const char *os = next_part(&rest);
	const char *architecture = next_part(&rest);
	bool has_variant = rest != NULL;
	const char *variant = next_part(&rest);

	if (rest || (has_variant && !variant) || !platform_set(out, os, architecture, variant))
		return error_new(ERROR_SYNTAX,
				 "'%s': no platform of the form os/architecture[/variant]", text);
	return NULL;
}

bool platform_is(const struct platform *a, const struct platform *b)
{
	return strcmp(a->os, b->os) == 0 && strcmp(a->architecture, b->architecture) == 0 &&
	       strcmp(a->variant, b->variant) == 0;
}

bool platform_is_unknown(const struct platform *platform)
{
	return strcmp(platform->os, "unknown") == 0 ||
	       strcmp(platform->architecture, "unknown") == 0;
}

char *platform_text(const struct platform *platform)
{
	return must_format("%s/%s%s%s", platform->os, platform->architecture,
			   *platform->variant ? "/" : "", platform->variant);
}
