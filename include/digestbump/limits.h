/* limits.h - all limits of the program, with their reasons.
 *
 * All external input (files, registries, git, configuration) is read with a
 * limit.
 */
#ifndef DIGESTBUMP_LIMITS_H
#define DIGESTBUMP_LIMITS_H

enum {
	/* A file that is scanned. Generated manifests of whole clusters have
	 * hundreds of KiB; larger files are data. */
	FILE_BYTES_MOST = 8 * 1024 * 1024,

	/* A configuration file: a hundred times the longest one seen. */
	CONFIG_BYTES_MOST = 1024 * 1024,

	/* Rules, registries, and globs of one list in a configuration: every pin is
	 * matched with all of them. Bytes of one text in it: names and templates. */
	CONFIG_ITEMS_MOST = 1000,
	CONFIG_TEXT_BYTES_MOST = 1024,

	/* A user name, password or token: a GCP service account's key is 2.4 KiB,
	 * tokens of identity providers some KiB. */
	SECRET_BYTES_MOST = 64 * 1024,

	/* Forges refuse or cut request titles at 255 characters. */
	TITLE_BYTES_MOST = 250,

	/* A bot branch's name: readable in lists; and the user's part of it. */
	BRANCH_BYTES_MOST = 100,
	BRANCH_PREFIX_BYTES_MOST = 40,

	/* Levels of a YAML or JSON document: deeper ones are attacks on the stack. */
	NODE_DEPTH_MOST = 128,

	/* Brackets open at once in HCL, TOML, Starlark and Gradle: as above. */
	SETTINGS_DEPTH_MOST = 128,

	/* Nodes of one file: each costs about 120 bytes of memory. */
	NODES_MOST = 1024 * 1024,

	/* Pins of one file and of one repository: a hundred times the largest
	 * known repository (some thousand). */
	FILE_PINS_MOST = 20000,
	PINS_MOST = 500000,

	/* Builds of one file that pins are linked to: each is compared with the others. */
	MAINS_MOST = 4096,

	/* A path: Linux' own PATH_MAX. */
	PATH_BYTES_MOST = 4096,

	/* A reference: 255 for host and repository, 128 for the tag, 135 for a
	 * sha512 digest, and the two separators. */
	REFERENCE_BYTES_MOST = 520,
	NAME_BYTES_MOST = 255,
	TAG_BYTES_MOST = 128,

	/* Steps of a rule's regular expression over one tag of 128 letters: a
	 * normal one takes some hundred. */
	SERIES_STEPS_MOST = 10000,

	/* Tags of one repository, pages they come on, and bytes of one page: the
	 * longest public lists have some ten thousand, a hundred on a page. */
	TAGS_MOST = 100000,
	TAG_PAGES_MOST = 200,
	TAG_PAGE_BYTES_MOST = 4 * 1024 * 1024,

	/* Referrers of one image, and pages of their list: a dozen signatures and
	 * attestations are many. */
	REFERRERS_MOST = 1000,
	REFERRER_PAGES_MOST = 50,

	/* A variable's value after expansion in Dockerfiles and Compose files:
	 * nesting could multiply it without limit. */
	EXPANSION_BYTES_MOST = 64 * 1024,
	EXPANSION_DEPTH_MOST = 16,

	/* Letters of values read, written and compared by all expansions of one file: with
	 * every value at its ceiling a file of 8 MiB would make terabytes. The rest is
	 * by the file's own bytes, so that the work grows no faster than they do: a
	 * use of a value as long as any reference takes half of what it brings. */
	EXPANSION_STEPS_MOST = 64 * 1024 * 1024,
	EXPANSION_STEPS_LEAST = 512 * 1024,
	EXPANSION_STEPS_PER_BYTE = 64,

	/* Variables of other files than Dockerfiles and Compose's: definitions of one
	 * file and of one name in it, letters of one (a reference has REFERENCE_BYTES_MOST,
	 * and may be written with a dozen of names), and letters read and written by
	 * all of their expansions, which are kept. */
	VARIABLES_MOST = 20000,
	DEFINITIONS_OF_NAME_MOST = 256,
	VARIABLE_BYTES_MOST = 2048,
	VARIABLE_STEPS_MOST = 8 * 1024 * 1024,

	/* Files next to the scanned one that are read for their variables. */
	SIBLING_FILES_MOST = 16,

	/* Files that one Flux Kustomization's substitutes are looked for in. */
	SUBSTITUTED_FILES_MOST = 64,

	/* Words, flags and heredocs of one instruction of a Dockerfile, each of them
	 * kept: the longest instructions known have some hundred. */
	WORDS_MOST = 4096,

	/* Stages of a Dockerfile that a name with a hidden part is compared with: a
	 * dozen is many, and every FROM of a hostile file could need it. */
	STAGES_TRIED_MOST = 256,

	/* A manifest or index: the distribution specification asks clients to
	 * expect 4 MiB, and it is the limit of containerd, oras and containers/image. */
	MANIFEST_BYTES_MOST = 4 * 1024 * 1024,
	INDEX_ENTRIES_MOST = 4096,

	/* Nested indexes of one index that are read: each is a request. */
	INNER_INDEXES_MOST = 16,

	/* The cache on disk: an index is some KiB, so this lasts for years of bumps; and the
	 * line that stores the digest of a tag. */
	CACHE_BYTES_MOST = 128 * 1024 * 1024,
	CACHE_FILES_MOST = 20000,
	CACHE_TYPE_BYTES_MOST = 255,
	CACHE_LINE_BYTES_MOST = 512,

	/* A file of answers, its entries of one kind, and a text in it: half a
	 * million pins need some ten thousand answers, of some KiB each. */
	ANSWERS_BYTES_MOST = 256 * 1024 * 1024,
	ANSWERS_MOST = 500000,
	ANSWER_TEXT_BYTES_MOST = 2000,

	/* A token answer (go-containerregistry's ceiling), one token in it, and
	 * the body of an error. */
	TOKEN_BODY_BYTES_MOST = 64 * 1024,
	TOKEN_BYTES_MOST = 16 * 1024,
	ERROR_BODY_BYTES_MOST = 64 * 1024,

	/* Bytes of a server's message that are shown: two lines of a terminal. */
	MESSAGE_BYTES_MOST = 200,

	/* 401s that one request handles: the registry's first, an expired token, a
	 * missing scope, and one from the target of a redirect. */
	REFUSALS_MOST = 5,

	/* The headers of one response: endless headers exhaust memory. */
	HEADER_BYTES_MOST = 64 * 1024,
	HEADER_LINES_MOST = 200,

	/* A URL: presigned ones of object stores reach some KiB; nginx and Go refuse
	 * longer request lines than this. */
	URL_BYTES_MOST = 8 * 1024,

	/* Hops from host to host before a request fails. */
	REDIRECTS_MOST = 5,

	/* Tries of one request, the first included; the pause between them starts
	 * at RETRY_PAUSE_MS and triples, with jitter. */
	TRIES_MOST = 3,
	RETRY_PAUSE_MS = 300,

	/* Tries of a request that the server limits (429) with a Retry-After:
	 * parallel requests may have used up the new limit. */
	LIMITED_TRIES_MOST = 8,

	/* The total time per run that one registry may ask us to wait (Retry-After):
	 * longer waits are reported as ERROR_LIMITED. */
	RETRY_AFTER_MOST_S = 60,

	/* Total time of a run for registry requests: some thousand take minutes. */
	RUN_BUDGET_MS = 30 * 60 * 1000,

	/* The longest time in a configuration, and the most requests per second: larger
	 * values are mistakes. */
	DURATION_MOST_MS = 24 * 3600 * 1000,
	REQUEST_RATE_MOST = 1000,

	/* Milliseconds: to connect, for a whole request, and the slow-loris rule:
	 * under LOW_SPEED_BYTES a second for LOW_SPEED_S seconds ends it. */
	CONNECT_TIMEOUT_MS = 10 * 1000,
	REQUEST_TIMEOUT_MS = 60 * 1000,
	LOW_SPEED_BYTES = 100,
	LOW_SPEED_S = 15,

	/* Bytes of memory for one JSON document from a registry: "[" takes a byte on the wire and
	 * a hundred here. An index of 4000 entries takes 7 MiB, 100,000 tags take 10. */
	JSON_MEMORY_MOST = 40 * 1024 * 1024,

	/* Bytes on the wire of one response beyond twice its body's ceiling: headers,
	 * chunk sizes, TLS records. More is an attempt to keep the connection busy. */
	WIRE_BYTES_MORE = 1024 * 1024,

	/* Seconds that a host's addresses are remembered: the length of a run. */
	DNS_CACHE_S = 600,

	/* Parallel requests, in total and to one host. Registries throttle
	 * by address; curl --parallel's own default is 50 in all. */
	REQUESTS_MOST = 64,
	REQUESTS_PER_HOST_MOST = 16,

	/* Consecutive requests to one host without a response after which the rest for
	 * it fails at once: a dead host costs one time-out, not one per pin. Not less
	 * than the parallel requests to it. */
	HOST_FAILURES_MOST = REQUESTS_PER_HOST_MOST,

	/* Interim (1xx) answers to one request: servers send one or two. */
	INTERIM_ANSWERS_MOST = 16,

	/* docker's config.json: with hundreds of registries still some 100 KiB. */
	CREDENTIALS_BYTES_MOST = 1024 * 1024,

	/* A credential helper: bytes of its name and of each of its outputs (a token
	 * is some KiB), how long it may take (gcloud's takes seconds; one that prompts a
	 * user never ends), and how many run at once. */
	HELPER_NAME_BYTES_MOST = 64,
	HELPER_BYTES_MOST = 64 * 1024,
	HELPER_TIMEOUT_MS = 10 * 1000,
	HELPERS_MOST = 8,

	/* A file of certificate authorities: the system's, of 140, is 220 KiB. Files of
	 * one host in certs.d: a handful. */
	AUTHORITIES_BYTES_MOST = 4 * 1024 * 1024,
	CERTIFICATES_MOST = 100,

	/* Output of the git program that is kept, and how long it may be silent. */
	GIT_OUTPUT_BYTES_MOST = 16 * 1024 * 1024,
	GIT_TIMEOUT_MS = 300 * 1000,

	/* Files and directories of one commit: ten times the largest public
	 * monorepos. A few objects can describe an endless tree. */
	TREE_ENTRIES_MOST = 4 * 1000 * 1000,

	/* A commit object: the longest messages seen are squashes of some 100 KiB. */
	COMMIT_BYTES_MOST = 1024 * 1024,

	/* Commits of one range that are read for their trailers: a push of a year. */
	COMMITS_MOST = 100000,

	/* The event file of a GitHub workflow: webhooks are limited to 25 MB. */
	EVENT_BYTES_MOST = 25 * 1024 * 1024,

	/* A provenance or an image's configuration: of builds with hundreds of layers and
	 * materials some 100 KiB. Platforms of one image that are read: official images
	 * have up to twelve. */
	PROVENANCE_BYTES_MOST = 4 * 1024 * 1024,
	PUBLISHED_PLATFORMS_MOST = 16,

	/* Tries for a ref that another process has locked, and the first pause
	 * between them, which doubles: half a second in all. */
	REF_TRIES_MOST = 6,
	REF_PAUSE_MS = 15,

	/* A lock on one of our refs that is older was left by a killed process: the age after
	 * which git ignores gc.pid. */
	REF_LOCK_AGE_S = 12 * 60 * 60,

	/* Refs in one run of the git program: its arguments are limited to
	 * some 2 MiB, and 400 bytes for each are many. */
	GIT_REFS_MOST = 500,

	/* Commits of a branch that are read to find ours, and how many of them are fetched
	 * one by one where a shallow clone lacks them. */
	BRANCH_COMMITS_MOST = 100,
	BRANCH_FETCHES_MOST = 8,

	/* Refs in one push: GitLab starts pipelines and hooks for at most three
	 * (push_event_hooks_limit). */
	PUSH_REFS_MOST = 3,

	/* Bytes of the output of the git program in one error. */
	GIT_WORDS_BYTES_MOST = 2000,

	/* Digestbump-Rebuild lines in one commit message: forges truncate long ones. */
	REBUILD_LINES_MOST = 50,

	/* Builds of all trees of one image graph, of one declaring file, and bytes of all files
	 * that it is read from: ten times the largest monorepos. */
	BUILDS_MOST = 100000,
	FILE_BUILDS_MOST = 10000,
	GRAPH_BYTES_MOST = 512 * 1024 * 1024,

	/* Arguments, contexts and names of one build, and its platforms: a dozen is many. */
	BUILD_VALUES_MOST = 200,
	BUILD_PLATFORMS_MOST = 32,

	/* Values of a matrix taken together, of CI jobs and of bake (GitHub's own limit of a
	 * matrix), and such sets of one file: each is read like a file of its own. */
	MATRIX_MOST = 256,
	FILE_SETS_MOST = 20000,

	/* Workflows and actions that others of the same repository call: each is read again. */
	WORKFLOW_CALLS_MOST = 4000,

	/* Stages, and what they name, that are visited for all builds of an image graph: a
	 * hundred for each of BUILDS_MOST. */
	REACH_STEPS_MOST = 10 * 1000 * 1000,

	/* Builds of one repository whose tags are compared with one that contains an
	 * expression, and the candidates that it may match. */
	OPEN_TAGS_TRIED_MOST = 1024,
	OPEN_TAGS_MOST = 64,

	/* Scan threads: more only compete for the disk. */
	SCAN_THREADS_MOST = 8,

	/* Entries of `patterns`, and bytes of a regular expression: a page of text. */
	TEXT_PATTERNS_MOST = 100,
	TEXT_PATTERN_BYTES_MOST = 4096,

	/* Steps of one regular expression in one file: some seconds. A normal
	 * expression takes a few per byte, a hostile one grows with the square. And the
	 * depth and memory of backtracking. */
	REGEX_STEPS_MOST = 64 * 1024 * 1024,
	REGEX_DEPTH_MOST = 1024 * 1024,
	REGEX_HEAP_KIB_MOST = 16 * 1024,

	/* The journal of first sights: digests of one tag, of all, and its bytes (80 for a
	 * digest); and the largest minimum age. */
	JOURNAL_DIGESTS_MOST = 50,
	JOURNAL_ENTRIES_MOST = 10000,
	JOURNAL_BYTES_MOST = 2 * 1024 * 1024,
	AGE_MOST_S = 366 * 24 * 3600,

	/* How many older digests are requested, one after the other. */
	AGE_ROUNDS_MOST = 8,

	/* Tries to push the journal, in case other runs push at the same time. */
	JOURNAL_PUSHES_MOST = 5,

	/* Policies of a configuration, signers of one, and bytes of a name. */
	POLICIES_MOST = 100,
	SIGNERS_MOST = 100,
	POLICY_NAME_BYTES_MOST = 64,

	/* Reported reasons why an image's signatures are not valid. */
	TRUST_REASONS_MOST = 10,

	/* A signature's manifest, the layers of it that are read (cosign stops at
	 * 1000, real ones have 1 to 10), and one payload (they have 250 bytes;
	 * annotations some more). */
	SIGNATURE_MANIFEST_BYTES_MOST = 4 * 1024 * 1024,
	SIGNATURE_LAYERS_MOST = 100,
	SIGNATURE_PAYLOAD_BYTES_MOST = 64 * 1024,

	/* A sigstore bundle, and how many of them for one image: signatures have 5 KiB,
	 * provenance some tens; larger ones are SBOMs, not signatures. */
	BUNDLE_BYTES_MOST = 1024 * 1024,
	BUNDLES_MOST = 100,

	/* Log entries and time stamps of one bundle, subjects of a statement and digests
	 * of one: sigstore-go's. */
	LOG_ENTRIES_MOST = 32,
	TIMESTAMPS_MOST = 32,
	SUBJECTS_MOST = 1024,
	SUBJECT_DIGESTS_MOST = 32,

	/* Hashes of an inclusion proof: a tree of 2^64 leaves. A checkpoint, and its
	 * signatures: the log's and some witnesses'. */
	INCLUSION_HASHES_MOST = 64,
	CHECKPOINT_BYTES_MOST = 16 * 1024,
	CHECKPOINT_SIGNATURES_MOST = 32,

	/* A certificate (2 KiB), the certificates of a chain (3), the proofs of publication
	 * in one (1), an identity in one (a URL), and a time stamp with its chain. */
	CERTIFICATE_BYTES_MOST = 64 * 1024,
	CERTIFICATE_CHAIN_MOST = 10,
	SCTS_MOST = 32,
	IDENTITY_BYTES_MOST = 4096,
	TIMESTAMP_BYTES_MOST = 64 * 1024,

	/* A file whose signature is verified: it is read whole. */
	ARTIFACT_BYTES_MOST = 256 * 1024 * 1024,

	/* A trusted root: sigstore's has 7 KiB. */
	TRUSTED_ROOT_BYTES_MOST = 1024 * 1024,
};

#endif
