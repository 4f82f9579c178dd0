"""A5: rate limits and servers in trouble: how often they are asked, and what is told."""
import email.utils
import time

from case import MOVED, OLD, Case, Reply, error, image, manifest

TAGS = [f"/v2/team/a{i}/manifests/1" for i in range(60)]
MANY = {"also": tuple(f"@registry@/team/a{i}:1@sha256:@old-hex@" for i in range(60))}


def limit(*headers, status=429, **how):
    return error(status, "TOOMANYREQUESTS", "You have reached your pull rate limit", headers, **how)


def after(text, **how):
    return limit(("Retry-After", text), **how)


def date(seconds):
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


def told(name, reply, *reason, tries=1, verdict="limited", **fields):
    return Case(name, **({"scripts": {"registry": image(tag=reply)}, "verdict": verdict, "reason": reason,
                          "requests": {"registry": [f"{tries}x HEAD tag"]}} | fields))


def passes(name, first, **fields):
    return Case(name, **({"scripts": {"registry": image(tag=[first, manifest()])},
                          "requests": {"registry": ["2x HEAD tag", "GET new", "GET old"]}} | fields))


def waited(least):
    def check(stage):
        asked = stage.world.asked("registry")
        stage.expect(asked[1].at - asked[0].at >= least, f"came back after {asked[1].at - asked[0].at:.2f} s")
    return check


def storm(name, reply, most, verdict, **fields):
    """Sixty more images of the same registry, which says the same to all."""
    return Case(name, {"registry": {"*": reply}}, verdict=verdict, more=(verdict,) * 60, most={"registry": most},
                **MANY, **fields)


def pulls(name, headers, verdict="bump", **fields):
    return Case(name, **({"scripts": {"registry": {word: with_headers(reply, headers)
                                                   for word, reply in image().items()}},
                          "verdict": verdict, "requests": {"registry": MOVED if verdict == "bump" else ["HEAD tag"]}}
                         | fields))


def with_headers(reply, headers):
    return Reply(reply.status, reply.headers + tuple(headers), reply.body)


CASES = [
    passes("a limit that passes is waited for", limit()),
    passes("a limit for a second is waited for so long", after("1"), check=waited(1)),
    passes("a limit until a date is waited for", limit(("Date", date(0)), ("Retry-After", date(1)))),
    passes("a limit until a date by a clock that is wrong",
           limit(("Date", "Thu, 01 Jan 2015 00:00:00 GMT"), ("Retry-After", "Thu, 01 Jan 2015 00:00:01 GMT")),
           check=waited(1)),
    passes("a limit until a date that is past", after("Thu, 01 Jan 2015 00:00:00 GMT")),
    passes("a limit until garbage", after("tomorrow")),
    passes("a limit until nothing", after("")),
    passes("a limit for less than nothing", after("-5")),
    passes("a limit for a fraction", after("1.5")),
    told("a limit to the end is told", limit(), "HTTP 429", tries=3),
    told("a limit for an hour is not waited for, and told until when", after("3600"), "try again in 3600 s"),
    told("a limit for ever is not waited for", after("99999999999999999999"), "try again"),
    told("a limit until a date in a hundred years", after("Thu, 01 Jan 2126 00:00:00 GMT"), "try again"),
    told("a limit longer than the configuration waits", after("2"), "try again in 2 s", network={"wait": "1s"}),
    told("a configuration that never waits", after("1"), network={"wait": "0s"}),
    told("a limit longer than is left of the run", after("2"), network={"budget": "1500ms"}),
    told("trouble with a time is waited for like a limit", after("3600", status=503), "HTTP 503"),
    passes("trouble for a second", after("1", status=503), check=waited(1)),
    told("trouble to the end is told", error(503), "HTTP 503", tries=3, verdict="failed"),
    told("trouble to the end: 502", error(502), "HTTP 502", tries=3, verdict="failed"),
    told("trouble to the end: 504", error(504), "HTTP 504", tries=3, verdict="failed"),
    told("trouble to the end: 500", error(500, "UNKNOWN", "disk full"), tries=3, verdict="failed"),
    told("408 is tried again", error(408), "HTTP 408", tries=3, verdict="failed"),
    told("501 is not trouble that passes", error(501), "501", verdict="failed",
         requests={"registry": ["HEAD tag", "GET tag"]}),
    told("507 is not tried again", error(507), "507", verdict="failed"),
    passes("trouble once is no trouble", error(503)),
    storm("a limit for an hour is told to sixty images by one request or a few", after("3600"), 16, "limited"),
    storm("a limit without a time is not hammered", limit(), 60, "limited", seconds=30),
    storm("trouble to every image is not hammered", error(503), 120, "failed", seconds=30),
    storm("a registry that drops every connection is not hammered", Reply(act="drop"), 150, "failed", seconds=30),
    Case("a limit of one host delays nobody else",
         {"registry": {"*": after("2")}, "other": {"tag": manifest(OLD)}}, verdict="limited",
         also=("@other@/team/app:1@sha256:@old-hex@",), more=("current",), most={"registry": 3},
         requests={"other": ["HEAD tag"]},
         check=lambda stage: stage.expect(stage.world.asked("other")[0].at - stage.world.requests[0].at < 1,
                                          "the other host had to wait")),
    Case("a pause holds for all images of the host",
         {"registry": {"tag": [after("1"), manifest(OLD)], **{tag: manifest(OLD) for tag in TAGS}}},
         verdict="current", more=("current",) * 60, **MANY, most={"registry": 62},
         check=lambda stage: stage.expect(
             not [r for r in stage.world.requests if 0.3 < r.at - stage.world.requests[0].at < 0.9],
             "it was asked in the pause")),
    Case("no more requests a second than the configuration allows",
         {"registry": {"tag": manifest(OLD), **{tag: manifest(OLD) for tag in TAGS}}}, verdict="current",
         also=MANY["also"][:9], more=("current",) * 9, network={"rate": "10"}, most={"registry": 10},
         check=lambda stage: stage.expect(stage.world.requests[-1].at - stage.world.requests[0].at >= 0.6,
                                          "they came too fast")),
    Case("no more requests at once than the configuration allows",
         {"registry": {"tag": manifest(OLD), **{tag: manifest(OLD, delay=0.02) for tag in TAGS}}},
         verdict="current", more=("current",) * 60, **MANY, network={"parallel": "2"}, most={"registry": 61},
         check=lambda stage: stage.expect(stage.world.listeners["registry"].connections <= 2,
                                          "more than two connections")),
    pulls("pulls that are left", [("RateLimit-Limit", "100;w=21600"), ("RateLimit-Remaining", "99;w=21600")]),
    pulls("no pulls left: the HEAD that says so is the last request",
          [("ratelimit-limit", "100;w=21600"), ("ratelimit-remaining", "0;w=21600")], "limited",
          reason=("no pulls left", "100")),
    pulls("no pulls left, in capitals and with blanks",
          [("RATELIMIT-LIMIT", " 100 ; w=21600"), ("RATELIMIT-REMAINING", " 0 ; w=21600 ")], "limited"),
    pulls("no pulls left, as a list", [("RateLimit-Limit", "100, 100;w=21600"), ("RateLimit-Remaining", "0")],
          "limited"),
    pulls("pulls left that are no number say nothing", [("RateLimit-Remaining", "many")]),
    pulls("pulls left below nothing say nothing", [("RateLimit-Remaining", "-1")]),
    pulls("pulls left beyond all numbers are enough", [("RateLimit-Remaining", "99999999999999999999999;w=1")]),
    pulls("pulls left that are empty say nothing", [("RateLimit-Remaining", "")]),
    Case("no pulls left stops no image that did not move",
         {"registry": {"tag": with_headers(manifest(OLD), [("ratelimit-remaining", "0;w=21600")]),
                       TAGS[0]: with_headers(manifest(OLD), [("ratelimit-remaining", "0;w=21600")])}},
         verdict="current", also=MANY["also"][:1], more=("current",), most={"registry": 2}),
]
