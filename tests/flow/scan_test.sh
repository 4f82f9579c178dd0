#!/bin/bash
# What scan reads, and what it says of it.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

D1=sha256:$(printf '1%.0s' {1..64})
D2=sha256:$(printf '2%.0s' {1..64})

# Where the sample has a digest that an image is pinned by, found by the shell: "path:line".
pinned_lines() { # DIRECTORY
	(cd "$1" && grep -rnE '(@|digest: )sha256:[0-9a-f]{64}' --exclude-dir=.git . | cut -d: -f1,2 | sed 's|^\./||' | sort)
}

case_every_pin_of_the_sample_is_found_where_it_stands() {
	cp -R "$FLOW/bitvault/monorepo" bitvault
	pinned_lines bitvault >wanted
	digestbump scan --json bitvault
	code_is 0
	json '.pins[] | select(.digest != null) | "\(.path):\(.line)"' | sort -u >found
	diff wanted found
	json_is '[.pins[] | select(.digest == null) | .image] | join(" ")' docker.io/axllent/mailpit
}

case_json_has_the_fields_of_its_schema() {
	cp -R "$FLOW/bitvault/monorepo" bitvault
	printf 'FROM alpine:3@sha256:short\n' >bitvault/Dockerfile
	digestbump scan --json bitvault
	json_is '.schema' digestbump/scan/1
	json_is 'keys_unsorted[0]' schema
	json_is '["path","line","column","format","kind","image","tag","digest","tracked","platform","raw","updatable"]
		- (.pins[0] | keys) | length' 0
	json_is '["path","line","code","reason"] - (.skipped[0] | keys) | length' 0
	json_is '.files | [.seen > .read, .read > 0] | all' true
	json_is '[.pins[] | .line > 0 and .column > 0 and (.updatable | type) == "boolean"] | all' true
}

case_a_work_tree_is_what_git_tracks_and_does_not_ignore() {
	mkdir -p r/sub
	printf 'FROM alpine:1@%s\n' "$D1" >r/Dockerfile
	printf 'ignored/\n' >r/.gitignore
	commit_all r
	mkdir r/ignored
	printf 'FROM alpine:2@%s\n' "$D2" | tee r/ignored/Dockerfile >r/sub/Dockerfile
	digestbump scan --json -C r
	json_is '[.pins[].path] | join(" ")' "Dockerfile sub/Dockerfile"
	digestbump scan --json -C r sub
	json_is '.pins | length' 1
	digestbump scan --json r/sub
	json_is '.pins | length' 1
}

case_a_revision_is_read_without_looking_at_the_work_tree() {
	mkdir r
	printf 'FROM alpine:1@%s\n' "$D1" >r/Dockerfile
	commit_all r
	printf 'FROM alpine:2@%s\n' "$D2" >r/Dockerfile
	digestbump scan --json -C r --rev HEAD
	json_is '.pins[0].digest' "$D1"
	digestbump scan --json -C r
	json_is '.pins[0].digest' "$D2"
	git clone -q --bare r bare
	digestbump scan --json -C bare --rev main
	json_is '.pins[0].digest' "$D1"
	digestbump scan -C r --rev no-such-thing
	code_is 2
	err_has no-such-thing
}

case_text_names_every_place() {
	mkdir r
	printf 'FROM alpine:1@%s\n' "$D1" >r/Dockerfile
	digestbump scan r
	code_is 0
	out_has Dockerfile
	out_has alpine
	same "$(cat err)" ""
}

case_the_order_is_the_same_each_time() {
	cp -R "$FLOW/bitvault/monorepo" bitvault
	digestbump scan --json bitvault
	cp out first
	for _ in 1 2 3; do
		digestbump scan --json bitvault
		cmp out first
	done
}

case_what_cannot_be_read_costs_only_itself() {
	mkdir -p r/a/Dockerfile r/b r/c r/d
	ln -s nowhere r/b/Dockerfile
	printf 'a: [1\nb: }{\n' >r/c/compose.yaml
	printf 'FROM alpine:1@%s\n' "$D1" >r/d/Dockerfile
	digestbump scan --json r
	code_is 0
	json_is '[.pins[].path] | join(" ")' d/Dockerfile
}

case_a_file_without_permission_is_named() {
	mkdir -p r/a r/b
	printf 'FROM alpine:1@%s\n' "$D1" | tee r/a/Dockerfile >r/b/Dockerfile
	if [ "$(id -u)" -eq 0 ]; then
		# Root may read everything: a loop of links is as unreadable.
		rm r/a/Dockerfile && ln -s Dockerfile r/a/Dockerfile
	else
		chmod 000 r/a/Dockerfile
	fi
	digestbump scan --json r
	code_is 0
	json_is '[.pins[].path] | join(" ")' b/Dockerfile
	[ "$(id -u)" -eq 0 ] || json_is '.skipped[0].path' a/Dockerfile
}

case_the_table_of_formats_in_the_manual_is_the_programs_own() {
	local line
	digestbump scan --formats
	while read -r line; do
		grep -qxF "$line" "$TOP/src/scan/README.md" || fail "src/scan/README.md lacks: $line"
	done <out
}

case_the_verdicts_in_the_readme_are_the_programs_own() {
	local name meaning
	digestbump explain
	sed '/^$/,$d' out >verdicts
	while read -r name meaning; do
		grep -qxF "| \`$name\` | $meaning |" "$TOP/README.md" || fail "README.md lacks: $name"
	done <verdicts
}

run_cases
