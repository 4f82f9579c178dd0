#include "setting.h"
#include <digestbump/limits.h>
#include <stdlib.h>
#include <string.h>

static const struct unit {
	const char *name;
	unsigned long ms;
} units[] = {
	{ "ms", 1 },
	{ "s", 1000 },
	{ "m", 60 * 1000UL },
	{ "h", 3600 * 1000UL },
};

static const struct unit *unit_of(const char *name)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strcmp(units[i].name, name) == 0)
			return &units[i];
	return NULL;
}

struct error *set_pause(const struct value *value, void *field)
{
	const char *text = value->node->value;
	size_t digits = strspn(text, "0123456789");
	const struct unit *unit = unit_of(text + digits);

	if (!digits || !unit)
		return setting_error(value, "is '%.20s'; expected %s, with ms, s, m or h", text,
				     value->setting->wants);
	unsigned long number = strtoul(text, NULL, 10); /* ULONG_MAX when out of range */

	if (number > DURATION_MOST_MS / unit->ms)
		return setting_error(value, "is longer than one day; expected %s",
				     value->setting->wants);
	*(unsigned *)field = (unsigned)(number * unit->ms);
	return NULL;
}

/* No time at all would mean "for ever" to those who read it further down. */
struct error *set_duration(const struct value *value, void *field)
{
	unsigned ms = 0;

	TRY(set_pause(value, &ms));
	if (!ms)
		return setting_error(value, "must be longer than 0; expected %s",
				     value->setting->wants);
	*(unsigned *)field = ms;
	return NULL;
}
