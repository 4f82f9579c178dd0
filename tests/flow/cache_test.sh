#!/bin/bash
# What is kept on disk from run to run, and what is never taken from there.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && BASIC=$REGISTRY
}

requests() { grep -cE 'debug: (GET|HEAD) .*\(try' err || true; }
gets() { grep -cE 'debug: GET .*\(try' err || true; }
kept() { find "$HOME/.cache" -type f 2>/dev/null | wc -l; }

case_a_second_run_sends_only_heads() {
	moved_image team/warm
	digestbump resolve -v "$IMAGE@$OLD"
	code_is 0
	same "$(gets)" 2
	digestbump resolve -v "$IMAGE@$OLD"
	code_is 0
	same "$(cat out)" "$IMAGE@$NEW"
	same "$(gets)" 0
	same "$(requests)" 1
	digestbump resolve -v --no-cache "$IMAGE@$OLD"
	same "$(gets)" 2
}

case_a_run_asks_whether_what_it_kept_is_still_there() {
	moved_image team/kept
	mkdir r
	printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >r/Dockerfile
	digestbump resolve "$IMAGE@$OLD"
	digestbump check -v -C r --json
	json_is '.verdicts[0].verdict' bump
	same "$(gets)" 0
	same "$(requests)" 2
	curl -sf -X DELETE "http://$OPEN/v2/team/kept/manifests/$OLD"
	digestbump check -C r --json
	code_is 3
	json_is '.verdicts[0].verdict' rescue
	! json '.verdicts[0].reason' | grep -q "not known any more"
}

case_looking_keeps_what_never_changes_and_no_tag() {
	for command in --dry-run check; do
		moved_image "team/looked$command"
		dockerfiles "r$command" "$IMAGE@$OLD"
		echo 'cache: {tags: 1h}' >"r$command/.digestbump.yaml"
		digestbump "$command" -C "r$command" --no-cache
		same "$(kept)" 0
		digestbump "$command" -C "r$command"
		same "$(kept)" 2
		same "$(find "$HOME/.cache" -path '*/tags/*' -type f | wc -l)" 0
		digestbump "$command" -v -C "r$command"
		same "$(gets)" 0
		rm -r "$HOME/.cache"
	done
}

case_runs_of_bumps_that_nobody_merged_cost_no_get() {
	moved_image team/open
	old=$OLD
	push_image "$OPEN" team/single 1 "single first" >/dev/null
	platform=$(platform_digest linux/arm64 "single first")
	push_image "$OPEN" team/single 1 "single second" >/dev/null
	dockerfiles r "$IMAGE@$old" "$OPEN/team/single:1@$platform"
	digestbump -v -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 2
	digestbump -v -C r
	code_is 0
	out_has "nothing to do"
	same "$(gets)" 0
	same "$(requests)" 4
}

case_a_tag_that_moved_again_costs_one_head_and_one_get() {
	moved_image team/again
	digestbump resolve "$IMAGE@$OLD"
	third=$(push_image "$OPEN" team/again 1 "team/again third")
	for pinned in "$OLD" "$NEW"; do
		printf 'FROM %s@%s\n' "$IMAGE" "$pinned" >Dockerfile
		cp -r "$HOME/.cache" kept
		digestbump check -v --json
		json_is '.verdicts[0].to' "$third"
		json_is '.summary.requests' 2
		same "$(gets)" 1
		rm -r "$HOME/.cache"
		mv kept "$HOME/.cache"
	done
}

case_a_directory_of_others_is_not_used() {
	moved_image team/foreign
	export XDG_CACHE_HOME=$CASE/caches
	mkdir -p caches/digestbump
	chmod 0777 caches/digestbump
	digestbump resolve "$IMAGE@$OLD"
	code_is 0
	same "$(cat out)" "$IMAGE@$NEW"
	same "$(cat err)" "digestbump: the cache '$CASE/caches/digestbump' is not used: others may write to it; chmod go-w makes it yours"
	same "$(find caches -type f | wc -l)" 0
	digestbump resolve -q "$IMAGE@$OLD"
	same "$(cat err)" ""
	chmod 0755 caches/digestbump
	digestbump resolve "$IMAGE@$OLD"
	same "$(cat err)" ""
	same "$(find caches -type f | wc -l)" 2
	if [ "$(id -u)" = 0 ]; then
		chown 65534 caches/digestbump
		digestbump resolve -v "$IMAGE@$OLD"
		err_has "it belongs to another user"
		same "$(gets)" 2
	fi
}

case_files_are_the_users_alone_and_hold_no_secret() {
	mkdir docker
	printf '{"auths":{"%s":{"auth":"%s"}}}' "$BASIC" "$(printf %s "$USER_NAME:$PASSWORD" | base64 -w 0)" >docker/config.json
	moved_image team/secret
	DOCKER_CONFIG=$CASE/docker digestbump resolve "$BASIC/team/secret:1@$OLD"
	code_is 0
	same "$(find "$HOME/.cache/digestbump" -type d ! -perm 700 -o -type f ! -perm 600)" ""
	! grep -rqe "$PASSWORD" -e "$(printf %s "$USER_NAME:$PASSWORD" | base64 -w 0)" "$HOME/.cache"
}

case_who_is_not_let_in_gets_nothing_from_the_cache() {
	mkdir docker
	printf '{"auths":{"%s":{"auth":"%s"}}}' "$BASIC" "$(printf %s "$USER_NAME:$PASSWORD" | base64 -w 0)" >docker/config.json
	moved_image team/private
	DOCKER_CONFIG=$CASE/docker digestbump resolve "$BASIC/team/private:1@$OLD"
	code_is 0
	digestbump resolve "$BASIC/team/private:1@$OLD"
	code_is 1
	same "$(cat out)" ""
}

case_one_registry_never_answers_for_another() {
	moved_image team/mine
	digestbump resolve "$IMAGE@$OLD"
	start_registry "$SCRATCH/other" open
	other=$(push_image "$REGISTRY" team/mine 1 other)
	digestbump resolve -v --registry "$OPEN=http://$REGISTRY" "$IMAGE@$OLD"
	err_has "GET http://$REGISTRY/v2/team/mine/manifests/$OLD: 404"
	out_has "$other"
}

case_broken_files_are_found_out() {
	moved_image team/broken
	digestbump resolve "$IMAGE@$OLD"
	find "$HOME/.cache/digestbump/manifests" -type f | while read -r file; do
		echo '{}' >"$file"
	done
	digestbump resolve -v "$IMAGE@$OLD"
	code_is 0
	same "$(cat out)" "$IMAGE@$NEW"
	same "$(gets)" 2
	digestbump resolve -v "$IMAGE@$OLD"
	same "$(gets)" 0
}

case_a_cache_that_cannot_be_written_costs_nothing_else() {
	moved_image team/unwritable
	for place in /proc/none /dev/null "$CASE/file"; do
		touch "$CASE/file"
		XDG_CACHE_HOME=$place digestbump resolve "$IMAGE@$OLD"
		code_is 0
		same "$(cat out)" "$IMAGE@$NEW"
		same "$(cat err)" ""
	done
	XDG_CACHE_HOME=relative digestbump resolve "$IMAGE@$OLD"
	[ ! -e relative ]
	XDG_CACHE_HOME=$CASE/here digestbump resolve "$IMAGE@$OLD"
	[ -d here/digestbump/manifests ]
}

case_tags_are_believed_as_long_as_the_configuration_says() {
	moved_image team/tags
	printf 'cache: {tags: 1h}\n' >.digestbump.yaml
	digestbump resolve "$IMAGE@$NEW"
	push_image "$OPEN" team/tags 1 "team/tags third" >/dev/null
	digestbump resolve -v "$IMAGE@$NEW"
	same "$(requests)" 0
	same "$(cat out)" "$IMAGE@$NEW"
	rm .digestbump.yaml
	digestbump resolve "$IMAGE@$NEW"
	! grep -qF "$NEW" out
}

case_a_tag_that_was_kept_never_bumps() {
	moved_image team/newer
	echo 'cache: {tags: 1h}' >.digestbump.yaml
	digestbump resolve "$IMAGE@$NEW"
	third=$(push_image "$OPEN" team/newer 1 "team/newer third")
	printf 'FROM %s@%s\n' "$IMAGE" "$third" >Dockerfile
	digestbump --write --json
	code_is 0
	json_is '.verdicts[0].verdict' current
	same "$(cat Dockerfile)" "FROM $IMAGE@$third"
	printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >Dockerfile
	digestbump check --json
	json_is '.verdicts[0].to' "$third"
	# Neither what several repositories share nor what is handed on is an old answer.
	digestbump resolve "$IMAGE@$third"
	fourth=$(push_image "$OPEN" team/newer 1 "team/newer fourth")
	digestbump check --json --export answers.json
	json_is '.verdicts[0].to' "$fourth"
	same "$(jq -r '.tags[0].digest' answers.json)" "$fourth"
}

case_a_tag_that_was_kept_rescues_nobody() {
	moved_image team/children
	printf 'cache: {tags: 1h}\nliveness: children\n' >.digestbump.yaml
	printf 'FROM %s@%s\n' "$IMAGE" "$NEW" >Dockerfile
	digestbump --write
	third=$(push_image "$OPEN" team/children 1 "team/children third")
	curl -sf -X DELETE "http://$OPEN/v2/team/children/manifests/$(platform_digest linux/arm64 "team/children second")"
	digestbump check --json
	json_is '.verdicts[0].verdict' rescue
	json_is '.verdicts[0].to' "$third"
}

case_runs_at_the_same_time_and_killed_ones_leave_whole_files() {
	moved_image team/many
	for i in 1 2 3 4 5 6 7 8; do
		"$DIGESTBUMP" resolve "$IMAGE@$OLD" >"out-$i" 2>&1 &
		runs[i]=$!
		[ $((i % 2)) -eq 0 ] || kill -9 $! 2>/dev/null || true
	done
	wait "${runs[@]}" || true
	for i in 2 4 6 8; do
		same "$(cat "out-$i")" "$IMAGE@$NEW"
	done
	find "$HOME/.cache/digestbump/manifests" -type f ! -name '.new-*' | while read -r file; do
		name=${file##*/}
		same "sha256-$(sha256sum <"$file" | cut -d' ' -f1)" "$name"
	done
}

run_cases
