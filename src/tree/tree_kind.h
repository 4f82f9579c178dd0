/* tree_kind.h - what the kinds of trees have in common, for themselves only. */
#ifndef DIGESTBUMP_SRC_TREE_TREE_KIND_H
#define DIGESTBUMP_SRC_TREE_TREE_KIND_H

#include <digestbump/tree/tree.h>

/* Where a kind puts what it finds. */
struct listing {
	struct tree_files *files;
	const struct tree_visitor *visitor;
};

/* ERROR_STOPPED: the visitor wants no more. Asked now and then while listing. */
struct error *listing_check(const struct listing *into) MUST_CHECK;

/* Hands on a file or link that is wanted. */
struct error *listing_add(const struct listing *into, const char *path, bool is_link) MUST_CHECK;

/* A kind of tree. tree.c hands in only paths that are inner ones. */
struct tree_kind {
	struct error *(*list)(const struct listing *into, struct tree *tree);
	bool (*has)(struct tree *tree, const char *path);
	struct error *(*read)(struct text *into, struct tree *tree, const char *path);
	struct error *(*link)(char **target, struct tree *tree, const char *path);
	void (*free)(struct tree *tree);
};

/* First member of every kind's own structure. */
struct tree {
	const struct tree_kind *kind;
};

/* Who may be listed of a tree on disk, besides what the caller wants. */
struct disk_rules {
	/* Asked before a directory below the top is opened; NULL: all are. */
	bool (*enters)(struct git *git, const char *directory);

	/* Asked for a directory that is a repository of its own. */
	bool (*enters_repository)(struct git *git, const char *directory);

	/* Asked for a file or link that is wanted; NULL: all are kept. */
	bool (*keeps)(struct git *git, const char *path);
};

/* A directory on disk, or a part of one. */
struct disk {
	struct tree tree;
	int top;     /* the open directory */
	char *below; /* "", or where the listing starts */
	const struct disk_rules *rules;
	struct git *git; /* for the rules; borrowed */
};

/* Gives a tree on disk whose top is the directory `top` (links followed: it was
 * named by the user). ERROR_ABSENT: no top, or nothing at `below`. */
struct error *disk_open(struct tree **out, const char *top, const char *below,
			const struct disk_rules *rules, struct git *git) MUST_CHECK;

/* Walks it, without recursion and with one open directory at a time: the depth
 * of a tree costs neither stack nor descriptors. */
struct error *disk_walk(const struct listing *into, struct tree *tree) MUST_CHECK;

/* True when disk_walk() meets a file or a link at this path. */
bool disk_has(struct tree *tree, const char *path);

/* Gives `below` as a path from the top: without a last '/', "" for "." and NULL.
 * ERROR_USAGE: leads out of the tree. */
struct error *below_clean(char **out, const char *below) MUST_CHECK;

#endif
