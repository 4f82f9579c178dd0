#!/bin/bash
# No password, token or login is ever printed, however much is asked for.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && BASIC=$REGISTRY || return 1
	start_token_server && start_registry "$SCRATCH/store" token "$PORT" && TOKEN=$REGISTRY || return 1
	PAIR=$(printf '%s' "$USER_NAME:$PASSWORD" | base64 -w 0)
}

# Neither the password nor the login in base64 nor the beginning of a JSON Web Token.
nothing_secret() {
	cat out err >both
	if grep -qF -e "$PASSWORD" -e "$PAIR" -e "eyJ" both; then
		fail "a secret was printed"
	fi
}

login() { # HOST...
	local host auths=""
	for host; do auths+="${auths:+,}\"$host\":{\"auth\":\"$PAIR\"}"; done
	mkdir -p docker
	printf '{"auths":{%s}}' "$auths" >docker/config.json
	export DOCKER_CONFIG=$CASE/docker
}

case_of_registries() {
	moved_image team/secret
	login "$BASIC" "$TOKEN"
	dockerfiles r "$BASIC/team/secret:1@$OLD" "$TOKEN/team/secret:1@$OLD"
	for command in "resolve $BASIC/team/secret:1 $TOKEN/team/secret:1" "-C r --dry-run" "-C r --json" "-C r"; do
		# shellcheck disable=SC2086 # words
		digestbump -v $command
		code_is 0
		nothing_secret
	done
	[ -s err ] || fail "-v says nothing: the test proves nothing"
}

case_of_registries_that_refuse() {
	login "$BASIC" "$TOKEN"
	sed -i "s/$PAIR/$(printf '%s' "$USER_NAME:$PASSWORD-not" | base64 -w 0)/" docker/config.json
	digestbump -v resolve "$BASIC/team/secret:1" "$TOKEN/team/secret:1"
	code_is 1
	nothing_secret
	printf '{"auths":{"%s":{"auth":"%s' "$BASIC" "$PAIR" >docker/config.json
	digestbump -v resolve "$BASIC/team/secret:1"
	code_is 2
	nothing_secret
}

case_of_the_configuration() {
	printf 'registries:\n  "%s":\n    username: %s\n    password: {env: MY_PASSWORD}\n' "$BASIC" "$USER_NAME" >c.yaml
	MY_PASSWORD=$PASSWORD digestbump -v resolve --config c.yaml "$BASIC/team/none:1"
	nothing_secret
	digestbump -v resolve --config c.yaml "$BASIC/team/none:1"
	[ "$CODE" -ne 0 ] || fail "a variable that is not set is no success"
	cat out err >both
	grep -q MY_PASSWORD both
}

case_of_the_remote() {
	moved_image team/remote
	dockerfiles r "$IMAGE@$OLD"
	git -C r.git config http.receivepack true
	start_git_server "$CASE" "$USER_NAME" "$PASSWORD"
	git -C r remote set-url origin "http://$USER_NAME:$PASSWORD@127.0.0.1:$PORT/r.git"
	digestbump -v -C r
	code_is 0
	nothing_secret
	same "$(bot_branches r.git | wc -l)" 1
	git -C r remote set-url origin "http://$USER_NAME:$PASSWORD-not@127.0.0.1:$PORT/r.git"
	digestbump -v -C r
	[ "$CODE" -ne 0 ] || fail "a refused login is no success"
	nothing_secret
}

case_never_to_another_host() {
	moved_image team/elsewhere
	login "$TOKEN"
	: >"$SCRATCH/token.log"
	start_odd_registry broken
	digestbump -v resolve "$REGISTRY/team/elsewhere:1"
	code_is 1
	nothing_secret
	if grep -q "$USER_NAME" "$SCRATCH/token.log"; then fail "a login was sent that nobody asked for"; fi
}

run_cases
