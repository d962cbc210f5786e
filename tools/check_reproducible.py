#!/usr/bin/env python3
"""Build the static program a second time, from a copy of the sources in another folder, pack both, and compare.

The first one is target/static/corefilectl (`make static`) with its packages in target/dist (`make dist`). The second folder
has another depth and another target directory; home, compiler and machine are the same.
"""

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def copy(dest):
    """The sources as they stand here, with what is not committed; nothing that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (dest / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, dest / name)


def main():
    parser = argparse.ArgumentParser(description="Build the static program a second time elsewhere and compare.")
    parser.add_argument("--cargo", metavar="PROGRAM", default=os.environ.get("CARGO", "cargo"))
    arguments = parser.parse_args()
    first, second = ROOT / "target" / "dist", ROOT / "target" / "reproducible"
    sources = second / "another" / "place for the sources"
    try:
        shutil.rmtree(second, ignore_errors=True)
        sources.mkdir(parents=True)
        copy(sources)
        build = [sys.executable, str(sources / "tools" / "build_static.py"), "--target-dir", str(second / "built")]
        subprocess.run([*build, "--cargo", arguments.cargo], check=True, stdout=sys.stderr)
        program = second / "built" / "corefilectl"
        pack = [sys.executable, str(ROOT / "tools" / "pack.py"), "--program", str(program), "--dest", str(second / "dist")]
        subprocess.run([*pack, "--cargo", arguments.cargo], check=True, stdout=sys.stderr)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"check_reproducible: {error}", file=sys.stderr)
        return 1
    names = sorted({file.name for folder in (first, second / "dist") for file in folder.iterdir()})
    differ = [name for name in names if not same(first / name, second / "dist" / name)]
    if not same(ROOT / "target" / "static" / "corefilectl", program):
        differ.insert(0, "corefilectl")
    for name in differ:
        print(f"check_reproducible: {name} differs", file=sys.stderr)
    if not differ:
        print(f"reproducible: the program and {len(names)} files are byte for byte the same from two folders")
    return 1 if differ else 0


def same(one, other):
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


if __name__ == "__main__":
    sys.exit(main())
