#!/bin/bash
# Rules that follow a series of tags: tag and digest move together.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY
}

# Puts team/NAME:TAG for each tag into the registry, the digest of each into DIGEST[TAG].
tags() { # NAME TAG...
	local name=$1 tag
	shift
	declare -gA DIGEST=()
	for tag; do
		DIGEST[$tag]=$(push_image "$OPEN" "team/$name" "$tag" "$name $tag")
	done
}

rule() { # DIRECTORY TRACK
	mkdir -p "$1"
	printf 'rules:\n  - track: %s\n' "$2" >"$1/.digestbump.yaml"
}

case_tag_and_digest_of_a_branch_move_together_in_one_commit() {
	tags go 1.22.1 1.22.4 1.22.10 1.22.11-rc1 1.23.0 latest
	rule repo '"1.22.*"'
	printf 'FROM %s/team/go:1.22.1@%s AS build\r\nRUN true\r\n' "$OPEN" "${DIGEST[1.22.1]}" >repo/Dockerfile
	with_remote repo
	digestbump -C repo --json
	code_is 0
	json_is '.verdicts[0].verdict + " " + .verdicts[0].tag + " " + .verdicts[0].to_tag + " " + .verdicts[0].to' "bump 1.22.1 1.22.10 ${DIGEST[1.22.10]}"
	json_is '.bumps[0].images[0].to_tag' 1.22.10
	branch=$(bot_branches repo.git)
	same "$(git -C repo.git show "$branch:Dockerfile" | sha256sum)" "$(printf 'FROM %s/team/go:1.22.10@%s AS build\r\nRUN true\r\n' "$OPEN" "${DIGEST[1.22.10]}" | sha256sum)"
	same "$(trailer repo.git "$branch" Digestbump-Update)" "$OPEN/team/go:1.22.10 ${DIGEST[1.22.1]} ${DIGEST[1.22.10]}"
	same "$(git -C repo.git log -1 --format=%s "$branch")" "build(base): bump $OPEN/team/go to 1.22.10 ($(cut -c8-14 <<<"${DIGEST[1.22.10]}"))"
	git -C repo.git log -1 --format=%b "$branch" | grep -qF "from 1.22.1 ${DIGEST[1.22.1]}"
	digestbump -C repo --json
	json_is '.bumps[0].state' unchanged
}

case_split_fields_and_ranges_with_a_suffix() {
	tags web 1.2-alpine 1.3-alpine 1.4 1.10-alpine 2.0-alpine 1.4.1-alpine
	rule repo '{semver: ^1.2, suffix: -alpine}'
	printf 'image:\n  repository: %s/team/web\n  tag: "1.2-alpine" # keep\n  digest: %s\n' "$OPEN" "${DIGEST[1.2-alpine]}" >repo/values.yaml
	with_remote repo
	digestbump -C repo --write
	code_is 0
	same "$(cat repo/values.yaml)" "$(printf 'image:\n  repository: %s/team/web\n  tag: "1.10-alpine" # keep\n  digest: %s\n' "$OPEN" "${DIGEST[1.10-alpine]}")"
	digestbump -C repo --dry-run --json
	json_is '.verdicts[0].verdict' current
}

case_one_variable_for_two_places_moves_once() {
	tags base 3.18 3.20
	rule repo '"3.*"'
	printf 'ARG TAG=3.18\nARG DIGEST=%s\nFROM %s/team/base:${TAG}@${DIGEST} AS a\nFROM %s/team/base:${TAG}@${DIGEST} AS b\n' "${DIGEST[3.18]}" "$OPEN" "$OPEN" >repo/Dockerfile
	digestbump -C repo --write
	code_is 0
	same "$(head -2 repo/Dockerfile)" "$(printf 'ARG TAG=3.20\nARG DIGEST=%s' "${DIGEST[3.20]}")"
}

case_a_tag_that_serves_another_image_stays() {
	tags one 1.1 1.2
	tags other 1.1
	local other=${DIGEST[1.1]}
	tags one 1.1 1.2
	mkdir repo
	printf 'rules:\n  - {match: {images: ["**/one"]}, track: "1.*"}\n' >repo/.digestbump.yaml
	printf 'ARG TAG=1.1\nFROM %s/team/one:${TAG}@%s\nFROM %s/team/other:${TAG}@%s\n' "$OPEN" "${DIGEST[1.1]}" "$OPEN" "$other" >repo/Dockerfile
	digestbump -C repo --dry-run --json
	code_is 1
	json_is '[.verdicts[].verdict] | join(" ")' 'unsupported current'
	json_is '.verdicts[0].reason | test("also serves line 3")' true
}

case_what_a_series_cannot_move_says_why() {
	tags odd 2.0.1 1.22.9 latest
	rule repo '"1.22.*"'
	printf 'FROM %s/team/odd:2.0.1@%s\n' "$OPEN" "${DIGEST[2.0.1]}" >repo/Dockerfile
	printf 'FROM %s/team/odd:latest@%s\n' "$OPEN" "${DIGEST[latest]}" >repo/latest.Dockerfile
	printf 'FROM %s/team/odd@%s\n' "$OPEN" "${DIGEST[latest]}" >repo/bare.Dockerfile
	printf 'FROM %s/team/none:1.22.1@%s\n' "$OPEN" "$GONE" >repo/none.Dockerfile
	digestbump -C repo --dry-run --json
	code_is 1
	json_is '[.verdicts[] | .path + " " + .verdict] | join(", ")' 'Dockerfile held-downgrade, bare.Dockerfile unsupported, latest.Dockerfile unsupported, none.Dockerfile absent'
	json_is '[.verdicts[] | select(.to != null or .to_tag != null)] | length' 0
	json_is '.verdicts[0].reason | test("above .1.22.9.")' true
	json_is '.verdicts[2].reason | test("cannot be compared")' true
}

case_a_repository_is_listed_once_and_only_when_a_rule_wants_it() {
	tags listed 1.1 1.2
	mkdir -p repo/a repo/b
	printf 'FROM %s/team/listed:1.1@%s\n' "$OPEN" "${DIGEST[1.1]}" | tee repo/a/Dockerfile >repo/b/Dockerfile
	digestbump -C repo --dry-run --json
	json_is '.summary.requests' 1
	rule repo '"1.*"'
	digestbump -C repo --dry-run --json
	# The list, what 1.2 has, the new index, the old one.
	json_is '.summary.bump' 2
	json_is '.summary.requests <= 6' true
}

case_exported_answers_move_the_same_tags_without_a_network() {
	tags kept 1.1 1.2
	rule repo '"1.*"'
	printf 'FROM %s/team/kept:1.1@%s\n' "$OPEN" "${DIGEST[1.1]}" >repo/Dockerfile
	digestbump -C repo --dry-run --json --export "$PWD/answers.json"
	json '.verdicts' >online
	digestbump -C repo --dry-run --json --answers "$PWD/answers.json"
	code_is 0
	json_is '.summary.requests' 0
	json '.verdicts' >offline
	cmp online offline
	jq '.lists = []' answers.json >poor.json
	digestbump -C repo --dry-run --json --answers "$PWD/poor.json"
	code_is 1
	json_is '.verdicts[0].verdict' failed
	json_is '.verdicts[0].reason | test("not among the answers")' true
}

case_a_layout_lists_its_tags() {
	make_layout
	rule repo '"3.*"'
	"$DIGESTBUMP" resolve alpine:3.20 "${FROM_LAYOUT[@]}" >pin
	printf 'FROM alpine:3.19@%s\n' "$GONE" >repo/Dockerfile
	digestbump -C repo --dry-run --json "${FROM_LAYOUT[@]}"
	json_is '.verdicts[0].to_tag | test("^3[.][0-9]+$")' true
}

run_cases
