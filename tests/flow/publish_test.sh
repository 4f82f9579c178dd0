#!/bin/bash
# Branches: made, pushed, kept up to date, left alone, removed.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	make_layout
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY
}

# The only bot branch of the remote of r, and its commit.
branch() { bot_branches r.git; }
tip() { git -C r.git rev-parse "$(branch)"; }

# A human's clone of the remote, to push from.
human() { git clone -q r.git human; }

case_each_image_gets_a_branch_with_one_commit() {
	sample monorepo bitvault
	digestbump -C bitvault "${FROM_LAYOUT[@]}"
	code_is 1
	same "$(bot_branches bitvault.git | wc -l)" 6
	for name in $(bot_branches bitvault.git); do
		same "$(git -C bitvault.git rev-parse "$name^")" "$(git -C bitvault.git rev-parse main)"
		git -C bitvault.git diff main "$name" | grep '^[-+][^-+]' | sed 's/sha256:[0-9a-f]*/DIGEST/; s/^.//' | sort | uniq -c |
			awk '$1 % 2 { print "more than a digest changed:", $0; bad = 1 } END { exit bad }'
	done
	git -C bitvault.git fsck --strict --no-dangling
	same "$(git -C bitvault status --porcelain)" ""
	same "$(git -C bitvault symbolic-ref HEAD)" refs/heads/main
}

case_the_commit_says_what_moved_and_what_to_rebuild() {
	local name
	sample monorepo bitvault
	digestbump -C bitvault "${FROM_LAYOUT[@]}"
	name=$(bot_branches bitvault.git | grep static)
	git -C bitvault.git log -1 --format=%B "$name" | tee message
	same "$(trailer bitvault.git "$name" Digestbump-Version)" 1
	same "$(trailer bitvault.git "$name" Digestbump-Base)" "$(git -C bitvault.git rev-parse main)"
	same "$(trailer bitvault.git "$name" Digestbump-Tree)" "$(git -C bitvault.git rev-parse "$name^{tree}")"
	same "$(trailer bitvault.git "$name" Digestbump-Rebuild | tr '\n' ' ')" ".ko.yaml images/bitvaultd/Dockerfile images/worker/Dockerfile "
	trailer bitvault.git "$name" Digestbump-Update | grep -qE '^gcr.io/distroless/static-debian12:nonroot sha256:[0-9a-f]{64} sha256:[0-9a-f]{64}$'
	same "$(grep . message | tail -n 1 | cut -d: -f1)" Signed-off-by
	if grep -q '^---' message; then fail "a line that git mail tools cut at"; fi
}

case_json_tells_of_branches() {
	moved_image team/json
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r --json
	code_is 0
	json_is '.bumps | length' 1
	json_is '.bumps[0].branch' "$(branch)"
	json_is '.bumps[0].commit' "$(tip)"
	json_is '.bumps[0].pushed' true
	json_is '.bumps[0].files | join(" ")' json/Dockerfile
	json_is '.bumps[0].images[0].from' "$OLD"
	json_is '.bumps[0].images[0].to' "$NEW"
}

case_a_second_run_does_nothing() {
	local before
	moved_image team/again
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r
	code_is 0
	before=$(tip)
	git -C r.git config core.logAllRefUpdates true
	for _ in 1 2; do
		digestbump -C r --json
		code_is 0
		json_is '.bumps[0].pushed' false
		same "$(tip)" "$before"
	done
	same "$(git -C r.git reflog show "$(branch)" | wc -l)" 0
}

case_a_second_run_of_another_clone_does_nothing_either() {
	local before
	moved_image team/clones
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r
	before=$(tip)
	git clone -q r.git other
	digestbump -C other --json
	code_is 0
	json_is '.bumps[0].pushed' false
	same "$(tip)" "$before"
}

case_a_newer_digest_moves_the_branch() {
	local newest before
	moved_image team/newer
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r
	before=$(tip)
	newest=$(push_image "$OPEN" team/newer 1 "team/newer third")
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	[ "$(tip)" != "$before" ] || fail "the branch stayed"
	git -C r.git show "$(branch):newer/Dockerfile" | grep "$newest"
	same "$(git -C r.git rev-list --count "main..$(branch)")" 1
}

case_a_moved_base_brings_the_branch_along() {
	moved_image team/base
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r
	human
	echo more >human/file
	commit_all human 'Move the base'
	git -C human push -q
	digestbump -C r
	code_is 0
	same "$(git -C r.git rev-parse "$(branch)^")" "$(git -C human rev-parse HEAD)"
	same "$(git -C r.git rev-list --count "main..$(branch)")" 1
	same "$(git -C r rev-parse main)" "$(git -C r rev-list --max-parents=0 main)"
}

case_a_merged_bump_loses_its_branch() {
	moved_image team/merged
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r
	human
	git -C human merge -q "origin/$(branch)"
	git -C human push -q origin main
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git)" ""
}

case_a_branch_with_a_humans_commit_is_left_alone() {
	local before
	moved_image team/human
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r
	human
	git -C human checkout -q "$(branch)"
	echo 'what the new base needs' >human/fix
	commit_all human 'Fix what the bump broke'
	git -C human push -q
	before=$(tip)
	push_image "$OPEN" team/human 1 "team/human third"
	git -C human checkout -q main
	echo more >human/file
	commit_all human 'Move the base'
	git -C human push -q
	digestbump -C r --json
	code_is 0
	same "$(tip)" "$before"
	json_is '.bumps[0].pushed' false
	digestbump -C r
	cat out err >both
	grep -qi human both
}

case_an_amended_bot_commit_is_a_humans() {
	local before
	moved_image team/amended
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r
	human
	git -C human checkout -q "$(branch)"
	echo 'RUN more' >>human/amended/Dockerfile
	git -C human commit -q -a --amend --no-edit
	git -C human push -q -f
	before=$(tip)
	push_image "$OPEN" team/amended 1 "team/amended third"
	digestbump -C r
	same "$(tip)" "$before"
}

# A git that, just before the first push, lets somebody else move the first bot branch.
racing_git() {
	mkdir bin
	cat >bin/git <<-END
		#!/bin/sh
		for word; do
			if [ "\$word" = push ] && mkdir "$CASE/raced" 2>/dev/null; then
				"$(command -v git)" -C "$CASE/r.git" update-ref "refs/heads/$1" "$2"
			fi
		done
		exec "$(command -v git)" "\$@"
	END
	chmod +x bin/git
	PATH=$CASE/bin:$PATH
}

case_a_concurrent_push_is_not_overwritten() {
	local first second theirs
	moved_image team/one && first=$IMAGE@$OLD
	moved_image team/two && second=$IMAGE@$OLD
	dockerfiles r "$first" "$second"
	digestbump -C r
	code_is 0
	push_image "$OPEN" team/one 1 "team/one third"
	push_image "$OPEN" team/two 1 "team/two third"
	theirs=$(git -C r.git commit-tree -m Theirs -p main 'main^{tree}')
	racing_git "$(bot_branches r.git | grep one)" "$theirs"
	digestbump -C r --json
	code_is 1
	test -d raced
	same "$(git -C r.git rev-parse "$(bot_branches r.git | grep one)")" "$theirs"
	json_is '[.bumps[] | select(.pushed) | .images[0].image | sub(".*/"; "")] | join(" ")' two
	json_is '.errors | length' 1
}

case_a_branch_that_the_remote_refuses_costs_only_itself() {
	local first second
	moved_image team/refused && first=$IMAGE@$OLD
	moved_image team/taken && second=$IMAGE@$OLD
	dockerfiles r "$first" "$second"
	printf '#!/bin/sh\ncase $1 in *refused*) echo "no such branches here" >&2; exit 1;; esac\n' >r.git/hooks/update
	chmod +x r.git/hooks/update
	digestbump -C r
	code_is 1
	same "$(bot_branches r.git | wc -l)" 1
	cat out err >both
	grep -q 'no such branches here' both
}

case_without_push_branches_stay_here() {
	moved_image team/local
	dockerfiles r "$IMAGE@$OLD"
	digestbump -C r --no-push
	code_is 0
	same "$(bot_branches r.git)" ""
	same "$(bot_branches r | wc -l)" 1
}

case_over_http_with_a_password_and_without() {
	moved_image team/http
	dockerfiles r "$IMAGE@$OLD"
	git -C r.git config http.receivepack true
	start_git_server "$CASE"
	git -C r remote set-url origin "http://127.0.0.1:$PORT/r.git"
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	git -C r.git update-ref -d "refs/heads/$(branch)"
	git -C r.git update-ref -d refs/digestbump/branches # as if no branch had ever been
	start_git_server "$CASE" "$USER_NAME" "$PASSWORD"
	git -C r remote set-url origin "http://127.0.0.1:$PORT/r.git"
	digestbump -C r
	code_is 1
	same "$(bot_branches r.git)" ""
	git -C r config "http.http://127.0.0.1:$PORT/.extraHeader" \
		"Authorization: Basic $(printf '%s' "$USER_NAME:$PASSWORD" | base64 -w 0)"
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
}

case_over_ssh() {
	moved_image team/ssh
	dockerfiles r "$IMAGE@$OLD"
	start_sshd
	git -C r remote set-url origin "ssh://$(id -un)@127.0.0.1:$PORT$CASE/r.git"
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	digestbump -C r --json
	json_is '.bumps[0].pushed' false
}

case_a_remote_and_a_base_can_be_named() {
	moved_image team/named
	dockerfiles r "$IMAGE@$OLD"
	git -C r remote rename origin upstream
	git -C r remote add other /nowhere
	git -C r push -q upstream main:release
	digestbump -C r --remote upstream --base release
	code_is 0
	same "$(trailer r.git "$(branch)" Digestbump-Base)" "$(git -C r.git rev-parse release)"
	digestbump -C r --remote nothing
	code_is 2
	err_has nothing
	digestbump -C r --remote upstream --base nothing
	err_has nothing
	[ "$CODE" -ne 0 ] || fail "a base that does not exist is no success"
}

case_what_lies_about_in_the_work_tree_does_not_matter() {
	moved_image team/dirty
	dockerfiles r "$IMAGE@$OLD"
	printf 'FROM scratch\n' >r/dirty/Dockerfile
	echo staged >r/staged && git -C r add staged
	git -C r status --porcelain >before
	digestbump -C r
	code_is 0
	git -C r status --porcelain | cmp - before
	git -C r.git show "$(branch):dirty/Dockerfile" | grep "$NEW"
}

case_a_group_shares_one_branch() {
	local first second
	moved_image team/left && first=$IMAGE@$OLD
	moved_image team/right && second=$IMAGE@$OLD
	mkdir r && printf 'rules:\n  - match: {images: ["%s/team/*"]}\n    group: team\n' "$OPEN" >r/.digestbump.yaml
	dockerfiles r "$first" "$second"
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	same "$(trailer r.git "$(branch)" Digestbump-Update | wc -l)" 2
}

run_cases
