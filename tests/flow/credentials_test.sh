#!/bin/bash
# Where credentials come from, and what credential helpers get up to. Whatever it is, no secret shows.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && BASIC=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && OTHER=$REGISTRY || return 1
	start_token_server && start_registry "$SCRATCH/store" token "$PORT" && TOKEN=$REGISTRY || return 1
	PAIR=$(printf '%s' "$USER_NAME:$PASSWORD" | base64 -w 0)
	DIGEST=$(push_image "$OPEN" team/app 1 credentials)
	push_image "$OPEN" other/app 1 credentials
	push_image "$OPEN" public/app 1 credentials
	ANSWER="{\"ServerURL\":\"\",\"Username\":\"$USER_NAME\",\"Secret\":\"$PASSWORD\"}"
}

# A program docker-credential-NAME that does LINES; it notes what it is asked in $CASE/asked.
helper() { # NAME LINES
	mkdir -p bin
	printf '%s\n' '#!/bin/sh' "server=\$(cat); echo \"\$* \$server\" >>'$CASE/asked'" "$2" >"bin/docker-credential-$1"
	chmod +x "bin/docker-credential-$1"
	PATH=$CASE/bin:$PATH
}

docker_config() { # JSON
	mkdir -p "$HOME/.docker"
	printf '%s' "$1" >"$HOME/.docker/config.json"
}

nothing_secret() {
	cat out err >both
	if grep -qF -e "$PASSWORD" -e "$PAIR" -e "eyJ" both; then fail "a secret was printed"; fi
}

# As loud as it gets, as text and as JSON.
resolves() { # IMAGE...
	digestbump -v resolve "$@"
	code_is 0
	out_has "@$DIGEST"
	nothing_secret
}

refuses() { # TEXT IMAGE
	local text=$1
	shift
	digestbump -v resolve --json "$@"
	code_is 1
	err_has "$text"
	nothing_secret
}

case_a_helper_is_run_once_for_a_registry() {
	helper flow "echo '$ANSWER'; echo '$PASSWORD' >&2"
	docker_config "{\"credHelpers\":{\"$BASIC\":\"flow\",\"$TOKEN\":\"flow\"}}"
	resolves "$BASIC/team/app:1" "$TOKEN/team/app:1" "$BASIC/other/app:1" "$TOKEN/other/app:1"
	same "$(sort asked)" "$(printf 'get %s\n' "$BASIC" "$TOKEN" | sort)"
}

case_a_store_is_asked_for_every_host() {
	helper flow "case \$server in $BASIC) echo '$ANSWER';; *) echo 'credentials not found in native keychain'; exit 1;; esac"
	docker_config '{"credsStore":"flow"}'
	resolves "$BASIC/team/app:1" "$OPEN/team/app:1"
	grep -qx "get $OPEN" asked
	refuses "login required" "$OTHER/team/app:1"
}

case_docker_hub_is_asked_for_by_its_old_address() {
	helper flow "echo 'credentials not found in native keychain'; exit 1"
	docker_config '{"credsStore":"flow"}'
	digestbump resolve --registry "docker.io=http://$OPEN" docker.io/team/app:1
	code_is 0
	grep -qx "get https://index.docker.io/v1/" asked
}

# A helper that should know and fails is told of, without what it wrote; other registries go on.
case_helpers_that_fail() {
	local name
	helper fails "echo '$ANSWER'; echo '$PASSWORD' >&2; exit 1"
	helper rubbish "echo '$PASSWORD is invalid JSON'"
	helper floods "while :; do echo '$PASSWORD$PASSWORD$PASSWORD'; done"
	helper shouts "while :; do echo '$PASSWORD$PASSWORD$PASSWORD' >&2; done"
	helper lines "printf '%s' '{\"Username\":\"u\",\"Secret\":\"$PASSWORD\\r\\nX-Evil: 1\"}'"
	helper nobody "echo '{\"Username\":\"\",\"Secret\":\"$PASSWORD\"}'"
	mkdir -p bin && : >bin/docker-credential-noexec
	for name in fails rubbish floods shouts lines nobody noexec missing ../evil; do
		docker_config "{\"auths\":{\"$OTHER\":{\"auth\":\"$PAIR\"},\"$BASIC\":{\"auth\":\"$PAIR\"}},\"credHelpers\":{\"$BASIC\":\"$name\"}}"
		digestbump -v resolve "$BASIC/team/app:1" "$OTHER/team/app:1"
		code_is 1
		out_has "$OTHER/team/app:1@$DIGEST"
		err_has "$name"
		err_has "config.json"
		nothing_secret
	done
}

case_a_helper_that_hangs_delays_nobody_else() {
	local start=$SECONDS
	helper hangs "sleep 300 & echo \$! >'$CASE/child'; wait"
	docker_config "{\"credHelpers\":{\"$BASIC\":\"hangs\"},\"auths\":{\"$OTHER\":{\"auth\":\"$PAIR\"}}}"
	printf '{"auths":{}}' >none.json
	digestbump -v resolve "$BASIC/team/app:1" "$OTHER/team/app:1" "$OPEN/team/app:1"
	code_is 1
	err_has "no end after 10 seconds"
	out_has "$OTHER/team/app:1@$DIGEST"
	[ $((SECONDS - start)) -lt 200 ] || fail "it took $((SECONDS - start)) s"
	until_true 60 gone "$(cat child)"
	# The others were answered before: their requests stand in front of its end.
	grep -n "200" err | tail -n 1 | cut -d: -f1 >answered
	grep -n "no end after" err | head -n 1 | cut -d: -f1 >ended
	[ "$(cat answered)" -lt "$(cat ended)" ]
}

# One time-out is enough, however many registries are left to it.
case_a_helper_that_hangs_is_given_up_once() {
	local start=$SECONDS images=() i
	helper hangs "sleep 300"
	docker_config '{"credsStore":"hangs"}'
	for i in $(seq 2 31); do images+=("127.0.0.$i:1/team/app:1"); done
	digestbump resolve "${images[@]}"
	code_is 1
	[ $((SECONDS - start)) -lt 150 ] || fail "it took $((SECONDS - start)) s"
	[ "$(wc -l <asked)" -le 8 ] || fail "it was run $(wc -l <asked) times"
}

# Everybody has Docker Desktop's file in some container: public images stay reachable.
case_a_store_that_is_missing_leaves_public_images() {
	docker_config '{"credsStore":"desktop"}'
	resolves "$OPEN/team/app:1" "$TOKEN/public/app:1"
	refuses "docker-credential-desktop" "$BASIC/team/app:1"
	docker_config "{\"credsStore\":\"desktop\",\"auths\":{\"$BASIC\":{}}}"
	refuses "docker-credential-desktop" "$BASIC/team/app:1"
}

case_identity_tokens_of_helpers_go_to_token_servers_only() {
	helper flow "echo '{\"Username\":\"<token>\",\"Secret\":\"$PASSWORD\"}'"
	docker_config "{\"credHelpers\":{\"$BASIC\":\"flow\"}}"
	refuses "user name and password required" "$BASIC/team/app:1"
}

case_a_signal_ends_a_helper() {
	helper hangs "echo \$\$ >'$CASE/child'; sleep 300"
	docker_config "{\"credHelpers\":{\"$BASIC\":\"hangs\"}}"
	"$DIGESTBUMP" resolve "$BASIC/team/app:1" >out 2>err </dev/null &
	local program=$!
	until_true 120 test -s child
	kill "$program"
	CODE=0
	wait "$program" || CODE=$?
	code_is 130
	until_true 60 gone "$(cat child)"
}

case_a_program_in_the_repository_is_not_run() {
	printf '%s\n' '#!/bin/sh' ": >'$CASE/was-run'" >docker-credential-flow
	chmod +x docker-credential-flow
	docker_config "{\"credHelpers\":{\"$BASIC\":\"flow\"}}"
	PATH=.::$PATH refuses "docker-credential-flow" "$BASIC/team/app:1"
	[ ! -e was-run ]
}

case_every_place_of_a_login() {
	local file json="{\"auths\":{\"$BASIC\":{\"auth\":\"$PAIR\"}}}"
	refuses "no credentials are configured" "$BASIC/team/app:1"
	for file in .docker/config.json .config/containers/auth.json; do
		mkdir -p "$HOME/${file%/*}" && printf '%s' "$json" >"$HOME/$file"
		resolves "$BASIC/team/app:1"
		rm "$HOME/$file"
	done
	mkdir -p run/containers xdg/containers other
	printf '%s' "$json" >run/containers/auth.json
	XDG_RUNTIME_DIR=$CASE/run resolves "$BASIC/team/app:1"
	printf '%s' "$json" >xdg/containers/auth.json
	XDG_CONFIG_HOME=$CASE/xdg resolves "$BASIC/team/app:1"
	printf '%s' "$json" >other/config.json
	DOCKER_CONFIG=$CASE/other resolves "$BASIC/team/app:1"
	REGISTRY_AUTH_FILE=$CASE/other/config.json resolves "$BASIC/team/app:1"
	DOCKER_AUTH_CONFIG=$json resolves "$BASIC/team/app:1"
	printf '{}' >empty.json
	XDG_CONFIG_HOME=$CASE/xdg REGISTRY_AUTH_FILE=$CASE/empty.json refuses "empty.json" "$BASIC/team/app:1"
	DOCKER_AUTH_CONFIG="{\"auths\":{\"$BASIC\":{\"auth\":\"$PAIR\"" digestbump -v resolve "$BASIC/team/app:1"
	code_is 2
	err_has DOCKER_AUTH_CONFIG
	nothing_secret
}

case_a_path_may_have_a_login_of_its_own() {
	local wrong
	wrong=$(printf '%s' "$USER_NAME:not" | base64 -w 0)
	docker_config "{\"auths\":{\"$BASIC\":{\"auth\":\"$wrong\"},\"$BASIC/team\":{\"auth\":\"$PAIR\"},\"$BASIC/tea\":{\"auth\":\"$wrong\"}}}"
	digestbump -v resolve "$BASIC/team/app:1" "$BASIC/other/app:1"
	code_is 1
	out_has "$BASIC/team/app:1@$DIGEST"
	err_has "'$BASIC' in '$HOME/.docker/config.json'"
	nothing_secret
}

# What skopeo and podman write is what we read.
case_what_skopeo_writes() {
	command -v skopeo >/dev/null || exit 77
	printf '%s' "$PASSWORD" | skopeo login --tls-verify=false --username "$USER_NAME" --password-stdin \
		--authfile "$CASE/auth.json" "$BASIC"
	REGISTRY_AUTH_FILE=$CASE/auth.json resolves "$BASIC/team/app:1"
	same "$(skopeo inspect --tls-verify=false --authfile "$CASE/auth.json" --format '{{.Digest}}' "docker://$BASIC/team/app:1")" \
		"$DIGEST"
}

case_github_token() {
	local json="ghcr.io=http://$BASIC"
	printf 'registries: {ghcr.io: {github_token: true}}\n' >.digestbump.yaml
	digestbump -v resolve --registry "$json" ghcr.io/team/app:1
	code_is 1
	err_has "GITHUB_TOKEN is not set"
	GITHUB_TOKEN=$PASSWORD digestbump -v resolve --registry "$json" ghcr.io/team/app:1
	code_is 1
	err_has "the variable 'GITHUB_TOKEN'"
	nothing_secret
}

run_cases
