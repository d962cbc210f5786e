#!/usr/bin/env python3
"""Set up the schemas of Kubernetes' objects that the tests hold manifests against.

They are fetched with pip in a `kubernetes-validate` wheel, checked against its pinned hash;
those of the oldest and the newest Kubernetes in it are unpacked to `<dest>/<version>/`.
A finished version is left alone.
"""

import argparse
import sys
import zipfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
import wheels  # noqa: E402

VERSION = "1.37.0"
DIGEST = "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9"
# Strict: a field that Kubernetes does not know is a mistake.
FOLDER = "kubernetes_validate/kubernetes-json-schema/v{}-local-strict"
RELEASES = ["1.25.0", VERSION]
FILE = "_definitions.json"


def install(dest, scratch):
    wheel = wheels.download(wheels.pip_command(scratch), "kubernetes-validate", VERSION, [DIGEST], scratch / "wheel")
    tree = scratch / VERSION
    with zipfile.ZipFile(wheel) as archive:
        for release in RELEASES:
            wheels.extract(archive, f"{FOLDER.format(release)}/{FILE}", tree / release / FILE)
    (tree / wheels.STAMP).write_text(wheel.name + "\n")
    wheels.put(tree, dest / VERSION)


def set_up(dest):
    with wheels.alone_in(dest):
        if not (dest / VERSION / wheels.STAMP).is_file():
            print(f"kubernetes {VERSION}: fetching the schemas", file=sys.stderr, flush=True)
            with wheels.scratch_in(dest) as scratch:
                install(dest, scratch)
        print(f"kubernetes {VERSION} ready: {dest / VERSION}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up the schemas of Kubernetes' objects for the tests.")
    default = wheels.TARGET / "kubernetes"
    parser.add_argument("--dest", metavar="DIR", type=Path, default=default)
    arguments = parser.parse_args()
    return wheels.exit_code("setup_kubernetes", set_up, arguments.dest.resolve())


if __name__ == "__main__":
    sys.exit(main())
