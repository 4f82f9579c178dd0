#!/bin/bash
# What must be built again: ranges, merges of every kind, forms, trailers, exit codes.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

A=sha256:$(printf 'a%.0s' {1..64})
B=sha256:$(printf 'b%.0s' {1..64})
C=sha256:$(printf 'c%.0s' {1..64})

# base (debian), worker on base, web on node; compose.yaml names them.
house() { # DIRECTORY
	mkdir -p "$1/base" "$1/worker" "$1/web"
	printf 'FROM debian:12@%s\n' "$A" >"$1/base/Dockerfile"
	printf 'FROM ghcr.io/acme/base:1\n' >"$1/worker/Dockerfile"
	printf 'FROM node:22@%s\n' "$A" >"$1/web/Dockerfile"
	printf '%s\n' services: '  base: {image: "ghcr.io/acme/base:1", build: base}' \
		'  worker: {image: "ghcr.io/acme/worker:1", build: worker}' \
		'  web: {image: "ghcr.io/acme/web:1", build: web}' >"$1/compose.yaml"
	commit_all "$1"
}

# Another digest for debian, as a commit on the branch that is checked out.
move_base() { # DIRECTORY DIGEST
	printf 'FROM debian:12@%s\n' "$2" >"$1/base/Dockerfile"
	git -C "$1" commit -qam "Move debian"
}

is_the_plan_of_the_base() {
	code_is 0
	json_is '.waves | tostring' '[["ghcr.io/acme/base"],["ghcr.io/acme/worker"]]'
	json_is '.images[0].because | tostring' \
		"[{\"image\":\"docker.io/library/debian\",\"from\":\"$A\",\"to\":\"$B\",\"path\":\"base/Dockerfile\",\"line\":1}]"
	json_is '.images[1].because | tostring' '[{"needs":"ghcr.io/acme/base"}]'
	json_is '.later + .cycles + .unknown | length' 0
}

case_every_pair_of_small_repositories_has_the_expected_plan() {
	python3 "$TOP/tests/rebuild/run_cases.py" "$DIGESTBUMP" "$CASE/pairs"
}

case_the_last_commit_is_planned_by_default() {
	house r
	move_base r "$B"
	digestbump rebuild -C r --json
	is_the_plan_of_the_base
	json_is .schema digestbump/rebuild/1
	json_is .range head
	json_is .note null
	json_is .from "$(git -C r rev-parse HEAD^)"
	json_is .to "$(git -C r rev-parse HEAD)"
	json_is '.images[0].revision' "$(git -C r rev-parse HEAD)"
	digestbump rebuild -C r
	code_is 0
	out_has '2 images to build in 2 waves'
	out_has 'docker.io/library/debian aaaaaaa -> bbbbbbb  (base/Dockerfile:1)'
	out_has 'needs ghcr.io/acme/base'
}

case_the_plan_is_the_same_after_every_kind_of_merge() {
	local how start
	house r
	start=$(git -C r rev-parse HEAD)
	git -C r checkout -q -b topic
	move_base r "$B"
	for how in merge squash rebase cherry-pick; do
		git -C r checkout -q -B main "$start"
		echo "$how" >r/README
		git -C r add README
		git -C r commit -qm 'Unrelated'
		case $how in
		merge) git -C r merge -q --no-ff -m Merge topic ;;
		squash) git -C r merge -q --squash topic && git -C r commit -qm Squash ;;
		rebase) git -C r checkout -q -B moved topic && git -C r rebase -q main && git -C r checkout -q -B main moved ;;
		cherry-pick) git -C r cherry-pick topic ;;
		esac
		digestbump rebuild -C r --from "$start" --json
		is_the_plan_of_the_base
		json_is .range option
	done
	git -C r revert --no-edit HEAD
	digestbump rebuild -C r --from HEAD~1 --json
	json_is '.waves | length' 2
	digestbump rebuild -C r --from "$start" --json
	json_is '.images | length' 0
	code_is 0
}

case_what_ci_names_is_planned_and_a_fall_back_is_told() {
	house r
	first=$(git -C r rev-parse HEAD)
	move_base r "$C"
	move_base r "$B"
	GITLAB_CI=true CI_COMMIT_BEFORE_SHA=$first digestbump rebuild -C r --json
	is_the_plan_of_the_base
	json_is .range gitlab
	printf '{"before":"%s"}' "$first" >event.json
	export GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_EVENT_PATH=$CASE/event.json
	digestbump rebuild -C r --json
	is_the_plan_of_the_base
	json_is .range github
	printf '{"before":"0000000000000000000000000000000000000000"}' >event.json
	digestbump rebuild -C r --json
	json_is .range head
	json '.note | contains("the branch is new")'
	err_has 'note: the branch is new'
	json_is '.images[0].because[0].from' "$C"
}

case_a_shallow_clone_fetches_what_was_there_before() {
	house r
	first=$(git -C r rev-parse HEAD)
	move_base r "$C"
	move_base r "$B"
	git -C r config uploadpack.allowAnySHA1InWant true
	git clone -q --depth 1 "file://$CASE/r" shallow
	GITLAB_CI=true CI_COMMIT_BEFORE_SHA=$first digestbump rebuild -C shallow --json
	is_the_plan_of_the_base
	json_is .range gitlab
	git clone -q --depth 1 "file://$CASE/r" gone
	GITLAB_CI=true CI_COMMIT_BEFORE_SHA=$GONE_COMMIT digestbump rebuild -C gone --json
	code_is 0
	json_is .range head
	json '.note | contains("cannot be fetched")'
}
GONE_COMMIT=1111111111111111111111111111111111111111

case_everything_is_planned_on_request_also_without_git() {
	house r
	digestbump rebuild -C r --all --json
	code_is 0
	json_is '[.images[].name] | tostring' '["ghcr.io/acme/base","ghcr.io/acme/web","ghcr.io/acme/worker"]'
	json_is '[.images[].because[]] | length' 0
	json_is '.waves | tostring' '[["ghcr.io/acme/base","ghcr.io/acme/web"],["ghcr.io/acme/worker"]]'
	json_is '.images[0].bases | tostring' "[{\"image\":\"docker.io/library/debian\",\"tag\":\"12\",\"digest\":\"$A\",\"path\":\"base/Dockerfile\",\"line\":1}]"
	json_is '.images[2].needs | tostring' '["ghcr.io/acme/base"]'
	cp -R r plain
	rm -rf plain/.git
	digestbump rebuild -C plain --all --format list
	code_is 0
	same "$(cat out)" "$(printf '%s\n' ghcr.io/acme/base ghcr.io/acme/web ghcr.io/acme/worker)"
	digestbump rebuild -C plain
	code_is 2
	err_has 'no git repository'
}

case_a_plan_can_be_limited() {
	house r
	move_base r "$B"
	digestbump rebuild -C r --only ghcr.io/acme/base --format list
	same "$(cat out)" ghcr.io/acme/base
	digestbump rebuild -C r --only ghcr.io/acme/worker --format list
	same "$(cat out)" "$(printf 'ghcr.io/acme/base\nghcr.io/acme/worker')"
	digestbump rebuild -C r --only ghcr.io/acme/web --format list
	code_is 0
	same "$(cat out)" ''
	digestbump rebuild -C r --only nobody
	code_is 2
	err_has 'no build is called like that'
	digestbump rebuild -C r --platforms linux/aarch64 --json
	json_is '[.images[].platforms[]] | unique | tostring' '["linux/arm64"]'
	digestbump rebuild -C r --platforms nonsense
	code_is 2
	digestbump rebuild -C r --format list -z
	same "$(tr '\0' '|' <out)" 'ghcr.io/acme/base|ghcr.io/acme/worker|'
}

case_wrong_usage_is_told() {
	house r
	for words in '--from nowhere' '--to nowhere' '--format yaml' '--max-jobs 0' '--all --from-trailers' '-z'; do
		# shellcheck disable=SC2086 # words
		digestbump rebuild -C r $words
		code_is 2
	done
}

case_two_repositories_are_one_plan() {
	mkdir -p images/base app
	printf 'FROM debian:12@%s\n' "$A" >images/base/Dockerfile
	printf '%s\n' services: '  base: {image: "ghcr.io/acme/base:1", build: base}' >images/compose.yaml
	commit_all images
	printf 'FROM debian:12@%s\n' "$B" >images/base/Dockerfile
	git -C images commit -qam Move
	printf 'FROM ghcr.io/acme/base:1@%s\n' "$C" >app/Dockerfile
	printf '%s\n' services: '  app: {image: "ghcr.io/acme/app:1", build: .}' >app/compose.yaml
	commit_all app
	git -C app commit -q --allow-empty -m Nothing
	digestbump rebuild -C images -C app --json
	code_is 0
	json_is '.waves | tostring' '[["ghcr.io/acme/base"]]'
	json_is '.later | tostring' '[{"name":"ghcr.io/acme/app","repository":"ghcr.io/acme/app","after":["ghcr.io/acme/base"]}]'
	json_is '.images[0].directory' images
}

# ---- trailers ----

case_trailers_and_plan_agree_on_every_bump_of_ours() {
	local branch branches
	make_layout
	sample monorepo repo
	digestbump -C repo "${FROM_LAYOUT[@]}" --json
	branches=$(bot_branches repo.git)
	[ "$(wc -l <<<"$branches")" -ge 3 ]
	git -C repo fetch -q origin 'refs/heads/digestbump/*:refs/heads/digestbump/*'
	for branch in $branches; do
		digestbump rebuild -C repo --from main --to "$branch" --json
		code_is 0
		jq -c '[.waves, (.images | map([.name, .because]))]' out >plan
		jq -r '[.images[] | select(.because[0].image) | .path] | unique | .[]' out >files
		digestbump rebuild -C repo --from main --to "$branch" --from-trailers --json
		code_is 0
		same "$(jq -c '[.waves, (.images | map([.name, .because]))]' out)" "$(cat plan)"
		same "$(trailer repo "$branch" Digestbump-Rebuild)" "$(cat files)"
	done
}

case_trailers_of_several_bumps_count_from_where_they_began() {
	house r
	start=$(git -C r rev-parse HEAD)
	move_base r "$C"
	git -C r commit -q --amend -m "Bump

Digestbump-Update: docker.io/library/debian:12 $A $C
Digestbump-Rebuild: base/Dockerfile"
	move_base r "$B"
	git -C r commit -q --amend -m "Bump

Digestbump-Update: docker.io/library/debian:12 $C $B
Digestbump-Rebuild: base/Dockerfile"
	digestbump rebuild -C r --from "$start" --from-trailers --json
	is_the_plan_of_the_base
	# A revert has no trailers: what was said does not stand there any more.
	git -C r revert --no-edit HEAD HEAD^
	digestbump rebuild -C r --from "$start" --from-trailers --json
	json_is '.images | length' 0
	# Nor does anybody else's commit.
	move_base r "$B"
	digestbump rebuild -C r --from-trailers --json
	json_is '.images | length' 0
}

# The bump of distroless static, squashed into main as a forge does it.
squash_bump() { # DIRECTORY
	local branch
	digestbump -C "$1" "${FROM_LAYOUT[@]}"
	git -C "$1" fetch -q origin 'refs/heads/digestbump/*:refs/remotes/origin/digestbump/*'
	branch=$(git -C "$1" for-each-ref --format='%(refname)' 'refs/remotes/origin/digestbump/*static*')
	git -C "$1" merge -q --squash "$branch"
	git -C "$1" commit -qm 'Bump static (#1)'
}

case_in_the_sample_a_squashed_bump_names_what_stands_on_it_and_nothing_else() {
	make_layout
	sample monorepo bitvault
	squash_bump bitvault
	digestbump rebuild -C bitvault --format list
	code_is 0
	same "$(cat out)" "$(printf '%s\n' .ko.yaml images/bitvaultd/Dockerfile images/worker/Dockerfile)"
	digestbump rebuild -C bitvault --from-trailers --format list
	same "$(cat out)" '' # the squash lost them
}

case_in_the_sample_the_second_repository_follows_the_base() {
	make_layout
	sample base base
	sample tools tools
	squash_bump base
	git -C tools commit -q --allow-empty -m Nothing
	digestbump rebuild -C base -C tools --json
	code_is 0
	json_is '.waves | tostring' '[["ghcr.io/bitvault/base"]]'
	json_is '.later | tostring' '[{"name":"ghcr.io/bitvault/tools","repository":"ghcr.io/bitvault/tools","after":["ghcr.io/bitvault/base"]}]'
	# The base is published, and its pin bumped.
	sed -i "s/@sha256:[0-9a-f]*/@$A/" tools/Dockerfile
	git -C tools commit -qam 'Bump base (#2)'
	git -C base commit -q --allow-empty -m Nothing
	digestbump rebuild -C base -C tools --format list
	same "$(cat out)" ghcr.io/bitvault/tools
}

# ---- forms ----

# COUNT builds in WAVES waves; all of them are new.
many() { # COUNT WAVES
	rm -rf many
	git init -q many
	git -C many commit -q --allow-empty -m Start
	[ "$1" -eq 0 ] || python3 "$TOP/tests/support/make_builds.py" many "$1" "$2" a
	git -C many add -A
	git -C many commit -q --allow-empty -m Builds
}

case_forms_of_all_sizes_are_what_their_readers_take() {
	for size in '0 1' '1 1' '257 1' '120 40'; do
		# shellcheck disable=SC2086 # two words
		many $size
		for format in github gitlab make tekton argo mermaid dot svg json list text; do
			timeout 60 "$DIGESTBUMP" rebuild -C many --format "$format" >"form.$format"
		done
		# shellcheck disable=SC2086 # two words
		python3 "$FLOW/rebuild_forms.py" . $size
	done
	digestbump rebuild -C many --format github --max-jobs 2
	json_is '[.waves[].count] | max' 2
	json_is '[.waves[].count] | add' 120
}

case_the_makefile_builds_each_image_once_behind_what_it_needs() {
	many 30 5
	timeout 60 "$DIGESTBUMP" rebuild -C many --format make >rebuild.mk
	timeout 60 "$DIGESTBUMP" rebuild -C many --json >out
	# shellcheck disable=SC2016 # make and the shell of the recipe expand it
	make -s -j4 -f rebuild.mk BUILD='echo "$$NAME $$FILE" >>built'
	python3 - <<-'END'
		import json
		plan = json.load(open("out"))
		built = [line.split()[0] for line in open("built")]
		assert sorted(built) == sorted(image["name"] for image in plan["images"]), built
		for image in plan["images"]:
		    for need in image["needs"]:
		        assert built.index(need) < built.index(image["name"]), (image["name"], need)
	END
}

case_a_thousand_builds_are_in_an_order_that_graphlib_confirms() {
	rm -rf many
	git init -q many
	for digit in a b; do
		python3 "$TOP/tests/support/make_builds.py" many 2000 12 "$digit"
		git -C many add -A
		git -C many commit -q -m "$digit"
	done
	digestbump rebuild -C many --json
	code_is 0
	json_is '.waves | length' 12
	python3 - <<-'END'
		import graphlib, json
		plan = json.load(open("out"))
		needs = {image["name"]: image["needs"] for image in plan["images"]}
		assert len(needs) == 2000
		order = graphlib.TopologicalSorter(needs)
		order.prepare()
		waves = []
		while order.is_active():
		    ready = order.get_ready()
		    waves.append(sorted(ready))
		    order.done(*ready)
		assert waves == plan["waves"]
	END
}

run_cases
