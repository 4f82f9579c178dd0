#!/bin/bash
# check: what its exit code says, and what limits the work.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() { start_registry "$SCRATCH/store" open && OPEN=$REGISTRY; }

case_what_it_fails_on_is_chosen() {
	moved_image team/fail
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r check
	code_is 3
	err_has outdated
	digestbump -C r check --fail-on rescue
	code_is 0
	digestbump -C r check --fail-on unpinned,current
	code_is 0
	digestbump -C r check --fail-on rescue,bump
	code_is 3
	digestbump -C r check --fail-on bumps
	code_is 2
	err_has bump
	err_has rescue
}

case_an_unpinned_reference_is_found_on_demand() {
	mkdir r
	printf 'FROM %s/team/unpinned:1\n' "$OPEN" >r/Dockerfile
	commit_all r
	digestbump -C r check
	code_is 0
	digestbump -C r check --fail-on bump,rescue,unpinned
	code_is 3
}

case_incomplete_comes_before_outdated() {
	moved_image team/incomplete
	dockerfiles r "$IMAGE@$OLD" "$OPEN/team/nowhere:1@$GONE"
	digestbump -C r check
	code_is 1
	err_has incomplete
	digestbump -C r check incomplete
	code_is 3
	err_has outdated
}

case_paths_limit_the_work() {
	local first
	moved_image team/left
	first=$IMAGE@$OLD
	moved_image team/right
	dockerfiles r "$first" "$IMAGE@$OLD"
	digestbump -C r check --json right
	code_is 3
	json_is '[.verdicts[].path] | join(" ")' right/Dockerfile
	json_is .summary.questions 1
	digestbump -C r check --json left/Dockerfile right
	json_is '.verdicts | length' 2
	digestbump -C r/left check --json .
	json_is '[.verdicts[].path] | join(" ")' left/Dockerfile
	digestbump -C r run -n left
	code_is 0
	out_has left/Dockerfile
	out_lacks right/Dockerfile
	digestbump -C r run --write right
	code_is 0
	same "$(git -C r status --porcelain)" ' M right/Dockerfile'
	digestbump -C r check nowhere
	code_is 2
	err_has nowhere
	digestbump -C r check ..
	code_is 2
	err_has outside
}

case_images_limit_the_work() {
	local first
	moved_image team/apple
	first=$IMAGE@$OLD
	moved_image team/pear
	dockerfiles r "$first" "$IMAGE@$OLD"
	digestbump -C r check --json --image '**/pear'
	json_is '[.verdicts[].path] | join(" ")' pear/Dockerfile
	json_is .summary.questions 1
	digestbump -C r check --json --image '**/pear' --image '**/apple'
	json_is '.verdicts | length' 2
	digestbump -C r check --json --image 'alpine'
	code_is 0
	json_is '.verdicts | length' 0
}

run_cases
