#!/usr/bin/env python3
"""play.py [TEXT]: plays the hostile cases, several at a time, or those whose name holds TEXT; those of
one table when the variable TABLE names it. `play.py --tables` prints the tables' names.

Prints `ok NAME` or `not ok NAME` with what was wrong and what the program said; the tables are in
the files that TABLES names. A case with secrets is played twice: once as it is and once with -v.
DIGESTBUMP is the program; JOBS how many are played at once.
"""
import base64
import concurrent.futures
import hashlib
import importlib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

from case import NETWORK, SECRETS, WORDS, Case, Reply, login_of, path_of
from hostile_registry import World

TABLES = ("references", "challenges", "credentials", "tokens", "redirects", "manifests", "wire", "limits",
          "refusals")
PROGRAM = os.environ.get("DIGESTBUMP", "digestbump")
JOBS = int(os.environ.get("JOBS", "10"))
SLOW = 20  # how many times slower than the tables' authors' a machine may be


class Wrong(Exception):
    pass


def make_authority(top):
    """A certificate authority and a server certificate for every loopback address of the cases."""
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:::1"
    run = lambda *words: subprocess.run(["openssl", *words], cwd=top, check=True,  # noqa: E731
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=hostile",
        "-addext", names, "-keyout", "key.pem", "-out", "cert.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{top}/cert.pem", f"{top}/key.pem")
    return context


class Stage:
    """One playing of one case: its servers, its directory, the program's run, and what came."""

    def __init__(self, case, top, world, tls, loud):
        self.case, self.top, self.world, self.loud = case, top, world, loud
        for name, where in ({"registry": "127.0.0.1", "realm": "127.0.0.1", "other": "127.0.0.2"}
                            | case.listeners).items():
            address, _, secure = where.partition("+")
            world.listen(name, address, tls if secure == "tls" else None, silent_server=secure == "silent_server")
        for name, script in case.scripts.items():
            world.listeners[name].script = {path_of(key): self.filled_script(value)
                                            for key, value in script.items()}

    # ---- templates ----

    def fill(self, text):
        for name, listener in self.world.listeners.items():
            text = text.replace(f"@{name}@", listener.host).replace(f"@{name}.url@", listener.url)
            text = text.replace(f"@{name}.port@", str(listener.port))
        for word, value in WORDS.items():
            text = text.replace(f"@{word}@", value)
        return text

    def filled_reply(self, reply):
        headers = tuple((name, self.fill(value)) for name, value in reply.headers)
        raw = self.fill(reply.raw.decode("latin-1")).encode("latin-1") if b"@" in reply.raw else reply.raw
        return Reply(**{**reply.__dict__, "headers": headers, "raw": raw})

    def filled_script(self, value):
        if callable(value):
            return lambda request: self.filled_reply(value(request))
        if isinstance(value, list):
            return [self.filled_reply(reply) for reply in value]
        return self.filled_reply(value)

    # ---- the run ----

    def write(self, path, text):
        whole = os.path.join(self.top, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8") as file:
            file.write(text)

    def prepare(self):
        case = self.case
        self.write("docker/config.json", json.dumps(
            {"auths": {self.fill(host): login_of(words) for host, words in case.login.items()}}))
        self.files = {}
        for i, reference in enumerate((case.image,) + case.also):
            self.files[f"r/{i}/Dockerfile"] = f"FROM {self.fill(reference)}\nRUN true\n"
        for path, text in self.files.items():
            self.write(path, text)
        network = ", ".join(f"{key}: {value}" for key, value in (NETWORK | case.network).items())
        self.write("config.yaml", f"liveness: off\nnetwork: {{{network}}}\n" + self.fill(case.config))
        os.makedirs(f"{self.top}/home", exist_ok=True)

    def run(self):
        home = f"{self.top}/home"
        environment = {"HOME": home, "DOCKER_CONFIG": f"{self.top}/docker", "LC_ALL": "C.UTF-8",
                       "PATH": os.environ["PATH"], "SSL_CERT_FILE": f"{self.top}/../cert.pem",
                       "XDG_CACHE_HOME": f"{home}/cache", "XDG_STATE_HOME": f"{home}/state",
                       **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")},
                       **{name: self.fill(value) for name, value in self.case.variables.items()}}
        words = [PROGRAM, "-C", "r", "--config", f"{self.top}/config.yaml", "--write", "--json"]
        began = time.monotonic()
        done = subprocess.run(words + ["-v"] * self.loud, cwd=self.top, env=environment, timeout=100 * SLOW,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.seconds = time.monotonic() - began
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    # ---- what must be so ----

    def expect(self, holds, text):
        if not holds:
            raise Wrong(text)

    def judge(self):
        self.expect(self.code in (0, 1) and b"Sanitizer" not in self.err and
                    b"runtime error:" not in self.err, f"exit code {self.code}")
        self.judge_verdicts()
        self.judge_requests()
        self.judge_secrets()
        self.judge_files()
        self.expect(self.world.sent() <= self.case.bytes,
                    f"took {self.world.sent()} bytes, more than {self.case.bytes}")
        self.expect(self.seconds <= self.case.seconds * SLOW,
                    f"took {self.seconds:.1f} s, where {self.case.seconds} should be plenty")
        for text in self.case.without:
            self.expect(text.encode() not in self.out + self.err, f"printed {text!r}")
        self.expect(not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", self.out + self.err),
                    "printed control characters")
        if self.case.check:
            self.case.check(self)

    def judge_verdicts(self):
        case = self.case
        self.result = json.loads(self.out)
        found = {verdict["path"]: verdict for verdict in self.result["verdicts"]}
        wanted = [verdict for verdict in (case.verdict, *case.more) if verdict]
        self.expect(len(found) == len(wanted), f"{len(found)} verdicts, not {len(wanted)}")
        self.verdict = found.get("0/Dockerfile", {"verdict": None, "reason": "none"})
        self.expect(self.verdict["verdict"] == case.verdict,
                    f"the verdict is {self.verdict['verdict']}, not {case.verdict}")
        for part in case.reason:
            self.expect(self.fill(part) in self.verdict["reason"], f"the reason lacks {self.fill(part)!r}")
        self.expect(self.verdict["reason"], "no reason")
        others = tuple(found[f"{i + 1}/Dockerfile"]["verdict"] for i in range(len(case.also)))
        self.expect(others == case.more, f"the other verdicts are {others}, not {case.more}")
        bad = set(wanted) & {"absent", "denied", "limited", "failed", "unsupported"} or \
            {skip["code"] for skip in self.result["skipped"]} & {"invalid"}
        self.expect(self.code == bool(bad), f"exit code {self.code} with {wanted}")

    def judge_requests(self):
        case = self.case
        for name in self.world.listeners:
            asked = [f"{r.method} {r.target}" for r in self.world.asked(name)]
            if name in case.most:
                self.expect(len(asked) <= case.most[name],
                            f"{name} was asked {len(asked)} times, more than {case.most[name]}")
                continue
            wanted = []
            for line in case.requests.get(name, []):
                times = re.match(r"(\d+)x ", line)
                line = line[times.end():] if times else line
                wanted += [self.fill(path_of(line))] * (int(times[1]) if times else 1)
            if case.any_order:
                asked, wanted = sorted(asked), sorted(wanted)
            self.expect(asked == wanted, f"{name} was asked {asked}, not {wanted}")

    def secrets(self):
        return SECRETS | self.case.in_play

    def judge_secrets(self):
        for name in self.world.listeners:
            text = "\n".join(request.text() for request in self.world.asked(name))
            text += urllib.parse.unquote(text)
            seen = {secret for secret, value in self.secrets().items() if self.fill(value) in text}
            wanted = self.case.secrets.get(name, set())
            self.expect(seen == wanted, f"{name} saw {seen or 'no secret'}, not {wanted or 'none'}")
        places = {"standard output": self.out, "standard error": self.err}
        for place in ("home", "r"):
            for directory, _, files in os.walk(f"{self.top}/{place}"):
                for file in files:
                    with open(os.path.join(directory, file), "rb") as opened:
                        places[os.path.join(directory, file)] = opened.read()
        for place, text in places.items():
            for name, value in self.secrets().items():
                self.expect(not leaks(text, self.fill(value)), f"{place} holds the secret {name}")

    def judge_files(self):
        for i, path in enumerate(self.files):
            wanted = self.files[path]
            verdict = self.case.verdict if i == 0 else self.case.more[i - 1]
            if verdict == "bump":
                wanted = wanted.replace(self.fill(self.case.pinned), self.fill(self.case.to))
            with open(f"{self.top}/{path}", encoding="utf-8") as file:
                found = file.read()
            self.expect(found == wanted, f"{path} holds {found!r}, not {wanted!r}")
        for directory, _, files in os.walk(f"{self.top}/r"):
            self.expect({os.path.relpath(f"{directory}/{file}", self.top) for file in files} <= set(self.files),
                        f"files were left in {directory}")


def leaks(text, secret):
    """The secret as it is, percent-encoded, or in base64 wherever it begins in what was encoded."""
    forms = {secret.encode(), urllib.parse.quote(secret, safe="").encode()}
    for lead in range(3):
        whole = base64.b64encode(b"x" * lead + secret.encode())
        # The letters at both ends depend on the neighbours.
        middle = whole[(lead * 4 + 2) // 3 + (lead > 0):len(whole) - 4]
        forms |= {middle, middle.replace(b"+", b"-").replace(b"/", b"_")}
    return any(form in text for form in forms)


def play(case, top, tls, loud):
    """None, or what was wrong."""
    place = os.path.join(top, hashlib.sha256(f"{case.name}{loud}".encode()).hexdigest()[:12])
    stage = None
    with World() as world:
        try:
            stage = Stage(case, place, world, tls, loud)
            stage.prepare()
            stage.run()
            stage.judge()
            return None
        except Wrong as wrong:
            return f"{'with -v: ' if loud else ''}{wrong}\n{story(stage)}"
        except Exception:  # a broken table or server is a failure of this case alone
            return traceback.format_exc() + (story(stage) if hasattr(stage, "out") else "")
        finally:
            shutil.rmtree(place, ignore_errors=True)


def story(stage):
    lines = [f"{r.listener}: {r.text()}".rstrip()[:600] for r in stage.world.requests[:20]]
    return "\n".join([f"exit code {stage.code}, {stage.seconds:.1f} s, {stage.world.sent()} bytes",
                      stage.out.decode(errors="replace")[:3000], stage.err.decode(errors="replace")[:3000]] + lines)


def cases_of(texts):
    cases = [case for table in TABLES for case in importlib.import_module(table).CASES]
    names = [case.name for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        sys.exit(f"two cases have the name {twice}")
    if os.environ.get("TABLE"):
        cases = importlib.import_module(os.environ["TABLE"]).CASES
    return [case for case in cases if all(text in case.name for text in texts)]


def main():
    if sys.argv[1:] == ["--tables"]:
        return print("\n".join(TABLES))
    top = tempfile.mkdtemp(prefix="digestbump-hostile-")
    failed = 0
    try:
        tls = make_authority(top)
        jobs = [(case, loud) for case in cases_of(sys.argv[1:])
                for loud in ([False, True] if case.is_secret() else [True])]
        with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
            results = pool.map(lambda job: (job, play(job[0], top, tls, job[1])), jobs)
            for (case, loud), wrong in results:
                name = f"hostile: {case.name}" + (" (once more with -v)" if loud and case.is_secret() else "")
                print(f"{'not ok' if wrong else 'ok'} {name}", flush=True)
                if wrong:
                    failed += 1
                    print("    " + wrong.replace("\n", "\n    "), flush=True)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
