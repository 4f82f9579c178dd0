#!/bin/bash
# What published images were built on: annotations, labels, provenance, layers.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY
}

# A repository whose app is built on BASE (an image of $OPEN) at DIGEST and published as $OPEN/team/NAME:1.
app() { # NAME BASE DIGEST
	mkdir -p "$1"
	printf 'FROM %s@%s\n' "$2" "$3" >"$1/Dockerfile"
	printf 'services:\n  app: {image: "%s/team/%s:1", build: .}\n' "$OPEN" "$1" >"$1/compose.yaml"
	commit_all "$1" "$3"
}

# Publishes team/NAME:1 with what published.py makes; see there.
publish() { # NAME OPTION...
	local name=$1
	shift
	python3 "$FLOW/published.py" "http://$OPEN" "team/$name" 1 "$@"
}

# The state of the only image, its evidence, and what is to be built.
says() { # DIRECTORY STATE EVIDENCE BUILDS
	digestbump rebuild -C "$1" --published --json
	code_is 0
	json_is '.images[0].state' "$2"
	json_is '.images[0].evidence' "$3"
	json_is '[.waves[][]] | length' "$4"
}

case_an_image_goes_from_fresh_to_pin_old_to_old_pin_and_back() {
	local base=$OPEN/base/debian one two
	one=$(push_image "$OPEN" base/debian 12 'debian one')
	app life "$base:12" "$one"
	publish life --annotation "$base:12" "$one"
	says life fresh annotation 0
	json_is '.images[0].built | tostring' "[{\"image\":\"$base\",\"digest\":\"$one\"}]"
	# The tag moves: the pin is old, and bumping comes first.
	two=$(push_image "$OPEN" base/debian 12 'debian two')
	says life pin-old annotation 0
	# Bumped: what is published stands on the old one.
	app life "$base:12" "$two"
	says life old-pin annotation 1
	json_is '.images[0].because | tostring' '[{"stale":true}]'
	digestbump rebuild -C life --published
	code_is 0
	out_has "old-pin  $OPEN/team/life"
	digestbump rebuild -C life --published --format list
	same "$(cat out)" "$OPEN/team/life"
	# Built again.
	publish life --annotation "$base:12" "$two"
	says life fresh annotation 0
	digestbump rebuild -C life --published --format list
	same "$(cat out)" ''
}

case_a_recorded_digest_may_be_that_of_one_platform() {
	local base=$OPEN/base/platform index
	index=$(push_image "$OPEN" base/platform 1 'platform one')
	app platform "$base:1" "$index"
	publish platform --annotation "$base:1" "$(platform_digest linux/amd64 'platform one')"
	says platform fresh annotation 0
}

case_a_label_counts_only_for_the_base_that_git_names() {
	local base=$OPEN/base/label one two
	one=$(push_image "$OPEN" base/label 1 'label one')
	two=$(push_image "$OPEN" base/label 1 'label two')
	app label "$base:1" "$two"
	publish label --label "$base:1" "$one"
	says label old-pin label 1
	# Inherited from the base, whose own base is another image.
	publish label --label "$OPEN/base/grandparent:1" "$one"
	says label unknown null 0
	json '.images[0].reason | contains("org.opencontainers.image.base.name")'
}

case_provenance_of_both_versions_names_builders_too() {
	local base=$OPEN/base/prov builder=$OPEN/base/go version one two go1 go2
	one=$(push_image "$OPEN" base/prov 1 'prov one')
	go1=$(push_image "$OPEN" base/go 1 'go one')
	go2=$(push_image "$OPEN" base/go 1 'go two')
	app prov "$base:1" "$one"
	printf 'FROM %s:1@%s AS build\nFROM %s:1@%s\nCOPY --from=build /x /x\n' "$builder" "$go2" "$base" "$one" >prov/Dockerfile
	commit_all prov Builder
	for version in 0.2 1; do
		publish prov --provenance "$version" "$base:1=$one" "$builder:1=$go2" "docker.io/docker/dockerfile:1=$GONE"
		says prov fresh provenance 0
		json_is '.images[0].built | length' 2
		publish prov --provenance "$version" "$base:1=$one" "$builder:1=$go1"
		says prov old-pin provenance 1
	done
	# The annotation tells of the last base only.
	publish prov --annotation "$base:1" "$one" --provenance 1 "$base:1=$one" "$builder:1=$go1"
	says prov old-pin annotation 1
}

case_provenance_may_refer_to_the_image() {
	local base=$OPEN/base/refers one two
	one=$(push_image "$OPEN" base/refers 1 'refers one')
	app refers "$base:1" "$one"
	publish refers --referrer 1 "$base:1=$one"
	says refers fresh provenance 0
	two=$(push_image "$OPEN" base/refers 1 'refers two')
	app refers "$base:1" "$two"
	says refers old-pin provenance 1
}

case_layers_prove_what_is_fresh_and_never_what_is_old() {
	local base=$OPEN/base/layers one two
	one=$(push_image "$OPEN" base/layers 1 'layers one')
	app layers "$base:1" "$one"
	publish layers --layers-of 'layers one'
	says layers fresh layers 0
	two=$(push_image "$OPEN" base/layers 1 'layers two')
	app layers "$base:1" "$two"
	says layers unknown null 0
}

case_what_is_not_published_or_cannot_be_asked_is_told() {
	local base=$OPEN/base/none one
	one=$(push_image "$OPEN" base/none 1 'none one')
	app none "$base:1" "$one"
	says none unknown null 0
	json_is '.images[0].digest' null
	printf 'services:\n  app: {image: "127.0.0.1:1/team/none:1", build: .}\n' >none/compose.yaml
	commit_all none Elsewhere
	digestbump rebuild -C none --published --json
	code_is 1
	json_is '.images[0].state' unknown
	digestbump rebuild -C none --published --from HEAD
	code_is 2
}

case_the_released_revision_is_built() {
	local base=$OPEN/base/release one two released
	one=$(push_image "$OPEN" base/release 1 'release one')
	app release "$base:1" "$one"
	released=$(git -C release rev-parse HEAD)
	publish release --annotation "$base:1" "$one" --revision "$released"
	two=$(push_image "$OPEN" base/release 1 'release two')
	app release "$base:1" "$two"
	says release old-pin annotation 1
	json_is '.images[0].revision' "$released"
}

run_cases
