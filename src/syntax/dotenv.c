#include <digestbump/syntax/dotenv.h>

#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/variable_expansion.h>
#include <string.h>

/* A line that sets a variable. */
struct setting {
	char *name;
	struct mapped_text *value;
};

struct dotenv {
	struct setting *settings; /* in file order */
	size_t count;
	struct map *values; /* name -> the value set last, borrowed */
	struct expansion expansion;
};

static struct mapped_text *value_of(const struct dotenv *dotenv, struct slice name)
{
	OWNED_STRING key = slice_copy(name);

	return map_get(dotenv->values, key);
}

bool dotenv_get(struct mapped_slice *value, const struct dotenv *dotenv, struct slice name)
{
	const struct mapped_text *mapped_text = dotenv ? value_of(dotenv, name) : NULL;

	if (mapped_text)
		*value = mapped_text_slice(mapped_text);
	return mapped_text != NULL;
}

/* What stands above a line in the file; the rest is the environment's. */
static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	return dotenv_get(value, data, name) ? VARIABLE_SET : VARIABLE_DEFAULT_ONLY;
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '-';
}

/* Takes value. */
static void set(struct dotenv *dotenv, struct slice name, struct mapped_text *value)
{
	struct setting setting = { slice_copy(name), value };

	dotenv->settings = must_grow(dotenv->settings, dotenv->count, sizeof(setting));
	dotenv->settings[dotenv->count++] = setting;
	map_set(dotenv->values, setting.name, value);
}

/* Gives the value with its variables replaced; as it stands when that fails. */
static struct mapped_text *expanded(struct dotenv *dotenv, struct mapped_slice text)
{
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(error) failed = expand(out, &dotenv->expansion, text);

	return failed ? mapped_text_copy(text) : pass_on(&out);
}

/* Gives the text between double quotes without its backslashes. */
static struct mapped_text *unescaped(struct mapped_slice text)
{
	struct mapped_text *out = mapped_text_new(0);

	for (size_t i = 0; i < text.size; i++) {
		bool escaped = text.at[i] == '\\' && i + 1 < text.size;
		char byte = text.at[escaped ? i + 1 : i];

		i += escaped;
		if (escaped && (byte == 'n' || byte == 'r'))
			mapped_text_add(out, byte == 'n' ? '\n' : '\r', ORIGIN_NONE);
		else
			mapped_text_append(out, mapped_part(text, i, 1));
	}
	return out;
}

static size_t quoted_length(struct mapped_slice value)
{
	for (size_t i = 1; i < value.size; i++) {
		if (value.at[i] == '\\' && value.at[0] == '"')
			i++;
		else if (value.at[i] == value.at[0])
			return i - 1;
	}
	return 0;
}

static struct mapped_slice without_comment(struct mapped_slice value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.at[i] == '#' && (!i || is_blank_byte(value.at[i - 1])))
			return mapped_trim(mapped_part(value, 0, i));
	return value;
}

static struct mapped_text *read_value(struct dotenv *dotenv, struct mapped_slice value)
{
	size_t quoted = value.size && strchr("'\"", value.at[0]) ? quoted_length(value) : 0;
	struct mapped_slice inner = mapped_part(value, quoted ? 1 : 0, quoted);

	if (!quoted)
		return expanded(dotenv, without_comment(value));
	if (value.at[0] == '\'')
		return mapped_text_copy(inner);
	OWNED(mapped_text) plain = unescaped(inner);

	return expanded(dotenv, mapped_text_slice(plain));
}

static void read_line(struct dotenv *dotenv, struct mapped_slice line)
{
	size_t name = 0;

	line = mapped_trim(line);
	if (slice_starts(mapped_bytes(line), "export "))
		line = mapped_trim(mapped_tail(line, strlen("export ")));
	while (name < line.size && is_name_byte(line.at[name]))
		name++;
	struct mapped_slice rest = mapped_trim_start(mapped_tail(line, name));

	if (!name || !rest.size || (rest.at[0] != '=' && rest.at[0] != ':'))
		return;
	set(dotenv, (struct slice){ line.at, name },
	    read_value(dotenv, mapped_trim(mapped_tail(rest, 1))));
}

struct dotenv *dotenv_read(struct slice bytes, uint32_t base)
{
	struct dotenv *dotenv = must_alloc(sizeof(*dotenv));
	OWNED(mapped_text) text = mapped_text_of_file(bytes);
	struct mapped_slice rest = mapped_text_slice(text);

	dotenv->values = map_new();
	dotenv->expansion = (struct expansion){
		.dialect = &dialect_compose,
		.lookup = look_up,
		.data = dotenv,
		.most = expansion_most(bytes.size),
	};
	for (size_t i = 0; i < text->size; i++)
		text->from[i] += base;
	if (slice_starts(bytes, "\xef\xbb\xbf"))
		rest = mapped_tail(rest, 3);
	while (rest.size) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;

		read_line(dotenv, mapped_part(rest, 0, size));
		rest = mapped_tail(rest, size + (end ? 1 : 0));
	}
	return dotenv;
}

size_t dotenv_count(const struct dotenv *dotenv)
{
	return dotenv->count;
}

const char *dotenv_at(struct mapped_slice *value, const struct dotenv *dotenv, size_t index)
{
	*value = mapped_text_slice(dotenv->settings[index].value);
	return dotenv->settings[index].name;
}

void dotenv_free(struct dotenv *dotenv)
{
	if (!dotenv)
		return;
	for (size_t i = 0; i < dotenv->count; i++) {
		free(dotenv->settings[i].name);
		mapped_text_free(dotenv->settings[i].value);
	}
	free(dotenv->settings);
	map_free(dotenv->values);
	free(dotenv);
}
