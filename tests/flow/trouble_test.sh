#!/bin/bash
# What is wrong with the input: the line that says so, the exit code, nothing half-written.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() { start_registry "$SCRATCH/store" open && OPEN=$REGISTRY; }

# One line that a person can use, named after the program.
one_line() { # TEXT
	err_has "$1"
	same "$(wc -l <err)" 1
	same "$(cut -d: -f1 err)" digestbump
}

case_no_repository() {
	mkdir plain
	digestbump -C plain
	code_is 2
	one_line plain
	digestbump -C nowhere
	code_is 2
	one_line nowhere
}

case_a_corrupt_document_costs_only_itself() {
	moved_image team/corrupt
	dockerfiles r "$IMAGE@$OLD"
	printf 'services:\n  a: {image: [}\n\t- x: "\n' >r/compose.yaml
	printf '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "a@sha256:' >r/pod.json
	git -C r add -A && git -C r commit -q -m Corrupt && git -C r push -q
	digestbump -C r
	code_is 1
	out_has 'compose.yaml:2: syntax: '
	out_has 'pod.json:1: syntax: '
	same "$(bot_branches r.git | wc -l)" 1
}

case_a_digest_of_the_wrong_length_is_told_and_left() {
	moved_image team/length
	dockerfiles r "$IMAGE@${OLD%??}"
	digestbump -C r --dry-run
	out_has length/Dockerfile:1
	digestbump -C r --write
	git -C r diff --exit-code
	same "$(bot_branches r.git)" ""
}

case_a_tag_that_is_gone() {
	local gone_image
	moved_image team/gone
	gone_image=${IMAGE%:1}:2@$OLD
	moved_image team/here
	dockerfiles r "$gone_image" "$IMAGE@$OLD"
	digestbump -C r
	code_is 1
	out_has absent
	same "$(bot_branches r.git | wc -l)" 1
}

case_a_registry_that_is_down() {
	local down
	moved_image team/up
	down=127.0.0.1:$(free_port)
	dockerfiles r "$down/team/down:1@$OLD" "$IMAGE@$OLD"
	digestbump -C r --json
	code_is 1
	json_is '[.verdicts[] | "\(.verdict)"] | sort | join(" ")' "bump failed"
	json_is '[.verdicts[] | select(.verdict == "failed") | .reason | contains("'"$down"'")] | all' true
	same "$(bot_branches r.git | wc -l)" 1
}

case_no_network() {
	dockerfiles r "registry.invalid/team/app:1@$GONE"
	digestbump -C r
	code_is 1
	out_has registry.invalid
	out_has failed
	same "$(bot_branches r.git)" ""
}

case_a_registry_that_lies_is_not_believed() {
	start_odd_registry liar
	dockerfiles r "$REGISTRY/team/app:1@$GONE"
	digestbump -C r --write --json
	code_is 1
	json_is '.verdicts[0].verdict' failed
	git -C r diff --exit-code
}

case_a_rate_limit_has_its_own_word() {
	start_odd_registry limit
	dockerfiles r "$REGISTRY/team/app:1@$GONE"
	digestbump -C r --dry-run --json
	code_is 1
	json_is '.verdicts[0].verdict' limited
}

case_a_remote_that_is_gone() {
	moved_image team/remote
	dockerfiles r "$IMAGE@$OLD"
	mv r.git elsewhere.git
	digestbump -C r
	[ "$CODE" -ne 0 ] || fail "a remote that is gone is no success"
	err_has r.git
	same "$(bot_branches elsewhere.git)$(bot_branches r)" ""
}

case_a_wrong_configuration_touches_nothing() {
	local text place
	moved_image team/config
	dockerfiles r "$IMAGE@$OLD"
	while IFS='|' read -r place text; do
		printf '%b' "$text" >r/.digestbump.yaml
		digestbump -C r --write
		code_is 2
		err_has ".digestbump.yaml:$place"
		git -C r diff --exit-code
	done <<-'END'
		1:1|ruels: []\n
		1:9|ignore: 7\n
		2:5|rules:\n  - mtach: {images: [a]}\n
		2:10|branches:\n  limit: -1\n
	END
	printf 'a: [\n' >r/.digestbump.yaml
	digestbump -C r --dry-run
	code_is 2
	err_has .digestbump.yaml
	commit_all r 'A configuration that is none'
	git -C r push -q
	digestbump -C r
	code_is 2
	err_has .digestbump.yaml
	digestbump -C r --config nowhere.yaml
	code_is 2
	err_has nowhere.yaml
}

case_wrong_usage() {
	digestbump --no-such-option
	code_is 2
	err_has no-such-option
	digestbump no-such-command
	code_is 2
	err_has no-such-command
	digestbump -C
	code_is 2
	digestbump --color sometimes scan
	code_is 2
	same "$(cat out)" ""
}

case_help_and_version_are_no_failures() {
	digestbump --help
	code_is 0
	out_has --dry-run
	digestbump --version
	code_is 0
	out_has "$(make -s -C "$TOP" version)"
}

case_check_tells_by_its_exit_code() {
	moved_image team/check
	dockerfiles r "$IMAGE@$OLD"
	digestbump check -C r
	code_is 3
	same "$(bot_branches r.git)" ""
	dockerfiles current "$IMAGE@$NEW"
	digestbump check -C current
	code_is 0
}

# What could not be read may hide a pin: exit code 1, and a word why, also under -q.
could_not_be_read() { # FILE CODE
	local command
	for command in "check" "run --dry-run"; do
		# shellcheck disable=SC2086 # words
		digestbump -C r $command
		code_is 1
		out_has "$1"
		# shellcheck disable=SC2086 # words
		digestbump -C r -q $command
		code_is 1
		same "$(wc -c <out)" 0
		same "$(grep -c "^digestbump: $1[:0-9]*: $2: " err)" 1
		# shellcheck disable=SC2086 # words
		digestbump -C r -q --json $command
		code_is 1
		json_is '.skipped | length' 1
	done
	digestbump -C r -q scan
	code_is 0
	err_has "$1"
}

case_what_cannot_be_read_ends_with_1_and_says_so() {
	mkdir r
	printf 'FROM alpine:3@sha384:%096d\n' 0 >r/Dockerfile
	could_not_be_read Dockerfile invalid
	printf 'FROM alpine:3@sha256:0123\n' >r/Dockerfile
	could_not_be_read Dockerfile invalid
	rm r/Dockerfile
	printf 'services:\n  a: {image: [}\n' >r/compose.yaml
	could_not_be_read compose.yaml syntax
	printf 'services:\n  a: {image: "caf\351"}\n' >r/compose.yaml
	could_not_be_read compose.yaml syntax
	rm r/compose.yaml
	mkfifo r/Dockerfile
	could_not_be_read Dockerfile unreadable
}

case_quiet_prints_failures_and_keeps_the_exit_code() {
	moved_image team/quiet
	dockerfiles r "$IMAGE@$OLD" "127.0.0.1:$(free_port)/team/down:1@$GONE"
	digestbump -C r -q --dry-run
	code_is 1
	same "$(cat out)" ""
	same "$(wc -l <err)" 1
	err_has 'Dockerfile:1: failed: 127.0.0.1:'
	digestbump -C r -q check
	code_is 1
	same "$(grep -c ': bump: ' err)" 1
	same "$(grep -c ': failed: ' err)" 1
	dockerfiles one "$IMAGE@$OLD"
	digestbump -C one -q --dry-run
	code_is 0
	same "$(cat out err)" ""
	digestbump -C one -q check
	code_is 3
	err_has 'Dockerfile:1: bump: '
	dockerfiles two "$IMAGE@$NEW"
	digestbump -C two -q check
	code_is 0
	same "$(cat out err)" ""
}

case_output_that_cannot_be_written_is_no_success() {
	local code=0
	moved_image team/full
	dockerfiles r "$IMAGE@$OLD"
	"$DIGESTBUMP" scan -C r >/dev/full 2>err || code=$?
	[ "$code" -ne 0 ] || fail "it ended as if all were well"
	err_has 'standard output'
}

# The pipe's reader is gone before the program writes, not perhaps a moment later.
case_a_reader_that_went_away_ends_it_quietly() {
	cp -R "$FLOW/bitvault/monorepo" bitvault
	mkfifo pipe
	: <pipe &
	exec 3>pipe
	wait $!
	CODE=0
	"$DIGESTBUMP" scan bitvault >&3 2>err || CODE=$?
	exec 3>&-
	: >out
	healthy
	code_is 0
	same "$(cat err)" ""
}

# A file-size limit is a full disk that every user can have: writes beyond it fail.
on_a_full_disk() { # KIB ARGUMENTS...
	CODE=0
	(
		ulimit -f "$1"
		shift
		exec timeout -k 5 1200 "$DIGESTBUMP" "$@"
	) >out 2>err || CODE=$?
	show_run "$@"
	healthy
}

# A Dockerfile that no compression makes small.
large_dockerfile() { # DIRECTORY
	mkdir -p "$1"
	{
		printf 'FROM %s@%s\n' "$IMAGE" "$OLD"
		for i in $(seq 1 600); do printf '# %s\n' "$i $(printf '%s' "$i" | sha256sum)"; done
	} >"$1/Dockerfile"
}

case_a_full_disk_leaves_the_file_as_it_was() {
	moved_image team/disk
	large_dockerfile r
	commit_all r
	on_a_full_disk 8 -C r --write
	[ "$CODE" -ne 0 ] || fail "it ended as if all were well"
	err_has Dockerfile
	same "$(git -C r status --porcelain)" ""
	digestbump -C r --write
	code_is 0
}

case_a_full_disk_leaves_the_repository_sound() {
	moved_image team/objects
	large_dockerfile r
	with_remote r
	on_a_full_disk 8 -C r
	[ "$CODE" -ne 0 ] || fail "it ended as if all were well"
	same "$(bot_branches r)$(bot_branches r.git)" ""
	git -C r fsck --strict --no-dangling
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
}

run_cases
