#!/bin/bash
# Registries behind TLS, client certificates, proxies and mirrors.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	certificates
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_nginx && TLS=$HOST || return 1
	start_nginx "ssl_client_certificate $SCRATCH/authority.pem; ssl_verify_client on;" && MUTUAL=$HOST || return 1
	DIGEST=$(push_image "$OPEN" team/app 1 endpoints)
	for tag in 2 3 4 5 6 7 8 9; do push_image "$OPEN" team/app "$tag" endpoints; done
}

resolves() { # HOST
	digestbump resolve "$1/team/app:1"
	code_is 0
	out_has "$1/team/app:1@$DIGEST"
}

refuses() { # HOST TEXT
	digestbump resolve "$1/team/app:1"
	code_is 1
	err_has "$2"
}

# What holds for HOST: LINES of its entry, besides an endpoint with https, which loopback lacks.
configure() { # HOST LINE...
	CONFIG=$HOME/.config/digestbump/config.yaml
	mkdir -p "${CONFIG%/*}"
	{
		printf 'registries:\n  "%s":\n    endpoint: https://%s\n' "$1" "$1"
		shift
		[ $# -eq 0 ] || printf '    %s\n' "$@"
	} >"$CONFIG"
}

case_an_authority_of_the_configuration() {
	configure "$TLS"
	refuses "$TLS" "certificate not trusted"
	configure "$TLS" "ca: $SCRATCH/authority.pem"
	resolves "$TLS"
	cp "$SCRATCH/authority.pem" "${CONFIG%/*}/ca.pem"
	configure "$TLS" "ca: ca.pem"
	resolves "$TLS"
	configure "$TLS" "ca: $SCRATCH/stranger.pem"
	refuses "$TLS" "certificate"
	configure "$TLS" "ca: none.pem"
	refuses "$TLS" "none.pem"
}

case_relative_paths_begin_at_the_configuration() {
	mkdir -p elsewhere repository
	cp "$SCRATCH/authority.pem" repository/ca.pem
	configure "$TLS" "ca: ca.pem"
	mv "$CONFIG" repository/.digestbump.yaml
	cd elsewhere
	digestbump -C ../repository resolve "$TLS/team/app:1"
	code_is 0
	digestbump --config ../repository/.digestbump.yaml resolve "$TLS/team/app:1"
	code_is 0
}

case_an_authority_in_certs_d() {
	configure "$TLS"
	mkdir -p "$HOME/.docker/certs.d/$TLS"
	cp "$SCRATCH/authority.pem" "$HOME/.docker/certs.d/$TLS/ca.crt"
	resolves "$TLS"
	configure "$MUTUAL"
	refuses "$MUTUAL" "certificate not trusted"
}

case_insecure_is_for_one_host() {
	configure "$TLS" "insecure: true"
	resolves "$TLS"
	printf '  "%s":\n    endpoint: https://%s\n' "$MUTUAL" "$MUTUAL" >>"$CONFIG"
	refuses "$MUTUAL" "certificate not trusted"
}

case_client_certificates() {
	configure "$MUTUAL" "ca: $SCRATCH/authority.pem"
	refuses "$MUTUAL" "a client certificate is required"
	configure "$MUTUAL" "ca: $SCRATCH/authority.pem" "cert: $SCRATCH/client.pem" "key: $SCRATCH/client.key"
	resolves "$MUTUAL"
	grep -q '^CN=flow client|HTTP/2.0|' "$SCRATCH/access-${MUTUAL#*:}.log"
	configure "$MUTUAL" "ca: $SCRATCH/authority.pem" "cert: $SCRATCH/client.pem" "key: $SCRATCH/server.key"
	refuses "$MUTUAL" "client certificate cannot be used"
	configure "$MUTUAL" "ca: $SCRATCH/authority.pem" "cert: $SCRATCH/client.pem" "key: $SCRATCH/locked.key"
	refuses "$MUTUAL" "without a passphrase"
	configure "$MUTUAL" "cert: $SCRATCH/client.pem"
	digestbump resolve "$MUTUAL/team/app:1"
	code_is 2
	err_has "no key"
}

case_client_certificates_in_certs_d() {
	local top=$HOME/.config/containers/certs.d/$MUTUAL
	configure "$MUTUAL"
	mkdir -p "$top"
	cp "$SCRATCH/authority.pem" "$top/ca.crt"
	cp "$SCRATCH/client.pem" "$top/me.cert"
	refuses "$MUTUAL" "me.cert' has no key"
	cp "$SCRATCH/client.key" "$top/me.key"
	resolves "$MUTUAL"
	rm "$top/me.cert"
	refuses "$MUTUAL" "me.key' has no certificate"
}

# The name that the client shows to one host is not shown to another.
case_a_client_certificate_is_shown_to_its_host_only() {
	configure "$TLS"
	{
		printf 'registries:\n'
		printf '  "%s": {endpoint: "https://%s", ca: %s, cert: %s, key: %s}\n' "$MUTUAL" "$MUTUAL" \
			"$SCRATCH/authority.pem" "$SCRATCH/client.pem" "$SCRATCH/client.key"
		printf '  "%s": {endpoint: "https://%s", ca: %s}\n' "$TLS" "$TLS" "$SCRATCH/authority.pem"
	} >"$CONFIG"
	digestbump resolve "$MUTUAL/team/app:1" "$TLS/team/app:1"
	code_is 0
	if grep -q '^CN=' "$SCRATCH/access-${TLS#*:}.log"; then fail "the certificate went elsewhere"; fi
}

case_one_connection_carries_them_all() {
	local log=$SCRATCH/access-${TLS#*:}.log
	configure "$TLS" "ca: $SCRATCH/authority.pem"
	: >"$log"
	# shellcheck disable=SC2046 # words
	digestbump resolve $(printf "$TLS/team/app:%s " 1 2 3 4 5 6 7 8 9)
	code_is 0
	[ "$(wc -l <"$log")" -ge 9 ]
	same "$(cut -d'|' -f3 "$log" | sort -u | wc -l)" 1
	same "$(cut -d'|' -f2 "$log" | sort -u)" HTTP/2.0
}

# TLS 1.3 says no only behind the handshake.
case_a_certificate_that_tls_itself_misses() {
	serve openssl s_server -accept 127.0.0.1:@PORT@ -www -Verify 1 -verify_return_error -cert "$SCRATCH/server.pem" \
		-key "$SCRATCH/server.key" -CAfile "$SCRATCH/authority.pem" -tls1_3
	configure "127.0.0.1:$PORT" "ca: $SCRATCH/authority.pem"
	refuses "127.0.0.1:$PORT" "a client certificate is required"
}

answers6() { (exec 3<>"/dev/tcp/::1/$1"); }

case_an_address_of_ipv6() {
	grep -q '^0\{31\}1 ' /proc/net/if_inet6 || exit 77
	PORT=$(free_port)
	sed "s/127.0.0.1:[0-9]*/[::1]:$PORT/" "$(printf '%s\n' "$SCRATCH"/registry-open-*."${OPEN#*:}".yaml)" >six.yaml
	docker-registry serve six.yaml >six.log 2>&1 &
	SERVERS+=("$!")
	until_true 120 answers6 "$PORT" || { cat six.yaml six.log; return 1; }
	resolves "[::1]:$PORT"
	printf 'FROM [::1]:%s/team/app:1\n' "$PORT" >Dockerfile
	digestbump doctor --json
	code_is 0
	json_is '.registries[0].registry' "[::1]:$PORT"
	json_is '.registries[0].proxy' false
}

case_doctor_tells_of_tls() {
	configure "$TLS"
	printf 'FROM %s/team/app:1\n' "$TLS" >Dockerfile
	digestbump doctor --json
	code_is 1
	json_is '[.checks[] | select(.check == "reach") | .status] | join(" ")' fail
	json '.checks[] | select(.check == "reach") | .detail' >said
	grep -q 'registries.HOST.ca' said
	configure "$TLS" "ca: $SCRATCH/authority.pem"
	digestbump doctor --json
	code_is 0
	json_is '.registries[0] | "\(.http) \(.tls) \(.verified)"' "HTTP/2 true true"
	json_is '[.checks[] | select(.check == "tls") | .status] | join(" ")' ok
	configure "$TLS" "insecure: true"
	digestbump doctor --json
	code_is 0
	json_is '[.checks[] | select(.check == "tls") | .status] | join(" ")' warn
	json_is '.registries[0].verified' false
}

case_an_endpoint_that_must_not_resolve_is_not_asked() {
	configure "$OPEN" "resolve: false"
	sed -i 's/https:.*/http:\/\/127.0.0.1:1/' "$CONFIG"
	resolves "$OPEN"
	sed -i 's/resolve: false/resolve: true/' "$CONFIG"
	refuses "$OPEN" "cannot connect"
}

# A proxy that only this test knows: squid in front of a host that is no loopback for us.
case_proxies() {
	command -v squid >/dev/null || exit 77
	printf '%s\n' 'http_port 127.0.0.1:HERE' 'acl all_of_us src 127.0.0.1' 'http_access allow all_of_us' \
		"pid_filename none" "cache deny all" "access_log stdio:$CASE/squid.access" "cache_log $CASE/squid.log" \
		"coredump_dir $CASE" "hosts_file $CASE/hosts" 'shutdown_lifetime 0 seconds' >squid.conf
	printf '127.0.0.1 registry.test\n' >hosts
	[ "$(id -u)" -ne 0 ] || { chmod 777 . && chmod 755 "$SCRATCH"; }
	serve sh -c 'sed "s/HERE/$1/" squid.conf >"squid.$1.conf" && exec squid -N -f "$PWD/squid.$1.conf"' squid @PORT@
	local proxy=$PORT host=registry.test:${TLS#*:}
	configure "$host" "ca: $SCRATCH/authority.pem"
	export https_proxy=http://user:pr0xy-s3cret@127.0.0.1:$proxy
	resolves "$host"
	grep -q "CONNECT $host" squid.access
	printf 'FROM %s/team/app:1\n' "$host" >Dockerfile
	digestbump -v doctor --json
	code_is 0
	json_is '.registries[0].proxy' true
	cat out err >both
	if grep -q pr0xy-s3cret both; then fail "the proxy's password was printed"; fi
	# Loopback never goes through it, and NO_PROXY is heard.
	: >squid.access
	configure "$TLS" "ca: $SCRATCH/authority.pem"
	resolves "$TLS"
	[ ! -s squid.access ] || fail "loopback went through the proxy"
	configure "$host" "ca: $SCRATCH/authority.pem"
	no_proxy=registry.test refuses "$host" "host not found"
	[ ! -s squid.access ] || fail "NO_PROXY was not heard"
}

run_cases
