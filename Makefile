# digestbump - see README.md. `make` builds build/digestbump.
#
#   make            the program                    make check   all tests and checks
#   make demo       the main job on the sample     make unit    unit tests (ASan, UBSan)
#   make bench      ratios, see tests/bench        make fuzz    search with libFuzzer
#   make install    PREFIX=/usr/local
#
# VARIANT=asan|fuzz|plain chooses flags; each has its own directory below build/.

PACKAGES := libcurl jansson libgit2 yaml-0.1 libpcre2-8 libcrypto
VARIANT ?= plain
CC := gcc
OUT.plain := build
OUT.asan := build/asan
OUT.fuzz := build/fuzz
OUT := $(OUT.$(VARIANT))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Werror
CFLAGS.plain := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS.asan := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS.fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS.plain := -pie -Wl,-z,relro,-z,now
LDFLAGS.asan := -fsanitize=address,undefined
LDFLAGS.fuzz := -fsanitize=fuzzer,address,undefined

CFLAGS ?=
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Iinclude $(WARNINGS) $(CFLAGS.$(VARIANT)) \
	$(shell pkg-config --cflags $(PACKAGES)) -pthread $(CFLAGS)
ALL_LDFLAGS = $(LDFLAGS.$(VARIANT)) -pthread $(LDFLAGS)
LIBS = $(shell pkg-config --libs $(PACKAGES))

SOURCES := $(sort $(shell find src -name '*.c' ! -name main.c))
OBJECTS := $(SOURCES:%.c=$(OUT)/obj/%.o)
LIBRARY := $(OUT)/libdigestbump.a
PROGRAM := $(OUT)/digestbump

all: $(PROGRAM)

$(PROGRAM): $(OUT)/obj/src/main.o $(LIBRARY)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(OUT)/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# ---- unit tests: tests/ROOM/NAME_test.c is one program each ----
TESTS := $(sort $(shell find tests -name '*_test.c'))
TEST_PROGRAMS := $(TESTS:%.c=$(OUT)/%)
SUPPORT := $(sort $(wildcard tests/support/*.c))
SUPPORT_OBJECTS := $(SUPPORT:%.c=$(OUT)/obj/%.o)

$(OUT)/tests/%: $(OUT)/obj/tests/%.o $(SUPPORT_OBJECTS) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

tests: $(TEST_PROGRAMS)

clean:
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)

.PHONY: all tests clean
.SECONDARY:
