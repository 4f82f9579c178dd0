#!/bin/bash
# Whose signature an image must have before its digest is written: policies, where signatures lie, and
# what becomes of what cannot be read. docker-registry has no referrers API: lists lie under a tag there.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

IDENTITY=https://github.com/ours/images/.github/workflows/release.yml@refs/heads/main
ISSUER=https://token.actions.githubusercontent.com

servers() {
	certificates 2>/dev/null
	start_registry "$SCRATCH/store" open && OPEN=$REGISTRY
}

# Signs images of $OPEN; the trusted root and the key come into DIRECTORY.
sign() { # DIRECTORY REPOSITORY DIGEST=HOW...
	local directory=$1 repository=$2
	shift 2
	"$FLOW/sign.py" "$directory" "http://$OPEN" "$OPEN/$repository" "$@"
}

# A directory r with a Dockerfile that pins $IMAGE@$OLD, whose rule asks for POLICY.
pinned() { # POLICY-LINES...
	mkdir -p r
	printf 'FROM %s\n' "$IMAGE@$OLD" >r/Dockerfile
	{
		printf '%s\n' 'rules:' '  - match: {images: ["**"]}' '    trust: ours' 'trust:' \
			'  root: trusted_root.json' '  policies:'
		printf '    %s\n' "$@"
	} >r/.digestbump.yaml
}

KEYLESS="ours: {identities: [{identity: \"$IDENTITY\", issuer: \"$ISSUER\"}]}"
BY_KEY='ours: {keys: [cosign.pub]}'

# What a run says of the one pin, and what it must.
verdict_is() { # VERDICT [REASON-PART]
	digestbump run -C r --dry-run --json
	json_is '[.verdicts[].verdict] | join(" ")' "$1"
	[ -z "${2:-}" ] || json_has '.verdicts[0].reason' "$2"
}
json_has() { # FILTER TEXT
	jq -r "$1" out | grep -F -- "$2"
}

# Each HOW of sign.py, by a keyless policy.
accepts() { # HOW LAYOUT
	moved_image "team/accept-$1"
	pinned "$KEYLESS"
	sign r "team/accept-$1" "$NEW=$1"
	verdict_is bump
	code_is 0
	json_is '.verdicts[0].signed[0] | [.policy, .layout, .identity, .issuer, .time] | join(" ")' \
		"ours $2 $IDENTITY $ISSUER 2026-01-02T03:04:05Z"
	json_is '.verdicts[0].to' "$NEW"
}
case_a_sig_tag_lets_a_bump_pass() { accepts sig tag; }
case_a_bundle_behind_the_fallback_tag_lets_a_bump_pass() { accepts bundle bundle; }
case_simple_signing_as_a_referrer_lets_a_bump_pass() { accepts refsig tag; }
case_a_list_that_says_the_configurations_type_is_looked_into() { accepts lying bundle; }

case_a_key_lets_a_bump_pass_by_tag_and_by_bundle() {
	moved_image team/key
	pinned "$BY_KEY"
	sign r team/key "$NEW=key"
	verdict_is bump
	json_has '.verdicts[0].signed[0].key' sha256:
	moved_image team/bundlekey
	pinned "$BY_KEY"
	sign r team/bundlekey "$NEW=bundlekey"
	verdict_is bump
}

case_a_key_without_a_log_is_enough_where_the_policy_says_so() {
	moved_image team/nolog
	pinned "$BY_KEY"
	sign r team/nolog "$NEW=nolog"
	verdict_is held-signature 'in no transparency log'
	code_is 4
	pinned 'ours: {keys: [cosign.pub], log: false}'
	verdict_is bump
}

holds() { # HOW REASON
	moved_image "team/hold-$1"
	pinned "$KEYLESS"
	sign r "team/hold-$1" "$NEW=$1"
	verdict_is held-signature "$2"
	code_is 4
	json_is '.verdicts[0].to' null
	json_is '.verdicts[0].signed' null
	json_is '.summary["held-signature"]' 1
}
case_another_identity_holds_and_says_what_would_accept_it() {
	holds stranger '{identity: "stranger@elsewhere.test", issuer: "https://token.actions.githubusercontent.com"}'
}
case_a_signature_of_another_image_holds() { holds moved 'for another image'; }
case_a_list_of_parts_by_the_same_signer_is_no_signature() { holds sbom 'an attestation'; }
case_a_key_where_an_identity_is_wanted_holds() { holds key 'signed by a key'; }

case_no_signature_at_all_holds() {
	moved_image team/unsigned
	pinned "$KEYLESS"
	sign r team/unsigned "$OLD=sig"
	verdict_is held-signature 'no signature was found'
	code_is 4
}

# The registry with the referrers API in front of $OPEN: gives $API; its log is api.log.
start_api() {
	: >"$CASE/api.log"
	serve python3 "$FLOW/referrers_server.py" @PORT@ "http://$OPEN" "$CASE/api.log"
	API=127.0.0.1:$PORT
	IMAGE=$API/${IMAGE#*/}
	printf 'FROM %s\n' "$IMAGE@$OLD" >r/Dockerfile
}
by_api() { # HOW VERDICT
	moved_image "team/api-$1"
	pinned "$KEYLESS"
	sign r "team/api-$1" "$NEW=$1"
	start_api
	verdict_is "$2"
	grep -c "GET /v2/team/api-$1/referrers/$NEW" api.log
}
case_the_referrers_api_lists_bundles() { by_api bundle bump; }
case_the_referrers_api_lists_simple_signing() { by_api refsig bump; }
case_an_api_that_says_the_configurations_type_is_looked_into() { by_api lying bump; }
case_an_api_that_lists_a_list_of_parts_holds() { by_api sbom held-signature; }

# ghcr.io answers for the tag "sha256-<hex>" with the image itself where nobody made one.
case_an_index_in_the_lists_place_is_no_signature() {
	moved_image team/ghcr
	pinned "$KEYLESS"
	sign r team/ghcr
	push_image "$OPEN" team/ghcr "${NEW/:/-}" "team/ghcr second" >/dev/null
	verdict_is held-signature 'no signature was found'
}

case_any_signature_that_counts_is_enough() {
	moved_image team/many
	pinned "$KEYLESS"
	sign r team/many "$NEW=stranger" "$NEW=moved" "$NEW=sbom" "$NEW=key" "$NEW=sig"
	verdict_is bump
}

case_a_good_sig_counts_beside_another_ones_bundle() {
	moved_image team/beside
	pinned "$KEYLESS"
	sign r team/beside "$NEW=sbom" "$NEW=sig"
	verdict_is bump
}

case_all_policies_of_a_list_must_be_satisfied() {
	moved_image team/both
	pinned "$KEYLESS" 'key: {keys: [cosign.pub]}'
	sed -i 's/trust: ours/trust: [ours, key]/' r/.digestbump.yaml
	sign r team/both "$NEW=sig"
	verdict_is held-signature 'key: '
	sign r team/both "$NEW=sig" "$NEW=key"
	verdict_is bump
	json_is '[.verdicts[0].signed[].policy] | join(" ")' "ours key"
}

case_a_rule_may_ask_for_nothing() {
	moved_image team/nothing
	pinned "$KEYLESS"
	sign r team/nothing "$OLD=sig"
	printf '%s\n' '  - match: {images: ["**/nothing"]}' '    trust: false' >more.yaml
	sed -i '3r more.yaml' r/.digestbump.yaml
	verdict_is bump
	json_is '.verdicts[0].signed' null
}

case_an_attestation_may_be_asked_for_instead() {
	for how in att provenance; do
		moved_image "team/$how"
		pinned "ours: {identities: [{identity: \"$IDENTITY\", issuer: \"$ISSUER\"}], attestation: {type: \"https://slsa.dev/provenance/v1\", builder: \"https://builder.test\", source: \"https://github.com/ours/x\"}}"
		sign r "team/$how" "$NEW=$how"
		verdict_is bump
		sed -i 's|builder.test|other.test|' r/.digestbump.yaml
		verdict_is held-signature "built by 'https://builder.test'"
	done
}

case_reference_and_annotations_narrow_a_key() {
	moved_image team/narrow
	pinned 'ours: {keys: [cosign.pub], reference: repository, annotations: {env: prod}}'
	sign r team/narrow "$NEW=key"
	verdict_is bump
	sed -i 's/env: prod/env: dev/' r/.digestbump.yaml
	verdict_is held-signature "has not added 'env=dev'"
}

case_signatures_may_lie_in_another_repository() {
	moved_image team/elsewhere
	push_image "$OPEN" team/sigs 1 sigs >/dev/null
	pinned "ours: {signatures: $OPEN/team/sigs, identities: [{identity: \"$IDENTITY\", issuer: \"$ISSUER\"}]}"
	sign r team/sigs "$NEW=sig"
	verdict_is bump
}

case_of_one_platforms_pin_the_index_is_what_is_signed() {
	moved_image team/platform
	OLD=$(platform_digest linux/arm64 "team/platform first")
	pinned "$KEYLESS"
	sign r team/platform "$NEW=sig"
	verdict_is bump
	json_is '.verdicts[0].to' "$(platform_digest linux/arm64 "team/platform second")"
}

case_of_one_platforms_pin_its_own_signature_counts_too() {
	moved_image team/child
	OLD=$(platform_digest linux/arm64 "team/child first")
	pinned "$KEYLESS"
	sign r team/child "$(platform_digest linux/arm64 "team/child second")=sig"
	verdict_is bump
}

case_what_is_current_asks_for_no_signature() {
	moved_image team/current
	pinned "$KEYLESS"
	sign r team/current
	sed -i "s/$OLD/$NEW/" r/Dockerfile
	verdict_is current
	json_is '.summary.requests' 1
}

case_one_image_in_many_places_is_looked_up_once() {
	moved_image team/once
	pinned "$KEYLESS"
	sign r team/once "$NEW=sig"
	verdict_is bump
	once=$(jq .summary.requests out)
	for i in 1 2 3 4; do mkdir -p "r/$i" && cp r/Dockerfile "r/$i/"; done
	verdict_is 'bump bump bump bump bump'
	[ "$(jq .summary.requests out)" -le "$once" ]
}

case_a_place_that_cannot_be_read_is_no_verdict_on_signatures() {
	moved_image team/broken
	pinned "$KEYLESS"
	sign r team/broken "$NEW=sig"
	find "$SCRATCH/store" -path '*blobs*' -name data -print0 | xargs -0 grep -l 'cosign container image signature' |
		while read -r blob; do printf 'other bytes' >"$blob"; done
	verdict_is failed
	code_is 1
}

# The same registry behind nginx, which answers PATH-PATTERN with STATUS.
broken_registry() { # PATH-PATTERN STATUS
	start_nginx "location ~ $1 { return $2; }" '' plain
	IMAGE=$HOST/${IMAGE#*/}
	printf 'FROM %s\n' "$IMAGE@$OLD" >r/Dockerfile
}
unread() { # NAME STATUS VERDICT
	moved_image "team/$1"
	pinned "$KEYLESS"
	sign r "team/$1" "$NEW=sig"
	broken_registry '\.sig$' "$2"
	verdict_is "$3"
	code_is 1
}
case_a_server_error_where_signatures_lie_fails() { unread error 500 failed; }
case_a_refusal_where_signatures_lie_is_denied() { unread refusal 403 denied; }
case_a_rate_limit_where_signatures_lie_is_limited() { unread limit 429 limited; }

case_what_cannot_be_read_does_not_matter_beside_what_counts() {
	moved_image team/besides
	pinned "$KEYLESS"
	sign r team/besides "$NEW=bundle"
	broken_registry '\.sig$' 500
	verdict_is bump
	code_is 0
}

case_a_list_that_cannot_be_read_is_no_verdict_on_signatures() {
	moved_image team/list
	pinned "$KEYLESS"
	sign r team/list "$NEW=stranger"
	broken_registry '/referrers/' 500
	verdict_is failed
}

case_ceilings_hold_what_is_larger() {
	mkdir -p r
	IMAGE=registry.test/team/huge:1
	NEW=$(python3 "$FLOW/images.py" layout "$CASE/layout" "$IMAGE" new | head -n 1) OLD=$GONE
	pinned "$KEYLESS"
	"$FLOW/sign.py" r "oci:$CASE/layout" registry.test/team/huge "$NEW=huge"
	digestbump run -C r --dry-run --json --registry "registry.test=oci:$CASE/layout"
	json_is '[.verdicts[].verdict] | join(" ")' held-signature
	json_has '.verdicts[0].reason' 'a signature of 1073741824 bytes'
	moved_image team/lots
	pinned "$KEYLESS"
	sign r team/lots "$NEW=many"
	verdict_is held-signature 'more than 100 signatures'
	[ "$(jq .summary.requests out)" -lt 12 ]
}

case_answers_carry_the_signatures_and_are_verified_again() {
	moved_image team/answers
	pinned "$KEYLESS"
	sign r team/answers "$NEW=sig" "$NEW=bundle"
	digestbump resolve -C r --export "$CASE/answers.json"
	code_is 0
	same "$(jq '.signatures | length' answers.json)" 1
	digestbump run -C r --dry-run --json --answers "$CASE/answers.json"
	json_is '[.verdicts[].verdict] | join(" ")' bump
	json_is '.summary.requests' 0
	jq 'del(.signatures)' answers.json >without.json
	digestbump run -C r --dry-run --json --answers "$CASE/without.json"
	json_is '[.verdicts[].verdict] | join(" ")' failed
	json_has '.verdicts[0].reason' 'not among the answers'
	jq '.signatures[0].found = []' answers.json >unsigned.json
	digestbump run -C r --dry-run --json --answers "$CASE/unsigned.json"
	json_is '[.verdicts[].verdict] | join(" ")' held-signature
	sed -i 's/ours.images/ours\/other/' r/.digestbump.yaml
	digestbump run -C r --dry-run --json --answers "$CASE/answers.json"
	json_is '[.verdicts[].verdict] | join(" ")' held-signature
}

case_a_layout_serves_signatures_too() {
	mkdir -p r
	IMAGE=registry.test/team/layout:1
	python3 "$FLOW/images.py" layout "$CASE/layout" "$IMAGE" new >made
	NEW=$(head -n 1 made) OLD=$GONE
	for how in sig bundle; do
		pinned "$KEYLESS"
		cp -R layout "layout-$how"
		"$FLOW/sign.py" r "oci:$CASE/layout-$how" registry.test/team/layout "$NEW=$how"
		digestbump run -C r --dry-run --json --registry "registry.test=oci:$CASE/layout-$how"
		json_is '[.verdicts[].verdict] | join(" ")' rescue
		json_is '.verdicts[0].signed | length' 1
	done
	digestbump run -C r --dry-run --json --registry "registry.test=oci:$CASE/layout"
	json_is '[.verdicts[].verdict] | join(" ")' held-signature
}

case_branches_are_made_of_what_is_signed_only() {
	moved_image team/branch
	pinned "$KEYLESS"
	sign r team/branch "$NEW=stranger"
	with_remote r
	digestbump run -C r
	code_is 4
	same "$(bot_branches r.git | wc -l)" 0
	sed -i "s|$IDENTITY|stranger@elsewhere.test|" r/.digestbump.yaml
	git -C r commit -qam trust && git -C r push -q
	digestbump run -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 1
}

refuses() { # TEXT
	digestbump run -C r --dry-run
	code_is 2
	err_has "$1"
	json_absent
}
json_absent() { [ ! -s out ]; }

case_what_a_policy_names_must_be_there_and_be_right() {
	IMAGE=$OPEN/team/none:1 OLD=$GONE
	pinned "$BY_KEY"
	rm -f r/trusted_root.json
	refuses trusted_root.json
	echo '{}' >r/trusted_root.json
	refuses mediaType
	sign r team/none
	rm r/cosign.pub
	refuses cosign.pub
	openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out r/cosign.pub 2>/dev/null
	refuses 'private key'
	ln -sf /etc/hostname r/cosign.pub
	refuses cosign.pub
	pinned 'ours: {keys: [../cosign.pub]}'
	refuses 'not below the top'
}

case_paths_begin_at_the_configuration_that_is_named() {
	moved_image team/config
	pinned "$BY_KEY"
	sign conf team/config "$NEW=key"
	mv r/.digestbump.yaml conf/policy.yaml
	digestbump run -C r --dry-run --json --config "$CASE/conf/policy.yaml"
	json_is '[.verdicts[].verdict] | join(" ")' bump
}

# The operator's file, which a repository's cannot weaken.
case_a_repository_does_not_undo_what_the_operator_asks_for() {
	moved_image team/operator
	pinned "$BY_KEY"
	sign op team/operator "$NEW=stranger"
	export XDG_CONFIG_HOME=$CASE/op
	mkdir -p op/digestbump
	cp r/.digestbump.yaml op/digestbump/config.yaml
	cp op/trusted_root.json op/cosign.pub op/digestbump/
	"$FLOW/sign.py" r "http://$OPEN" "$OPEN/team/operator" "$NEW=key"
	printf '%s\n' 'trust: {root: trusted_root.json, policies: {ours: {keys: [cosign.pub]}}}' >r/.digestbump.yaml
	verdict_is held-signature
	printf '%s\n' 'rules:' '  - trust: false' >r/.digestbump.yaml
	verdict_is held-signature
	printf '%s\n' "trust: {policies: {mine: {keys: [$CASE/r/cosign.pub]}}}" >r/.digestbump.yaml
	refuses 'only in the operator'
}

case_verify_tells_who_signed_an_image() {
	moved_image team/verify
	pinned "$KEYLESS"
	sign r team/verify "$NEW=sig"
	digestbump verify -C r "$IMAGE"
	code_is 0
	out_has "$IMAGE@$NEW: signed"
	out_has "ours: $IDENTITY of $ISSUER, 2026-01-02T03:04:05Z (tag)"
	digestbump verify -C r --json "$IMAGE@$NEW"
	code_is 0
	json_is '.schema' digestbump/verify/1
	json_is '.images[0] | [.verdict, .digest] | join(" ")' "signed $NEW"
	digestbump verify -C r "$IMAGE@$OLD"
	code_is 4
	out_has 'not signed'
	out_has 'no signature was found'
	digestbump verify -C r "$OPEN/team/nowhere:1"
	code_is 1
	digestbump verify -C r "$IMAGE@$OLD" "$IMAGE" "$OPEN/team/nowhere:1"
	code_is 1
	rm r/.digestbump.yaml
	digestbump verify -C r "$IMAGE"
	code_is 2
	err_has 'no rule asks for a signature'
}

case_explain_shows_what_a_pins_policy_saw() {
	moved_image team/explain
	pinned "$KEYLESS"
	sign r team/explain "$NEW=stranger"
	digestbump explain -C r Dockerfile
	out_has held-signature
	out_has 'stranger@elsewhere.test'
}

run_cases
