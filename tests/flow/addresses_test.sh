#!/bin/bash
# Which addresses are connected to: in a network namespace of its own that has addresses of every class,
# with a DNS server for names, aliases and names that move.
#
# Registries, token servers and storages are address_server.py's; the program is told by --registry to
# speak plain http with them. Every case asserts who was connected.
if [ -z "${IN_NAMESPACE:-}" ]; then
	# Who is not root has a user namespace beside it.
	[ "$(id -u)" -eq 0 ] || user=--map-root-user
	IN_NAMESPACE=yes exec unshare --net --mount ${user:+"$user"} "$0" "$@"
fi
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

PUBLIC=93.184.216.34 OTHER=93.184.216.35 PUBLIC6=2606:2800:220:1::1
PRIVATE=(10.0.0.2 172.16.0.2 192.168.7.2 100.64.0.2 198.18.0.2 fd00::2 fec0::2)
# Forbidden ones that a server can listen at; 0.0.0.0 and :: lead to 127.0.0.1 and ::1.
FORBIDDEN=(169.254.169.254 100.100.100.200 192.0.0.192 fd00:ec2::254 0.0.0.0)

servers() {
	local address
	ip link set lo up
	for address in "$PUBLIC" "$OTHER" "$PUBLIC6" 10.0.0.1 "${PRIVATE[@]}" "${FORBIDDEN[@]::4}" 64:ff9b::a00:2; do
		ip address add "$address" dev lo nodad 2>/dev/null || ip address add "$address" dev lo
	done
	dns registry.test "$PUBLIC"
	serve_names
}

# ---- names ----

# Has NAME mean ADDRESS... from now on. dnsmasq reads the file again when it is told.
dns() { # NAME ADDRESS...
	local name=$1 address
	shift
	touch "$SCRATCH/hosts"
	sed -i "/ $name\$/d" "$SCRATCH/hosts"
	for address; do echo "$address $name" >>"$SCRATCH/hosts"; done
	[ -z "${NAMES:-}" ] || { kill -HUP "$NAMES" && until_true 20 means "$name" "$1"; }
}

means() { # NAME ADDRESS
	getent ahosts "$1" | grep -qF "$2"
}

serve_names() {
	echo nameserver 127.0.0.53 >"$SCRATCH/resolv.conf"
	mount --bind "$SCRATCH/resolv.conf" /etc/resolv.conf
	dnsmasq --keep-in-foreground --user=root --no-resolv --no-hosts --pid-file= --addn-hosts="$SCRATCH/hosts" \
		--listen-address=127.0.0.53 --bind-interfaces --port=53 --cache-size=0 --local=/test/ \
		--cname=alias.test,inner.test --cname=mirror.test,registry.test \
		</dev/null >"$SCRATCH/dns.log" 2>&1 &
	NAMES=$!
	SERVERS+=("$NAMES")
	until_true 20 means registry.test "$PUBLIC"
}

# ---- cases ----

# Starts the servers. Gives $PORT and $LOG.
world() { # ADDRESS=ROLE...
	local words=() word
	LOG=$CASE/log
	: >"$LOG"
	# @P@ in a role is the port, known only when it is chosen.
	for word; do words+=("${word//@P@/@PORT@}"); done
	serve python3 "$FLOW/address_server.py" @PORT@ "$LOG" "${words[@]}"
	# serve() itself has connected to 127.0.0.1, which the server may note after serve() has returned.
	until_true 60 grep -qF '127.0.0.1 connected' "$LOG" || return 1
	: >"$LOG"
}

url_of() { # ADDRESS
	if [[ $1 = *:* ]]; then echo "http://[$1]:$PORT"; else echo "http://$1:$PORT"; fi
}

# Asks the registry at ADDRESS (or a name) for r.test/team/app:1.
ask() { # ADDRESS [OPTION...]
	local address=$1
	shift
	digestbump resolve --json --registry "r.test=$(url_of "$address")" "$@" r.test/team/app:1
}

connected() { # ADDRESS
	grep -qF "$1 connected" "$LOG" || fail "$1 was not connected: $(cat "$LOG")"
}

not_connected() { # ADDRESS...
	local address
	for address; do
		! grep -qF "$address connected" "$LOG" || fail "$address was connected: $(cat "$LOG")"
	done
}

found() { code_is 0 && json_is '.answers[0].error' null && json_is '.answers[0].digest | startswith("sha256:")' true; }

refused() { # PART-OF-THE-REASON
	code_is 1
	json_is '.answers[0].error.code' untrusted
	json '.answers[0].error.reason' | grep -qF "$1" || fail "the reason lacks '$1'"
}

# A registry at FROM leads to TO: by a redirect, and by a token realm.
leads() { # FROM TO
	local to=http://$2:@P@
	[[ $2 != *:* ]] || to=http://[$2]:@P@
	world "$1=to:$to" "${@:3}"
}

wants_token() { # FROM TO
	local to=http://$2:@P@
	[[ $2 != *:* ]] || to=http://[$2]:@P@
	world "$1=realm:$to/token" "${@:3}"
}

case_the_user_may_name_any_class() {
	local address
	for address in "$PUBLIC" "$PUBLIC6" "${PRIVATE[@]}" 127.0.0.1 127.0.0.9; do
		world "$address=image"
		ask "$address"
		found
		connected "$address"
		stop_servers
	done
}

case_nobody_may_name_a_forbidden_address() {
	local address
	for address in "${FORBIDDEN[@]::4}"; do
		world "$address=image"
		ask "$address"
		refused "never connected to"
		not_connected "$address"
		stop_servers
	done
	world 127.0.0.1=image
	ask 0.0.0.0
	refused "never connected to"
	! grep -q '127.0.0.1 [GH]' "$LOG" || fail "127.0.0.1 was asked"
}

case_an_image_of_a_tree_may_not_name_the_metadata_service() {
	world 169.254.169.254=image
	mkdir r
	echo "FROM 169.254.169.254:$PORT/team/app:1@$GONE" >r/Dockerfile
	digestbump -C r --dry-run --json --registry "169.254.169.254:$PORT=http://169.254.169.254:$PORT"
	code_is 1
	json_is '.verdicts[0].verdict' failed
	not_connected 169.254.169.254
}

case_a_public_registry_leads_to_a_public_storage() {
	leads "$PUBLIC" "$OTHER" "$OTHER=image"
	ask "$PUBLIC"
	found
	connected "$OTHER"
}

case_a_public_registry_leads_to_no_private_storage() {
	local address
	for address in "${PRIVATE[@]}"; do
		leads "$PUBLIC" "$address" "$address=image"
		ask "$PUBLIC"
		refused "must not be named by a public registry"
		connected "$PUBLIC"
		not_connected "$address"
		stop_servers
	done
}

case_a_public_registry_leads_to_no_loopback_storage() {
	local address
	for address in 127.0.0.1 127.0.0.9; do
		leads "$PUBLIC" "$address" "$address=image"
		ask "$PUBLIC"
		refused "loopback address"
		not_connected "$address"
		stop_servers
	done
}

case_no_registry_leads_to_a_forbidden_address() {
	local address from
	for from in "$PUBLIC" 10.0.0.1 127.0.0.9; do
		for address in "${FORBIDDEN[@]::4}"; do
			leads "$from" "$address" "$address=image"
			ask "$from"
			refused "never connected to"
			not_connected "$address"
			stop_servers
		done
	done
}

case_a_private_registry_leads_to_private_and_public_storages() {
	local address
	for address in "$OTHER" "${PRIVATE[@]}"; do
		leads 10.0.0.1 "$address" "$address=image"
		ask 10.0.0.1
		found
		connected "$address"
		stop_servers
	done
}

case_a_private_registry_leads_to_no_loopback_storage() {
	leads 10.0.0.1 127.0.0.9 127.0.0.9=image
	ask 10.0.0.1
	refused "must not be named by a private registry"
	not_connected 127.0.0.9
}

case_a_loopback_registry_leads_anywhere_that_is_not_forbidden() {
	local address
	for address in "$OTHER" 10.0.0.2 127.0.0.9; do
		leads 127.0.0.8 "$address" "$address=image"
		ask 127.0.0.8
		found
		connected "$address"
		stop_servers
	done
}

case_other_spellings_make_no_difference() {
	local spelling
	for spelling in 0x0a000002 012.0.0.2 167772162 '[::ffff:10.0.0.2]' '[::ffff:a00:2]' '[64:ff9b::a00:2]' '[::10.0.0.2]'; do
		world "$PUBLIC=to:http://$spelling:@P@" 10.0.0.2=image 64:ff9b::a00:2=image
		ask "$PUBLIC"
		refused "must not be named by a public registry"
		not_connected 10.0.0.2 64:ff9b::a00:2
		stop_servers
	done
}

case_other_spellings_of_metadata_make_no_difference() {
	local spelling
	for spelling in 0xa9fea9fe 2852039166 0251.0376.0251.0376 '[::ffff:169.254.169.254]' '[64:ff9b::a9fe:a9fe]'; do
		world "127.0.0.8=to:http://$spelling:@P@" 169.254.169.254=image
		ask 127.0.0.8
		refused "never connected to"
		not_connected 169.254.169.254
		stop_servers
	done
}

case_a_public_registry_has_its_tokens_from_a_public_realm() {
	wants_token "$PUBLIC" "$OTHER" "$OTHER=token"
	ask "$PUBLIC"
	found
	connected "$OTHER"
}

case_a_public_registry_names_no_private_realm() {
	local address
	for address in "${PRIVATE[@]}" 127.0.0.9; do
		wants_token "$PUBLIC" "$address" "$address=token"
		ask "$PUBLIC"
		refused "must not be named by a public registry"
		not_connected "$address"
		stop_servers
	done
}

case_no_registry_names_a_forbidden_realm() {
	local address
	for address in "${FORBIDDEN[@]::4}"; do
		wants_token 127.0.0.8 "$address" "$address=token"
		ask 127.0.0.8
		refused "never connected to"
		not_connected "$address"
		stop_servers
	done
}

case_a_private_registry_has_its_tokens_from_a_private_realm() {
	wants_token 10.0.0.1 10.0.0.2 10.0.0.2=token
	ask 10.0.0.1
	found
	connected 10.0.0.2
}

case_a_realm_leads_to_nothing_that_the_registry_may_not_name() {
	world "$PUBLIC=realm:http://$OTHER:@P@/token" "$OTHER=rebase:http://10.0.0.2:@P@/token" 10.0.0.2=token
	ask "$PUBLIC"
	refused "must not be named by a public registry"
	connected "$OTHER"
	not_connected 10.0.0.2
}

case_redirects_of_redirects_are_judged_by_the_registry() {
	world "$PUBLIC=to:http://$OTHER:@P@" "$OTHER=to:http://10.0.0.2:@P@" 10.0.0.2=image
	ask "$PUBLIC"
	refused "must not be named by a public registry"
	connected "$OTHER"
	not_connected 10.0.0.2
	stop_servers
	world "10.0.0.1=to:http://$OTHER:@P@" "$OTHER=to:http://10.0.0.2:@P@" 10.0.0.2=image
	ask 10.0.0.1
	found
	connected 10.0.0.2
}

case_hosts_in_redirects_may_be_anywhere() {
	leads "$PUBLIC" 10.0.0.2 10.0.0.2=image
	printf 'registries:\n  r.test:\n    redirects: [10.0.0.2]\n' >c.yaml
	ask "$PUBLIC" --config c.yaml
	found
	connected 10.0.0.2
}

case_hosts_in_redirects_are_still_no_metadata_service() {
	leads "$PUBLIC" 169.254.169.254 169.254.169.254=image
	printf 'registries:\n  r.test:\n    redirects: [169.254.169.254]\n' >c.yaml
	ask "$PUBLIC" --config c.yaml
	refused "never connected to"
	not_connected 169.254.169.254
}

case_hosts_in_realms_may_be_anywhere() {
	wants_token "$PUBLIC" 10.0.0.2 10.0.0.2=token
	printf 'registries:\n  r.test:\n    realms: [10.0.0.2]\n' >c.yaml
	ask "$PUBLIC" --config c.yaml
	found
	connected 10.0.0.2
}

case_names_are_judged_by_what_they_mean() {
	dns inner.test 10.0.0.2
	world "$PUBLIC=to:http://inner.test:@P@" 10.0.0.2=image
	ask registry.test
	refused "'inner.test': the private address 10.0.0.2"
	not_connected 10.0.0.2
}

case_aliases_are_judged_by_what_they_mean() {
	dns inner.test 10.0.0.2
	world "$PUBLIC=to:http://alias.test:@P@" 10.0.0.2=image
	ask mirror.test
	refused "'alias.test': the private address 10.0.0.2"
	connected "$PUBLIC"
	not_connected 10.0.0.2
}

case_a_name_that_means_the_metadata_service_is_not_asked() {
	dns meta.test 169.254.169.254
	world 169.254.169.254=image
	ask meta.test
	refused "'meta.test': the address 169.254.169.254 is never connected to"
	not_connected 169.254.169.254
}

case_of_several_addresses_only_the_allowed_ones_are_tried() {
	dns both.test 10.0.0.2 "$OTHER"
	world "$PUBLIC=to:http://both.test:@P@" 10.0.0.2=image "$OTHER=image"
	ask "$PUBLIC"
	found
	connected "$OTHER"
	not_connected 10.0.0.2
}

case_a_name_that_moves_is_judged_each_time() {
	dns moving.test "$OTHER"
	world "$PUBLIC=to:http://moving.test:@P@" "$OTHER=image" 10.0.0.2=image 127.0.0.9=image
	ask "$PUBLIC"
	found
	dns moving.test 10.0.0.2
	ask "$PUBLIC"
	refused "'moving.test': the private address 10.0.0.2"
	dns moving.test 127.0.0.9
	ask "$PUBLIC"
	refused "'moving.test': the loopback address 127.0.0.9"
	not_connected 10.0.0.2 127.0.0.9
}

case_localhost_is_no_storage_of_a_public_registry() {
	dns localhost.test 127.0.0.9
	world "$PUBLIC=to:http://localhost.test:@P@" 127.0.0.9=image
	ask "$PUBLIC"
	refused "loopback address"
	not_connected 127.0.0.9
}

# An open connection to the same host must not help a request that may not go there.
case_a_connection_that_stands_does_not_help() {
	world "$PUBLIC=to:http://10.0.0.2:@P@" 10.0.0.2=image
	digestbump resolve --json --registry "r.test=http://$PUBLIC:$PORT" --registry "q.test=http://10.0.0.2:$PORT" \
		q.test/team/app:1 q.test/team/app:2 r.test/team/app:1
	code_is 1
	json_is '[.answers[] | select(.error == null) | .image] | unique | join(" ")' q.test/team/app
	json_is '.answers[] | select(.image | startswith("r.test")) | .error.code' untrusted
}

case_the_login_goes_nowhere_that_is_not_connected() {
	wants_token "$PUBLIC" 10.0.0.2 10.0.0.2=token
	login r.test
	ask "$PUBLIC"
	refused "must not be named by a public registry"
	! grep -q '+login' "$LOG" || fail "a login went out: $(cat "$LOG")"
}

case_through_a_proxy_literals_are_judged() {
	local address
	for address in 10.0.0.2 127.0.0.9 169.254.169.254; do
		world "$OTHER=to:http://$address:@P@" "$address=image"
		# The server is its own proxy: it answers whatever it is asked.
		http_proxy=http://$OTHER:$PORT ask "$PUBLIC"
		code_is 1
		not_connected "$address" "$PUBLIC"
		stop_servers
	done
}

case_a_private_proxy_is_fine() {
	world 10.0.0.2=image
	http_proxy=http://10.0.0.2:$PORT ask registry.test
	found
	connected 10.0.0.2
	not_connected "$PUBLIC"
}

run_cases
