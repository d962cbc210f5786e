#!/usr/bin/env python3
"""Set up pre-commit and the readers of others' formats that tests/packages asks.

They are fetched with pip as wheels, in the versions of package-tools.txt, into `<dest>/tree`: modules there, programs
in its folder `bin`. A finished set is left alone until the list changes.
"""

import argparse
import shutil
import sys
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
import wheels  # noqa: E402

LIST = Path(__file__).resolve().parent / "package-tools.txt"


def install(dest, scratch):
    tree = scratch / "tree"
    arguments = ["--no-compile", "--target", str(tree), "--requirement", str(LIST)]
    wheels.run_pip(wheels.pip_command(scratch), "install", LIST.name, *arguments)
    wheels.put(tree, dest / "tree")
    shutil.copyfile(LIST, dest / wheels.STAMP)


def set_up(dest):
    with wheels.alone_in(dest):
        stamp = dest / wheels.STAMP
        if not stamp.is_file() or stamp.read_bytes() != LIST.read_bytes():
            print("package tools: fetching them", file=sys.stderr, flush=True)
            stamp.unlink(missing_ok=True)
            with wheels.scratch_in(dest) as scratch:
                install(dest, scratch)
        print(f"package tools ready: {dest / 'tree'}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up what the tests of packages ask about others' formats.")
    default = wheels.TARGET / "package-tools"
    parser.add_argument("--dest", metavar="DIR", type=Path, default=default)
    arguments = parser.parse_args()
    return wheels.exit_code("setup_package_tools", set_up, arguments.dest.resolve())


if __name__ == "__main__":
    sys.exit(main())
