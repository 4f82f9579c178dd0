#!/usr/bin/env python3
"""Sets out the scan corpus for a run of the whole program.

    corpus.py CORPUS TREE WANTED LAYOUT

copies every case of CORPUS that needs no preparation to TREE/FORMAT/CASE and makes WANTED, the same tree as
it must be after `digestbump --write`: every updatable reference of expect.json with the digest that its tag
has in LAYOUT, an OCI image layout made here, and every other byte as it was. A digest of another algorithm
than the layout's stays. Prints a host per line.
"""
import json
import pathlib
import shutil
import sys

import images


class Layout:
    def __init__(self, top):
        self.top = top
        self.entries = {}  # "host/repository:tag" -> descriptor
        (top / "blobs" / "sha256").mkdir(parents=True)
        (top / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')

    def put(self, data):
        (self.top / "blobs" / "sha256" / images.digest(data).partition(":")[2]).write_bytes(data)

    def digest_of(self, name):
        if name not in self.entries:
            image = images.make(name, single=True)
            for data in image.blobs + [data for _, data in image.manifests]:
                self.put(data)
            self.entries[name] = {**image.top, "annotations": {"org.opencontainers.image.ref.name": name}}
        return self.entries[name]["digest"]

    def close(self):
        index = {"schemaVersion": 2, "manifests": list(self.entries.values())}
        (self.top / "index.json").write_bytes(images.document(index))


def exchange(line, reference, new, begin):
    """The line with the first digest of the reference behind `begin`, as it stands there or by its hex."""
    old, hex_digits = reference["digest"], reference["digest"].partition(":")[2]
    at = line.find(old.encode(), begin)
    if at < 0:
        old, new = hex_digits, new.partition(":")[2]
        at = line.index(old.encode(), begin)
    return line[:at] + new.encode() + line[at + len(old):], at + len(new)


def apply(case, references, layout):
    behind = {}
    for reference in references:
        path = case / reference["path"]
        lines = path.read_bytes().split(b"\n")
        where = (reference["path"], reference["line"])
        new = layout.digest_of(f"{reference['image']}:{tag_of(reference)}")
        lines[where[1] - 1], behind[where] = exchange(lines[where[1] - 1], reference, new, behind.get(where, 0))
        path.write_bytes(b"\n".join(lines))


def tag_of(reference):
    return reference["tag"] or reference.get("tag_hint")


def is_due(reference):
    """What the pin itself names is updatable; what a comment beside it names is followed, too."""
    return (reference["updatable"] or "tag_hint" in reference) and reference["digest"].startswith("sha256:")


def main(corpus, tree, wanted, layout):
    layout = Layout(layout)
    for said in sorted(corpus.glob("*/*/expect.json")):
        expect = json.loads(said.read_text())
        case = said.parent.relative_to(corpus)
        if "prepare" in expect or (said.parent / ".digestbump.yaml").exists():
            continue
        for top in (tree, wanted):
            shutil.copytree(said.parent, top / case, symlinks=True)
            (top / case / "expect.json").unlink()
        apply(wanted / case, [one for one in expect["refs"] if is_due(one)], layout)
    layout.close()
    print("\n".join(sorted({name.partition("/")[0] for name in layout.entries})))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
