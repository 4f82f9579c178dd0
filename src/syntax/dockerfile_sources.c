#include <ctype.h>
#include <digestbump/syntax/dockerfile_sources.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The last "from" of one mount counts; keys are read in any case. */
static void read_mount(struct mapped_slice mount, dockerfile_source_handler *take, void *data)
{
	struct words fields = { 0 };
	struct dockerfile_source source = {
		.from = mapped_part(mount, 0, 0),
		.is_mount = true,
		.is_broken = !words_split_csv(&fields, mount),
	};

	for (size_t i = 0; i < fields.count; i++) {
		struct mapped_slice field = mapped_text_slice(fields.items[i]);

		if (field.size >= 5 && mapped_equals_word(mapped_part(field, 0, 5), "from="))
			source.from = mapped_tail(field, 5);
	}
	if (source.from.size)
		take(data, &source);
	words_clear(&fields);
}

static void read_run(const struct words *flags, dockerfile_source_handler *take, void *data)
{
	static const char flag[] = "--mount=";

	for (size_t i = 0; i < flags->count; i++) {
		struct mapped_slice word = mapped_text_slice(flags->items[i]);

		if (slice_starts(mapped_bytes(word), flag))
			read_mount(mapped_tail(word, strlen(flag)), take, data);
	}
}

void dockerfile_sources(struct mapped_slice keyword, const struct words *flags,
			dockerfile_source_handler *take, void *data)
{
	struct dockerfile_source source = { 0 };

	if (mapped_equals_word(keyword, "RUN"))
		read_run(flags, take, data);
	else if (mapped_equals_word(keyword, "COPY") &&
		 words_flag_value(&source.from, flags, "--from") && source.from.size)
		take(data, &source);
}

bool dockerfile_stage_number(size_t *number, struct mapped_slice word)
{
	size_t sign = word.size > 1 && (word.at[0] == '+' || word.at[0] == '-');
	size_t value = 0;

	for (size_t i = sign; i < word.size; i++) {
		if (!isdigit((unsigned char)word.at[i]))
			return false;
		value = value < SIZE_MAX / 20 ? value * 10 + (size_t)(word.at[i] - '0') : SIZE_MAX;
	}
	*number = sign && word.at[0] == '-' && value ? SIZE_MAX : value;
	return word.size > 0;
}
