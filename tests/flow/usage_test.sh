#!/bin/bash
# The command line: what it takes, what it refuses with exit code 2, and what it suggests.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

# Exit code 2, one line on standard error, nothing on standard output.
refused() { # TEXT
	code_is 2
	err_has "$1"
	same "$(wc -l <err)" 1
	same "$(cut -d: -f1 err)" digestbump
	same "$(wc -c <out)" 0
}

tree() {
	mkdir -p r
	echo "FROM alpine:3.20" >r/Dockerfile
}

case_an_unknown_command_or_option_is_refused_with_the_one_that_was_meant() {
	digestbump chekc
	refused "no command 'chekc': did you mean 'check'?"
	digestbump publish
	refused "no command 'publish': see 'digestbump help'"
	digestbump --dryrun
	refused "no option '--dryrun': did you mean '--dry-run'?"
	digestbump help skan
	refused "did you mean 'scan'?"
	digestbump scan --write
	refused "'scan' takes no '--write'"
}

case_commands_of_a_later_version_are_refused_plainly() {
	local name
	for name in pin report init diff; do
		! digestbump help "$name" || [ "$CODE" -ne 0 ] || continue
		digestbump "$name" --an-option-of-its-own value
		refused "has no command '$name' yet"
		digestbump -q "$name"
		refused "has no command '$name' yet"
	done
}

case_an_empty_value_is_refused_and_nothing_is_touched() {
	local option before
	tree
	cd r
	before=$(sha256sum -- *)
	for option in -C --directory --config --base --remote --registry --export --answers --color; do
		digestbump run "$option" "" --write
		refused "not an empty value"
	done
	digestbump scan --rev ""
	refused "'--rev' needs REV, not an empty value"
	digestbump scan ""
	refused "'scan': argument 1 is empty"
	digestbump resolve alpine ""
	refused "'resolve': argument 2 is empty"
	digestbump ""
	refused "no command ''"
	rm out err
	same "$(sha256sum -- *)" "$before"
}

case_an_impossible_value_is_refused() {
	tree
	digestbump -C r --base --dry-run
	refused "'--base' needs BRANCH, not '--dry-run'"
	digestbump -C r --dry-run --color sometimes
	refused "'--color' takes auto, always or never, not 'sometimes'"
	digestbump -C r --dry-run --registry nothing
	code_is 2
	digestbump -C r -n --write
	refused "not both"
	digestbump -C r doctor a b
	refused "too many arguments"
}

case_a_fixed_time_that_is_none_is_refused() {
	local value
	tree
	for value in abc 12x -1 99999999999999999999; do
		SOURCE_DATE_EPOCH=$value digestbump -C r --dry-run
		refused "SOURCE_DATE_EPOCH is '$value', not a number of seconds"
	done
	SOURCE_DATE_EPOCH='' digestbump scan -C r
	code_is 0
}

case_a_configuration_that_is_no_file_is_refused() {
	tree
	mkfifo fifo
	mkdir directory
	digestbump -C r --dry-run --config ../fifo
	refused "'$(realpath fifo)': no regular file"
	digestbump -C r --dry-run --config ../directory
	refused "'$(realpath directory)': no regular file"
	mkfifo r/.digestbump.yaml
	digestbump -C r --dry-run
	refused '.digestbump.yaml'
	rm r/.digestbump.yaml
	mkdir r/.digestbump.yaml
	digestbump -C r check
	refused '.digestbump.yaml'
}

# What is closed is opened on /dev/null first: else a registry's socket would be standard error.
case_closed_descriptors_are_not_given_to_anything_else() {
	tree
	CODE=0
	"$DIGESTBUMP" scan -C r --json <&- >out 2>err || CODE=$?
	show_run scan
	code_is 0
	json_is '.pins | length' 1
	CODE=0
	"$DIGESTBUMP" scan -C r -v <&- >out 2>&- || CODE=$?
	code_is 0
	out_has 'alpine:3.20'
	CODE=0
	"$DIGESTBUMP" scan -C r <&- >&- 2>err || CODE=$?
	code_is 1
	err_has 'standard output cannot be written'
	CODE=0
	"$DIGESTBUMP" --dry-run -C r <&- >&- 2>&- || CODE=$?
	code_is 1
}

case_options_are_abbreviated_and_stand_anywhere() {
	tree
	digestbump scan r --js
	json_is '.pins | length' 1
	digestbump --json scan -- r
	json_is '.pins | length' 1
	POSIXLY_CORRECT=1 digestbump scan r --json
	json_is '.pins | length' 1
	digestbump scan -Cr --formats
	out_has '| dockerfile |'
}

case_help_names_every_command_and_its_options() {
	digestbump help
	code_is 0
	out_has "--dry-run"
	digestbump scan --help
	out_has "--rev REV"
	out_lacks "--write"
	digestbump --version
	out_has "digestbump "
}

run_cases
