#!/bin/bash
# The demonstration, and the sample that it shows.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

case_the_demonstration_shows_the_main_job() {
	"$TOP/ci/demo" "$CASE/demo" >out 2>err || fail "it ended with $?"
	cat out err
	if grep -q 'Sanitizer\|runtime error:' err; then fail "a sanitizer spoke"; fi
	out_has held-platform
	out_has '+++ b/images/cli/Dockerfile'
	out_has 'Digestbump-Rebuild: images/worker/Dockerfile'
	out_has '3 images to build in 1 wave'
	out_has 'gcr.io/distroless/static-debian12 '
	grep -q '<svg ' demo/plan.svg
	same "$(bot_branches demo/remote.git | wc -l)" 6
}

case_the_sample_pins_what_its_registry_holds() {
	local digest
	make_layout
	grep -rhoE 'sha256:[0-9a-f]{64}' "$FLOW/bitvault/monorepo" "$FLOW/bitvault/gitops" "$FLOW/bitvault/base" "$FLOW/bitvault/tools" | sort -u >digests
	while read -r digest; do
		same "sha256:$(sha256sum <"$LAYOUT/blobs/sha256/${digest#sha256:}" | cut -d' ' -f1)" "$digest"
	done <digests
}

run_cases
