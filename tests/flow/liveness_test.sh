#!/bin/bash
# What a registry has lost of what is pinned, and what becomes of it.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() { start_registry "$SCRATCH/store" open && OPEN=$REGISTRY; }

lose() { # REPOSITORY DIGEST
	curl -sf -X DELETE "http://$OPEN/v2/$1/manifests/$2" >/dev/null
}

case_a_digest_that_is_gone_is_rescued_by_its_tag() {
	moved_image team/dead
	dockerfiles r "$IMAGE@$OLD"
	lose team/dead "$OLD"
	digestbump -C r --dry-run --json
	code_is 0
	json_is '.verdicts[0].verdict' rescue
	json_is '.verdicts[0].to' "$NEW"
	json_is '.verdicts[0].gone[0].digest' "$OLD"
	json_is '.summary.rescue' 1
	json_is '.bumps[0].images[0].rescue' true
	digestbump -C r
	code_is 0
	out_has rescue
	branch=$(bot_branches r.git)
	git -C r.git log -1 --format=%B "$branch" >message
	grep -qF "build(base): rescue $OPEN/team/dead to" message
	grep -qF "$IMAGE is rescued: what was pinned is gone from the registry" message
	same "$(trailer r.git "$branch" Digestbump-Update)" "$IMAGE $OLD $NEW"
	same "$(git -C r.git show "$branch:dead/Dockerfile" | head -n 1)" "FROM $IMAGE@$NEW"
}

case_check_counts_the_dead() {
	moved_image team/checked
	dockerfiles r "$IMAGE@$OLD"
	lose team/checked "$OLD"
	digestbump check -C r
	code_is 3
	out_has "is gone from the registry"
}

case_a_child_that_is_gone_is_looked_for_when_asked() {
	index=$(push_image "$OPEN" team/child 1 "child first")
	printf 'FROM %s@%s\n' "$OPEN/team/child:1" "$index" >Dockerfile
	lose team/child "$(platform_digest linux/arm64 "child first")"
	digestbump check --json
	code_is 0
	json_is '.verdicts[0].verdict' current
	echo 'liveness: children' >.digestbump.yaml
	digestbump check --json
	code_is 1
	json_is '.verdicts[0].verdict' absent
	json_is '.verdicts[0].gone | length' 1
	json_is '.verdicts[0].gone[0].platform' linux/arm64
	out_has "and tag '1' has nothing else"
	new=$(push_image "$OPEN" team/child 1 "child second")
	digestbump check --json
	code_is 3
	json_is '.verdicts[0].verdict' rescue
	json_is '.verdicts[0].to' "$new"
	out_has 'linux/arm64 ('
}

case_a_platform_s_new_image_that_the_registry_lost_is_no_bump() {
	push_image "$OPEN" team/half 1 "half old" >/dev/null
	old=$(platform_digest linux/arm64 "half old")
	index=$(push_image "$OPEN" team/half 1 "half new")
	new=$(platform_digest linux/arm64 "half new")
	printf 'FROM %s@%s\n' "$OPEN/team/half:1" "$old" >Dockerfile
	digestbump check --no-cache --json
	code_is 3
	json_is '.verdicts[0].to' "$new"
	json '.verdicts[0].reason' | grep -qF "pins linux/arm64 of tag '1', which was ${old:7:7} and is ${new:7:7} now; the tag's index is ${index:7:7}"
	lose team/half "$new"
	cp Dockerfile before
	digestbump --write --no-cache --json
	code_is 1
	json_is '.verdicts[0].verdict' absent
	json '.verdicts[0].reason' | grep -qF "linux/arm64 (${new:7:7}) of index ${index:7:7}"
	cmp Dockerfile before
}

case_a_platform_pin_is_told_of_as_what_it_is() {
	index=$(push_image "$OPEN" team/told 1 told)
	image=$(platform_digest linux/amd64 told)
	printf 'FROM %s@%s\n' "$OPEN/team/told:1" "$image" >Dockerfile
	digestbump --dry-run --json
	code_is 0
	json_is '.verdicts[0].verdict' current
	json_is '.verdicts[0].reason' "pins linux/amd64 of tag '1'; the tag's index is ${index:7:7}"
}

case_an_index_with_a_child_that_the_registry_lost_is_not_taken_where_a_rule_looks() {
	moved_image team/holes
	printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >Dockerfile
	lose team/holes "$(platform_digest linux/arm64 "team/holes second")"
	digestbump check --no-cache
	code_is 3
	echo 'liveness: children' >.digestbump.yaml
	digestbump check --no-cache --json
	code_is 1
	json_is '.verdicts[0].verdict' absent
	json '.verdicts[0].reason' | grep -qF "linux/arm64 ("
	printf 'FROM --platform=linux/amd64 %s@%s\n' "$IMAGE" "$OLD" >Dockerfile
	digestbump check --no-cache --json
	code_is 3
	json_is '.verdicts[0].verdict' bump
}

case_the_platform_of_the_pin_decides_which_children_matter() {
	index=$(push_image "$OPEN" team/platform 1 platform)
	printf 'FROM --platform=linux/amd64 %s@%s\n' "$OPEN/team/platform:1" "$index" >Dockerfile
	echo 'liveness: children' >.digestbump.yaml
	lose team/platform "$(platform_digest linux/arm64 platform)"
	digestbump check
	code_is 0
}

case_a_digest_without_a_tag_says_when_it_is_gone() {
	digest=$(push_image "$OPEN" team/lonely 1 lonely)
	printf 'FROM %s@%s\nCOPY --from=%s@%s /x /x\n' "$OPEN/team/lonely" "$digest" \
		"$OPEN/team/lonely" "$GONE" >Dockerfile
	digestbump check --json
	code_is 3
	json_is '[.verdicts[].verdict] | unique | join(" ")' untracked
	json_is '[.verdicts[] | select(.gone) | .digest] | join(" ")' "$GONE"
	json_is '.summary.requests' 3
	echo 'liveness: off' >.digestbump.yaml
	digestbump check --json
	code_is 0
	json_is '.summary.requests' 0
}

case_nothing_is_asked_that_another_answer_tells() {
	moved_image team/known
	printf 'FROM %s@%s\nFROM %s@%s\nFROM %s@%s\n' "$IMAGE" "$NEW" "$OPEN/team/known" "$NEW" "$IMAGE" "$NEW" >Dockerfile
	digestbump check --json
	code_is 0
	json_is '.summary.requests' 1
}

run_cases
