#!/bin/bash
# What a repository's own configuration may not do with the operator's secrets, and what the operator's
# may. The attacker writes .digestbump.yaml; every case looks at what the servers saw.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

SECRET=t0p-s3cret-value

world() { # ROLE [ROLE]: of 127.0.0.2 and 127.0.0.3
	LOG=$CASE/log
	: >"$LOG"
	serve python3 "$FLOW/address_server.py" @PORT@ "$LOG" "127.0.0.2=${1//@P@/@PORT@}" "127.0.0.3=${2:-image}"
	HOST=127.0.0.2:$PORT OTHER=127.0.0.3:$PORT
	mkdir -p r
	echo "FROM $HOST/team/app:1@$GONE" >r/Dockerfile
	git init -q r
	unset XDG_CONFIG_HOME
}

# The attacker's file, which says this of the registry.
attacker() { # LINE...
	printf 'registries:\n  "%s":\n' "$HOST" >r/.digestbump.yaml
	printf '    %s\n' "$@" >>r/.digestbump.yaml
}

run() {
	digestbump -C r --dry-run --json "$@"
}

no_login_seen() {
	! grep -q '+login' "$LOG" || fail "a login was seen: $(cat "$LOG")"
	cat out err >both
	! grep -qF "$SECRET" both || fail "the secret was printed"
}

nothing_asked() {
	! grep -q "HEAD\|GET" "$LOG" || fail "somebody was asked: $(cat "$LOG")"
}

login_seen() { # HOST USER:PASSWORD
	grep -F "${1%:*} " "$LOG" | grep -qF "+login Basic $(printf '%s' "$2" | base64 -w 0)" ||
		fail "${1%:*} has not seen the login: $(cat "$LOG")"
}

refused() { # PLACE PART
	code_is 2
	err_has ".digestbump.yaml:$1"
	err_has "$2"
	err_has "only in the operator's configuration"
	nothing_asked
	no_login_seen
}

docker_login() { # HOST
	login "$1" "$SECRET"
}

case_a_variable_of_the_operator_is_not_sent() {
	world basic
	attacker 'username: x' 'password: {env: AWS_SECRET_ACCESS_KEY}'
	AWS_SECRET_ACCESS_KEY=$SECRET run
	refused 4:21 "AWS_SECRET_ACCESS_KEY"
}

case_a_variable_as_user_name_is_not_sent() {
	world basic
	attacker 'username: {env: HOME}' 'password: {env: DIGESTBUMP_X}'
	DIGESTBUMP_X=$SECRET run
	refused 3:21 "HOME"
}

case_a_variable_of_our_own_prefix_is_sent() {
	world basic
	attacker 'username: x' 'password: {env: DIGESTBUMP_REGISTRY_TOKEN}'
	DIGESTBUMP_REGISTRY_TOKEN=$SECRET run
	login_seen "$HOST" "x:$SECRET"
}

case_a_variable_that_the_operator_listed_is_sent() {
	world basic
	attacker 'username: x' 'password: {env: REGISTRY_TOKEN}'
	REGISTRY_TOKEN=$SECRET run --secret OTHER --secret REGISTRY_TOKEN
	login_seen "$HOST" "x:$SECRET"
	: >"$LOG"
	DIGESTBUMP_SECRETS=OTHER,REGISTRY_TOKEN REGISTRY_TOKEN=$SECRET run
	login_seen "$HOST" "x:$SECRET"
	: >"$LOG"
	DIGESTBUMP_SECRETS=REGISTRY REGISTRY_TOKEN=$SECRET run
	refused 4:21 "REGISTRY_TOKEN"
}

case_a_file_outside_of_the_tree_is_not_sent() {
	world basic
	echo "$SECRET" >key
	local path
	for path in "$CASE/key" ../key a/../../key ./key; do
		attacker 'username: x' "password: {file: $path}"
		run
		refused 4:22 "a path outside of the repository"
	done
}

case_a_file_behind_a_link_is_not_sent() {
	world basic
	mkdir keys
	echo "$SECRET" >keys/key
	ln -s ../keys/key r/key
	ln -s ../keys r/keys
	attacker 'username: x' 'password: {file: key}'
	run
	refused 4:22 "symbolic link"
	attacker 'username: x' 'password: {file: keys/key}'
	run
	refused 4:22 "symbolic link"
	attacker 'username: {file: key}' 'password: {env: DIGESTBUMP_X}'
	DIGESTBUMP_X=x run
	refused 3:22 "symbolic link"
}

case_a_file_of_the_tree_is_sent() {
	world basic
	echo "$SECRET" >r/key
	attacker 'username: x' 'password: {file: key}'
	run
	login_seen "$HOST" "x:$SECRET"
}

case_a_private_key_is_no_json_key() {
	world basic
	openssl genpkey -algorithm ed25519 -out r/key
	attacker 'username: _json_key' 'password: {file: key}'
	run
	no_login_seen
	json '.verdicts[0].reason' | grep -qF "one JSON object" || fail "the reason says nothing of JSON"
}

case_a_json_key_is_sent_whole() {
	world basic
	printf '{"type": "service_account",\n "private_key": "x\\ny"}\n' >r/key
	attacker 'username: _json_key' 'password: {file: key}'
	run
	login_seen "$HOST" "_json_key:$(cat r/key)"
}

case_certificates_outside_of_the_tree_are_not_read() {
	world image
	certificates >/dev/null 2>&1
	attacker "ca: $SCRATCH/authority.pem"
	run
	refused 3:9 "a path outside of the repository"
	attacker "cert: $SCRATCH/client.pem" "key: $SCRATCH/client.key"
	run
	refused 3:11 "a path outside of the repository"
	cp "$SCRATCH/client.pem" r/c.pem
	ln -s "$SCRATCH/client.key" r/c.key
	attacker "cert: c.pem" "key: c.key"
	run
	refused 4:10 "symbolic link"
}

case_a_layout_outside_of_the_tree_is_not_read() {
	world image
	make_layout >/dev/null 2>&1 || python3 "$FLOW/images.py" layout "$SCRATCH/layout" it seed >/dev/null
	attacker "endpoint: oci:$SCRATCH/layout"
	run
	refused 3:15 "a path outside of the repository"
	ln -s "$SCRATCH/layout" r/layout
	attacker "endpoint: oci:layout"
	run
	refused 3:15 "symbolic link"
}

case_a_layout_in_the_tree_is_read_from_where_the_file_stands() {
	world image
	python3 "$FLOW/images.py" layout r/layout team/app:1 seed >/dev/null
	attacker "endpoint: oci:layout"
	mkdir -p elsewhere
	(cd elsewhere && digestbump -C ../r --dry-run --json && cp out err ..)
	json_is '.verdicts[0].verdict' rescue 2>/dev/null || json_is '.verdicts[0].verdict' bump
}

case_a_login_goes_to_no_other_host() {
	world basic basic
	docker_login "$HOST"
	attacker "endpoint: http://$OTHER"
	run
	no_login_seen
	docker_login "$OTHER"
	run
	no_login_seen
	json_is '.verdicts[0].verdict' denied
	json '.verdicts[0].reason' | grep -qF "to another host" || fail "the reason does not say why"
}

case_a_login_that_the_file_brings_goes_to_no_other_host() {
	world basic basic
	attacker "endpoint: http://$OTHER" 'username: x' 'password: {env: DIGESTBUMP_X}'
	DIGESTBUMP_X=$SECRET run
	no_login_seen
	json_is '.verdicts[0].verdict' denied
}

case_another_host_without_a_login_is_fine() {
	world basic image
	attacker "endpoint: http://$OTHER"
	run
	grep -qF "127.0.0.3 HEAD" "$LOG" || fail "the endpoint was not asked"
	no_login_seen
}

case_a_login_goes_over_no_unchecked_certificate() {
	world basic
	docker_login "$HOST"
	attacker "insecure: true"
	run
	no_login_seen
	json_is '.verdicts[0].verdict' denied
	json '.verdicts[0].reason' | grep -qF "insecure" || fail "the reason does not say why"
}

case_the_operator_may_do_all_of_it() {
	world basic basic
	echo "$SECRET" >key
	docker_login "$OTHER"
	printf 'registries:\n  "%s":\n    endpoint: "http://%s"\n    insecure: true\n' "$HOST" "$OTHER" >op.yaml
	run --config "$CASE/op.yaml"
	login_seen "$OTHER" "$USER_NAME:$SECRET"
	printf 'registries:\n  "%s":\n    username: x\n    password: {file: %s/key}\n' "$HOST" "$CASE" >op.yaml
	run --config "$CASE/op.yaml"
	login_seen "$HOST" "x:$SECRET"
	: >"$LOG"
	printf 'registries:\n  "%s":\n    username: x\n    password: {env: ANY}\n' "$HOST" >op.yaml
	ANY=$SECRET run --config "$CASE/op.yaml"
	login_seen "$HOST" "x:$SECRET"
}

case_the_operators_own_file_counts() {
	world basic
	mkdir -p xdg/digestbump
	printf 'registries:\n  "%s":\n    username: x\n    password: {env: ANY}\n' "$HOST" >xdg/digestbump/config.yaml
	XDG_CONFIG_HOME=$CASE/xdg ANY=$SECRET run
	login_seen "$HOST" "x:$SECRET"
	: >"$LOG"
	mkdir -p "$HOME/.config/digestbump"
	cp xdg/digestbump/config.yaml "$HOME/.config/digestbump/"
	ANY=$SECRET run
	login_seen "$HOST" "x:$SECRET"
}

case_the_operators_entry_is_not_changed_by_the_repository() {
	world basic basic
	mkdir -p xdg/digestbump
	printf 'registries:\n  "%s":\n    username: x\n    password: {env: ANY}\n' "$HOST" >xdg/digestbump/config.yaml
	attacker "endpoint: http://$OTHER"
	XDG_CONFIG_HOME=$CASE/xdg ANY=$SECRET run
	login_seen "$HOST" "x:$SECRET"
	! grep -qF '127.0.0.3 ' "$LOG" || fail "the other host was asked"
}

case_the_repositorys_rules_come_on_top() {
	world image
	mkdir -p xdg/digestbump
	echo 'ignore: {paths: [Dockerfile]}' >xdg/digestbump/config.yaml
	XDG_CONFIG_HOME=$CASE/xdg run
	json_is '.summary.pins' 0
	printf 'commit: {title: "{image}"}\n' >r/.digestbump.yaml
	XDG_CONFIG_HOME=$CASE/xdg run
	json_is '.summary.pins' 0
}

case_realms_of_the_repository_get_no_login_of_the_operator() {
	world "realm:http://127.0.0.3:@P@/token" token
	docker_login "$HOST"
	attacker 'realms: ["127.0.0.3"]'
	run
	! grep -q '127.0.0.3.*+login' "$LOG" || fail "the realm has seen the login"
	world "realm:http://127.0.0.3:@P@/token" token
	attacker "realms: [\"127.0.0.3\"]" 'username: x' 'password: {env: DIGESTBUMP_X}'
	rm -rf docker
	DIGESTBUMP_X=$SECRET run
	cat out err >both
	! grep -qF "$SECRET" both || fail "the secret was printed"
}

case_the_same_file_out_of_a_commit() {
	world basic
	attacker 'username: x' 'password: {env: AWS_SECRET_ACCESS_KEY}'
	with_remote r
	AWS_SECRET_ACCESS_KEY=$SECRET digestbump -C r --json
	refused 4:21 "AWS_SECRET_ACCESS_KEY"
	git clone -q --bare r bare.git
	AWS_SECRET_ACCESS_KEY=$SECRET digestbump -C bare.git --dry-run --json
	code_is 2
	nothing_asked
	echo "$SECRET" >r/key
	attacker 'username: x' 'password: {file: key}'
	commit_all r again
	git -C r push -q
	git clone -q --bare r bare2.git
	digestbump -C bare2.git --dry-run --json
	code_is 2
	err_has "a path outside of the repository"
}

run_cases
