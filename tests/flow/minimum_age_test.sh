#!/bin/bash
# How long a digest must have been seen before it is taken: the journal in refs/digestbump/journal, and in
# the cache directory where there is no remote. Time passes by making the journal older.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

REF=refs/digestbump/journal

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY
}

# A repository r with a remote that pins $IMAGE@$OLD and asks for three days.
pinned() {
	mkdir -p r
	printf 'FROM %s\n' "$IMAGE@$OLD" >r/Dockerfile
	echo 'minimum_age: 3d' >r/.digestbump.yaml
	with_remote r
}

journal() { git -C r.git show "$REF:journal"; }

# Puts the journal on standard input into the remote.
put_journal() {
	local blob tree commit
	blob=$(git -C r.git hash-object -w --stdin)
	tree=$(printf '100644 blob %s\tjournal\n' "$blob" | git -C r.git mktree)
	commit=$(git -C r.git -c user.name=x -c user.email=x@y commit-tree -m aged "$tree")
	git -C r.git update-ref "$REF" "$commit"
}

# As if SECONDS had gone by.
passes() { # SECONDS
	journal | awk -v by="$1" '/^ / { $1 = $1 - by; print " " $0; next } { print }' >aged
	put_journal <aged
}

run_is() { # VERDICT [REASON-PART]
	digestbump run -C r --json
	json_is '[.verdicts[].verdict] | join(" ")' "$1"
	if [ -n "${2:-}" ]; then jq -r '.verdicts[0].reason' out | grep -F -- "$2"; fi
}

case_a_new_digest_waits_until_it_is_old_enough() {
	moved_image team/waits
	pinned
	run_is held-age 'which is too young until 2'
	code_is 0
	same "$(bot_branches r.git | wc -l)" 0
	same "$(journal | head -n 1)" digestbump/journal/1
	journal | grep -F " $NEW"
	passes $((3 * 86400 - 60))
	run_is held-age
	passes 120
	run_is bump
	same "$(bot_branches r.git | wc -l)" 1
}

case_the_journal_is_pushed_when_something_is_new_and_only_then() {
	moved_image team/once
	pinned
	run_is held-age
	first=$(git -C r.git rev-parse "$REF")
	run_is held-age
	same "$(git -C r.git rev-parse "$REF")" "$first"
	push_image "$OPEN" team/once 1 'another one' >/dev/null
	run_is held-age
	same "$(git -C r.git rev-parse "$REF^")" "$first"
}

case_a_tag_that_moves_daily_is_not_starved() {
	moved_image team/daily
	pinned
	run_is held-age
	passes $((2 * 86400))
	THIRD=$(push_image "$OPEN" team/daily 1 third)
	run_is held-age
	passes $((2 * 86400))
	FOURTH=$(push_image "$OPEN" team/daily 1 fourth)
	run_is bump 'which it has now, is too young'
	json_is '.verdicts[0].to' "$NEW"
	passes $((2 * 86400))
	run_is bump
	json_is '.verdicts[0].to' "$THIRD"
	passes $((2 * 86400))
	run_is bump
	json_is '.verdicts[0].to' "$FOURTH"
}

case_an_older_digest_that_is_gone_is_not_proposed() {
	moved_image team/gone
	pinned
	run_is held-age
	passes $((4 * 86400))
	push_image "$OPEN" team/gone 1 third >/dev/null
	curl -sSf -X DELETE "http://$OPEN/v2/team/gone/manifests/$NEW"
	run_is held-age
}

case_what_was_pinned_meanwhile_is_not_taken_back() {
	moved_image team/meanwhile
	pinned
	run_is held-age
	passes $((4 * 86400))
	THIRD=$(push_image "$OPEN" team/meanwhile 1 third)
	sed -i "s/$OLD/$THIRD/" r/Dockerfile
	git -C r commit -qam 'by hand' && git -C r push -q
	run_is current
	push_image "$OPEN" team/meanwhile 1 fourth >/dev/null
	run_is held-age
}

case_a_lost_journal_makes_things_wait() {
	moved_image team/lost
	pinned
	run_is held-age
	passes $((4 * 86400))
	git -C r.git update-ref -d "$REF"
	git -C r update-ref -d "$REF"
	run_is held-age
	echo 'no journal' | put_journal
	git -C r update-ref -d "$REF"
	run_is held-age
	same "$(journal | head -n 1)" digestbump/journal/1
}

case_a_journal_of_the_future_makes_things_wait() {
	moved_image team/future
	pinned
	run_is held-age
	git -C r update-ref -d "$REF"
	passes $((-400 * 86400))
	run_is held-age
}

case_two_clones_merge_what_they_saw() {
	moved_image team/merge
	pinned
	git clone -q r.git other
	run_is held-age
	mv r one && mv other r
	push_image "$OPEN" team/merge 1 third >/dev/null
	run_is held-age
	journal >both
	grep -c ' sha256:' both | grep -x 3
	mv r other && mv one r
	run_is held-age
	journal | cmp - both
}

case_a_push_that_came_second_is_merged_and_tried_again() {
	moved_image team/race
	pinned
	run_is held-age
	push_image "$OPEN" team/race 1 third >/dev/null
	# While it is pushed for the first time, somebody else's journal gets there.
	cat >r.git/hooks/pre-receive <<-'HOOK'
		#!/bin/sh
		[ ! -e ../raced ] || exit 0
		: >../raced
		unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
		git update-ref refs/digestbump/journal "$(cat ../theirs)"
	HOOK
	chmod +x r.git/hooks/pre-receive
	printf 'digestbump/journal/1\ndocker.io/library/alpine:3\n 1 %s\n' "$GONE" >mine
	tree=$(printf '100644 blob %s\tjournal\n' "$(git -C r.git hash-object -w ../mine)" | git -C r.git mktree)
	git -C r.git -c user.name=x -c user.email=x@y commit-tree -m other "$tree" >theirs
	run_is held-age
	[ -e raced ]
	journal | grep -F "docker.io/library/alpine:3"
	journal | grep -F " $NEW"
}

case_a_dry_run_says_the_same_and_writes_nothing() {
	moved_image team/dry
	pinned
	run_is held-age
	passes $((4 * 86400))
	git -C r fetch -q origin "+$REF:$REF"
	before=$(fingerprint r)
	digestbump run -C r --dry-run --json
	json_is '[.verdicts[].verdict] | join(" ")' bump
	same "$(fingerprint r)" "$before"
}

case_without_a_remote_the_journal_is_a_file() {
	moved_image team/file
	mkdir r
	printf 'FROM %s\n' "$IMAGE@$OLD" >r/Dockerfile
	echo 'minimum_age: 3d' >r/.digestbump.yaml
	export XDG_CACHE_HOME=$CASE/cache
	digestbump run -C r --write --json
	json_is '[.verdicts[].verdict] | join(" ")' held-age
	sed -i -E 's/^ [0-9]+/ 1700000000/' cache/digestbump/journal
	digestbump run -C r --write --json
	json_is '[.verdicts[].verdict] | join(" ")' bump
	grep -F "$NEW" r/Dockerfile
}

case_rules_exempt_images() {
	moved_image team/exempt
	pinned
	printf '%s\n' 'rules:' '  - match: {images: ["**/exempt"]}' '    minimum_age: 0d' >>r/.digestbump.yaml
	git -C r commit -qam exempt && git -C r push -q
	run_is bump
	git -C r.git rev-parse -q --verify "$REF" && fail 'a journal that nobody asked for'
	true
}

case_one_platforms_pin_gets_the_older_ones_platform() {
	moved_image team/platform
	OLD=$(platform_digest linux/arm64 "team/platform first")
	pinned
	run_is held-age
	passes $((4 * 86400))
	push_image "$OPEN" team/platform 1 third >/dev/null
	run_is bump
	json_is '.verdicts[0].to' "$(platform_digest linux/arm64 "team/platform second")"
}

run_cases
