#define PCRE2_CODE_UNIT_WIDTH 8
#include <digestbump/base/memory.h>
#include <digestbump/base/regex.h>
#include <digestbump/limits.h>
#include <pcre2.h>
#include <string.h>

struct regex {
	pcre2_code *code;
};

/* One search and, while it shows one, its match. */
struct regex_match {
	const pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	size_t steps;
	size_t last; /* the byte that the step before was at */
};

static pcre2_compile_context *compile_context(void)
{
	pcre2_compile_context *context = must_have(pcre2_compile_context_create(NULL));

	pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
	return context;
}

static struct error *complain(int code)
{
	PCRE2_UCHAR text[256];

	pcre2_get_error_message(code, text, sizeof(text));
	return error_new(ERROR_SYNTAX, "%s", (const char *)text);
}

/* Callouts between all items are what counts the steps. \C could cut nothing here that
 * is not cut anyway, but is nobody's need. */
struct error *regex_new(struct regex **out, size_t *at, struct slice pattern)
{
	static const uint32_t options =
	    PCRE2_MULTILINE | PCRE2_AUTO_CALLOUT | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C;
	pcre2_compile_context *context = compile_context();
	PCRE2_SIZE offset = 0;
	int code = 0;
	pcre2_code *compiled =
	    pcre2_compile((PCRE2_SPTR)pattern.at, pattern.size, options, &code, &offset, context);

	pcre2_compile_context_free(context);
	if (!compiled) {
		if (at)
			*at = offset;
		return complain(code);
	}
	struct regex *regex = must_alloc(sizeof(*regex));

	regex->code = compiled;
	*out = regex;
	return NULL;
}

void regex_free(struct regex *regex)
{
	if (!regex)
		return;
	pcre2_code_free(regex->code);
	free(regex);
}

/* ---- groups ---- */

/* The table of names: entries of one size, two bytes of number, then the name. */
struct names {
	PCRE2_SPTR table;
	uint32_t count;
	uint32_t size;
};

static struct names names_of(const pcre2_code *code)
{
	struct names names = { 0 };

	pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &names.table);
	pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &names.count);
	pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &names.size);
	return names;
}

static const char *name_at(const struct names *names, uint32_t index)
{
	return (const char *)names->table + (size_t)index * names->size + 2;
}

static size_t number_at(const struct names *names, uint32_t index)
{
	PCRE2_SPTR entry = names->table + (size_t)index * names->size;

	return (size_t)entry[0] << 8 | entry[1];
}

void regex_names(struct strings *out, const struct regex *regex)
{
	struct names names = names_of(regex->code);

	for (uint32_t i = 0; i < names.count; i++)
		strings_add_new(out, name_at(&names, i));
}

/* \K may put the begin of a match behind its end. */
static bool group_at(struct range *out, const struct regex_match *match, size_t number)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(match->data);

	if (number >= pcre2_get_ovector_count(match->data) || ends[2 * number] == PCRE2_UNSET ||
	    ends[2 * number] > ends[2 * number + 1])
		return false;
	*out = (struct range){ ends[2 * number], ends[2 * number + 1] - ends[2 * number] };
	return true;
}

struct range regex_whole(const struct regex_match *match)
{
	struct range range = { 0, 0 };

	group_at(&range, match, 0);
	return range;
}

bool regex_group(struct range *out, const struct regex_match *match, const char *name)
{
	struct names names = names_of(match->code);

	for (uint32_t i = 0; i < names.count; i++)
		if (strcmp(name_at(&names, i), name) == 0 &&
		    group_at(out, match, number_at(&names, i)))
			return true;
	return false;
}

/* ---- searching ---- */

/* One item of the expression is about to be tried. What an item like "[^x]*" ran over shows
 * in how far the next one stands from it. */
static int count_step(pcre2_callout_block *block, void *data)
{
	struct regex_match *match = data;
	size_t at = block->current_position;

	match->steps += 1 + (at > match->last ? at - match->last : 0);
	match->last = at;
	return match->steps > REGEX_STEPS_MOST ? PCRE2_ERROR_CALLOUT : 0;
}

static void begin(struct regex_match *match, const struct regex *regex)
{
	*match = (struct regex_match){ .code = regex->code };
	match->data = must_have(pcre2_match_data_create_from_pattern(regex->code, NULL));
	match->limits = must_have(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(match->limits, REGEX_STEPS_MOST);
	pcre2_set_depth_limit(match->limits, REGEX_DEPTH_MOST);
	pcre2_set_heap_limit(match->limits, REGEX_HEAP_KIB_MOST);
	pcre2_set_callout(match->limits, count_step, match);
}

static void end(struct regex_match *match)
{
	pcre2_match_data_free(match->data);
	pcre2_match_context_free(match->limits);
}

/* Where to go on: never twice from the same byte. */
static size_t next_start(const struct regex_match *match, size_t start)
{
	struct range whole = regex_whole(match);
	size_t behind = whole.at + whole.length + (whole.length == 0);

	return behind > start ? behind : start + 1;
}

static struct error *search(struct regex_match *match, struct slice text, regex_found *found,
			    void *data)
{
	if (!text.at)
		text = slice_of("");
	for (size_t start = 0; start <= text.size;) {
		int code = pcre2_match(match->code, (PCRE2_SPTR)text.at, text.size, start, 0,
				       match->data, match->limits);

		if (code == PCRE2_ERROR_NOMATCH)
			return NULL;
		if (code < 0)
			return error_new(ERROR_LIMIT, "takes more than %d steps or %d KiB",
					 REGEX_STEPS_MOST, REGEX_HEAP_KIB_MOST);
		if (!found(data, match))
			return NULL;
		start = next_start(match, start);
		match->last = start;
	}
	return NULL;
}

struct error *regex_search(const struct regex *regex, struct slice text, regex_found *found,
			   void *data)
{
	struct regex_match match;

	begin(&match, regex);
	struct error *error = search(&match, text, found, data);

	end(&match);
	return error;
}
