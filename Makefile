# digestbump - see README.md.
#
#   make            the program: build/digestbump, and nothing is installed
#   make install    prefix=/usr/local, DESTDIR=     make clean
#   make demo       the main job on the sample      make check   build, unit and flow tests, style
#   make unit       unit tests (ASan, UBSan)        make flow    the program against real servers
#   make check-deep clang, valgrind, fuzz corpora   make tidy    clang-tidy and cppcheck
#   make fuzz       search with libFuzzer           make bench   ratios, see tests/bench
#   make format     lay the sources out
#
# VARIANT=plain|clang|asan|tsan|fuzz chooses flags; each has a directory of its own below build/.
# What must be installed: `ci/install build`. Changed flags build again by themselves.
# CC, AR, PKG_CONFIG, INSTALL, CPPFLAGS, CFLAGS, LDFLAGS, LDLIBS and the directories may be given on the
# command line or in the environment; given CFLAGS and LDFLAGS replace the defaults below.

VERSION := 0.1.0
PACKAGES := libcurl jansson libgit2 yaml-0.1 libpcre2-8 libcrypto
PREFIX ?= /usr/local
prefix ?= $(PREFIX)
exec_prefix ?= $(prefix)
bindir ?= $(exec_prefix)/bin
datarootdir ?= $(prefix)/share
mandir ?= $(datarootdir)/man
INSTALL ?= install
PKG_CONFIG ?= pkg-config

VARIANT ?= plain
OUT.plain := build
OUT.clang := build/clang
OUT.asan := build/asan
OUT.tsan := build/tsan
OUT.fuzz := build/fuzz
OUT := $(OUT.$(VARIANT))

CC.plain := gcc
CC.clang := clang
CC.asan := gcc
CC.tsan := gcc
CC.fuzz := clang
# make's own default, cc, is nobody's choice.
ifneq ($(filter default undefined,$(origin CC)),)
CC := $(CC.$(VARIANT))
endif

# Distributions' compilers may define _FORTIFY_SOURCE by themselves.
OPTIMIZED := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
CFLAGS.plain := $(OPTIMIZED)
CFLAGS.clang := $(OPTIMIZED)
CFLAGS.asan := -O1 -g
CFLAGS.tsan := -O1 -g
CFLAGS.fuzz := -O1 -g
CFLAGS ?= $(CFLAGS.$(VARIANT))
LDFLAGS.plain := -pie -Wl,-z,relro,-z,now
LDFLAGS.clang := $(LDFLAGS.plain)
LDFLAGS ?= $(LDFLAGS.$(VARIANT))

# What stays whatever CFLAGS and LDFLAGS are. WERROR=-Werror is for ci/check.
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla
WERROR ?=
SANITIZED := -U_FORTIFY_SOURCE -fno-omit-frame-pointer -fno-sanitize-recover=all
COMPILE.asan := $(SANITIZED) -fsanitize=address,undefined
COMPILE.tsan := -U_FORTIFY_SOURCE -fno-omit-frame-pointer -fsanitize=thread
COMPILE.fuzz := $(SANITIZED) -fsanitize=fuzzer-no-link,address,undefined
LINK.asan := -fsanitize=address,undefined
LINK.tsan := -fsanitize=thread
LINK.fuzz := -fsanitize=address,undefined

# The libraries' headers are the system's, wherever they lie: their warnings are not ours.
FOUND_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null))
LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null) $(LDLIBS)
LANGUAGE := -std=c11 -D_GNU_SOURCE -Iinclude
ALL_CFLAGS = $(LANGUAGE) -I$(GENERATED) -DDIGESTBUMP_VERSION='"$(VERSION)"' $(FOUND_CFLAGS) -pthread -fPIE \
	$(WARNINGS) $(CPPFLAGS) $(CFLAGS) $(COMPILE.$(VARIANT))
ALL_LDFLAGS = -pthread $(LDFLAGS) $(LINK.$(VARIANT))

# Under `make -s` nothing is said but what is wrong.
SAY := $(if $(findstring s,$(firstword -$(MAKEFLAGS))),@:,@echo)

SOURCES := $(sort $(shell find src -name '*.c' ! -name main.c))
OBJECTS := $(SOURCES:%.c=$(OUT)/obj/%.o)
LIBRARY := $(OUT)/libdigestbump.a
PROGRAM := $(OUT)/digestbump

all: $(PROGRAM)

$(PROGRAM): $(OUT)/obj/src/main.o $(LIBRARY)
	$(SAY) "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(LIBRARY): $(OBJECTS) $(OUT)/flags
	@rm -f $@
	@$(AR) rcs $@ $(OBJECTS)

# sigstore's public keys, compiled in: config/trusted_root.json as a list of numbers.
GENERATED := $(OUT)/generated
$(OUT)/obj/src/trust/sigstore/shipped_root.o: $(GENERATED)/trusted_root.inc
$(GENERATED)/trusted_root.inc: config/trusted_root.json
	@mkdir -p $(@D)
	@od -An -v -tu1 $< | sed 's/\([0-9]\{1,\}\)/\1,/g' >$@

$(OUT)/obj/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(SAY) "  CC    $<"
	@$(CC) $(ALL_CFLAGS) $(WERROR) -MMD -MP -c -o $@ $< 2>$@.warnings || { cat $@.warnings >&2; exit 1; }
	@if [ -s $@.warnings ]; then cat $@.warnings >&2; else rm -f $@.warnings; fi

# With WERROR, what compiled with a warning before compiles again; all else stays.
ifneq ($(WERROR),)
WARNED := $(shell find $(OUT)/obj -name '*.warnings' 2>/dev/null)
$(shell rm -f $(WARNED) $(WARNED:.warnings=))
endif

# Touched only when compiler or flags are other ones than last time.
FLAGS = $(shell $(CC) -dumpfullversion -dumpversion 2>&1) $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LIBS)
$(OUT)/flags: always
	@command -v $(firstword $(CC)) >/dev/null && $(PKG_CONFIG) --exists --print-errors $(PACKAGES) || \
		{ echo "make: something is missing; 'ci/install build' installs it" >&2; exit 1; }
	@mkdir -p $(@D)
	@new=$@.$$$$; printf '%s\n' '$(subst ','\'',$(FLAGS))' >$$new; \
		if cmp -s $$new $@; then rm -f $$new; else mv $$new $@; fi

# ---- unit tests: tests/ROOM/NAME_test.c is one program each ----
SUPPORT := $(sort $(wildcard tests/support/*.c))
SUPPORT_OBJECTS := $(SUPPORT:%.c=$(OUT)/obj/%.o)
TESTS := $(sort $(shell find tests -name '*_test.c'))
TEST_PROGRAMS := $(TESTS:%.c=$(OUT)/%)

$(OUT)/tests/%_test: $(OUT)/obj/tests/%_test.o $(SUPPORT_OBJECTS) $(LIBRARY)
	@mkdir -p $(@D)
	$(SAY) "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) -lssl -lcmocka

# What only make fuzz, bench and check-deep link must compile as well.
tests: $(TEST_PROGRAMS) $(patsubst %.c,$(OUT)/obj/%.o,$(wildcard tests/fuzz/*_fuzz.c tests/bench/*.c))

# ---- what tests/bench/linear counts the work of, and monorepo the time ----
$(OUT)/tests/bench/%: $(OUT)/obj/tests/bench/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(SAY) "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# ---- fuzzing: tests/fuzz/NAME_fuzz.c, seeds in tests/fuzz/corpus/NAME/ ----
# In the fuzz variant libFuzzer drives the target; in any other one replay.c does.
FUZZ_TARGETS := $(sort $(wildcard tests/fuzz/*_fuzz.c))
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%.c=$(OUT)/%)
FUZZ_SUPPORT := $(patsubst %,$(OUT)/obj/tests/support/%.o,fuzz_directory nodes pins)
FUZZ_DRIVER := $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer,$(OUT)/obj/tests/fuzz/replay.o)

$(OUT)/tests/fuzz/%_fuzz: $(OUT)/obj/tests/fuzz/%_fuzz.o $(filter %.o,$(FUZZ_DRIVER)) $(FUZZ_SUPPORT) $(LIBRARY)
	@mkdir -p $(@D)
	$(SAY) "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) $(filter -%,$(FUZZ_DRIVER)) -o $@ $^ $(LIBS)

fuzzers: $(FUZZ_PROGRAMS)

SECONDS ?= 60
fuzz:
	@ci/install build deep
	@$(MAKE) --no-print-directory VARIANT=fuzz $(PARALLEL) fuzzers
	@ci/fuzz $(SECONDS) $(TARGET)

# ---- checks; the scripts say what they do ----
# Whoever says nothing of -j has all processors.
PARALLEL = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
check:
	@ci/check
check-deep:
	@ci/check deep
unit:
	@ci/check unit
flow:
	@ci/check flow
tidy:
	@ci/check tidy cppcheck
demo:
	@ci/install build demo
	@echo "building the program"
	@$(MAKE) --no-print-directory -s $(PARALLEL) all
	@ci/demo
bench:
	@ci/install build bench
	@$(MAKE) --no-print-directory -s $(PARALLEL) all
	@tests/bench/run
	@tests/bench/registries
	@$(MAKE) --no-print-directory -s build/tests/bench/graph
	@tests/bench/monorepo
	@tests/bench/rebuild
tables: all
	@ci/tables

format:
	@find include src tests -name '*.[ch]' ! -path '*/fixtures/*' -exec clang-format -i {} +

# A header that compiles alone says that it includes what it uses.
HEADERS := $(sort $(shell find include src -name '*.h'))
headers: $(HEADERS:%.h=$(OUT)/headers/%.stamp)
$(OUT)/headers/%.stamp: %.h $(OUT)/flags
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -Werror -Wno-unused -MMD -MP -MT $@ -MF $@.d -fsyntax-only -include $< -x c /dev/null
	@touch $@

# clang-tidy remembers what it found clean; .clang-tidy says which checks, ci/tidy.h helps it along.
TIDY := $(SOURCES:%.c=build/tidy/%.stamp) build/tidy/src/main.stamp
TIDY_CFLAGS := $(LANGUAGE) -I$(GENERATED) -DDIGESTBUMP_VERSION='""' $(FOUND_CFLAGS)
tidied: $(TIDY)
build/tidy/src/base/error.stamp: TIDY_HELP :=
build/tidy/src/trust/sigstore/shipped_root.stamp: $(GENERATED)/trusted_root.inc
build/tidy/%.stamp: TIDY_HELP := -include ci/tidy.h
build/tidy/%.stamp: %.c .clang-tidy ci/tidy.h $(OUT)/flags
	@mkdir -p $(@D)
	$(SAY) "  TIDY  $<"
	@clang-tidy --quiet $< -- $(TIDY_CFLAGS) $(TIDY_HELP) 2>$@.err || { cat $@.err; exit 1; }
	@$(CC) $(TIDY_CFLAGS) -MM -MP -MT $@ -MF $@.d $<
	@touch $@

install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1
	$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(bindir)/digestbump
	$(INSTALL) -m 644 src/cli/digestbump.1 $(DESTDIR)$(mandir)/man1/digestbump.1
uninstall:
	rm -f $(DESTDIR)$(bindir)/digestbump $(DESTDIR)$(mandir)/man1/digestbump.1

version:
	@echo $(VERSION)
clean:
	rm -rf build

-include $(shell find $(OUT)/obj $(OUT)/headers build/tidy -name '*.d' 2>/dev/null)

.PHONY: all tests fuzzers fuzz check check-deep unit flow tidy demo bench tables format headers tidied install \
	uninstall version clean always
.SECONDARY:
.DELETE_ON_ERROR:
