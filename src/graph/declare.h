/* declare.h - what the readers of declarations are given, and how they say what is built.
 *
 * One file in declared/ for each kind of declaration, one line in the table of
 * declarations.c. A reader adds builds as its file has them; which file a build's Dockerfile
 * is, what it reaches and what it is called is worked out for all of them together (build.c).
 */
#ifndef DIGESTBUMP_SRC_GRAPH_DECLARE_H
#define DIGESTBUMP_SRC_GRAPH_DECLARE_H

#include "positions.h"
#include "reach.h"
#include <digestbump/base/node.h>
#include <digestbump/graph/graph.h>

struct making; /* the graph while it is made */

/* A file while its declarations are read. */
struct declaring {
	struct making *making;
	size_t tree;
	const char *path;
	struct slice bytes;
	uint32_t base;  /* the address of its first byte */
	size_t count;   /* builds of it so far */
	unsigned depth; /* of files that include one another */
	size_t sets;    /* of values that it was read with so far */
	bool is_late;   /* all other files were read */
};

/* A build as one declaration has it. Paths are from the top of the tree. */
struct declared {
	enum declaration by;
	size_t tree;
	char *file; /* that declares it */
	unsigned line;

	/* What `target:LABEL` and `service:LABEL` of a named context of the same scope mean;
	 * NULL: nobody can name it. */
	char *scope;
	char *label;

	char *path;               /* the Dockerfile, or the build specification itself */
	struct mapped_text *text; /* the Dockerfile's text where it stands in the declaration */
	bool is_specification;    /* path is no Dockerfile: `bases` is all that is reached */
	char *target;
	char *context;
	struct declared_values args;
	struct declared_values contexts;
	struct declared_values bases; /* name: any; reached as they stand */
	struct strings names;         /* as they are pushed, in the order written */
	bool has_default_tag;         /* a tag is a default of the file, and another one in CI */
	struct strings platforms;
	size_t order; /* of declaring, over all files */
	size_t build; /* index of the build that it became; BUILD_NONE: none */
};

/* Adds a build that the byte at `at` of the file begins to declare; borrowed. NULL when there
 * are too many: then nothing more of the file is to be read. */
struct declared *declare(struct declaring *file, enum declaration by, size_t at) MUST_CHECK;

void declared_free(struct declared *declared); /* NULL is fine */

/* Has named contexts of the same scope find the build by `target:LABEL` or `service:LABEL`. */
void declared_label(struct declaring *file, struct declared *declared, const char *scope,
		    const char *label);

/* Adds an image that is reached as it stands. Takes image. */
void declared_base(struct declared *declared, struct mapped_text *image);

/* False when the file has had FILE_SETS_MOST sets of values, or builds enough: then it is read no
 * further. */
bool declaring_next_set(struct declaring *file);

/* Adds a build that cannot be read; code must be static. */
void declare_unknown(struct declaring *file, size_t at, const char *code, const char *format, ...)
    FORMAT_AT(4, 5);

/* The same, at a place that is known already. */
void declare_unknown_at(struct declaring *file, const struct position *where, const char *code,
			const char *format, ...) FORMAT_AT(4, 5);

/* Gives the file's documents, YAML or JSON by its name; NULL when there are none, which is said
 * then. */
struct documents *declaring_documents(struct declaring *file) MUST_CHECK;

/* Gives a scalar's letters with their addresses; NULL: it is none. */
struct mapped_text *declaring_text(const struct declaring *file, const struct node *node)
    MUST_CHECK;

/* Gives another file of the tree, with *base for its letters; NULL when there is none. */
struct text *declaring_read(struct declaring *file, uint32_t *base, const char *path) MUST_CHECK;

/* True when the tree has that file. */
bool declaring_has(struct declaring *file, const char *path);

/* Has bake files read together, relative to a directory ("" the top), for a declaration that
 * names them: docker/bake-action, docker buildx bake -f. */
void declaring_bake(struct declaring *file, const struct strings *paths);

/* Gives the path of `relative` counted from a directory ("" the top); "" for the top itself;
 * NULL when it leads out of the tree, is a URL or has a part that is not known. */
char *path_join(const char *directory, const char *relative) MUST_CHECK;
char *path_directory(const char *path) MUST_CHECK; /* gives "" for one at the top */

/* True when part of the text is a variable or a template's expression. */
bool text_is_open(const char *text);
bool text_is_url(const char *text); /* "https://...", "git@...", "github.com/..." */

/* Sets context and Dockerfile as `docker build -f file context` means them when it is run in
 * the directory; file NULL: Dockerfile in the context. `file_from_context`: -f counts from the
 * context (Compose, bake, Skaffold), else from the directory. False, and the build is unknown,
 * when they cannot be known. */
struct build_place {
	const char *directory;
	const char *context; /* NULL: "." */
	const char *file;
	bool file_from_context;
	const char *otherwise; /* the directory, when there is no such Dockerfile; NULL: none */
};
/* Sets the context and Dockerfile of a declared build. False: the context or the
 * path cannot be determined, and the file says so as unknown. */
bool declared_place(struct declaring *file, struct declared *declared,
		    const struct build_place *place);

/* Adds a platform, or several with commas between them; what is none is left out. */
void declared_platforms(struct declared *declared, const char *platforms);

/* Adds a name that is pushed, unless it is empty. */
void declared_name(struct declared *declared, const char *name);

/* The kinds of declarations. */
struct declaration_kind {
	const char *name;
	const char *const *formats; /* names of scan's formats whose files these are */
	const char *const *needles; /* a file without any of these is not read; NULL: always */
	void (*read)(struct declaring *file);
};
extern const struct declaration_kind *const declaration_kinds[];
extern const struct declaration_kind declared_in_cloudbuild, declared_in_compose,
    declared_in_github, declared_in_gitlab, declared_in_goreleaser, declared_in_ko,
    declared_in_shell, declared_in_skaffold, declared_elsewhere;

#endif
