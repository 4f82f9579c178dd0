#!/bin/bash
# Which platform a digest is for: one where an index is meant, and indexes of which nothing changed that matters.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() { start_registry "$SCRATCH/store" open && OPEN=$REGISTRY; }

pin() { # DIGEST [OPTIONS-OF-FROM]
	printf 'FROM %s%s@%s\n' "${2:-}" "$IMAGE" "$1" >Dockerfile
}

# Pins one platform of an image whose tag has an index.
single() { # REPOSITORY
	IMAGE=$OPEN/$1:1
	INDEX=$(push_image "$OPEN" "$1" 1 "$1")
	ONLY_AMD64=$(platform_digest linux/amd64 "$1")
	pin "$ONLY_AMD64"
}

case_one_platform_without_a_word_is_hinted_at_in_every_report() {
	single team/single
	digestbump check
	code_is 0
	out_has "for linux/amd64 only"
	out_has "'kind: index'"
	out_has Dockerfile:1
	digestbump check --json
	json_is '.verdicts[0].single_platform' true
	json '.verdicts[0].hint' | grep -qF "platform: linux/amd64"
	digestbump --dry-run
	out_has "for linux/amd64 only"
	digestbump check --fail-on bump,single-platform
	code_is 3
	digestbump check -q --fail-on single-platform
	code_is 3
	grep -qF Dockerfile err
	digestbump check --fail-on single
	code_is 2
	err_has single-platform
}

case_one_platform_that_is_named_is_meant() {
	single team/meant
	pin "$ONLY_AMD64" "--platform=linux/amd64 "
	digestbump check --fail-on single-platform --json
	code_is 0
	json_is '.verdicts[0].single_platform' false
	json_is '.verdicts[0].hint' null
	pin "$ONLY_AMD64"
	echo 'rules: [{platform: linux/amd64}]' >.digestbump.yaml
	digestbump check --fail-on single-platform
	code_is 0
	pin "$INDEX"
	digestbump check --fail-on single-platform
	code_is 0
}

case_a_rule_turns_one_platform_into_the_index() {
	single team/turned
	echo 'rules: [{kind: index}]' >.digestbump.yaml
	digestbump --write --json
	code_is 0
	json_is '.verdicts[0].verdict' bump
	json '.verdicts[0].reason' | grep -qF "(kind: index) wants the tag's index, ${INDEX:7:7}"
	same "$(cat Dockerfile)" "FROM $IMAGE@$INDEX"
	digestbump --write --json
	json_is '.verdicts[0].verdict' current
	new=$(push_image "$OPEN" team/turned 1 "team/turned second")
	pin "$ONLY_AMD64"
	digestbump --write --json
	same "$(cat Dockerfile)" "FROM $IMAGE@$new"
}

case_only_attestations_changed_and_a_rule_says_so() {
	IMAGE=$OPEN/team/attested:1
	old=$(push_image "$OPEN" team/attested 1 attested)
	new=$(push_image "$OPEN" team/attested 1 attested --attest)
	[ "$old" != "$new" ]
	pin "$old"
	digestbump check --json
	code_is 3
	json_is '.verdicts[0].verdict' bump
	echo 'ignore_unchanged: true' >.digestbump.yaml
	digestbump check --json
	code_is 0
	json_is '.verdicts[0].verdict' current
	json '.verdicts[0].reason' | grep -qF "moved from ${old:7:7} to ${new:7:7}, but the images of linux/amd64, linux/arm64 are the same bytes; only attestations or annotations changed"
	newest=$(push_image "$OPEN" team/attested 1 "attested again" --attest)
	digestbump check --json
	code_is 3
	json_is '.verdicts[0].to' "$newest"
}

case_platforms_that_nobody_uses_may_come_and_not_go() {
	IMAGE=$OPEN/team/filled:1
	old=$(push_image "$OPEN" team/filled 1 filled --platforms linux/amd64,linux/arm64)
	push_image "$OPEN" team/filled 1 filled --platforms linux/amd64,linux/arm64,linux/s390x >/dev/null
	pin "$old"
	echo 'rules: [{ignore_unchanged: true, platforms: [linux/amd64]}]' >.digestbump.yaml
	digestbump check --json
	code_is 0
	json '.verdicts[0].reason' | grep -qF "new: linux/s390x"
	push_image "$OPEN" team/filled 1 filled --platforms linux/amd64 >/dev/null
	digestbump check --json
	json_is '.verdicts[0].verdict' held-platform
}

run_cases
