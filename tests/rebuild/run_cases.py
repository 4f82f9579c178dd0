#!/usr/bin/env python3
"""run_cases.py PROGRAM DIRECTORY [NAME...]: pairs of small repositories and the plan between them.

Each cases/NAME.case holds files in sections and the plan that is expected:

    === both: images/app/Dockerfile      in both revisions
    === from: .env                       in the earlier one
    === to: .env                         in the later one
    === expect                           exit code, and the plan in JSON

In a text, A and B and so on behind "sha256:" stand for a digest of 64 such letters.
GOLDEN=write in the environment writes what came out; `git diff` then reviews it.
"""
import json
import os
import re
import subprocess
import sys

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases")


def read_case(path):
    """The files of both revisions, what is expected, and the text in front of that."""
    text = open(path, encoding="utf-8").read()
    sides = {"from": {}, "to": {}}
    head, _, expected = text.partition("=== expect\n")
    for section in re.split(r"^=== ", head, flags=re.M)[1:]:
        title, _, body = section.partition("\n")
        side, _, name = title.partition(": ")
        body = re.sub(r"sha256:([A-F])\b", lambda m: "sha256:" + m[1].lower() * 64, body)
        for one in sides if side == "both" else [side]:
            sides[one][name] = body
    return sides, expected, head


def git(top, *words):
    subprocess.run(["git", "-C", top, *words], check=True, stdout=subprocess.DEVNULL)


def commit(top, files):
    git(top, "rm", "-rqf", "--ignore-unmatch", ".")
    for name, body in files.items():
        path = os.path.join(top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(body)
    git(top, "add", "-A")
    git(top, "commit", "-q", "--allow-empty", "-m", "x")


def shorten(value):
    """Digests as they are written in the cases."""
    text = re.sub(r"sha256:([a-f])\1{63}", lambda m: "sha256:" + m[1].upper(), json.dumps(value))
    return json.loads(text)


def reduce(code, plan):
    """What a case says of a plan: the parts that are about rebuilding."""
    out = {"exit": code, "waves": plan["waves"]}
    out["because"] = {image["name"]: image["because"] for image in plan["images"]}
    if plan["later"]:
        out["later"] = {later["name"]: later["after"] for later in plan["later"]}
    if plan["cycles"]:
        out["cycles"] = plan["cycles"]
    if plan["unknown"]:
        out["unknown"] = [[one["path"], one["line"], one["code"]] for one in plan["unknown"]]
    return shorten(out)


def show(result):
    """JSON with one reason a line."""
    text = json.dumps(result, indent=1)
    return re.sub(r"([\[{])\n\s+((?:[^\[\]{}]|\[[^\[\]]*\])*?)\n\s+([\]}])",
                  lambda m: m[1] + re.sub(r"\n\s+", " ", m[2]) + m[3], text) + "\n"


def run_case(program, top, path):
    sides, expected, head = read_case(path)
    os.makedirs(top)
    git(top, "init", "-q")
    commit(top, sides["from"])
    commit(top, sides["to"])
    run = subprocess.run([program, "rebuild", "-C", top, "--json", "--from", "HEAD^"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, text=True)
    if run.returncode not in (0, 1) or not run.stdout:
        return "exit code %d: %s" % (run.returncode, run.stderr)
    found = show(reduce(run.returncode, json.loads(run.stdout)))
    if os.environ.get("GOLDEN") == "write":
        with open(path, "w", encoding="utf-8") as out:
            out.write(head + "=== expect\n" + found)
    elif found != expected:
        return "expected\n%sfound\n%s" % (expected, found)
    return None


def main():
    program, scratch = sys.argv[1:3]
    failed = 0
    names = sorted(name[:-5] for name in os.listdir(CASES) if name.endswith(".case"))
    for name in sys.argv[3:] or names:
        trouble = run_case(program, os.path.join(scratch, name), os.path.join(CASES, name + ".case"))
        if trouble:
            failed += 1
            print("%s: %s" % (name, trouble))
    print("%d cases, %d failed" % (len(names), failed))
    sys.exit(1 if failed or not names else 0)


main()
