#!/bin/bash
# The life of a branch: every cell of the table in src/publish/README.md, each followed by two more
# runs that write nothing (the remote's reflog and a pre-receive counter prove it).
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY
}

# A repository r with one image that moved, whose remote counts pushes.
start() { # NAME
	moved_image "team/$1"
	dockerfiles r "$IMAGE@$OLD"
	watch_remote r.git
}

watch_remote() { # REPOSITORY
	git -C "$1" config core.logAllRefUpdates always
	printf '#!/bin/sh\ncat >/dev/null\necho push >>pushes\n' >"$1/hooks/pre-receive"
	chmod +x "$1/hooks/pre-receive"
}

branch() { bot_branches r.git | head -n 1; }
tip() { git -C r.git rev-parse "$(branch)"; }
state() { jq -r --arg b "$1" '[.bumps[], .branches[]] | map(select(.branch == $b))[0].state' out; }
human() { rm -rf human && git clone -q r.git human; }

# All that a push could change: refs, their logs, and how often somebody pushed.
remote_state() {
	git -C r.git for-each-ref
	[ ! -e r.git/pushes ] || wc -l <r.git/pushes
	find r.git/logs -type f -exec cat {} + 2>/dev/null | sort
}

# Two more runs with the same options write nothing.
settled() { # [OPTION...]
	local before
	before=$(remote_state)
	for _ in 1 2; do
		digestbump -C r "$@" --json
		[ "$CODE" -lt 2 ] || fail "exit code $CODE"
		same "$(remote_state)" "$before"
	done
}

# ---- a bump is wanted ----

case_nothing_there_creates() {
	start create
	digestbump -C r --json
	code_is 0
	same "$(state "$(branch)")" created
	settled
	same "$(state "$(branch)")" unchanged
}

case_nothing_there_is_limited() {
	moved_image team/limited-a
	local first=$IMAGE@$OLD
	moved_image team/limited-b
	dockerfiles r "$first" "$IMAGE@$OLD"
	watch_remote r.git
	echo 'branches: {limit: 1}' >r/.digestbump.yaml
	commit_all r Limit && git -C r push -q
	digestbump -C r --json
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	json_is '[.bumps[].state] | sort | join(" ")' 'created limited'
	settled
}

case_a_current_branch_is_unchanged_whoever_runs() {
	local before
	start current
	digestbump -C r
	before=$(tip)
	git -C r config user.name 'Somebody Else'
	git -C r config user.email else@example.test
	settled
	GIT_COMMITTER_NAME=Third GIT_COMMITTER_EMAIL=third@example.test digestbump -C r
	settled
	same "$(tip)" "$before"
	printf 'commit: {title: "chore: {image} {short}", sign_off: false}\n' >other.yaml
	digestbump -C r --config other.yaml --json
	settled
}

case_the_wording_moves_nothing() {
	local before
	start wording
	digestbump -C r
	before=$(tip)
	# Not committed: the base commit stays, only the wording differs.
	echo 'commit: {title: "chore: {image} {short}", sign_off: false}' >r/.digestbump.yaml
	digestbump -C r --config "$PWD/r/.digestbump.yaml" --json
	json_is '.bumps[0].state' unchanged
	same "$(tip)" "$before"
	settled --config "$PWD/r/.digestbump.yaml"
}

case_an_outdated_branch_is_updated() {
	local before
	start outdated
	digestbump -C r
	before=$(tip)
	push_image "$OPEN" team/outdated 1 'team/outdated third'
	digestbump -C r --json
	code_is 0
	same "$(state "$(branch)")" updated
	[ "$(tip)" != "$before" ] || fail 'the branch stayed'
	settled
}

case_a_humans_branch_is_left_alone() {
	local before
	start human
	digestbump -C r
	human
	git -C human checkout -q "$(branch)"
	echo fix >human/fix
	commit_all human 'Fix it'
	git -C human push -q
	before=$(tip)
	digestbump -C r --json
	code_is 0
	same "$(state "$(branch)")" human
	same "$(tip)" "$before"
	push_image "$OPEN" team/human 1 'team/human third'
	settled
	same "$(tip)" "$before"
}

case_a_title_that_a_human_edited_is_left_alone() {
	local before
	start title
	digestbump -C r
	human
	git -C human checkout -q "$(branch)"
	git -C human log -1 --format=%B | sed '1s/.*/A better title/' >message
	git -C human commit -q --amend --reset-author -F "$PWD/message"
	git -C human push -qf
	before=$(tip)
	push_image "$OPEN" team/title 1 'team/title third'
	digestbump -C r --json
	same "$(state "$(branch)")" human
	settled
	same "$(tip)" "$before"
}

case_a_foreign_branch_of_that_name_is_in_the_way() {
	local name
	start foreign
	digestbump -C r
	name=$(branch)
	git -C r.git update-ref "refs/heads/$name" "$(git -C r.git commit-tree -m own "$(git -C r.git rev-parse 'main^{tree}')")"
	digestbump -C r --json
	code_is 1
	same "$(state "$name")" failed
	err_has 'in the way'
	settled
}

case_a_branch_that_a_human_deleted_comes_back_for_a_newer_digest_only() {
	local name
	start deleted
	digestbump -C r
	name=$(branch)
	git -C r.git update-ref -d "refs/heads/$name"
	digestbump -C r --json
	code_is 0
	same "$(state "$name")" declined
	same "$(bot_branches r.git)" ""
	settled
	# Another clone knows it as well, and a base branch that moved changes nothing.
	rm -rf r && git clone -q r.git r
	echo more >r/more
	commit_all r More && git -C r push -q
	settled
	same "$(bot_branches r.git)" ""
	push_image "$OPEN" team/deleted 1 'team/deleted third'
	digestbump -C r --json
	same "$(state "$name")" created
	settled
}

case_branches_under_a_former_prefix_are_told() {
	local name
	start prefix
	digestbump -C r
	name=$(branch)
	echo 'branches: {prefix: bump/}' >r/.digestbump.yaml
	commit_all r Prefix && git -C r push -q
	digestbump -C r --json
	code_is 0
	same "$(state "$name")" kept
	json ".branches[0].reason" | grep branches.prefix
	same "$(git -C r.git for-each-ref refs/heads/bump | wc -l)" 1
	settled
	git -C r.git update-ref -d "refs/heads/$name"
	digestbump -C r --json
	json_is '.branches | length' 0
	settled
}

# ---- wanted, but not now ----

case_a_branch_is_kept_while_the_registry_fails() {
	local before
	start failing
	digestbump -C r
	before=$(tip)
	push_image "$OPEN" team/failing 2 'team/failing other' >/dev/null
	# The tag goes: absent.
	sed -i 's/failing:1/failing:9/' r/failing/Dockerfile
	commit_all r 'Follow a tag that is not there' && git -C r push -q
	digestbump -C r --json
	code_is 1
	same "$(state "$(branch)")" kept
	same "$(tip)" "$before"
	settled
}

case_a_file_that_cannot_be_read_keeps_its_branch() {
	local before
	moved_image team/unread
	mkdir -p r/unread
	printf 'services:\n  a:\n    image: %s@%s\n' "$IMAGE" "$OLD" >r/unread/compose.yaml
	with_remote r
	watch_remote r.git
	digestbump -C r
	same "$(bot_branches r.git | wc -l)" 1
	before=$(tip)
	{
		cat r/unread/compose.yaml
		head -c 20000000 /dev/zero | tr '\0' '#'
	} >big
	mv big r/unread/compose.yaml
	commit_all r 'Too large' && git -C r push -q
	digestbump -C r --json
	code_is 1
	same "$(state "$(branch)")" kept
	err_has unread/compose.yaml
	same "$(tip)" "$before"
	settled
}

case_a_human_branch_is_told_while_the_registry_fails() {
	start later
	digestbump -C r
	human
	git -C human checkout -q "$(branch)"
	echo fix >human/fix
	commit_all human Fix
	git -C human push -q
	sed -i 's/later:1/later:9/' r/later/Dockerfile
	commit_all r 'Follow a tag that is not there' && git -C r push -q
	digestbump -C r --json
	code_is 1
	same "$(state "$(branch)")" human
	settled
}

case_a_foreign_branch_is_told_while_the_registry_fails() {
	local name
	start strange
	digestbump -C r
	name=$(branch)
	git -C r.git update-ref "refs/heads/$name" "$(git -C r.git commit-tree -m own "$(git -C r.git rev-parse 'main^{tree}')")"
	sed -i 's/strange:1/strange:9/' r/strange/Dockerfile
	commit_all r 'Follow a tag that is not there' && git -C r push -q
	digestbump -C r --json
	code_is 1
	same "$(state "$name")" human
	settled
}

# ---- not wanted any more ----

case_a_merged_bump_is_deleted() {
	local name
	start merged
	digestbump -C r
	name=$(branch)
	human
	git -C human merge -q --squash "origin/$name"
	git -C human commit -q -m 'Squash it'
	git -C human push -q origin main
	digestbump -C r --json
	code_is 0
	same "$(state "$name")" deleted
	same "$(bot_branches r.git)" ""
	settled
}

case_a_branch_that_a_new_group_takes_over_is_deleted() {
	local old
	start regroup
	digestbump -C r
	old=$(branch)
	printf 'rules:\n  - match: {images: ["**"]}\n    group: all\n' >r/.digestbump.yaml
	commit_all r 'One branch for all' && git -C r push -q
	digestbump -C r --json
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	same "$(state "$old")" deleted
	json ".branches[0].reason" | grep 'took over'
	settled
}

case_a_takeover_that_is_refused_keeps_the_old_branch() {
	local old
	start refused-takeover
	digestbump -C r
	old=$(branch)
	printf '#!/bin/sh\ncase $1 in *all*) exit 1;; esac\n' >r.git/hooks/update
	chmod +x r.git/hooks/update
	printf 'rules:\n  - match: {images: ["**"]}\n    group: all\n' >r/.digestbump.yaml
	commit_all r 'One branch for all' && git -C r push -q
	digestbump -C r --json
	code_is 1
	same "$(bot_branches r.git)" "$old"
	same "$(state "$old")" kept
}

case_a_humans_branch_that_nobody_wants_is_told() {
	local name
	start stale-human
	digestbump -C r
	name=$(branch)
	human
	git -C human checkout -q "$name"
	echo fix >human/fix
	commit_all human Fix
	git -C human push -q
	git -C r rm -q -r stale-human && commit_all r Gone && git -C r push -q
	digestbump -C r --json
	code_is 0
	same "$(state "$name")" human
	same "$(branch)" "$name"
	settled
}

case_a_foreign_branch_that_nobody_wants_is_left_alone() {
	start stranger
	human
	git -C human push -q origin main:refs/heads/digestbump/mine
	digestbump -C r --json
	code_is 0
	same "$(state digestbump/mine)" null
	same "$(bot_branches r.git | wc -l)" 2
	settled
}

# ---- made for another base branch or configuration ----

case_two_base_branches_leave_each_other_alone() {
	local all
	start bases
	git -C r push -q origin main:release
	digestbump -C r
	code_is 0
	digestbump -C r --base release --json
	code_is 0
	all=$(git -C r.git for-each-ref refs/heads/digestbump)
	same "$(bot_branches r.git | wc -l)" 2
	for _ in 1 2; do
		settled
		settled --base release
	done
	same "$(git -C r.git for-each-ref refs/heads/digestbump)" "$all"
	# The bump is merged into main only: main's branch goes, release's stays.
	human
	git -C human merge -q "origin/$(bot_branches r.git | grep -v release)"
	git -C human push -q origin main
	digestbump -C r
	same "$(bot_branches r.git | wc -l)" 1
	digestbump -C r --base release --json
	json_is '.bumps[0].state' unchanged
	settled
	settled --base release
}

case_a_new_default_branch_leaves_the_old_ones_where_they_are() {
	start head
	git -C r push -q origin main:develop
	digestbump -C r
	digestbump -C r --base develop
	git -C r.git symbolic-ref HEAD refs/heads/develop
	same "$(bot_branches r.git | wc -l)" 2
	digestbump -C r --base develop
	same "$(bot_branches r.git | wc -l)" 2
	settled --base develop
}

case_two_configurations_leave_each_other_alone() {
	local all
	moved_image team/conf-a
	local first=$IMAGE@$OLD
	moved_image team/conf-b
	dockerfiles r "$first" "$IMAGE@$OLD"
	watch_remote r.git
	echo 'ignore: {paths: ["conf-a/**"]}' >one.yaml
	echo 'ignore: {paths: ["conf-b/**"]}' >two.yaml
	echo '{}' >both.yaml
	for name in one two both; do
		digestbump -C r --config "$PWD/$name.yaml"
		code_is 0
	done
	all=$(git -C r.git for-each-ref refs/heads/digestbump)
	same "$(bot_branches r.git | wc -l)" 4
	for name in one two both; do settled --config "$PWD/$name.yaml"; done
	same "$(git -C r.git for-each-ref refs/heads/digestbump)" "$all"
	# A configuration that changes keeps its branches.
	echo 'ignore: {paths: ["conf-a/**"]} # a comment' >one.yaml
	settled --config "$PWD/one.yaml"
}

# ---- who a commit on the branch is ----

case_an_update_button_makes_no_human() {
	local before
	start button
	digestbump -C r
	human
	echo more >human/more
	commit_all human More && git -C human push -q origin main
	git -C human checkout -q "$(branch)"
	git -C human merge -q --no-edit origin/main
	git -C human push -q
	before=$(tip)
	digestbump -C r --json
	code_is 0
	same "$(state "$(branch)")" unchanged
	settled
	same "$(tip)" "$before"
	push_image "$OPEN" team/button 1 'team/button third'
	digestbump -C r --json
	same "$(state "$(branch)")" updated
	same "$(git -C r.git rev-list --count "main..$(branch)")" 1
	settled
}

case_a_merge_with_more_in_it_is_a_humans() {
	start larger
	digestbump -C r
	human
	echo more >human/more
	commit_all human More && git -C human push -q origin main
	git -C human checkout -q "$(branch)"
	git -C human merge -q --no-commit --no-ff origin/main
	echo fix >human/fix
	commit_all human 'Merge and fix'
	git -C human push -q
	digestbump -C r --json
	same "$(state "$(branch)")" human
	settled
}

case_a_merge_of_another_branch_is_a_humans() {
	start other
	digestbump -C r
	human
	git -C human checkout -q -b feature origin/main
	echo feature >human/feature
	commit_all human Feature
	git -C human checkout -q "$(branch)"
	git -C human merge -q --no-edit feature
	git -C human push -q
	digestbump -C r --json
	same "$(state "$(branch)")" human
	settled
}

case_a_formatter_is_no_human_when_it_is_named() {
	local before
	start formatter
	echo 'requests: {ignore_authors: [format@example.test]}' >r/.digestbump.yaml
	commit_all r Ignore && git -C r push -q
	digestbump -C r
	human
	git -C human checkout -q "$(branch)"
	echo '# formatted' >>human/formatter/Dockerfile
	git -C human -c user.email=format@example.test commit -qam Format
	git -C human push -q
	before=$(tip)
	digestbump -C r --json
	same "$(state "$(branch)")" unchanged
	settled
	same "$(tip)" "$before"
	push_image "$OPEN" team/formatter 1 'team/formatter third'
	digestbump -C r --json
	same "$(state "$(branch)")" updated
	settled
}

# ---- pushes ----

# Several images that moved, in repository r. Their names begin with NAME-.
start_many() { # NAME COUNT
	local i pins=()
	for i in $(seq 1 "$2"); do
		moved_image "team/$1-$i"
		pins+=("$IMAGE@$OLD")
	done
	dockerfiles r "${pins[@]}"
	watch_remote r.git
}

case_a_push_moves_three_refs_at_most() {
	start_many portions 7
	printf '#!/bin/sh\nwc -l >>portions\n' >r.git/hooks/pre-receive
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 7
	same "$(sort -n r.git/portions | tr -d ' ' | tr '\n' ' ')" '1 1 3 3 '
	digestbump -C r
	same "$(wc -l <r.git/portions)" 4
}

case_one_branch_that_the_remote_refuses_costs_itself() {
	start_many refuse 4
	printf '%s\n' '#!/bin/sh' 'while read -r old new ref; do' \
		'case $ref in *refuse-2*) echo "nothing for two, please" >&2; exit 1;; esac; done' >r.git/hooks/pre-receive
	digestbump -C r --json
	code_is 1
	same "$(bot_branches r.git | wc -l)" 3
	json_is '[.bumps[] | select(.state == "failed") | .branch] | length' 1
	json '.bumps[] | select(.state == "failed") | .branch' | grep refuse-2
	same "$(grep -c 'nothing for two' err)" 1
	same "$(grep 'nothing for two' out | grep -c reason)" 1
	digestbump -C r --json
	code_is 1
	same "$(bot_branches r.git | wc -l)" 3
}

case_a_remote_that_refuses_to_replace_commits_is_told() {
	start rewound
	git -C r.git config receive.denyNonFastForwards true
	digestbump -C r
	code_is 0
	push_image "$OPEN" team/rewound 1 'team/rewound third'
	digestbump -C r --json
	code_is 1
	err_has receive.denyNonFastForwards
	err_has 'allow force pushes'
}

case_a_remote_that_refuses_deletions_is_told() {
	start undeletable
	git -C r.git config receive.denyDeletes true
	digestbump -C r
	human
	git -C human merge -q "origin/$(branch)"
	git -C human push -q origin main
	digestbump -C r --json
	code_is 1
	err_has receive.denyDeletes
}

case_a_signed_push_is_a_wish() {
	start signed
	git -C r config push.gpgSign true
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	settled
}

case_a_push_url_to_another_repository_is_told() {
	start pushurl
	digestbump -C r
	git init -q --bare -b main elsewhere.git
	git -C r push -q "$PWD/elsewhere.git" main
	git -C r config remote.origin.pushurl "$PWD/elsewhere.git"
	push_image "$OPEN" team/pushurl 1 'team/pushurl third'
	digestbump -C r --json
	code_is 1
	err_has 'push URL'
}

case_a_push_url_to_the_same_repository_works() {
	start sameurl
	git -C r config remote.origin.pushurl "file://$PWD/r.git"
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	settled
}

case_an_old_lock_on_a_ref_of_ours_is_removed_and_a_new_one_is_told() {
	local lock
	start lock
	digestbump -C r
	code_is 0
	echo more >r/more
	commit_all r More && git -C r push -q
	lock=$(git -C r rev-parse --absolute-git-dir)/refs/digestbump/remote/heads/main.lock
	: >"$lock"
	digestbump -C r
	code_is 1
	err_has refs/digestbump/remote/heads/main.lock
	touch -d '2 days ago' "$lock"
	digestbump -C r
	code_is 0
	test ! -e "$lock"
	settled
}

# A git that lets another run of the same kind push first.
case_a_lost_race_whose_winner_did_the_same_is_success() {
	start race
	git clone -q r.git winner
	git -C winner config user.name Winner
	mkdir bin
	cat >bin/git <<-END
		#!/bin/sh
		PATH=\${PATH#*:}
		case " \$* " in *' push '*) test -e raced || { touch raced; "$DIGESTBUMP" -C "$PWD/winner" >winner.log 2>&1; } ;; esac
		exec git "\$@"
	END
	chmod +x bin/git
	PATH=$PWD/bin:$PATH digestbump -C r --json
	cat winner.log
	code_is 0
	test -e raced
	json_is '.bumps[0].state' unchanged
	same "$(bot_branches r.git | wc -l)" 1
	settled
}

case_the_first_branches_on_a_terminal_are_asked_for() {
	start terminal
	answered() { # ANSWER [OPTION...]
		local answer=$1
		shift
		python3 - "$answer" "$DIGESTBUMP" -C r "$@" <<-'END' >terminal.log 2>&1 || true
			import os, pty, sys
			child, fd = pty.fork()
			if child == 0:
			    os.execv(sys.argv[2], sys.argv[2:])
			seen, sent = b"", False
			while True:
			    try:
			        part = os.read(fd, 65536)
			    except OSError:
			        break
			    if not part:
			        break
			    seen += part
			    if not sent and b"[y/N]" in seen:
			        sent = True
			        os.write(fd, sys.argv[1].encode() + b"\n")
			sys.stdout.buffer.write(seen)
			sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
		END
		cat terminal.log
	}
	answered n
	grep -F 'Push 1 branch?' terminal.log
	grep -F "digestbump/" terminal.log
	same "$(bot_branches r.git)" ""
	answered y
	same "$(bot_branches r.git | wc -l)" 1
	# There are some now: it is not asked again.
	push_image "$OPEN" team/terminal 1 'team/terminal third'
	answered n
	if grep -F '[y/N]' terminal.log; then fail 'it was asked again'; fi
	# A branch that was deleted is made again for a newer digest only.
	git -C r.git update-ref -d "refs/heads/$(branch)"
	push_image "$OPEN" team/terminal 1 'team/terminal fourth'
	answered n --yes
	if grep -F '[y/N]' terminal.log; then fail 'it was asked with --yes'; fi
	same "$(bot_branches r.git | wc -l)" 1
}

case_one_image_alone_deletes_nothing_else() {
	start_many only 3
	digestbump -C r --image '**/only-2' --json
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	digestbump -C r
	same "$(bot_branches r.git | wc -l)" 3
	digestbump -C r --image '**/only-2' --json
	json_is '.bumps | length' 1
	same "$(bot_branches r.git | wc -l)" 3
	settled --image '**/only-1'
	digestbump -C r only-1
	code_is 2
	digestbump -C r run only-1
	code_is 2
	err_has --image
}

# ---- signatures ----

case_commits_are_signed_as_git_signs() {
	start ssh-signed
	ssh-keygen -q -t ed25519 -N '' -f key
	printf 'ada@example.test %s\n' "$(cat key.pub)" >allowed
	git -C r config gpg.format ssh
	git -C r config user.signingKey "$PWD/key"
	git -C r config commit.gpgSign true
	git -C r.git config gpg.ssh.allowedSignersFile "$PWD/allowed"
	digestbump -C r
	code_is 0
	git -C r.git verify-commit "$(branch)"
	settled
	# Another key, or none, makes no write.
	git -C r config commit.gpgSign false
	settled
}

case_commit_sign_says_otherwise() {
	start sign-never
	git -C r config commit.gpgSign true
	git -C r config user.signingKey "$PWD/nowhere"
	git -C r config gpg.format ssh
	echo 'commit: {sign: never}' >r/.digestbump.yaml
	git -C r add . && git -C r -c commit.gpgSign=false commit -qm Never && git -C r push -q
	digestbump -C r
	code_is 0
	if git -C r.git cat-file -p "$(branch)" | grep gpgsig; then fail 'it is signed'; fi
	settled
}

case_openpgp_signs() {
	start gpg-signed
	export GNUPGHOME=$PWD/gpg
	mkdir -m 700 gpg
	gpg --batch --quiet --passphrase '' --quick-generate-key 'Ada Tester <ada@example.test>' ed25519 sign never
	echo 'commit: {sign: openpgp}' >r/.digestbump.yaml
	commit_all r Sign && git -C r push -q
	digestbump -C r
	code_is 0
	git -C r.git verify-commit "$(branch)"
	settled
	gpgconf --kill all
}

case_a_key_that_cannot_be_used_stops_before_any_push() {
	start no-key
	digestbump -C r
	push_image "$OPEN" team/no-key 1 'team/no-key third'
	git -C r config gpg.format ssh
	git -C r config user.signingKey "$PWD/nowhere"
	git -C r config commit.gpgSign true
	local before
	before=$(remote_state)
	digestbump -C r
	code_is 1
	err_has 'cannot be signed'
	same "$(remote_state)" "$before"
}

# ---- branches.rebase ----

case_conflict_rebases_only_on_conflict() {
	local before
	start lazy
	echo 'branches: {rebase: conflict}' >r/.digestbump.yaml
	commit_all r Lazy && git -C r push -q
	digestbump -C r
	before=$(tip)
	echo more >r/more
	commit_all r More && git -C r push -q
	digestbump -C r --json
	same "$(state "$(branch)")" unchanged
	same "$(tip)" "$before"
	settled
	# A second place of the same image must be in the branch.
	mkdir -p r/second && cp r/lazy/Dockerfile r/second/
	commit_all r Second && git -C r push -q
	digestbump -C r --json
	same "$(state "$(branch)")" updated
	settled
	before=$(tip)
	sed -i 's/RUN true/RUN false/' r/lazy/Dockerfile
	commit_all r Conflict && git -C r push -q
	digestbump -C r --json
	same "$(state "$(branch)")" updated
	settled
}

case_never_rebases_not_even_on_conflict() {
	local before
	start never
	echo 'branches: {rebase: never}' >r/.digestbump.yaml
	commit_all r Never && git -C r push -q
	digestbump -C r
	before=$(tip)
	sed -i 's/RUN true/RUN false/' r/never/Dockerfile
	commit_all r Conflict && git -C r push -q
	digestbump -C r --json
	same "$(state "$(branch)")" unchanged
	same "$(tip)" "$before"
	settled
	push_image "$OPEN" team/never 1 'team/never third'
	digestbump -C r --json
	same "$(state "$(branch)")" updated
	settled
}

run_cases
