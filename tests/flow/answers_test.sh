#!/bin/bash
# Answers that are asked once, exported, and applied elsewhere without any network.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && BASIC=$REGISTRY
}

verdicts() { jq -c '[.verdicts[] | [.path, .line, .verdict, .reason, .to, .gone]]' out; }

case_applied_answers_judge_as_the_registry_did() {
	moved_image team/app
	lost=$(push_image "$OPEN" team/lost 1 lost --platforms linux/amd64,linux/arm64,linux/s390x)
	push_image "$OPEN" team/lost 1 lost2 >/dev/null
	single=$(push_image "$OPEN" team/single 1 single --single)
	push_image "$OPEN" team/single 1 single2 >/dev/null
	platform=$(platform_digest linux/arm64 "team/app first")
	mkdir r
	printf 'FROM %s\n' "$IMAGE@$OLD" "$IMAGE@$NEW" "$IMAGE@$platform" "$IMAGE@$GONE" \
		"$OPEN/team/lost:1@$lost" "$OPEN/team/single:1@$single" "$OPEN/team/none:1@$GONE" \
		"$OPEN/team/app@$OLD" "$OPEN/team/app@$GONE" "$BASIC/team/app:1@$OLD" >r/Dockerfile
	digestbump run -C r --dry-run --json --export "$CASE/answers.json"
	code_is 1
	verdicts >asked
	same "$(jq -r .schema answers.json)" digestbump/answers/1
	jq -e '.tags[0] | has("image") and has("tag") and has("digest") and has("media_type")
		and has("platforms") and has("asked") and has("error")' answers.json
	digestbump run -C r --dry-run --json --answers "$CASE/answers.json"
	code_is 1
	verdicts | cmp - asked
	json_is '.summary.requests' 0
	json_is '[.verdicts[].verdict] | sort | join(" ")' \
		"absent bump bump bump current denied held-platform rescue untracked untracked"
}

case_the_same_answers_make_the_same_branches() {
	moved_image team/branches
	dockerfiles r "$IMAGE@$OLD"
	digestbump resolve -C r --export answers.json
	code_is 0
	same "$(cat out)" "$IMAGE@$NEW"
	cp r/answers.json . && rm r/answers.json
	docker_proxy_nowhere
	digestbump -C r --answers "$CASE/answers.json"
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
	same "$(git -C r.git show "$(bot_branches r.git):branches/Dockerfile" | head -n 1)" "FROM $IMAGE@$NEW"
	digestbump -C r --answers "$CASE/answers.json" --json
	json_is '.bumps[0].pushed' false
}

# Whoever asks now would be caught.
docker_proxy_nowhere() {
	export http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9
	REGISTRY_AUTH_FILE=$CASE/no-such-file
	export REGISTRY_AUTH_FILE
}

case_what_was_not_asked_says_so() {
	moved_image team/asked
	dockerfiles r "$IMAGE@$OLD"
	digestbump resolve -C r --export "$CASE/answers.json"
	printf 'FROM %s\n' "$OPEN/team/never:1@$OLD" "$IMAGE@$GONE" >r/Dockerfile
	digestbump check -C r --answers "$CASE/answers.json" --json
	code_is 1
	json_is '[.verdicts[] | select(.reason | contains("not among the answers")) | .verdict] | join(" ")' "failed failed"
	digestbump resolve --answers answers.json "$IMAGE" "$OPEN/team/never:1"
	code_is 1
	same "$(cat out)" "$IMAGE@$NEW"
	err_has "not among the answers"
}

case_many_repositories_share_one_set_of_answers() {
	moved_image team/shared
	for name in one two three; do
		mkdir "$name"
		printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >"$name/Dockerfile"
	done
	printf 'FROM %s@%s\n' "$OPEN/team/other:1" "$GONE" >>two/Dockerfile
	mkdir broken
	echo 'nonsense: true' >broken/.digestbump.yaml
	digestbump resolve -v -C one -C two -C three -C broken --export all.json
	code_is 1
	same "$(cat out)" "$IMAGE@$NEW"
	err_has "broken: .digestbump.yaml:1:1: unknown setting"
	same "$(grep -c "HEAD .*team/shared/manifests/1:" err)" 1
	for name in one three; do
		digestbump check -C "$name" --answers "$CASE/all.json" --json
		code_is 3
		json_is '.verdicts[0].to' "$NEW"
	done
}

case_several_files_of_answers_add_up() {
	moved_image team/first
	first=$IMAGE@$NEW
	digestbump resolve --export first.json "$IMAGE"
	moved_image team/second
	digestbump resolve --export second.json "$IMAGE"
	digestbump resolve --answers first.json --answers second.json "${first%@*}" "$IMAGE"
	code_is 0
	printf '%s\n' "$first" "$IMAGE@$NEW" | cmp - out
	digestbump resolve --answers first.json --answers second.json --export both.json "$IMAGE"
	same "$(jq '.tags | length' both.json)" 2
}

case_a_repositorys_own_endpoint_speaks_for_nobody_else() {
	moved_image team/mirrored
	mkdir mine other
	printf 'FROM example.test/team/mirrored:1@%s\n' "$OLD" | tee mine/Dockerfile >other/Dockerfile
	printf 'registries:\n  example.test:\n    endpoint: http://%s\n' "$OPEN" >mine/.digestbump.yaml
	digestbump resolve -C mine --export "$CASE/mine.json"
	code_is 0
	digestbump check -C mine --answers "$CASE/mine.json"
	code_is 3
	digestbump check -C other --answers "$CASE/mine.json"
	code_is 1
	out_has "not among the answers"
	digestbump resolve -C other --registry "example.test=http://$OPEN" --export "$CASE/operator.json"
	code_is 0
	digestbump check -C other --answers "$CASE/operator.json"
	code_is 3
	digestbump check -C mine --answers "$CASE/operator.json"
	code_is 3
}

case_a_file_that_is_none_is_refused() {
	mkdir r
	echo "FROM alpine:3@$GONE" >r/Dockerfile
	echo '{"schema": "digestbump/run/1"}' >other.json
	echo '{' >broken.json
	for file in other broken missing; do
		digestbump check -C r --answers "$CASE/$file.json"
		code_is 2
		err_has "$file.json"
	done
	digestbump resolve
	code_is 2
	digestbump check -C r -C r
	code_is 2
}

case_an_export_holds_no_secret() {
	moved_image team/secret
	mkdir docker
	printf '{"auths":{"%s":{"auth":"%s"}}}' "$BASIC" "$(printf %s "$USER_NAME:$PASSWORD" | base64 -w 0)" >docker/config.json
	export DOCKER_CONFIG=$CASE/docker
	digestbump resolve "$BASIC/team/secret:1" --export answers.json
	code_is 0
	! grep -qe "$PASSWORD" -e "$(printf %s "$USER_NAME:$PASSWORD" | base64 -w 0)" answers.json
}

run_cases
