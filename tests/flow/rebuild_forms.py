"""rebuild_forms.py DIRECTORY COUNT WAVES: the forms of one plan, as their readers would take them.

DIRECTORY has form.github, form.gitlab and so on. What vendors demand of their formats is checked here:
sizes, names, needs that come before, nothing empty.
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

import yaml

DIRECTORY, COUNT, WAVES = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def form(name):
    with open(os.path.join(DIRECTORY, "form." + name), encoding="utf-8") as file:
        return file.read()


PLAN = json.loads(form("json"))
NAMES = [image["name"] for image in PLAN["images"]]
NEEDS = {image["name"]: image["needs"] for image in PLAN["images"]}
WAVE = {name: i for i, wave in enumerate(PLAN["waves"]) for name in wave}
assert len(NAMES) == COUNT and len(PLAN["waves"]) == (WAVES if COUNT else 0)


def check_github():
    text = form("github")
    assert text.count("\n") == 1 and len(text) < 1024 * 1024
    plan = json.loads(text)
    assert plan["count"] == COUNT
    seen = []
    for wave in plan["waves"]:
        jobs = wave["matrix"]["include"]
        assert 1 <= len(jobs) <= 256 and wave["count"] == len(jobs)
        assert all(WAVE[job["name"]] == wave["wave"] - 1 for job in jobs)
        seen += [job["name"] for job in jobs]
    assert sorted(seen) == NAMES
    assert [wave["wave"] for wave in plan["waves"]] == sorted(wave["wave"] for wave in plan["waves"])


def check_gitlab():
    pipeline = yaml.safe_load(form("gitlab"))
    stages = pipeline.pop("stages", None)
    template = pipeline.pop(".digestbump-build", None)
    assert pipeline, "an empty child pipeline is an error"
    if not COUNT:
        assert all(job["script"] for job in pipeline.values())
        return
    assert template["script"] and len(pipeline) == COUNT
    for name, job in pipeline.items():
        image = job["variables"]["NAME"]
        assert len(name) <= 128 and job["stage"] in stages
        assert stages.index(job["stage"]) == WAVE[image]
        needs = [pipeline[need]["variables"]["NAME"] for need in job.get("needs", [])]
        assert len(needs) <= 50
        assert sorted(needs) == NEEDS[image] or (not needs and len(NEEDS[image]) > 50)


def check_tasks(tasks, after):
    """Tasks of a DAG: names of DNS labels, dependencies that exist and are the plan's."""
    names = {}
    for task in tasks:
        assert re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", task["name"]) and len(task["name"]) <= 63
        parameters = task["params"] if "params" in task else task["arguments"]["parameters"]
        names[task["name"]] = {one["name"]: one["value"] for one in parameters}["name"]
    assert sorted(names.values()) == NAMES
    for task in tasks:
        assert sorted(names[need] for need in task.get(after, [])) == NEEDS[names[task["name"]]]


def check_tekton():
    run = yaml.safe_load(form("tekton"))
    if not COUNT:
        assert run is None
        return
    assert run["kind"] == "PipelineRun"
    check_tasks(run["spec"]["pipelineSpec"]["tasks"], "runAfter")


def check_argo():
    workflow = yaml.safe_load(form("argo"))
    if not COUNT:
        assert workflow is None
        return
    assert workflow["kind"] == "Workflow"
    check_tasks(workflow["spec"]["templates"][0]["dag"]["tasks"], "dependencies")


def check_svg():
    text = form("svg")
    top = ElementTree.fromstring(text)
    boxes = [one for one in top.iter("{http://www.w3.org/2000/svg}rect") if "box" in one.get("class", "").split()]
    assert len(boxes) == COUNT and "<script" not in text and "prefers-color-scheme" in text
    places = [(int(box.get("x")), int(box.get("y"))) for box in boxes]
    rows = {}
    for x, y in places:
        rows.setdefault(x, []).append(y)
    for ys in rows.values():
        ys.sort()
        assert all(b - a >= 40 for a, b in zip(ys, ys[1:])), "boxes overlap"


def check_drawings():
    edges = sum(len(needs) for needs in NEEDS.values())
    assert form("mermaid").count(" --> ") == edges
    assert form("dot").count(" -> ") == edges
    assert form("list").split() == [name for wave in PLAN["waves"] for name in wave]


check_github()
check_gitlab()
check_tekton()
check_argo()
check_svg()
check_drawings()
