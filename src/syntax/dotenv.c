#include <digestbump/syntax/dotenv.h>

#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/expansion.h>
#include <string.h>

/* A line that sets a variable. */
struct setting {
	char *name;
	struct traced *value;
};

struct dotenv {
	struct setting *settings; /* in file order */
	size_t count;
	struct map *values; /* name -> the value set last, borrowed */
	struct expansion how;
};

static struct traced *value_of(const struct dotenv *dotenv, struct slice name)
{
	OWNED_STRING key = slice_copy(name);

	return map_get(dotenv->values, key);
}

bool dotenv_get(struct letters *value, const struct dotenv *dotenv, struct slice name)
{
	const struct traced *traced = dotenv ? value_of(dotenv, name) : NULL;

	if (traced)
		*value = traced_letters(traced);
	return traced != NULL;
}

/* What stands above a line in the file; the rest is the environment's. */
static enum variable look_up(struct letters *value, const void *data, struct slice name)
{
	return dotenv_get(value, data, name) ? VARIABLE_SET : VARIABLE_UNGIVEN;
}

static bool is_name_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '-';
}

/* Takes value. */
static void set(struct dotenv *dotenv, struct slice name, struct traced *value)
{
	struct setting setting = { slice_copy(name), value };

	dotenv->settings = must_grow(dotenv->settings, dotenv->count, sizeof(setting));
	dotenv->settings[dotenv->count++] = setting;
	map_set(dotenv->values, setting.name, value);
}

/* Gives the value with its variables replaced; as it stands when that fails. */
static struct traced *expanded(struct dotenv *dotenv, struct letters text)
{
	OWNED(traced) out = traced_new(EXPANSION_BYTES_MOST);
	OWNED(error) failed = expand(out, &dotenv->how, text);

	return failed ? traced_copy(text) : pass_on(&out);
}

/* Gives the text between double quotes without its backslashes. */
static struct traced *unescaped(struct letters text)
{
	struct traced *out = traced_new(0);

	for (size_t i = 0; i < text.size; i++) {
		bool escaped = text.at[i] == '\\' && i + 1 < text.size;
		char letter = text.at[escaped ? i + 1 : i];

		i += escaped;
		if (escaped && (letter == 'n' || letter == 'r'))
			traced_add(out, letter == 'n' ? '\n' : '\r', ORIGIN_NONE);
		else
			traced_add_letters(out, letters_part(text, i, 1));
	}
	return out;
}

static size_t quoted_length(struct letters value)
{
	for (size_t i = 1; i < value.size; i++) {
		if (value.at[i] == '\\' && value.at[0] == '"')
			i++;
		else if (value.at[i] == value.at[0])
			return i - 1;
	}
	return 0;
}

static struct letters without_remark(struct letters value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.at[i] == '#' && (!i || letter_is_blank(value.at[i - 1])))
			return letters_trim(letters_part(value, 0, i));
	return value;
}

static struct traced *read_value(struct dotenv *dotenv, struct letters value)
{
	size_t quoted = value.size && strchr("'\"", value.at[0]) ? quoted_length(value) : 0;
	struct letters inner = letters_part(value, quoted ? 1 : 0, quoted);

	if (!quoted)
		return expanded(dotenv, without_remark(value));
	if (value.at[0] == '\'')
		return traced_copy(inner);
	OWNED(traced) plain = unescaped(inner);

	return expanded(dotenv, traced_letters(plain));
}

static void read_line(struct dotenv *dotenv, struct letters line)
{
	size_t name = 0;

	line = letters_trim(line);
	if (slice_starts(letters_slice(line), "export "))
		line = letters_trim(letters_behind(line, strlen("export ")));
	while (name < line.size && is_name_letter(line.at[name]))
		name++;
	struct letters rest = letters_trim_front(letters_behind(line, name));

	if (!name || !rest.size || (rest.at[0] != '=' && rest.at[0] != ':'))
		return;
	set(dotenv, (struct slice){ line.at, name },
	    read_value(dotenv, letters_trim(letters_behind(rest, 1))));
}

struct dotenv *dotenv_read(struct slice bytes, uint32_t base)
{
	struct dotenv *dotenv = must_alloc(sizeof(*dotenv));
	OWNED(traced) text = traced_file(bytes);
	struct letters rest = traced_letters(text);

	dotenv->values = map_new();
	dotenv->how = (struct expansion){
		.dialect = &dialect_compose,
		.lookup = look_up,
		.data = dotenv,
		.most = expansion_most(bytes.size),
	};
	for (size_t i = 0; i < text->size; i++)
		text->from[i] += base;
	if (slice_starts(bytes, "\xef\xbb\xbf"))
		rest = letters_behind(rest, 3);
	while (rest.size) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;

		read_line(dotenv, letters_part(rest, 0, size));
		rest = letters_behind(rest, size + (end ? 1 : 0));
	}
	return dotenv;
}

size_t dotenv_count(const struct dotenv *dotenv)
{
	return dotenv->count;
}

const char *dotenv_at(struct letters *value, const struct dotenv *dotenv, size_t index)
{
	*value = traced_letters(dotenv->settings[index].value);
	return dotenv->settings[index].name;
}

void dotenv_free(struct dotenv *dotenv)
{
	if (!dotenv)
		return;
	for (size_t i = 0; i < dotenv->count; i++) {
		free(dotenv->settings[i].name);
		traced_free(dotenv->settings[i].value);
	}
	free(dotenv->settings);
	map_free(dotenv->values);
	free(dotenv);
}
