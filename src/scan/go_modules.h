/* go_modules.h - the Go modules of a tree, by the directories that they hold.
 *
 * A module begins at a go.mod and holds all below it down to the next one. go.work
 * is not read: it says what is built together, not what belongs to what. Safe to
 * ask from several threads at once.
 */
#ifndef DIGESTBUMP_SRC_SCAN_GO_MODULES_H
#define DIGESTBUMP_SRC_SCAN_GO_MODULES_H

#include <digestbump/base/own.h>
#include <digestbump/tree/tree.h>

struct go_module {
	char *path;      /* as go.mod says: "example.com/shop" */
	char *directory; /* of go.mod, from the top of the tree, "" for the top itself */
};

struct go_modules;

/* Gives the modules of a tree. Borrows tree. */
struct go_modules *go_modules_new(struct tree *tree) MUST_CHECK;
void go_modules_free(struct go_modules *modules); /* NULL is fine */
DEFINE_OWNED(go_modules)

/* The module of a directory (from the top, "" for the top), by the nearest go.mod at
 * or above it; NULL when there is none, or when that one is broken, which is said
 * at -v. Every directory is looked into once. Borrowed from modules. */
const struct go_module *go_modules_find(struct go_modules *modules, const char *directory);

/* True when the directory holds a command: a main.go, or a file called as the directory
 * is, of package main. Other names cannot be looked for without a list of the tree. */
bool go_modules_has_command(struct go_modules *modules, const char *directory);

#endif
