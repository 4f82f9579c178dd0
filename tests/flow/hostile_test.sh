#!/bin/bash
# Registries that answer wrongly, hostilely or slowly: the tables in hostile/.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

clean_environment
PYTHONPATH=$TOP/tests/support python3 "$FLOW/hostile/play.py" "${ONLY:-}"
code=$?
finish
exit $code
