#!/bin/bash
# Repositories of other shapes than a plain clone.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() { start_registry "$SCRATCH/store" open && OPEN=$REGISTRY; }

case_bare() {
	moved_image team/bare
	dockerfiles r "$IMAGE@$OLD"
	git clone -q --bare r.git bare.git
	digestbump -C bare.git
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
}

case_bare_without_a_remote() {
	moved_image team/alone
	dockerfiles r "$IMAGE@$OLD"
	git -C r.git remote
	digestbump -C r.git
	code_is 2
	err_has 'no remote to push to'
	err_has --no-push
	same "$(bot_branches r.git)" ""
	digestbump -C r.git --no-push
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	digestbump -C r.git --no-push
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	git -C r.git fsck --strict --no-dangling
}

case_shallow() {
	moved_image team/shallow
	dockerfiles r "$IMAGE@$OLD"
	for i in 1 2 3; do
		echo "$i" >r/file
		commit_all r "Number $i"
	done
	git -C r push -q
	git clone -q --depth 1 "file://$CASE/r.git" shallow
	digestbump -C shallow
	code_is 0
	same "$(git -C r.git rev-parse "$(bot_branches r.git)^")" "$(git -C r.git rev-parse main)"
	same "$(git -C shallow rev-list --count HEAD)" 1
	same "$(git -C shallow rev-parse --is-shallow-repository)" true
	git -C r.git fsck --strict --no-dangling
	digestbump -C shallow --json
	json_is '.bumps[0].pushed' false
}

case_linked_work_tree() {
	moved_image team/linked
	dockerfiles r "$IMAGE@$OLD"
	git -C r worktree add -q ../linked -b topic
	digestbump -C linked
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	same "$(git -C linked symbolic-ref HEAD)" refs/heads/topic
	same "$(git -C linked status --porcelain)$(git -C r status --porcelain)" ""
}

case_from_a_folder_below_the_top() {
	moved_image team/below
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r/below --json
	code_is 0
	json_is '.bumps[0].files[0]' below/Dockerfile
}

case_detached() {
	moved_image team/detached
	dockerfiles r "$IMAGE@$OLD"
	git -C r checkout -q --detach
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
}

case_a_clone_of_a_single_branch_uses_the_remotes_main_branch() {
	moved_image team/topic
	dockerfiles r "$IMAGE@$OLD"
	git -C r checkout -q -b topic
	echo more >r/file
	commit_all r 'On a topic'
	git -C r push -q origin topic
	git clone -q --single-branch --branch topic r.git clone
	digestbump -C clone
	code_is 0
	same "$(git -C r.git rev-parse "$(bot_branches r.git)^")" "$(git -C r.git rev-parse main)"
}

case_a_partial_clone() {
	moved_image team/partial
	dockerfiles r "$IMAGE@$OLD"
	git -C r.git config uploadpack.allowFilter true
	git clone -q --filter=blob:none --no-checkout "file://$CASE/r.git" partial
	digestbump -C partial
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
}

case_modes_and_links_of_the_tree_survive() {
	moved_image team/modes
	mkdir -p r/modes
	printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >r/modes/Dockerfile
	chmod 755 r/modes/Dockerfile
	ln -s modes/Dockerfile r/link
	with_remote r
	digestbump -C r
	code_is 0
	git -C r.git ls-tree -r "$(bot_branches r.git)" | cut -d' ' -f1,2 | tr '\n' ';' >modes
	same "$(cat modes)" "120000 blob;100755 blob;"
}

case_git_variables_of_another_repository_are_refused() {
	moved_image team/variables
	dockerfiles r "$IMAGE@$OLD"
	git init -q other
	cd r
	GIT_DIR=$PWD/.git GIT_WORK_TREE=$PWD digestbump --dry-run
	code_is 0
	GIT_DIR=.git digestbump --dry-run
	code_is 0
	GIT_DIR=../other/.git digestbump --dry-run
	code_is 2
	err_has GIT_DIR
	GIT_WORK_TREE=../other digestbump --dry-run
	code_is 2
	cd ..
	GIT_DIR=other/.git digestbump -C r --dry-run
	code_is 0
}

case_a_diff_from_a_subdirectory_applies_or_says_so() {
	local first
	moved_image team/inner
	first=$IMAGE@$OLD
	moved_image team/outer
	dockerfiles r "$first" "$IMAGE@$OLD"
	cd r/inner
	digestbump --dry-run
	code_is 0
	err_has "outside of 'inner'"
	git -C .. apply --allow-empty "$PWD/out"
	same "$(git -C .. diff --name-only | tr '\n' ' ')" 'inner/Dockerfile outer/Dockerfile '
	git -C .. checkout -q .
	digestbump run --dry-run .
	same "$(cat err)" ""
	git apply out
	same "$(git -C .. diff --name-only)" inner/Dockerfile
}

case_a_clone_of_one_commit_stays_one() {
	moved_image team/depth
	dockerfiles r "$IMAGE@$OLD"
	for i in 1 2 3 4 5; do git -C r commit -q --allow-empty -m "$i"; done
	git -C r push -q
	git clone -q --depth 1 "file://$PWD/r.git" one
	for i in 6 7 8; do git -C r commit -q --allow-empty -m "$i"; done
	git -C r push -q
	for _ in 1 2; do
		digestbump -C one
		code_is 0
		same "$(git -C one rev-list --count HEAD)" 1
		same "$(git -C one rev-list --count refs/digestbump/remote/heads/main)" 1
	done
	same "$(git -C r.git rev-parse "$(bot_branches r.git)^")" "$(git -C r.git rev-parse main)"
	git -C one fsck --no-dangling
}

run_cases
