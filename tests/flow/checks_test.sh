#!/bin/bash
# The checks themselves: that they see what they are there to see.
# shellcheck source=tests/flow/lib.sh
. "$(dirname "$0")/lib.sh"

# A tree of rooms with one file each.
rooms() {
	mkdir -p include/digestbump/base src/base src/http src/git src/scan/formats
	printf '#include <digestbump/base/text.h>\n' | tee src/base/a.c src/http/a.c >src/scan/formats/a.c
	printf '/* exit(1); */\nint a;\n' >include/digestbump/base/text.h
	printf '#include <digestbump/cli/run.h>\nint main(void) { puts("x"); return 0; }\n' >src/main.c
}

case_layers_see_nothing_wrong_where_nothing_is() {
	rooms
	"$TOP/ci/check-layers" .
}

case_layers_see_each_breach() {
	local room line
	while IFS='|' read -r room line; do
		rm -rf src include && rooms
		printf '%s\n' "$line" >"src/$room.c"
		if "$TOP/ci/check-layers" . >found; then fail "not seen: $line"; fi
		same "$(wc -l <found)" 1
		grep -qF "src/$room.c:1: " found
	done <<-'END'
		http/b|#include <digestbump/registry/registry.h>
		base/b|#include <digestbump/image/digest.h>
		base/b|#include <digestbump/nowhere/x.h>
		git/b|#include <digestbump/image/digest.h>
		scan/b|#include <curl/curl.h>
		scan/b|#include <git2.h>
		scan/formats/b|#include "../../http/http.h"
		scan/b|#include "../http/http.h"
		scan/b|const char *a(void) { return getenv("HOME"); }
		scan/b|long a(void) { return (long)time(NULL); }
		scan/b|void a(void) { exit(1); }
		scan/b|void a(void) { printf("x"); }
		scan/b|void a(void) { fputs("x", stdout); }
	END
	mkdir -p src/nowhere && : >src/nowhere/a.c && echo 'int a;' >src/nowhere/a.c
	if "$TOP/ci/check-layers" . >found; then fail "a room that nobody knows"; fi
}

case_layers_see_files_of_one_room_that_include_each_other() {
	rooms
	printf '#include "formats/b.h"\n' >src/scan/a.c
	printf '#include "../c.h"\n' >src/scan/formats/b.h
	printf '#include <digestbump/base/text.h>\n#include "c.h"\n' >src/scan/c.c
	: >src/scan/c.h
	"$TOP/ci/check-layers" --circles .
	printf '#include "formats/b.h"\n' >>src/scan/c.c
	if "$TOP/ci/check-layers" --circles . >found; then fail "not seen"; fi
	same "$(cat found)" "circle: src/scan/formats/b -> src/scan/c -> src/scan/formats/b"
}

case_layers_are_not_misled_by_texts_and_comments() {
	rooms
	cat >src/scan/b.c <<-'END'
		#include "formats/b.h"
		/* printf("x"); exit(1);
		 * #include <curl/curl.h>
		 * getenv("x") */
		const char *a = "exit(1); // \" printf("; // exit(1)
		int my_exit(int time, struct p *p) { p->time(1); return p->printf(2) + snprintf(0, 0, "stdout"); }
	END
	"$TOP/ci/check-layers" .
}

case_install_needs_nothing_when_all_is_there() {
	PATH=/usr/bin:/bin "$TOP/ci/install" build >out
	same "$(cat out)" ""
	if "$TOP/ci/install" nonsense 2>err; then fail "no such purpose"; fi
	err_has nonsense
}

case_install_says_what_to_do_without_rights_or_without_apt() {
	mkdir -p ci bin
	cp "$TOP/ci/install" ci/
	printf 'build no-such-package command no-such-command\n' >ci/packages
	ln -s "$(command -v sh)" "$(command -v env)" "$(command -v dirname)" bin/
	if PATH=$CASE/bin ci/install build 2>err; then fail "it cannot have worked"; fi
	err_has no-such-package
	err_has apt-get
	printf '#!/bin/sh\necho 1000\n' >bin/id
	printf '#!/bin/sh\necho called >>%s\n' "$CASE/called" >bin/apt-get
	chmod +x bin/id bin/apt-get
	if PATH=$CASE/bin ci/install build 2>err; then fail "it cannot have worked"; fi
	err_has no-such-package
	test ! -e called
}

run_cases
