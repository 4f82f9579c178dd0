#!/bin/bash
# The scan corpus through the whole program: scanned, resolved from an image layout, judged, edited.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

case_every_updatable_reference_of_the_corpus_gets_its_tags_digest_and_nothing_else_changes() {
	local host registries=()
	python3 "$FLOW/corpus.py" "$TOP/tests/scan/corpus" tree wanted layout >hosts
	while read -r host; do
		registries+=(--registry "$host=oci:$PWD/layout")
	done <hosts
	digestbump -C tree --write --json "${registries[@]}"
	# One digest of two images, and one of another algorithm, can not be bumped.
	code_is 1
	json_is '.summary | .failed + .absent + .denied' 0
	diff -r --no-dereference wanted tree || fail "other bytes than those of updatable digests changed"
	same_modes wanted tree
	# What is written now is what the tags have.
	digestbump -C tree --write --json "${registries[@]}"
	code_is 1
	json_is '.bumps | length' 0
	diff -r --no-dereference wanted tree || fail "a second run changes something"
}

# Paths, kinds, modes and links of both are the same.
same_modes() { # DIRECTORY DIRECTORY
	diff <(cd "$1" && find . -printf '%p %M %l\n' | sort) <(cd "$2" && find . -printf '%p %M %l\n' | sort) ||
		fail "other modes or links"
}

run_cases
