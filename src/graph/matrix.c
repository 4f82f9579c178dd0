#include "matrix.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

void matrix_clear(struct matrix *matrix)
{
	for (size_t i = 0; i < matrix->count; i++)
		values_clear(&matrix->items[i]);
	free(matrix->items);
	*matrix = (struct matrix){ 0 };
}

void matrix_add(struct matrix *matrix, struct declared_values *values)
{
	if (matrix->count >= MATRIX_MOST) {
		values_clear(values);
		return;
	}
	matrix->items = must_grow(matrix->items, matrix->count, sizeof(*matrix->items));
	matrix->items[matrix->count++] = *values;
	*values = (struct declared_values){ 0 };
}

void values_copy(struct declared_values *to, const struct declared_values *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct declared_value *value = &from->items[i];

		values_set(to, value->name,
			   value->value ? mapped_text_copy(mapped_text_slice(value->value)) : NULL);
	}
}

void matrix_multiply(struct matrix *matrix, const struct matrix *others)
{
	struct matrix product = { 0 };
	struct declared_values none = { 0 };

	if (!others->count)
		return;
	if (!matrix->count)
		matrix_add(matrix, &none);
	for (size_t i = 0; i < matrix->count; i++)
		for (size_t k = 0; k < others->count && product.count < MATRIX_MOST; k++) {
			struct declared_values values = { 0 };

			values_copy(&values, &matrix->items[i]);
			values_copy(&values, &others->items[k]);
			matrix_add(&product, &values);
		}
	matrix_clear(matrix);
	*matrix = product;
}
