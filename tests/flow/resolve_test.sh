#!/bin/bash
# What resolve gets from registries of every kind, with and without a login.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && BASIC=$REGISTRY || return 1
	start_token_server && start_registry "$SCRATCH/store" token "$PORT" && TOKEN=$REGISTRY || return 1
	make_layout
	INDEX=$(push_image "$OPEN" team/app 1 app --attest) &&
		SINGLE=$(push_image "$OPEN" team/single 1 single --single) &&
		DOCKER=$(push_image "$OPEN" team/docker 1 docker --docker) &&
		PUBLIC=$(push_image "$OPEN" public/app 1 public)
}

case_digests_are_those_that_skopeo_computes() {
	for image in team/app team/single team/docker; do
		digestbump resolve "$OPEN/$image:1"
		code_is 0
		same "$(cat out)" "$OPEN/$image:1@$(skopeo_digest "$OPEN/$image:1")"
	done
}

case_answers_come_in_the_order_of_the_questions() {
	digestbump resolve "$OPEN/team/single:1" "$OPEN/team/app:1" "$OPEN/team/docker:1" "$OPEN/team/app:1"
	code_is 0
	printf '%s\n' "$OPEN/team/single:1@$SINGLE" "$OPEN/team/app:1@$INDEX" "$OPEN/team/docker:1@$DOCKER" \
		"$OPEN/team/app:1@$INDEX" | cmp - out
}

case_json_has_the_fields_of_its_schema() {
	digestbump resolve --json "$OPEN/team/app:1" "$OPEN/team/nothing:1"
	code_is 1
	json_is '.schema' digestbump/resolve/1
	json_is '["image","digest","media_type","platforms","error"] - (.answers[0] | keys) | length' 0
	json_is '.answers[0].digest' "$INDEX"
	json_is '.answers[0].media_type' application/vnd.oci.image.index.v1+json
	json_is '.answers[0].platforms | join(" ")' "linux/amd64 linux/arm64"
	json_is '.answers[0].error' null
	json_is '.answers[1].digest' null
	json_is '.answers[1].error != null' true
}

case_what_is_absent_costs_only_itself() {
	digestbump resolve "$OPEN/team/app:1" "$OPEN/team/app:gone" "$OPEN/team/single:1"
	code_is 1
	out_has "$OPEN/team/app:1@$INDEX"
	out_has "$OPEN/team/single:1@$SINGLE"
	cat out err >both
	grep -qF "team/app:gone" both
}

case_basic_with_the_login_of_docker() {
	login "$BASIC"
	digestbump resolve "$BASIC/team/app:1"
	code_is 0
	same "$(cat out)" "$BASIC/team/app:1@$INDEX"
}

case_the_auth_file_wins_over_docker() {
	login "$BASIC" wrong
	cp -R docker right
	login "$BASIC"
	mv docker/config.json auth.json
	export REGISTRY_AUTH_FILE=$CASE/auth.json DOCKER_CONFIG=$CASE/right
	digestbump resolve "$BASIC/team/app:1"
	code_is 0
}

case_basic_without_a_login_is_denied() {
	digestbump resolve --json "$BASIC/team/app:1" "$OPEN/team/app:1"
	code_is 1
	json_is '.answers[0].digest' null
	json_is '.answers[1].digest' "$INDEX"
	login "$BASIC" wrong
	digestbump resolve "$BASIC/team/app:1"
	code_is 1
}

case_basic_with_the_login_of_the_configuration() {
	printf 'registries:\n  "%s":\n    username: %s\n    password: {env: MY_PASSWORD}\n' "$BASIC" "$USER_NAME" >by-env.yaml
	MY_PASSWORD=$PASSWORD digestbump resolve --config by-env.yaml "$BASIC/team/app:1"
	code_is 0
	printf '%s\n' "$PASSWORD" >password
	printf 'registries:\n  "%s":\n    username: %s\n    password: {file: %s}\n' "$BASIC" "$USER_NAME" "$CASE/password" >by-file.yaml
	digestbump resolve --config by-file.yaml "$BASIC/team/app:1"
	code_is 0
	same "$(cat out)" "$BASIC/team/app:1@$INDEX"
}

case_token_for_nobody_reaches_what_is_public() {
	digestbump resolve "$TOKEN/public/app:1"
	code_is 0
	same "$(cat out)" "$TOKEN/public/app:1@$PUBLIC"
	digestbump resolve "$TOKEN/team/app:1"
	code_is 1
}

case_token_for_a_user_reaches_what_is_private() {
	login "$TOKEN"
	digestbump resolve "$TOKEN/team/app:1" "$TOKEN/public/app:1"
	code_is 0
	same "$(head -n 1 out)" "$TOKEN/team/app:1@$INDEX"
	grep -q "scope=repository%3Ateam%2Fapp%3Apull.* $USER_NAME" "$SCRATCH/token.log"
}

case_a_layout_is_a_registry() {
	local wanted
	wanted=$("$FLOW/bitvault/make-layout" --list | awk '$1 == "docker.io/library/alpine:3.20" && $2 == 2 && NF == 3 { print $3 }')
	digestbump resolve "${FROM_LAYOUT[@]}" alpine:3.20
	code_is 0
	same "$(cat out)" "docker.io/library/alpine:3.20@$wanted"
	digestbump resolve "${FROM_LAYOUT[@]}" traefik:v3.1
	code_is 1
}

case_a_host_can_have_another_endpoint() {
	digestbump resolve --registry "registry.example=http://$OPEN" registry.example/team/app:1
	code_is 0
	same "$(cat out)" "registry.example/team/app:1@$INDEX"
}

case_a_registry_that_is_down_is_named() {
	digestbump resolve "127.0.0.1:$(free_port)/team/app:1" "$OPEN/team/app:1"
	code_is 1
	out_has "$OPEN/team/app:1@$INDEX"
	cat out err >both
	grep -q '127\.0\.0\.1' both
}

case_no_network_is_said_in_words() {
	digestbump resolve registry.invalid/team/app:1
	code_is 1
	cat out err >both
	grep -q 'registry\.invalid' both
}

case_a_rate_limit_a_breakdown_and_a_lie_are_told_apart() {
	local answers="" mode
	for mode in limit broken liar; do
		start_odd_registry "$mode"
		digestbump resolve --json "$REGISTRY/team/app:1"
		code_is 1
		json_is '.answers[0].digest' null
		answers+=$(jq -c '.answers[0].error' out | sed "s/$REGISTRY//g")$'\n'
	done
	same "$(printf '%s' "$answers" | sort -u | wc -l)" 3
}

case_what_a_registry_says_cannot_steer_the_terminal() {
	start_odd_registry chatty
	digestbump resolve "$REGISTRY/team/app:1"
	code_is 1
	cat out err >both
	if LC_ALL=C grep -q '[^[:print:][:space:]]' both; then fail "control characters in the output"; fi
}

case_wrong_usage_is_told_before_anything_is_asked() {
	digestbump resolve
	code_is 2
	digestbump resolve --no-such-option "$OPEN/team/app:1"
	code_is 2
	err_has no-such-option
	digestbump resolve --registry nonsense "$OPEN/team/app:1"
	code_is 2
	digestbump resolve 'UPPER CASE//x'
	code_is 2
}

run_cases
