#!/bin/bash
# Ctrl-C and worse, at any moment.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

servers() { start_registry "$SCRATCH/store" open && OPEN=$REGISTRY; }

# Starts the program as a terminal would (bash has background processes ignore Ctrl-C).
in_background() {
	env --default-signal=INT "$DIGESTBUMP" "$@" >out 2>err </dev/null &
	RUNNING=$!
}

ended() { # SIGNAL
	CODE=0
	kill -s "$1" "$RUNNING" || true
	until_true 120 gone "$RUNNING"
	wait "$RUNNING" || CODE=$?
	show_run "(signal $1)"
	MAY_DIE=yes healthy
}

case_ctrl_c_while_a_registry_holds_the_answer() {
	local before signal
	start_odd_registry hold
	dockerfiles r "$REGISTRY/team/app:1@$GONE"
	before=$(fingerprint r)
	for signal in INT TERM; do
		: >"$SCRATCH/odd.log"
		in_background -C r --write
		until_true 120 test -s "$SCRATCH/odd.log"
		ended "$signal"
		code_is 130
		same "$(fingerprint r)" "$before"
	done
}

case_ctrl_c_before_a_branch_was_made_leaves_none() {
	local slow
	moved_image team/quick
	start_odd_registry hold
	slow=$REGISTRY
	dockerfiles r "$slow/team/app:1@$GONE" "$IMAGE@$OLD"
	in_background -C r
	until_true 120 test -s "$SCRATCH/odd.log"
	ended INT
	code_is 130
	same "$(bot_branches r)$(bot_branches r.git)" ""
	git -C r fsck --strict --no-dangling
}

# Ended by force ever later, until it is through: whatever had been done then, the repository is sound
# and the next run completes the work.
case_sigkill_at_any_point_leaves_the_repository_sound() {
	local delay=0 images=() name
	for name in a b c d; do
		moved_image "team/kill-$name"
		images+=("$IMAGE@$OLD")
	done
	dockerfiles r "${images[@]}"
	CODE=137
	while [ "$CODE" -eq 137 ] && [ "$delay" -lt 3000 ]; do
		in_background -C r
		sleep "$(printf '0.%03d' $((delay % 1000)))"
		ended KILL
		git -C r fsck --strict --no-dangling
		git -C r.git fsck --strict --no-dangling
		rm -f r/.git/*.lock
		delay=$((delay + 40))
	done
	digestbump -C r
	code_is 0
	same "$(bot_branches r.git | wc -l)" 4
	same "$(git -C r status --porcelain)" ""
}

case_sigkill_while_writing_leaves_whole_files() {
	local delay=0 file
	moved_image team/whole
	mkdir r
	for file in $(seq 1 40); do
		mkdir "r/$file"
		printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >"r/$file/Dockerfile"
	done
	commit_all r
	cat r/1/Dockerfile >old
	sed "s/$OLD/$NEW/" old >new
	CODE=137
	while [ "$CODE" -eq 137 ] && [ "$delay" -lt 1000 ]; do
		in_background -C r --write
		sleep "$(printf '0.%03d' "$delay")"
		ended KILL
		for file in r/*/Dockerfile; do
			cmp -s "$file" old || cmp "$file" new
		done
		delay=$((delay + 15))
	done
	digestbump -C r --write
	for file in r/*/Dockerfile; do
		cmp "$file" new
	done
}

# Runs the program so that it gets SIGNAL at the moment when a file of DIRECTORY is replaced: the
# kernel sends it (dnotify, fcntl(2)), from within the rename.
stopped_when_replacing() { # DIRECTORY SIGNAL ARGUMENTS...
	CODE=0
	env --default-signal=INT,HUP python3 - "$1" "$2" "$DIGESTBUMP" "${@:3}" >out 2>err <<-'END' || CODE=$?
		import fcntl, os, signal, sys
		place = os.open(sys.argv[1], os.O_RDONLY)
		os.set_inheritable(place, True)
		fcntl.fcntl(place, fcntl.F_SETSIG, getattr(signal, "SIG" + sys.argv[2]))
		fcntl.fcntl(place, fcntl.F_NOTIFY, fcntl.DN_RENAME)
		os.execv(sys.argv[3], sys.argv[3:])
	END
	show_run "${@:3}"
	MAY_DIE=yes healthy
}

forty_files() { # DIRECTORY
	local file
	mkdir "$1"
	for file in $(seq 1 40); do
		mkdir "$1/$file"
		printf 'FROM %s@%s\n' "$IMAGE" "$OLD" >"$1/$file/Dockerfile"
	done
	commit_all "$1"
}

case_a_signal_ends_the_writing_between_two_files_and_says_how_many() {
	local signal
	moved_image team/between
	for signal in TERM INT HUP; do
		forty_files "$signal"
		stopped_when_replacing "$signal/13" "$signal" -C "$signal" --write # after 1, 10, 11, 12
		code_is 130
		err_has 'stopped by a signal: 5 of 40 files were written'
		same "$(grep -l "$NEW" "$signal"/*/Dockerfile | wc -l)" 5
		same "$(grep -l "$OLD" "$signal"/*/Dockerfile | wc -l)" 35
		same "$(git -C "$signal" status --porcelain | grep -c '^??' || true)" 0
		digestbump -C "$signal" --write
		same "$(grep -l "$NEW" "$signal"/*/Dockerfile | wc -l)" 40
	done
}

case_a_signal_that_the_parent_ignores_stays_ignored() {
	local signal
	moved_image team/nohup
	for signal in HUP INT; do
		forty_files "$signal"
		(
			trap '' "$signal"
			CODE=0
			python3 - "$signal/13" "$signal" "$DIGESTBUMP" -C "$signal" --write >out 2>err <<-'END' || CODE=$?
				import fcntl, os, signal, sys
				number = getattr(signal, "SIG" + sys.argv[2])
				signal.signal(number, signal.SIG_IGN)
				place = os.open(sys.argv[1], os.O_RDONLY)
				os.set_inheritable(place, True)
				fcntl.fcntl(place, fcntl.F_SETSIG, number)
				fcntl.fcntl(place, fcntl.F_NOTIFY, fcntl.DN_RENAME)
				os.execv(sys.argv[3], sys.argv[3:])
			END
			show_run --write
			code_is 0
		)
		same "$(grep -l "$NEW" "$signal"/*/Dockerfile | wc -l)" 40
	done
}

case_what_a_killed_write_left_is_never_scanned_and_goes() {
	moved_image team/leftover
	dockerfiles r "$IMAGE@$OLD"
	cp r/leftover/Dockerfile r/leftover/.digestbump-0123456789abcdef
	printf 'FROM %s\n' "$IMAGE@$OLD" >r/leftover/.digestbump-fedcba9876543210
	digestbump -C r scan --json
	json_is '.pins | length' 1
	exec 9<r/leftover/.digestbump-fedcba9876543210
	flock -x 9
	digestbump -C r --write
	code_is 0
	test ! -e r/leftover/.digestbump-0123456789abcdef
	# Somebody is still writing this one.
	test -e r/leftover/.digestbump-fedcba9876543210
}

# A git that never ends: it must not outlive the program, however that one ends.
case_children_die_with_the_program() {
	local child
	moved_image team/orphan
	dockerfiles r "$IMAGE@$OLD"
	mkdir bin
	cat >bin/git <<-'END'
		#!/bin/sh
		case " $* " in *' push '*) echo $$ >"$HOME/child"; exec sleep 600 ;; esac
		PATH=${PATH#*:} exec git "$@"
	END
	chmod +x bin/git
	PATH=$PWD/bin:$PATH in_background -C r
	until_true 120 test -s "$HOME/child"
	child=$(cat "$HOME/child")
	kill -KILL "$RUNNING"
	wait "$RUNNING" || true
	until_true 60 gone "$child"
}

case_a_parent_that_ignores_the_ends_of_children_is_no_trouble() {
	moved_image team/sigchld
	dockerfiles r "$IMAGE@$OLD"
	python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$DIGESTBUMP" -C r >out 2>err || { cat err; fail 'it did not run'; }
	same "$(bot_branches r.git | wc -l)" 1
}

run_cases
