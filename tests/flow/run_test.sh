#!/bin/bash
# The main job on the work tree: verdicts, the dry run, its diff, and --write.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	make_layout
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY
}

case_the_sample_gets_every_verdict() {
	sample monorepo bitvault
	digestbump -C bitvault --dry-run --json "${FROM_LAYOUT[@]}"
	code_is 1
	json_is '[.verdicts[] | select(.verdict == "bump") | .image] | unique | join(" ")' "docker.io/library/alpine docker.io/library/busybox docker.io/library/node gcr.io/distroless/static-debian12 ghcr.io/bitvault/bitvaultd ghcr.io/bitvault/worker"
	json_is '[.verdicts[] | select(.verdict == "held-platform") | .image] | unique | join(" ")' gcr.io/distroless/nodejs22-debian12
	json_is '[.verdicts[] | select(.verdict == "absent") | .image] | unique | join(" ")' docker.io/library/traefik
	json_is '[.verdicts[] | select(.verdict == "untracked") | .image] | unique | join(" ")' quay.io/prometheus/node-exporter
	json_is '[.verdicts[] | select(.verdict == "unpinned") | .image] | unique | join(" ")' docker.io/axllent/mailpit
	json_is '[.verdicts[] | select(.verdict == "ignored") | .image] | unique | join(" ")' docker.io/library/postgres
	json_is '.summary.pins == (.verdicts | length)' true
	json_is '[.verdicts[] | .reason != null and .reason != ""] | all' true
	json_is '[.verdicts[] | select((.to != null) != (.verdict == "bump"))] | length' 0
}

case_json_has_the_fields_of_its_schema() {
	sample monorepo bitvault
	digestbump -C bitvault --dry-run --json "${FROM_LAYOUT[@]}"
	json_is '.schema' digestbump/run/1
	json_is 'keys_unsorted[0]' schema
	json_is '["verdicts","bumps","errors","summary"] - keys | length' 0
	json_is '["path","line","image","tag","digest","verdict","reason","to"] - (.verdicts[0] | keys) | length' 0
	json_is '["id","branch","title","images","files","rebuild","commit","pushed","request"] - (.bumps[0] | keys) | length' 0
	json_is '["image","from","to"] - (.bumps[0].images[0] | keys) | length' 0
	json_is '["pins","questions","requests"] - (.summary | keys) | length' 0
	json_is '. as $all | ([.verdicts[].verdict] | group_by(.) | map({(.[0]): length}) | add) == ($all.summary |
		with_entries(select(.value > 0 and (.key | IN("pins", "questions", "requests") | not))))' true
}

case_the_gitops_repository_bumps_dev_only() {
	sample gitops gitops
	digestbump -C gitops --dry-run --json "${FROM_LAYOUT[@]}"
	code_is 0
	json_is '[.verdicts[] | select(.verdict == "bump") | .path] | unique | join(" ")' apps/dev/kustomization.yaml
	json_is '[.verdicts[] | select(.path | test("prod|staging")) | .verdict] | unique | join(" ")' ignored
}

case_a_dry_run_writes_nothing() {
	local before
	sample monorepo bitvault
	echo 'an edit that is not committed' >>bitvault/docs/release.md
	git -C bitvault config --unset user.name || true
	before=$(fingerprint bitvault) before_remote=$(fingerprint bitvault.git)
	digestbump -C bitvault --dry-run "${FROM_LAYOUT[@]}"
	same "$(fingerprint bitvault)" "$before"
	same "$(fingerprint bitvault.git)" "$before_remote"
	out_has held-platform
	out_has '+++ b/images/cli/Dockerfile'
}

# The diff of a text report, from its first line of a diff on.
diff_part() { sed -n '/^diff --git\|^--- a\//,$p' "$1"; }

case_git_applies_the_diff_and_has_what_write_writes() {
	sample monorepo one
	cp -R one two
	digestbump -C one --dry-run "${FROM_LAYOUT[@]}"
	diff_part out >the.diff
	git -C one apply --check ../the.diff
	git -C one apply ../the.diff
	digestbump -C two --write "${FROM_LAYOUT[@]}"
	code_is 1
	diff -r --exclude=.git one two
	same "$(git -C one diff --numstat | awk '{ a += $1; d += $2 } END { print (a == d && a > 5) }')" 1
	same "$(git -C two for-each-ref refs/heads | wc -l)" 1
}

case_write_changes_only_the_digests() {
	moved_image team/write
	mkdir -p r/crlf r/end r/bom
	printf 'FROM %s@%s AS a\r\n\r\nRUN  true\t\r\n' "$IMAGE" "$OLD" >r/crlf/Dockerfile
	printf 'FROM %s@%s # no comment' "$IMAGE" "$OLD" >r/end/Dockerfile
	sed -i 's/ # no comment//' r/end/Dockerfile
	printf '\xef\xbb\xbfFROM %s@%s\n' "$IMAGE" "$OLD" >r/bom/Dockerfile
	chmod 640 r/crlf/Dockerfile
	chmod 755 r/end/Dockerfile
	cp -R r wanted
	sed -i "s/$OLD/$NEW/" wanted/*/Dockerfile
	commit_all r
	digestbump -C r --write
	code_is 0
	diff -r --exclude=.git r wanted
	same "$(stat -c %a r/crlf/Dockerfile r/end/Dockerfile | tr '\n' ' ')" "640 755 "
	same "$(git -C r status --porcelain | wc -l)" 3
	digestbump -C r --write
	code_is 0
	diff -r --exclude=.git r wanted
}

case_a_diff_of_crlf_and_of_a_missing_last_line_end_applies() {
	moved_image team/odd-ends
	mkdir -p r/crlf r/end
	printf 'FROM %s@%s AS a\r\n\r\nRUN true\r\n' "$IMAGE" "$OLD" >r/crlf/Dockerfile
	printf 'RUN x\nFROM %s@%s' "$IMAGE" "$OLD" >r/end/Dockerfile
	commit_all r
	cp -R r written
	digestbump -C r --dry-run
	diff_part out >the.diff
	git -C r apply ../the.diff
	digestbump -C written --write
	diff -r --exclude=.git r written
}

case_a_link_out_of_the_tree_is_not_followed() {
	moved_image team/link
	mkdir r outside
	printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >outside/Dockerfile
	ln -s ../outside/Dockerfile r/Dockerfile
	ln -s ../outside r/sub
	printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >r/Dockerfile.real
	commit_all r
	digestbump -C r --write
	grep -q "$OLD" outside/Dockerfile
	grep -q "$NEW" r/Dockerfile.real
	test -L r/Dockerfile
	test -L r/sub
}

case_a_pin_of_one_platform_stays_one() {
	moved_image team/kind --attest
	printf 'FROM %s@%s\n' "$IMAGE" "$(platform_digest linux/arm64 'team/kind first')" >Dockerfile
	digestbump --dry-run --json -C .
	code_is 0
	json_is '.verdicts[0].to' "$(platform_digest linux/arm64 'team/kind second')"
	mkdir r && mv Dockerfile r/ && commit_all r
	digestbump --write -C r
	code_is 0
	same "$(cat r/Dockerfile)" "FROM $IMAGE@$(platform_digest linux/arm64 'team/kind second')"
}

case_nothing_to_do_is_said_and_is_no_failure() {
	moved_image team/current
	dockerfiles r "$IMAGE@$NEW"
	digestbump -C r --dry-run --json
	code_is 0
	json_is '.verdicts[0].verdict' current
	json_is '.bumps | length' 0
	json_is '.summary.questions' 1
}

case_many_pins_of_one_tag_ask_once() {
	moved_image team/once
	mkdir r
	for i in 1 2 3 4 5 6 7 8; do
		printf 'FROM %s@%s\n' "$IMAGE" "$NEW" >"r/Dockerfile.$i"
	done
	commit_all r
	digestbump -C r --dry-run --json
	json_is '.summary.pins' 8
	json_is '.summary.questions' 1
	json_is '.summary.requests' 1
}

case_the_output_is_the_same_each_time() {
	sample monorepo bitvault
	digestbump -C bitvault --dry-run --json "${FROM_LAYOUT[@]}"
	cp out first
	digestbump -C bitvault --dry-run --json "${FROM_LAYOUT[@]}"
	cmp out first
}

case_a_rule_can_name_the_tag() {
	moved_image team/ruled
	mkdir r
	printf 'FROM %s@%s\n' "${IMAGE%:1}" "$OLD" >r/Dockerfile
	commit_all r
	digestbump -C r --dry-run --json
	code_is 0
	json_is '.verdicts[0].verdict' untracked
	printf 'rules:\n  - match: {images: ["%s"]}\n    track: "1"\n' "${IMAGE%:1}" >r/.digestbump.yaml
	digestbump -C r --dry-run --json
	json_is '.verdicts[0].verdict' bump
	json_is '.verdicts[0].to' "$NEW"
}

# The comment is followed by those who ask, and is no word of the pin's own.
case_a_comment_can_name_the_tag() {
	moved_image team/hinted
	mkdir r
	printf 'services:\n  a:\n    image: %s@%s # 1\n  b:\n    image: %s@%s # keep in sync\n' \
		"${IMAGE%:1}" "$OLD" "${IMAGE%:1}" "$OLD" >r/compose.yaml
	printf '# tag=1\nFROM %s@%s\n' "${IMAGE%:1}" "$OLD" >r/Dockerfile
	cp -R r wanted
	sed -i "s/$OLD/$NEW/" wanted/Dockerfile
	sed -i "3s/$OLD/$NEW/" wanted/compose.yaml
	commit_all r
	digestbump scan --json r
	json_is '[.pins[] | [.tag, .tracked, .updatable] | tostring] | join(" ")' \
		'[null,"1",false] [null,"1",false] [null,null,false]'
	digestbump -C r --dry-run --json
	code_is 0
	json_is '[.verdicts[].verdict] | join(" ")' 'bump bump untracked'
	json_is '.verdicts[1].reason | contains("comment in line 3")' true
	digestbump -C r --write
	diff -r --exclude=.git r wanted
	printf 'rules:\n  - match: {images: ["%s"]}\n    track: "2"\n' "${IMAGE%:1}" >r/.digestbump.yaml
	digestbump -C r --dry-run --json
	json_is '[.verdicts[].verdict] | unique | join(" ")' absent
}

case_the_general_finder_lists_and_writes_where_it_may() {
	moved_image team/found
	mkdir -p r/deploy
	printf '# images\nweb %s@%s\n' "$IMAGE" "$OLD" | tee r/deploy/images.lst r/other.lst r/notes.md >/dev/null
	commit_all r
	digestbump scan --json r
	json_is '[.pins[] | "\(.path) \(.format) \(.kind) \(.updatable)"] | join(", ")' \
		'deploy/images.lst text image false, other.lst text image false'
	digestbump -C r --dry-run --json
	code_is 0
	json_is '[.verdicts[].verdict] | unique | join(" ")' ignored
	json_is '[.verdicts[].reason | contains("finder.write")] | all' true
	json_is '.summary.questions' 0
	digestbump -C r --write
	same "$(git -C r status --porcelain)" ""
	cp -R r wanted
	sed -i "s/$OLD/$NEW/" wanted/deploy/images.lst
	printf 'finder: {write: ["deploy/**"]}\n' >r/.digestbump.yaml
	digestbump -C r --dry-run --json
	json_is '[.verdicts[].verdict] | join(" ")' 'bump ignored'
	digestbump -C r --write
	rm r/.digestbump.yaml
	diff -r --exclude=.git r wanted
}

case_a_pattern_finds_and_bumps() {
	moved_image team/patterned
	mkdir r
	printf 'tool  %s  %s\r\n# tool\r\n' "${IMAGE%:1} 1" "${OLD#sha256:}" >r/tools.txt
	printf '%s\n' 'patterns:' '  - files: [tools.txt]' \
		"    match: '^tool +(?<image>\\S+) (?<tag>\\S+) +(?<digest>[0-9a-f]{64})'" >r/.digestbump.yaml
	commit_all r
	digestbump scan --json r
	json_is '.pins[0] | [.format, .kind, .tag, .updatable] | tostring' '["pattern","pattern","1",true]'
	cp -R r wanted
	sed -i "s/${OLD#sha256:}/${NEW#sha256:}/" wanted/tools.txt
	digestbump -C r --write
	code_is 0
	diff -r --exclude=.git r wanted
	printf "patterns:\n  - files: [x]\n    match: '(?<digest>'\n    image: x\n" >r/.digestbump.yaml
	digestbump -C r --dry-run
	code_is 2
	err_has .digestbump.yaml:3:12:
}

# What we wrote ourselves holds every digest once more.
case_own_reports_answers_and_leftovers_are_not_scanned_or_edited() {
	local before
	moved_image team/own
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r --dry-run --export answers.yaml
	digestbump -C r scan --json
	cp out r/scan.json
	digestbump -C r --dry-run --json
	cp out r/values.yaml
	"$DIGESTBUMP" -C r --dry-run >r/changes.diff
	printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >r/.digestbump-0123456789abcdef
	digestbump -C r scan --json
	json_is '[.pins[].path] | join(" ")' own/Dockerfile
	before=$(cd r && sha256sum answers.yaml scan.json values.yaml changes.diff .digestbump-0123456789abcdef)
	digestbump -C r --write
	code_is 0
	same "$(cd r && sha256sum answers.yaml scan.json values.yaml changes.diff .digestbump-0123456789abcdef)" "$before"
	same "$(git -C r diff --stat | grep -c '|')" 1
}

run_cases
