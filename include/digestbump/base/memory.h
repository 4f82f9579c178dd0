/* memory.h - allocation that cannot fail.
 *
 * Out of memory ends the process here, with exit code 70: no caller could
 * recover from it. Sizes of external input are checked against limits.h before
 * memory is allocated.
 */
#ifndef DIGESTBUMP_BASE_MEMORY_H
#define DIGESTBUMP_BASE_MEMORY_H

#include <digestbump/base/own.h>
#include <stdarg.h>
#include <stddef.h>

/* Gives `size` bytes, all zero (one byte when size is 0). */
void *must_alloc(size_t size) MUST_CHECK;

/* Gives `at` grown or shrunk to `size` bytes. Takes at; NULL allocates. */
void *must_resize(void *at, size_t size) MUST_CHECK;

/* Gives `at`, which a library allocated. NULL means out of memory: exits. */
void *must_have(void *at) MUST_CHECK;

/* Gives a copy of a string; NULL gives NULL. */
char *must_copy(const char *string) MUST_CHECK;

/* Gives a copy of `size` bytes as a NUL-terminated string. */
char *must_copy_bytes(const char *bytes, size_t size) MUST_CHECK;

/* Gives a formatted string. */
char *must_format(const char *format, ...) FORMAT_AT(1, 2) MUST_CHECK;
/* The same with a va_list. */
char *must_format_list(const char *format, va_list list) FORMAT_AT(1, 0) MUST_CHECK;

/* Gives `items`, an array of `count` items of `item_size` bytes, with room for
 * at least one more. Takes items. Grows at powers of two, so that no capacity
 * has to be stored:
 *     p->items = must_grow(p->items, p->count, sizeof(*p->items));
 *     p->items[p->count++] = item; */
void *must_grow(void *items, size_t count, size_t item_size) MUST_CHECK;

#endif
