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

/* ---- ages ---- */

static unsigned long age_unit_s(const char *name)
{
	static const struct {
		const char *name;
		unsigned long seconds;
	} names[] = { { "m", 60 }, { "h", 3600 }, { "d", 24UL * 3600 }, { "w", 7UL * 24 * 3600 } };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].seconds;
	return 0;
}

struct error *set_age(const struct value *value, void *field)
{
	const char *text = value->node->value;
	size_t digits = strspn(text, "0123456789");
	unsigned long number = strtoul(text, NULL, 10); /* ULONG_MAX when out of range */
	unsigned long unit = age_unit_s(text + digits);

	*(unsigned *)field = 0;
	if (!digits || !unit)
		return setting_error(value, "is '%.20s'; expected %s, with m, h, d or w", text,
				     value->setting->wants);
	if (number > AGE_MOST_S / unit)
		return setting_error(value, "is longer than a year; expected %s",
				     value->setting->wants);
	*(unsigned *)field = (unsigned)(number * unit);
	return NULL;
}

struct error *set_rule_age(const struct value *value, void *field)
{
	unsigned seconds = 0;

	TRY(set_age(value, &seconds));
	*(long *)field = (long)seconds;
	return NULL;
}
