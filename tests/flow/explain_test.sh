#!/bin/bash
# explain: what a verdict means, and the whole story of a reference.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() { make_layout; }

explain() { digestbump explain -C bitvault "$@" "${FROM_LAYOUT[@]}"; }

case_every_verdict_is_explained() {
	local name
	digestbump explain
	code_is 0
	cp out list
	sed '/^$/,$d' list | cut -d' ' -f1 >names
	while read -r name <&3; do
		digestbump explain "$name"
		code_is 0
		same "$(head -1 out | cut -d: -f1)" "$name"
		out_has 'what to do'
		out_has 'exit code'
	done 3<names
	digestbump explain hold-platform
	code_is 2
	err_has "did you mean 'held-platform'?"
}

case_a_line_of_a_file_has_its_whole_story() {
	sample monorepo bitvault
	explain images/cli/Dockerfile:4
	code_is 0
	same "$(grep -c '^[^ ]' out)" 1
	out_has "images/cli/Dockerfile:4:24"
	out_has "by format 'dockerfile', as 'arg'"
	out_has "tag '3.20', which is written there"
	out_has "docker.io: tag '3.20' is sha256:177c5bb"
	out_has "linux/amd64, linux/arm64"
	out_has "bump: tag '3.20' moved"
	out_has "on branch digestbump/docker.io-library-alpine-"
	explain images/cli/Dockerfile:4:24
	code_is 0
	explain images/cli/Dockerfile:99
	code_is 2
	err_has "no reference in 'images/cli/Dockerfile:99', which is read as format 'dockerfile'"
}

case_an_image_is_found_wherever_it_stands() {
	sample monorepo bitvault
	explain alpine
	code_is 0
	same "$(grep '^[^ ]' out | cut -d: -f1 | sort | xargs)" ".ko.yaml images/cli/Dockerfile"
	explain docker.io/library/alpine:3.20
	same "$(grep -c '^[^ ]' out)" 2
	explain alpine:3.19
	code_is 2
	explain postgres
	out_has "line 3 of '.digestbump.yaml' (rules) leaves it out"
	out_has "not asked"
	explain node-exporter
	code_is 2
	explain quay.io/prometheus/node-exporter
	out_has "no tag: none is written"
	explain gcr.io/distroless/nodejs22-debian12
	out_has "held-platform: tag 'nonroot' moved"
	out_has "nothing changes; 'digestbump explain held-platform' says what to do"
}

case_a_file_is_told_in_whole_and_seen_from_where_one_stands() {
	sample monorepo bitvault
	explain compose.yaml
	same "$(grep '^[^ ]' out | cut -d: -f1 | sort -u)" compose.yaml
	cd bitvault/web
	digestbump explain Dockerfile:13 "${FROM_LAYOUT[@]}"
	code_is 0
	out_has web/Dockerfile:13
	rm out err
}

case_a_comment_and_a_rule_are_named() {
	local digest
	digest=sha256:$(printf '1%.0s' {1..64})
	mkdir r
	printf 'FROM quay.io/a/b@%s\n' "$digest" >r/Dockerfile
	printf 'services:\n  a:\n    image: quay.io/a/c@%s # tag=1.2\n' "$digest" >r/compose.yaml
	printf 'rules:\n  - match: {images: [quay.io/a/b]}\n    track: stable\n    group: things\n' >r/.digestbump.yaml
	echo '{"schema": "digestbump/answers/1", "answers": []}' >r/none.json
	digestbump explain -C r quay.io/a/b --answers none.json
	code_is 0
	out_has "tag 'stable', by the rule in line 2 of '.digestbump.yaml'"
	out_has "group 'things'"
	digestbump explain -C r quay.io/a/c --answers none.json
	out_has "tag '1.2', by the comment in line 3"
}

case_without_a_network_all_else_is_told() {
	local down
	down=127.0.0.1:$(free_port)
	mkdir r
	echo "FROM $down/team/app:1@$GONE" >r/Dockerfile
	digestbump explain -C r Dockerfile
	code_is 0
	out_has "tag '1', which is written there"
	out_has "failed: "
	out_has "registry    $down: cannot connect"
	printf 'registries:\n  %s: {username: a, password: {env: DIGESTBUMP_NOT_SET}}\n' "'$down'" >r/.digestbump.yaml
	digestbump explain -C r Dockerfile
	out_has "tag '1', which is written there"
}

run_cases
