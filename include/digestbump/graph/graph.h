/* graph.h - the images that repositories build, and what each of them is built on.
 *
 * Reads trees; touches no network, runs no builder. A build is what a declaration
 * (bake, Compose, a workflow ...) or a Dockerfile by itself says is built. What its
 * target reaches follows BuildKit's rules: only stages that it stands on over FROM,
 * COPY --from and RUN --mount=from=, with the declaration's arguments and named
 * contexts in place. What is declared in several places with the same path, target,
 * arguments and contexts is one build. Nothing is guessed: what cannot be read stands
 * under `unknown`, and `images:` of the configuration can say it.
 * The same trees give the same graph, whatever the order of listing. Time and memory
 * are linear in what is declared and reached.
 */
#ifndef DIGESTBUMP_GRAPH_GRAPH_H
#define DIGESTBUMP_GRAPH_GRAPH_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/config/config.h>
#include <digestbump/scan/pin.h>
#include <digestbump/tree/tree.h>
#include <stdbool.h>
#include <stdint.h>

/* Where a build is declared; the first of them that names it wins. */
enum declaration {
	DECLARED_CONFIG,     /* `images:` of .digestbump.yaml */
	DECLARED_GITHUB,     /* docker/build-push-action, docker/bake-action */
	DECLARED_GITLAB,     /* docker, buildah, kaniko in a job */
	DECLARED_CLOUDBUILD, /* Cloud Build steps */
	DECLARED_BAKE,       /* docker-bake.hcl and .json */
	DECLARED_GORELEASER, /* dockers, dockers_v2, kos */
	DECLARED_SKAFFOLD,   /* build.artifacts */
	DECLARED_KO,         /* .ko.yaml */
	DECLARED_COMPOSE,    /* a service's build */
	DECLARED_SHELL,      /* docker|podman|buildah build in scripts and makefiles */
	DECLARED_DOCKERFILE, /* nothing declares it: its last stage */
	DECLARED_OTHER,      /* other build specifications: Jib, Buildpacks, Earthfile ... */
};

/* "config" "github" "gitlab" ... as in JSON. */
const char *declaration_name(enum declaration declaration);

struct build_origin {
	enum declaration declaration;
	char *path;
	unsigned line; /* from 1 */
};

/* A name with a value: a build argument, or a named context. */
struct build_value {
	char *name;
	char *value; /* as far as it is known ("$X" where a part is not); NULL: comes with the build
		      */
};

static const size_t BUILD_NONE = SIZE_MAX;

/* Something that a build's target reaches. It is one of three:
 * - a base, an image from outside: build == BUILD_NONE;
 * - a need, one of our builds by a name without a digest, by a bake `target:`, Compose
 *   `service:` or Skaffold `requires`: it is built before, in the same run;
 * - a pin, one of our builds by a digest: its publication comes before. */
struct reached {
	size_t build; /* index of ours in the graph, or BUILD_NONE */

	char *image;   /* normalised name; as written where a part is not known; NULL: by target:,
			  service: or requires */
	char *tag;     /* as written; NULL: none */
	char *digest;  /* NULL: none */
	char *path;    /* where the digest's text stands, or the reference when there is none: the
			  Dockerfile, or the file that gives the argument or context */
	unsigned line; /* from 1 */
	enum pin_kind kind;
	bool is_any_tag; /* of a need: its tag or the build's is an expression, so it may be another
			  */
};

bool reached_is_base(const struct reached *reached); /* an image that is not built here */
bool reached_is_need(const struct reached *reached); /* another build, without a digest */
bool reached_is_pin(const struct reached *reached);  /* another build, pinned by digest */

struct build {
	char *name;       /* of its own within the graph: the repository of the first pushed name as
			     written, with its tag or #target where several builds share it; else PATH,
			     PATH#target, PATH#service */
	char *repository; /* normalised ("docker.io/acme/app"), as written where a part is not
			     known; NULL: it is pushed nowhere that is known */
	struct strings tags;  /* of that repository; sorted; "$X" where a part is not known */
	struct strings names; /* all references that it is pushed by, as written; sorted */
	bool has_any_tag;     /* some tag is not known: it may be pushed by any */

	size_t tree;   /* of which of the trees */
	char *path;    /* Dockerfile or build specification, from the top of its tree */
	char *target;  /* stage, or what else picks it in the file; NULL: the last stage */
	char *context; /* directory from the top ("." the top itself), or URL; NULL: none */

	struct build_value *args; /* sorted by name */
	size_t arg_count;
	struct build_value *contexts; /* named contexts; sorted by name */
	size_t context_count;
	struct strings platforms; /* normalised; sorted; empty: the builder's own */

	struct build_origin *origins; /* sorted by declaration, path, line; one at least */
	size_t origin_count;

	/* All that the target reaches: in the order of path, line, image; each once. */
	struct reached *reached;
	size_t reached_count;

	char *key; /* path, target, arguments and contexts: the same in two trees for the same build
		    */
};

/* A build that was seen and could not be read to the end. */
struct unknown_build {
	size_t tree;
	char *path;
	unsigned line; /* from 1; 0: the whole file */
	const char
	    *code;    /* "variable" "missing" "syntax" "template" "remote" "unreadable" "limit" */
	char *reason; /* with what to do about it */
	size_t build; /* the build that it is a part of; BUILD_NONE: there is none to show */
};

struct image_graph {
	struct build *builds; /* sorted by name */
	size_t count;
	struct unknown_build *unknown; /* sorted by tree, path, line; each once */
	size_t unknown_count;

	struct build_index *index; /* for the functions below */
};

/* One repository. Borrowed while the graph is made. */
struct graph_tree {
	const char *name; /* in front of names that would be two builds' otherwise; may be NULL */
	struct tree *files;
	const struct config *config;
};

/* Gives the graph of the builds in `count` trees: edges may lead from one to another.
 * A file that cannot be read costs its own builds only. ERROR_STOPPED when
 * context->stop was set; errors of listing a tree are passed on; ERROR_LIMIT: more than
 * BUILDS_MOST builds. */
struct error *graph_make(struct image_graph **out, const struct graph_tree *trees, size_t count,
			 const struct context *context) MUST_CHECK;
void image_graph_free(struct image_graph *graph); /* NULL is fine */
DEFINE_OWNED(image_graph)

/* The build of another graph (of the same repository at another revision) that `build`
 * is: by key, else by name; NULL: there is none, it is new. */
const struct build *graph_counterpart(const struct image_graph *other, const struct build *build);

/* The build of that name, or NULL. */
const struct build *graph_find(const struct image_graph *graph, const char *name);

/* Builds by their indexes in a graph. */
struct build_set {
	size_t *items;
	size_t count;
};

/* Adds every build that reaches the pin: what is written there (image, tag, digest) in that
 * file of that tree. A build may be added again. */
void graph_reaching(struct build_set *out, const struct image_graph *graph, size_t tree,
		    const struct pin *pin);

/* Adds to the set all builds that need one in it, however far (not those that pin it). Each is
 * in it once then, in order. */
void graph_close_over_needs(struct build_set *set, const struct image_graph *graph);
void build_set_clear(struct build_set *set); /* frees what it holds */

#endif
