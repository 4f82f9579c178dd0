#include "color.h"
#include <digestbump/report/explain_report.h>

enum { NAME_WIDTH = 16 };

static const char no_failure[] = "0; 'check' exits with 0 too";
static const char failure[] = "1; the other pins are done all the same";

static const struct verdict_help helps[] = {
	[VERDICT_CURRENT] = { "the registry says that the tag still has the digest that is pinned",
			      "tag '3.20' is still 177c5bb", "nothing", no_failure },
	[VERDICT_BUMP] = { "the tag moved: the registry has another digest for it, which was "
			   "fetched, hashed, "
			   "and has every platform of the pinned one",
			   "tag '3.20' moved from fbf0a78 to 177c5bb",
			   "merge the branch that 'digestbump' pushes, or run 'digestbump "
			   "--write'; a rule with "
			   "'ignore: true' leaves the image alone",
			   "0; 'check' exits with 3" },
	[VERDICT_RESCUE] = { "the registry no longer has what is pinned (the digest itself, or "
			     "with 'liveness: "
			     "children' a platform of its index), and the tag has a digest",
			     "fbf0a78 is gone from the registry; tag '3.20' is 177c5bb now",
			     "merge the bump soon: builds and deployments of the old digest fail "
			     "once no cache has it "
			     "any more; follow a tag whose digests are kept",
			     "0; 'check' exits with 3" },
	[VERDICT_HELD_AGE] = { "the tag moved, and its new digest was first seen more recently "
			       "than "
			       "'minimum_age' asks "
			       "for; no other digest of the tag is old enough and still there",
			       "tag '3.20' moved to 177c5bb, which is too young until "
			       "2026-01-05T03:04:05Z",
			       "wait; a rule with 'minimum_age: 0d' takes it at once", no_failure },
	[VERDICT_HELD_PLATFORM] = { "the tag moved to an index that lacks a platform of the pinned "
				    "one",
				    "tag 'nonroot' moved from 31bcd76 to 1c405b0, which has no "
				    "linux/arm64 any more",
				    "wait: many images are pushed platform by platform; or follow "
				    "another tag by a rule with "
				    "'track'; or, if the platform is not needed, pin the new "
				    "digest by hand",
				    no_failure },
	[VERDICT_HELD_SIGNATURE] = { "the tag moved, and no signature of the new digest satisfies "
				     "the "
				     "policies that a rule's "
				     "'trust' names; every place where signatures lie was looked "
				     "at",
				     "tag '3.20' moved to 177c5bb, which has no signature that a "
				     "policy accepts: "
				     "ours: no signature was found",
				     "wait, when images are signed after they are pushed; "
				     "'digestbump verify IMAGE' tells what was seen; or "
				     "name in 'trust.policies' who signs now",
				     "4, unless something failed" },
	[VERDICT_HELD_DOWNGRADE] = { "a rule follows a series of tags, and the tag that is written "
				     "is above all of them: "
				     "following the series would go back to an older version",
				     "tag '1.24.0' is above all that '1.22.*' follows",
				     "change 'track' of the rule, or write a tag of the series",
				     no_failure },
	[VERDICT_IGNORED] = { "the configuration leaves the image or the file out, or only the "
			      "general finder knows "
			      "the place and may not write there",
			      "line 3 of '.digestbump.yaml' (ignore.images) leaves it out",
			      "nothing; remove the line to get bumps; 'finder.write' lets the "
			      "general finder write",
			      no_failure },
	[VERDICT_UNPINNED] = { "the reference has no digest, so what it names can change at any "
			       "time",
			       "no digest is pinned; 'digestbump resolve "
			       "docker.io/library/redis:7' gives one",
			       "write the digest behind the tag, as 'digestbump resolve IMAGE' "
			       "prints it; from then on "
			       "it is kept fresh",
			       "0; 'check' exits with 3" },
	[VERDICT_UNTRACKED] = { "a digest is pinned, and neither a tag beside it, nor a comment, "
				"nor a rule says which tag "
				"it follows",
				"no tag stands beside the digest; write "
				"'quay.io/prometheus/node-exporter:TAG@...'",
				"write the tag in front of the digest; or a comment '# tag=TAG'; "
				"or a rule with 'track'",
				no_failure },
	[VERDICT_ABSENT] = { "the registry says that it has no such repository or tag",
			     "docker.io: 'library/traefik:v3.1': not found",
			     "check the spelling; follow a tag that exists; some registries say "
			     "so, too, when a login is "
			     "missing: 'digestbump doctor' shows which credential is used",
			     failure },
	[VERDICT_DENIED] = { "the registry refuses access: it wants a login, or another one",
			     "ghcr.io: access to 'acme/tool' is denied",
			     "'docker login HOST', or 'registries' in the configuration; "
			     "'digestbump doctor' shows which "
			     "credential is used and whether it works",
			     failure },
	[VERDICT_LIMITED] = { "the registry has a rate limit, and it is used up",
			      "docker.io: too many requests (429), to be asked again in 6 h",
			      "log in (most registries allow more then), run less often, keep the "
			      "cache between runs, or "
			      "use a mirror: '--registry docker.io=https://...'",
			      failure },
	[VERDICT_FAILED] = { "the registry did not answer, not in time, or its answer cannot be "
			     "believed (a digest that "
			     "does not match, a manifest that is none)",
			     "ghcr.io: HTTP 503, tried 3 times",
			     "run again later; 'digestbump doctor' tests reach, certificate, login "
			     "and clock; '-v' tells "
			     "each request",
			     failure },
	[VERDICT_UNSUPPORTED] = { "a reference was found that cannot be changed safely: a variable "
				  "hides the image, one "
				  "digest serves two images, or the digest is split, escaped, or "
				  "of an unknown algorithm",
				  "a variable hides part of the image; write the image out",
				  "do what the reason says, or leave the place out by 'ignore'",
				  failure },
};

const struct verdict_help *verdict_help(enum verdict_code code)
{
	static const struct verdict_help unknown = { "", "", "", "" };
	bool is_known = code < sizeof(helps) / sizeof(*helps) && helps[code].cause;

	return is_known ? &helps[code] : &unknown;
}

void report_verdict_list(struct report_stream *out)
{
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		text_add_format(&out->text, "%-*s%s\n", NAME_WIDTH, verdict_name(code),
				verdict_meaning(code));
	text_add_string(&out->text, "\n'digestbump explain VERDICT' says what to do, 'digestbump "
				    "explain IMAGE' and\n'digestbump explain FILE[:LINE]' what is "
				    "known of a reference\n");
}

static void add_line(struct text *out, const struct style *style, const char *name,
		     const char *value)
{
	text_add_string(out, "  ");
	add_colored(out, style, COLOR_DIM, name, 12);
	text_add_format(out, "%s\n", value);
}

void report_verdict_help(struct report_stream *out, enum verdict_code code,
			 const struct style *style)
{
	const struct verdict_help *help = verdict_help(code);

	add_colored(&out->text, style, COLOR_BOLD, verdict_name(code), 0);
	text_add_format(&out->text, ": %s\n", verdict_meaning(code));
	add_line(&out->text, style, "cause", help->cause);
	add_line(&out->text, style, "example", help->example);
	add_line(&out->text, style, "what to do", help->action);
	add_line(&out->text, style, "exit code", help->exit);
}
