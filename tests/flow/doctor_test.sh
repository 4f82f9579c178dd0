#!/bin/bash
# What `digestbump doctor` finds, and that it tells no secret while it does.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && BASIC=$REGISTRY || return 1
	start_token_server && start_registry "$SCRATCH/store" token "$PORT" && TOKEN=$REGISTRY || return 1
	PAIR=$(printf '%s' "$USER_NAME:$PASSWORD" | base64 -w 0)
	push_image "$OPEN" team/app 1 doctor && push_image "$OPEN" public/app 1 doctor
}

login() { # PASSWORD HOST...
	local host auths="" pair
	pair=$(printf '%s' "$USER_NAME:$1" | base64 -w 0)
	shift
	for host; do auths+="${auths:+,}\"$host\":{\"auth\":\"$pair\"}"; done
	mkdir -p docker
	printf '{"auths":{%s}}' "$auths" >docker/config.json
	chmod 600 docker/config.json
	export DOCKER_CONFIG=$CASE/docker
}

# A repository that names these images.
names() { # IMAGE...
	mkdir -p r
	printf 'FROM %s\n' "$@" >r/Dockerfile
	commit_all r
}

nothing_secret() {
	cat out err >both
	if grep -qF -e "$PASSWORD" -e "$PAIR" -e "eyJ" both; then fail "a secret was printed"; fi
}

# Runs it as text at its loudest, then as JSON, whose exit codes are the same.
doctor() { # CODE [OPTION...]
	local code=$1
	shift
	digestbump -v doctor -C r "$@"
	code_is "$code"
	nothing_secret
	digestbump doctor -C r --json "$@"
	code_is "$code"
	nothing_secret
	json_is .schema digestbump/doctor/1
}

check_is() { # CHECK SUBJECT STATUS
	json_is "[.checks[] | select(.check == \"$1\" and .subject == $2) | .status] | join(\" \")" "$3"
}

check_has() { # CHECK TEXT
	jq -r ".checks[] | select(.check == \"$1\") | .detail, .advice" out >said
	grep -qF -e "$2" said || fail "check $1 lacks '$2'"
}

case_an_open_registry() {
	names "$OPEN/team/app:1@$GONE"
	doctor 0
	check_is git null ok
	check_is identity null ok
	check_is config null ok
	check_is cache null ok
	check_is journal null ok
	check_is authorities null ok
	check_is reach "\"$OPEN\"" ok
	check_is login "\"$OPEN\"" ok
	check_is image "\"$OPEN\"" ok
	check_is clock "\"$OPEN\"" ok
	check_has login "no login is needed"
	check_has credential "no credentials are configured"
	json_is '.registries[0].http' HTTP/1.1
	json_is '.registries[0].tls' false
	json_is '.registries[0].credential.anonymous' true
	json_is '.summary.fail' 0
	digestbump doctor -C r -q
	code_is 0
	[ ! -s out ] || fail "-q tells of what is well"
}

case_basic() {
	names "$BASIC/team/app:1"
	login "$PASSWORD" "$BASIC"
	doctor 0
	check_is login "\"$BASIC\"" ok
	check_has login "Basic"
	check_has credential "'$BASIC' in '$CASE/docker/config.json'"
	json_is '.registries[0].challenge' Basic
	login "$PASSWORD-not" "$BASIC"
	doctor 1
	check_is reach "\"$BASIC\"" ok
	check_is login "\"$BASIC\"" fail
	rm -r docker
	doctor 1
	check_has login "docker login $BASIC"
}

case_tokens() {
	names "$TOKEN/team/app:1"
	login "$PASSWORD" "$TOKEN"
	doctor 0
	check_is login "\"$TOKEN\"" ok
	check_has login "token"
	json_is '.registries[0].challenge' Bearer
	login "$PASSWORD-not" "$TOKEN"
	doctor 1
	check_is login "\"$TOKEN\"" fail
	names "$TOKEN/public/app:1"
	rm -r docker
	doctor 0
	check_has login "anonymous token"
}

case_every_registry_is_told_of() {
	names "$OPEN/team/app:1" "$BASIC/team/app:1" "$OPEN/public/app:1"
	login "$PASSWORD" "$BASIC"
	doctor 0
	json_is '[.registries[].registry] | length' 2
}

case_credentials_of_two_paths() {
	mkdir -p docker
	printf '{"auths":{"%s/team":{"auth":"%s"}, "%s/other":{"auth":"%s"}}}' "$BASIC" "$PAIR" "$BASIC" \
		"$(printf '%s' "$USER_NAME:$PASSWORD-not" | base64 -w 0)" >docker/config.json
	chmod 600 docker/config.json
	export DOCKER_CONFIG=$CASE/docker
	names "$BASIC/team/app:1" "$BASIC/other/app:1"
	doctor 1
	json_is '[.checks[] | select(.check == "login") | .status] | sort | join(" ")' "fail ok"
}

case_a_dead_port() {
	local dead
	dead=127.0.0.1:$(free_port)
	names "$dead/team/app:1" "$OPEN/team/app:1"
	doctor 1
	check_is reach "\"$dead\"" fail
	check_is reach "\"$OPEN\"" ok
	check_has reach "connection refused"
}

case_an_image_that_is_not_there() {
	names "$OPEN/team/none:1"
	doctor 0
	check_is image "\"$OPEN\"" warn
	check_is reach "\"$OPEN\"" ok
}

case_a_clock_that_is_wrong() {
	start_odd_registry late
	names "$REGISTRY/team/app:1"
	doctor 1
	check_is clock "\"$REGISTRY\"" fail
	check_has clock "ahead of"
	json '.registries[0].clock_ahead_seconds' >seconds
	[ "$(cat seconds)" -lt -3500 ] || fail "an hour is not $(cat seconds) s"
}

case_rates() {
	start_odd_registry rated
	names "$REGISTRY/team/app:1"
	doctor 0
	check_is rate "\"$REGISTRY\"" warn
	check_has rate "5 of 100 pulls left in 21600 s"
	json_is '.registries[0].rate | "\(.limit) \(.remaining) \(.window_seconds)"' "100 5 21600"
	start_odd_registry spent
	names "$REGISTRY/team/app:1"
	doctor 0
	json_is '.registries[0].rate.remaining' 0
	start_odd_registry limit
	names "$REGISTRY/team/app:1"
	doctor 1
	check_is rate "\"$REGISTRY\"" fail
}

case_a_configuration_that_is_wrong() {
	names "$OPEN/team/app:1"
	printf 'regstries: {}\n' >r/.digestbump.yaml
	doctor 1
	check_is config null fail
	check_has config "did you mean 'registries'"
	check_is reach "\"$OPEN\"" ok
}

case_files_of_credentials() {
	names "$BASIC/team/app:1"
	login "$PASSWORD" "$BASIC"
	chmod 644 docker/config.json
	doctor 0
	check_is credentials null warn
	check_has credentials "chmod 600"
	printf '{"auths":{"%s":{"auth":"%s' "$BASIC" "$PAIR" >docker/config.json
	doctor 1
	check_is credentials null fail
	check_has credentials "$CASE/docker/config.json"
}

case_a_credential_helper() {
	names "$BASIC/team/app:1"
	mkdir -p bin docker
	printf '%s\n' '#!/bin/sh' "echo '{\"Username\":\"$USER_NAME\",\"Secret\":\"$PASSWORD\"}'" \
		>bin/docker-credential-flow
	chmod +x bin/docker-credential-flow
	printf '{"credHelpers":{"%s":"flow"}}' "$BASIC" >docker/config.json
	chmod 600 docker/config.json
	export DOCKER_CONFIG=$CASE/docker
	PATH=$CASE/bin:$PATH doctor 0
	check_has credential "the credential helper 'flow'"
	doctor 1
	check_is credential "\"$BASIC\"" fail
	check_has credential "docker-credential-flow"
	printf '{"credsStore":"flow"}' >docker/config.json
	names "$OPEN/team/app:1"
	doctor 0
	check_is credential "\"$OPEN\"" warn
}

case_a_directory_without_git() {
	mkdir r
	printf 'FROM %s\n' "$OPEN/team/app:1" >r/Dockerfile
	doctor 0
	check_is repository null warn
	check_is reach "\"$OPEN\"" ok
}

case_a_layout_and_a_bare_repository() {
	make_layout
	mkdir r
	printf 'FROM docker.io/library/alpine:3.20\nFROM gcr.io/none/such:1\n' >r/Dockerfile
	with_remote r
	digestbump doctor -C r --json "${FROM_LAYOUT[@]}"
	code_is 0
	check_is reach '"docker.io"' ok
	check_is image '"gcr.io"' warn
	json_is '.registries[0].host' null
	digestbump doctor -C r.git --json --registry "docker.io=oci:$CASE/none" --registry "gcr.io=oci:$LAYOUT"
	code_is 1
	check_is reach '"docker.io"' fail
	check_is reach '"gcr.io"' ok
}

case_nothing_is_written() {
	names "$OPEN/team/app:1"
	local before after
	before=$(fingerprint r) && home=$(fingerprint home)
	digestbump doctor -C r
	after=$(fingerprint r)
	same "$after" "$before"
	same "$(fingerprint home)" "$home"
}

case_no_network_at_all() {
	unshare -rn true 2>/dev/null || exit 77
	names "$OPEN/team/app:1" "docker.io/library/alpine:3" "ghcr.io/a/b@$GONE"
	CODE=0
	timeout 600 unshare -rn "$DIGESTBUMP" doctor -C r --json >out 2>err </dev/null || CODE=$?
	show_run doctor
	code_is 1
	json_is '[.checks[] | select(.check == "reach") | .status] | unique | join(" ")' fail
}

run_cases
