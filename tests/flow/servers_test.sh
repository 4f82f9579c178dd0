#!/bin/bash
# What resolve gets from real servers, of images that skopeo put there: the digest is the one that
# skopeo computes. TLS, certificates and proxies for https are endpoints_test.sh's.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() {
	certificates
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY || return 1
	start_registry "$SCRATCH/store" basic && BASIC=$REGISTRY || return 1
	start_token_server && start_registry "$SCRATCH/store" token "$PORT" && TOKEN=$REGISTRY || return 1
	skopeo_push "$OPEN" team/index 1 index --attest &&
		skopeo_push "$OPEN" team/single 1 single --single &&
		skopeo_push "$OPEN" team/docker 1 docker --docker &&
		skopeo_push "$OPEN" public/app 1 public &&
		skopeo_push "$OPEN" team/wide 1 wide --platforms linux/amd64,linux/arm64,linux/arm/v7,linux/s390x,windows/amd64 || return 1
	IMAGES="team/index team/single team/docker team/wide"
}

agrees_with_skopeo() { # IMAGE [OPTION-OF-SKOPEO...]
	digestbump resolve "$1"
	code_is 0
	same "$(cat out)" "$1@$(skopeo_digest "$@")"
}

case_an_open_registry() {
	for image in $IMAGES; do agrees_with_skopeo "$OPEN/$image:1"; done
}

case_a_registry_with_a_password() {
	login "$BASIC"
	for image in $IMAGES; do agrees_with_skopeo "$BASIC/$image:1" "--creds=$USER_NAME:$PASSWORD"; done
}

case_a_registry_with_tokens() {
	agrees_with_skopeo "$TOKEN/public/app:1"
	login "$TOKEN"
	for image in $IMAGES; do agrees_with_skopeo "$TOKEN/$image:1" "--creds=$USER_NAME:$PASSWORD"; done
}

case_what_skopeo_pushed_moves_and_is_bumped() {
	local old new
	skopeo_push "$OPEN" team/moves 1 'moves first'
	old=$(skopeo_digest "$OPEN/team/moves:1")
	skopeo_push "$OPEN" team/moves 1 'moves second'
	new=$(skopeo_digest "$OPEN/team/moves:1")
	mkdir r
	printf 'FROM %s/team/moves:1@%s\n' "$OPEN" "$old" >r/Dockerfile
	digestbump -C r --write --json
	code_is 0
	json_is '.verdicts[0].to' "$new"
	same "$(cat r/Dockerfile)" "FROM $OPEN/team/moves:1@$new"
}

case_what_skopeo_deleted_is_absent() {
	skopeo_push "$OPEN" team/deleted 1 deleted
	skopeo --insecure-policy delete --tls-verify=false "docker://$OPEN/team/deleted:1"
	digestbump resolve --json "$OPEN/team/deleted:1"
	code_is 1
	json_is '.answers[0].error.code' absent
}

case_a_registry_that_redirects_to_another_host() {
	login "$BASIC"
	# Behind the front, nginx in front of the open registry: it would log an Authorization.
	start_nginx "" "" plain && local behind=$HOST
	OPEN=$BASIC start_nginx "location ~ ^/v2/.*/manifests/ { auth_basic flow; auth_basic_user_file $(echo "$SCRATCH"/registry-basic-*.htpasswd);
		return 307 http://$behind\$request_uri; }" "" plain
	login "$HOST"
	for image in $IMAGES; do
		digestbump resolve "$HOST/$image:1"
		code_is 0
		same "$(cat out)" "$HOST/$image:1@$(skopeo_digest "$OPEN/$image:1")"
	done
	asked_nginx "$HOST" 6 | grep -q yes
	[ -n "$(asked_nginx "$behind" 4)" ] || fail "nobody went where it led"
	same "$(asked_nginx "$behind" 6 | sort -u)" no
}

case_an_index_is_pinned_through_http2_like_through_http1() {
	local host image many=
	start_nginx && host=$HOST
	printf 'registries:\n  "%s": {endpoint: "https://%s", ca: %s}\n' "$host" "$host" "$SCRATCH/authority.pem" >operator.yaml
	for image in $IMAGES; do many+="$host/$image:1 "; done
	# shellcheck disable=SC2086 # words
	digestbump resolve --config operator.yaml $many
	code_is 0
	for image in $IMAGES; do out_has "$host/$image:1@$(skopeo_digest "$OPEN/$image:1")"; done
	same "$(asked_nginx "$host" 2 | sort -u)" HTTP/2.0
	same "$(asked_nginx "$host" 3 | sort -u | wc -l)" 1
}

# Many references of one repository: tags that skopeo copied within the registry.
many_tags() { # COUNT
	local i
	MANY=()
	for i in $(seq "$1"); do
		[ "$i" = 1 ] || curl -sSf -o copied -H 'Accept: application/vnd.oci.image.index.v1+json' "http://$OPEN/v2/team/index/manifests/1"
		[ "$i" = 1 ] || curl -sSf -X PUT -H 'Content-Type: application/vnd.oci.image.index.v1+json' \
			--data-binary @copied "http://$OPEN/v2/team/index/manifests/$i"
		MANY+=("$i")
	done
}

case_a_rate_limit_of_429_is_kept_to_and_all_is_answered() {
	local digest images
	many_tags 40
	digest=$(skopeo_digest "$OPEN/team/index:1")
	start_nginx 'limit_req zone=slow burst=4 nodelay; limit_req_status 429; error_page 429 @wait;
		location @wait { internal; add_header Retry-After 1 always; return 429; }' \
		'limit_req_zone $binary_remote_addr zone=slow:1m rate=20r/s;' plain
	mapfile -t images < <(printf "$HOST/team/index:%s\n" "${MANY[@]}")
	digestbump resolve "${images[@]}"
	code_is 0
	same "$(cut -d@ -f2 out | sort | uniq -c | sed 's/^ *//')" "40 $digest"
	asked_nginx "$HOST" 5 | sort | uniq -c
	[ "$(asked_nginx "$HOST" 5 | grep -c 429)" -gt 0 ] || fail "nothing was limited: the test proves nothing"
	[ "$(asked_nginx "$HOST" 5 | grep -c 429)" -le 60 ] || fail "the registry was hammered"
}

case_a_rate_set_by_the_user_is_never_limited() {
	local images
	many_tags 12
	start_nginx 'limit_req zone=slow burst=2 nodelay; limit_req_status 503;' \
		'limit_req_zone $binary_remote_addr zone=slow:1m rate=20r/s;' plain
	mapfile -t images < <(printf "$HOST/team/index:%s\n" "${MANY[@]}")
	printf 'network: {rate: 10}\n' >.digestbump.yaml
	digestbump resolve "${images[@]}"
	code_is 0
	same "$(asked_nginx "$HOST" 5 | sort -u)" 200
}

case_trouble_behind_a_proxy_is_told_as_what_it_is() {
	start_nginx 'location /v2/team/ { return 503; } location /v2/public/ { proxy_pass http://127.0.0.1:1; }' "" plain
	printf 'network: {retry: 20ms}\n' >.digestbump.yaml
	digestbump resolve --json "$HOST/team/index:1" "$HOST/public/app:1"
	code_is 1
	json_is '[.answers[].error.code] | join(" ")' "network network"
	json '.answers[].error.reason' >said
	grep -q 'HTTP 503' said
	grep -q 'HTTP 502' said
	same "$(asked_nginx "$HOST" 5 | sort | uniq -c | sed 's/^ *//' | paste -sd,)" "3 502,3 503"
}

case_nginx_may_pack_what_it_likes_but_not_ours() {
	start_nginx 'gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any;' "" plain
	for image in $IMAGES; do
		digestbump resolve "$HOST/$image:1"
		code_is 0
		same "$(cat out)" "$HOST/$image:1@$(skopeo_digest "$OPEN/$image:1")"
	done
}

case_an_ipv6_listener() {
	printf '%s\n' 'version: 0.1' 'log: {level: warn, accesslog: {disabled: true}}' \
		"storage: {filesystem: {rootdirectory: $SCRATCH/store}}" 'http: {addr: "[::]:HERE", secret: flow}' >six.yaml
	serve sh -c 'sed "s/HERE/$1/" six.yaml >"six.$1.yaml" && exec docker-registry serve "six.$1.yaml"' registry @PORT@
	# skopeo knows no such address.
	digestbump resolve "[::1]:$PORT/team/index:1"
	code_is 0
	same "$(cat out)" "[::1]:$PORT/team/index:1@$(skopeo_digest "$OPEN/team/index:1")"
}

case_a_pull_through_cache() {
	printf '%s\n' 'version: 0.1' 'log: {level: warn, accesslog: {disabled: true}}' \
		"storage: {filesystem: {rootdirectory: $CASE/cache}}" 'http: {addr: "127.0.0.1:HERE", secret: flow}' \
		"proxy: {remoteurl: \"http://$OPEN\"}" >cache.yaml
	serve sh -c 'sed "s/HERE/$1/" cache.yaml >"cache.$1.yaml" && exec docker-registry serve "cache.$1.yaml"' registry @PORT@
	digestbump resolve --registry "docker.io=http://127.0.0.1:$PORT" team/index:1 team/docker:1
	code_is 0
	out_has "team/index:1@$(skopeo_digest "$OPEN/team/index:1")"
	out_has "team/docker:1@$(skopeo_digest "$OPEN/team/docker:1")"
}

case_a_layout_that_skopeo_wrote() {
	local image
	for image in team/index team/single team/wide; do
		skopeo --insecure-policy copy -q --all --preserve-digests --src-tls-verify=false \
			"docker://$OPEN/$image:1" "oci:layout:$OPEN/$image:1"
	done
	for image in team/index team/single team/wide; do
		digestbump resolve --registry "$OPEN=oci:layout" "$OPEN/$image:1"
		code_is 0
		same "$(cat out)" "$OPEN/$image:1@$(skopeo_digest "$OPEN/$image:1")"
	done
}

# A name that only the proxy knows.
case_a_proxy_for_plain_http() {
	start_nginx "server_name registry.test;" "" plain
	local behind=$HOST proxy
	printf '%s\n' 'http_port 127.0.0.1:HERE' 'acl all_of_us src 127.0.0.1' 'http_access allow all_of_us' \
		'pid_filename none' 'cache deny all' "access_log stdio:$CASE/squid.access" "cache_log $CASE/squid.log" \
		"coredump_dir $CASE" "hosts_file $CASE/hosts" 'shutdown_lifetime 0 seconds' >squid.conf
	printf '127.0.0.1 registry.test\n' >hosts
	[ "$(id -u)" -ne 0 ] || { chmod 777 . && chmod 755 "$SCRATCH"; }
	serve sh -c 'sed "s/HERE/$1/" squid.conf >"squid.$1.conf" && exec squid -N -f "$PWD/squid.$1.conf"' squid @PORT@
	proxy=http://127.0.0.1:$PORT
	http_proxy=$proxy digestbump resolve --registry "registry.test=http://registry.test:${behind#*:}" registry.test/team/index:1
	code_is 0
	out_has "@$(skopeo_digest "$OPEN/team/index:1")"
	until_true 60 grep -q "GET http://registry.test:${behind#*:}/v2/team/index/manifests/1" squid.access
	# In capitals it would be a request's header that a CGI server passes on.
	HTTP_PROXY=$proxy digestbump resolve --registry "registry.test=http://registry.test:${behind#*:}" registry.test/team/index:1
	code_is 1
	err_has 'host not found'
	http_proxy=$proxy NO_PROXY=.test digestbump resolve --registry "registry.test=http://registry.test:${behind#*:}" registry.test/team/index:1
	code_is 1
	err_has 'host not found'
}

run_cases
