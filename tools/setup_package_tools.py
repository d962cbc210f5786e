#!/usr/bin/env python3
"""Set up pre-commit and the readers of others' formats that tests/packages asks.

They are fetched with pip as wheels, in the versions of package-tools.txt, into `<dest>/tree`: modules there, programs
in its folder `bin`. A finished set is left alone until the list changes.
"""

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
from setup_go import STAMP, SetupError, pip_command  # noqa: E402

LIST = Path(__file__).resolve().parent / "package-tools.txt"


def install(dest, scratch):
    tree = scratch / "tree"
    command = [*pip_command(scratch), "install", "--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "20"]
    command += ["--only-binary", ":all:", "--no-compile", "--target", str(tree), "--requirement", str(LIST)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        reason = "\n".join("  pip: " + line for line in done.stderr.strip().splitlines()[-4:])
        raise SetupError(f"pip could not fetch {LIST.name}: is a Python package registry reachable?\n{reason}")
    shutil.rmtree(dest / "tree", ignore_errors=True)
    os.rename(tree, dest / "tree")
    shutil.copyfile(LIST, dest / STAMP)


def set_up(dest):
    dest.mkdir(parents=True, exist_ok=True)
    with open(dest / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # under the lock every scratch folder is a leftover of an interrupted run
        for leftover in dest.glob(".scratch-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        stamp = dest / STAMP
        if not stamp.is_file() or stamp.read_bytes() != LIST.read_bytes():
            print("package tools: fetching them", file=sys.stderr, flush=True)
            stamp.unlink(missing_ok=True)
            with tempfile.TemporaryDirectory(prefix=".scratch-", dir=dest) as name:
                install(dest, Path(name))
        print(f"package tools ready: {dest / 'tree'}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up what the tests of packages ask about others' formats.")
    default = Path(__file__).resolve().parent.parent / "target" / "package-tools"
    parser.add_argument("--dest", metavar="DIR", type=Path, default=default)
    arguments = parser.parse_args()
    try:
        set_up(arguments.dest.resolve())
    except (SetupError, OSError) as error:
        print(f"setup_package_tools: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
