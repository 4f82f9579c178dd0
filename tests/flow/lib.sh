#!/bin/bash
# shellcheck disable=SC2034 # the variables are for those who source this
#
# lib.sh - what flow tests share. A test file sources it, defines functions case_SENTENCE, may define
# servers() (run once before the cases) and ends with run_cases.
#
# Each case runs in a shell of its own with `set -e`, in a directory of its own ($CASE), with a HOME
# of its own and nothing of the caller's git, docker or proxy settings. What it starts with serve() is
# ended by its process id when it ends. Nothing leaves loopback. Nothing sleeps for luck: until() polls.

FLOW=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd "$FLOW/../.." && pwd)
: "${DIGESTBUMP:=$TOP/build/digestbump}"
PATH=$PATH:/usr/sbin:/sbin
NAME=$(basename "$0" _test.sh)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/digestbump-flow-$NAME-XXXXXX")
export FLOW TOP DIGESTBUMP SCRATCH
SERVERS=()
GONE=sha256:$(printf '0%.0s' {1..64})

clean_environment() {
	local name
	for name in $(compgen -e); do
		case $name in
		PATH | TMPDIR | LANG | TERM | USER | LOGNAME | PYENV_* | *SAN_OPTIONS) ;;
		DIGESTBUMP | FLOW | TOP | SCRATCH | ONLY | KEEP | TABLE) ;;
		*) unset "$name" ;;
		esac
	done
	export HOME=$SCRATCH/home
	mkdir -p "$HOME"
	export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 TZ=UTC GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
}

# ---- servers ----

# Polls the command, twenty times a second, until it succeeds or SECONDS are over: a limit for what
# hangs, on a slow machine as well.
until_true() { # SECONDS COMMAND...
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		if [ "$SECONDS" -ge "$end" ]; then
			echo "waited in vain for: $*"
			return 1
		fi
		sleep 0.05
	done
}

free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1"); }

# Starts a server and waits until its port answers. Gives $SERVER (its process) and $PORT. The word
# PORT in the command (also within a word, as @PORT@) becomes the port; another is tried when the first
# one was taken between being found free and being used.
serve() { # COMMAND...
	local try
	for try in 1 2 3; do
		PORT=$(free_port)
		"${@//@PORT@/$PORT}" </dev/null >"$SCRATCH/server-$PORT.log" 2>&1 &
		SERVER=$!
		SERVERS+=("$SERVER")
		if until_true 120 ready "$SERVER" "$PORT" && kill -0 "$SERVER" 2>/dev/null; then
			return 0
		fi
		echo "server (try $try): $*"
		cat "$SCRATCH/server-$PORT.log"
	done
	return 1
}

# A server that died will never be ready: that ends the wait as well.
ready() { # PROCESS PORT
	! kill -0 "$1" 2>/dev/null || answers "$2"
}

# By its process id; by force when it does not listen.
stop_server() { # PROCESS
	kill "$1" 2>/dev/null || return 0
	until_true 5 gone "$1" || kill -9 "$1" 2>/dev/null || true
	wait "$1" 2>/dev/null || true
}

gone() { # PROCESS
	local state
	state=$(ps -o stat= -p "$1") || return 0
	[[ $state = Z* ]]
}

stop_servers() {
	local server
	for server in "${SERVERS[@]}"; do
		stop_server "$server" || true
	done
	SERVERS=()
}

# docker-registry on STORE. MODE: open, basic (USER and PASSWORD below), token (REALM_PORT is the token
# server's). Gives $REGISTRY, "127.0.0.1:PORT".
USER_NAME=bot
PASSWORD=s3cr3t-p4ssw0rd
start_registry() { # STORE MODE [REALM_PORT]
	local config=$SCRATCH/registry-$2-$RANDOM
	mkdir -p "$1"
	{
		printf '%s\n' 'version: 0.1' 'log: {level: warn, accesslog: {disabled: true}}' \
			"storage: {filesystem: {rootdirectory: $1}, delete: {enabled: true}}" \
			'http: {addr: "127.0.0.1:HERE", secret: flow}'
		case $2 in
		basic)
			htpasswd -Bbn "$USER_NAME" "$PASSWORD" >"$config.htpasswd"
			echo "auth: {htpasswd: {realm: flow, path: $config.htpasswd}}"
			;;
		token)
			printf '%s\n' 'auth:' "  token: {realm: 'http://127.0.0.1:$3/token', service: flow-registry, issuer: flow-test, rootcertbundle: $SCRATCH/token.crt}"
			;;
		esac
	} >"$config.yaml"
	serve sh -c 'sed "s/HERE/$1/" "$2.yaml" >"$2.$1.yaml" && exec docker-registry serve "$2.$1.yaml"' \
		registry @PORT@ "$config" || return 1
	REGISTRY=127.0.0.1:$PORT
}

# The token server for start_registry's mode `token`. Gives $PORT; its log is $SCRATCH/token.log.
start_token_server() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=flow-test \
		-keyout "$SCRATCH/token.key" -out "$SCRATCH/token.crt" 2>/dev/null
	: >"$SCRATCH/token.log"
	serve python3 "$FLOW/token_server.py" @PORT@ "$SCRATCH/token.key" "$SCRATCH/token.crt" \
		"$USER_NAME" "$PASSWORD" "$SCRATCH/token.log"
}

# A registry that behaves badly (odd_server.py). Gives $REGISTRY; its log is $SCRATCH/odd.log.
start_odd_registry() { # MODE
	: >"$SCRATCH/odd.log"
	serve python3 "$FLOW/odd_server.py" @PORT@ "$1" "$SCRATCH/odd.log" || return 1
	REGISTRY=127.0.0.1:$PORT
}

# An authority with a certificate of the server's and one of the client's; another authority that
# nobody trusts. All in $SCRATCH: authority.pem, stranger.pem, server.pem, client.pem, and their .key.
certificates() {
	local name
	for name in authority stranger; do
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=flow $name" \
			-keyout "$SCRATCH/$name.key" -out "$SCRATCH/$name.pem"
	done
	printf 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:registry.test\n' >"$SCRATCH/server.ext"
	: >"$SCRATCH/client.ext"
	for name in server client; do
		openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=flow $name" \
			-keyout "$SCRATCH/$name.key" -out "$SCRATCH/$name.csr"
		openssl x509 -req -in "$SCRATCH/$name.csr" -CA "$SCRATCH/authority.pem" -CAkey "$SCRATCH/authority.key" \
			-CAcreateserial -days 2 -extfile "$SCRATCH/$name.ext" -out "$SCRATCH/$name.pem"
	done
	openssl ec -aes128 -passout pass:secret -in "$SCRATCH/client.key" -out "$SCRATCH/locked.key"
}

# nginx in front of $OPEN with TLS and HTTP/2 (MODE plain: without both), with LINES in its server
# block, and HTTP-LINES around it. Gives $HOST; who came is in $SCRATCH/access-PORT.log: the client
# certificate's name, protocol, connection, request, status, and whether there was an Authorization.
start_nginx() { # [LINES [HTTP-LINES [MODE]]]
	local place listen='ssl http2'
	[ "${3:-}" != plain ] || listen=
	{
		printf '%s\n' 'daemon off; worker_processes 1; master_process off;' "pid $SCRATCH/nginx-HERE.pid;" \
			"error_log $SCRATCH/nginx-HERE.log;" 'events { worker_connections 256; }' \
			'http { map $http_authorization $shown { "" no; default yes; }' \
			'log_format who "$ssl_client_s_dn|$server_protocol|$connection|$request|$status|$shown";'
		for place in client_body proxy fastcgi uwsgi scgi; do echo "${place}_temp_path $SCRATCH/nginx-temp;"; done
		printf '%s\n' "access_log $SCRATCH/access-HERE.log who;" "${2:-}" \
			"server { listen 127.0.0.1:HERE $listen; server_name _;" \
			"ssl_certificate $SCRATCH/server.pem; ssl_certificate_key $SCRATCH/server.key;" "${1:-}" \
			"location / { proxy_pass http://$OPEN; proxy_set_header Host \$http_host; } } }"
	} >"$SCRATCH/nginx.conf"
	serve sh -c 'sed "s/HERE/$1/g" "$2/nginx.conf" >"$2/nginx-$1.conf" && exec nginx -c "$2/nginx-$1.conf"' nginx @PORT@ "$SCRATCH" ||
		return 1
	HOST=127.0.0.1:$PORT
}

# What nginx was asked, one field a line: 1 certificate, 2 protocol, 3 connection, 4 request, 5 status,
# 6 authorization.
asked_nginx() { # HOST FIELD
	cut -d'|' -f"$2" "$SCRATCH/access-${1#*:}.log"
}

# Puts an image into a registry by the hands of skopeo. OPTIONs as for push_image, but that --docker,
# the first, has skopeo turn it into Docker's types.
skopeo_push() { # REGISTRY REPOSITORY TAG SEED [OPTION...]
	local layout=$SCRATCH/layout-$RANDOM$RANDOM registry=$1 repository=$2 tag=$3 seed=$4
	local how=(--preserve-digests)
	shift 4
	[ "${1:-}" != --docker ] || { how=(--format v2s2) && shift; }
	python3 "$FLOW/images.py" layout "$layout" it "$seed" "$@" >/dev/null &&
		skopeo --insecure-policy copy -q --all "${how[@]}" --dest-tls-verify=false \
			"oci:$layout:it" "docker://$registry/$repository:$tag"
}

# The digest that skopeo computes of what the registry gives it.
skopeo_digest() { # IMAGE [OPTION...]
	local image=$1
	shift
	skopeo inspect --raw --tls-verify=false "$@" "docker://$image" | sha256sum | sed 's/^\([0-9a-f]*\).*/sha256:\1/'
}

# docker's config.json with one login, where DOCKER_CONFIG finds it.
login() { # HOST [PASSWORD]
	mkdir -p docker
	printf '{"auths":{"%s":{"auth":"%s"}}}' "$1" "$(printf '%s' "$USER_NAME:${2:-$PASSWORD}" | base64 -w 0)" >docker/config.json
	export DOCKER_CONFIG=$CASE/docker
}

# Git over http for the repositories below DIRECTORY. Gives $PORT.
start_git_server() { # DIRECTORY [USER PASSWORD]
	serve python3 "$FLOW/git_server.py" @PORT@ "$@"
}

# sshd for the current user with keys of its own. Gives $PORT and sets GIT_SSH_COMMAND.
start_sshd() {
	local keys=$SCRATCH/ssh
	mkdir -p "$keys" && chmod 700 "$keys"
	ssh-keygen -q -t ed25519 -N '' -f "$keys/host"
	ssh-keygen -q -t ed25519 -N '' -f "$keys/user"
	cp "$keys/user.pub" "$keys/authorized"
	printf '%s\n' 'ListenAddress 127.0.0.1' "HostKey $keys/host" "AuthorizedKeysFile $keys/authorized" \
		'PidFile none' 'StrictModes no' 'UsePAM no' 'PasswordAuthentication no' \
		'KbdInteractiveAuthentication no' 'PermitRootLogin yes' >"$keys/config"
	# Root's sshd wants this place for its helpers; the package's service makes it, a container has none.
	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
	serve "$(command -v sshd)" -D -e -f "$keys/config" -p @PORT@ || return 1
	printf '[127.0.0.1]:%s %s\n' "$PORT" "$(cut -d' ' -f1,2 "$keys/host.pub")" >"$keys/known"
	export GIT_SSH_COMMAND="ssh -F none -i $keys/user -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=$keys/known"
}

# ---- images and repositories ----

# Puts an image into a registry that asks for no login and prints its digest; with PLATFORM as the
# last words "--of linux/arm64" the digest of that platform's manifest.
push_image() { # REGISTRY REPOSITORY TAG SEED [OPTION...]
	local base=http://$1
	shift
	python3 "$FLOW/images.py" push "$base" "$@" | sed -n 1p
}

# The digest of one platform's manifest of the same image, without pushing it again.
platform_digest() { # PLATFORM SEED
	python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import images
print(images.make(sys.argv[3]).platforms[sys.argv[2]])' "$FLOW" "$1" "$2"
}

# A repository on branch main whose only commit holds what stands in DIRECTORY.
commit_all() { # DIRECTORY [MESSAGE]
	[ -e "$1/.git" ] || git init -q -b main "$1"
	git -C "$1" add -A
	git -C "$1" commit -q -m "${2:-Start}"
}

# The same, with a bare remote "origin" at DIRECTORY.git that it is pushed to.
with_remote() { # DIRECTORY
	commit_all "$1"
	git init -q --bare -b main "$1.git"
	git -C "$1" remote add origin "$(realpath "$1.git")"
	git -C "$1" push -q -u origin main
	git -C "$1" remote set-head origin main
}

# The sample's registry at $LAYOUT, and in $FROM_LAYOUT the options that make it the one of each host.
make_layout() {
	local host
	LAYOUT=$SCRATCH/layout
	FROM_LAYOUT=()
	for host in docker.io gcr.io ghcr.io quay.io; do
		FROM_LAYOUT+=(--registry "$host=oci:$LAYOUT")
	done
	"$FLOW/bitvault/make-layout" "$LAYOUT"
}

# A copy of the sample (monorepo or gitops) as a repository with a remote.
sample() { # WHICH DIRECTORY
	cp -R "$FLOW/bitvault/$1" "$2"
	with_remote "$2"
}

# A repository with a remote: NAME/Dockerfile for each IMAGE, whose digest is the one given.
dockerfiles() { # DIRECTORY IMAGE@DIGEST...
	local top=$1 image name
	shift
	for image; do
		name=${image%@*} name=${name##*/}
		mkdir -p "$top/${name%:*}"
		printf 'FROM %s\nRUN true\n' "$image" >"$top/${name%:*}/Dockerfile"
	done
	with_remote "$top"
}

# Puts two generations of an image behind one tag of $OPEN: gives $OLD, $NEW, and $IMAGE without a digest.
moved_image() { # REPOSITORY [OPTION...]
	local repository=$1
	shift
	IMAGE=$OPEN/$repository:1
	OLD=$(push_image "$OPEN" "$repository" 1 "$repository first" "$@")
	NEW=$(push_image "$OPEN" "$repository" 1 "$repository second" "$@")
}

# Everything that a write could change: paths, modes, links, bytes, times of the content; .git too.
fingerprint() { # DIRECTORY
	(cd "$1" && find . -printf '%p %M %l %T@\n' | sort && find . -type f -print0 | sort -z |
		xargs -0 sha256sum) | sha256sum
}

# The bot's branches of a repository, sorted.
bot_branches() { # REPOSITORY
	git -C "$1" for-each-ref --format='%(refname:short)' refs/heads/digestbump/
}

trailer() { # REPOSITORY REVISION KEY
	git -C "$1" log -1 --format="%(trailers:key=$3,valueonly)" "$2" | sed '/^$/d'
}

# ---- running and looking ----

# Runs the program; its exit code is in $CODE, its output in the files out and err, and in what a
# failure shows. A sanitizer's report or a program that hangs fails the case at once.
digestbump() {
	CODE=0
	timeout -k 5 1200 "$DIGESTBUMP" "$@" >out 2>err </dev/null || CODE=$?
	show_run "$@"
	healthy
}

show_run() {
	echo "\$ digestbump $*    (exit code $CODE)"
	head -c 20000 out
	head -c 20000 err | sed 's/^/  stderr: /'
}

healthy() {
	# 86: a sanitizer, 124: out of time, 126 and 127: not there at all, above: a signal.
	if [ "$CODE" -eq 86 ] || { [ "$CODE" -ge 124 ] && [ "$CODE" -le 127 ]; } ||
		{ [ "$CODE" -ge 128 ] && [ "${MAY_DIE:-}" != yes ]; } ||
		grep -q 'Sanitizer\|runtime error:' err; then
		echo "the program crashed, hung or leaked"
		return 1
	fi
}

# The rest: each says what was expected when it fails.
fail() { echo "FAILED: $*"; return 1; }
code_is() { [ "$CODE" -eq "$1" ] || fail "exit code $CODE, not $1"; }
out_has() { grep -qF -e "$1" out || fail "output lacks '$1'"; }
out_lacks() { ! grep -qF -e "$1" out || fail "output has '$1'"; }
err_has() { grep -qF -e "$1" err || fail "standard error lacks '$1'"; }
same() { [ "$1" = "$2" ] || fail "'$1' is not '$2'"; }
json() { jq -e -r "$1" out; } # FILTER, on the last output
json_is() { # FILTER VALUE
	local found
	found=$(jq -r "$1" out) || fail "no JSON, or not of that shape: $1"
	[ "$found" = "$2" ] || fail "$1 is '$found', not '$2'"
}

# ---- cases ----

run_case() ( # FUNCTION
	SERVERS=()
	trap stop_servers EXIT
	trap 'exit 143' TERM
	CASE=$SCRATCH/$1
	export HOME=$CASE/home
	mkdir -p "$HOME"
	printf '%s\n' '[user]' 'name = Ada Tester' 'email = ada@example.test' '[init]' 'defaultBranch = main' \
		'[advice]' 'detachedHead = false' >"$HOME/.gitconfig"
	cd "$CASE" || exit 1
	set -eu -o pipefail
	"$1"
)

finish() {
	stop_servers
	chmod -R u+rwX "$SCRATCH" 2>/dev/null
	if [ -n "${KEEP:-}" ]; then echo "# kept: $SCRATCH"; else rm -rf "$SCRATCH"; fi
}

# Runs every case in the order of the file, or those whose names hold one of the script's arguments.
run_cases() {
	local name sentence code failed=0
	trap finish EXIT
	trap 'exit 143' TERM INT
	clean_environment
	if declare -F servers >/dev/null && ! servers >"$SCRATCH/servers.log" 2>&1; then
		echo "not ok $NAME: its servers did not start"
		sed 's/^/    /' "$SCRATCH/servers.log"
		exit 1
	fi
	while read -r name; do
		sentence="$NAME: $(echo "${name#case_}" | tr _ ' ')"
		[ -z "${ONLY:-}" ] || [[ $sentence = *"$ONLY"* ]] || continue
		run_case "$name" >"$SCRATCH/$name.log" 2>&1
		code=$?
		if [ "$code" -eq 0 ]; then
			echo "ok $sentence"
		elif [ "$code" -eq 77 ]; then
			echo "skip $sentence: $(tail -n 1 "$SCRATCH/$name.log")"
		else
			echo "not ok $sentence"
			sed 's/^/    /' "$SCRATCH/$name.log"
			failed=1
		fi
	done < <(grep -o '^case_[A-Za-z0-9_]*' "$0")
	exit $failed
}
