/* go_modules.h - the Go modules of a tree, by directory.
 *
 * A module contains everything below its go.mod, except directories with their own
 * go.mod. go.work is not read: it does not say which module a file belongs to. Safe
 * to use from several threads.
 */
#ifndef DIGESTBUMP_SRC_SCAN_GO_MODULES_H
#define DIGESTBUMP_SRC_SCAN_GO_MODULES_H

#include <digestbump/base/own.h>
#include <digestbump/tree/tree.h>

struct go_module {
	char *path;      /* as in go.mod: "example.com/shop" */
	char *directory; /* of go.mod, from the top of the tree, "" for the top itself */
};

struct go_modules;

/* Gives the modules of a tree. Borrows tree. */
struct go_modules *go_modules_new(struct tree *tree) MUST_CHECK;
void go_modules_free(struct go_modules *modules); /* NULL is fine */
DEFINE_OWNED(go_modules)

/* The module of a directory (from the top, "" for the top), by the nearest go.mod at
 * or above it; NULL when there is none, or when that one is broken, which is
 * logged with -v. Every directory is read once. Borrowed from modules. */
const struct go_module *go_modules_find(struct go_modules *modules, const char *directory);

/* True when the directory holds a command: a main.go, or a file named after the
 * directory, of package main. Other names would need a listing of the tree. */
bool go_modules_has_command(struct go_modules *modules, const char *directory);

#endif
