#!/usr/bin/env python3
"""Set up what drives a browser in the tests of pages: Playwright's driver and axe.

Both are fetched with pip as wheels, checked against their pinned hashes and unpacked to
`<dest>/<version>/`: `node`, `package/`, `axe.min.js`. The browser itself is Chromium from the
system's packages (`--find` says where it is). A finished version is left alone.
"""

import argparse
import os
import shutil
import sys
import zipfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
import wheels  # noqa: E402

VERSION = "1.65.2"
# machine: platform of the wheel and its sha256
PINS = {
    "x86_64": ("manylinux1_x86_64", "58932d35f56767ab7ebcdd3d4a733bfb3e62a1a5bc43c08e28b9fa9b3e61cf33"),
    "aarch64": ("manylinux_2_17_aarch64", "dd3e54b6a926fc6510f272797eec0707dc34ae04d564e74a7056c4a813e53270"),
}
DRIVER = "playwright/driver/"
# It carries axe 4.12.1.
AXE_VERSION = "0.1.8"
AXE_DIGEST = "fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8"
AXE = "axe_playwright_python/axe.min.js"
BROWSERS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]


def browser():
    named = os.environ.get("COREFILECTL_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def unpack_driver(wheel, tree):
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            if member.filename.startswith(DRIVER) and not member.is_dir():
                wheels.extract(archive, member, wheels.inside(tree, member.filename[len(DRIVER) :], wheel))
    (tree / "node").chmod(0o755)


def install(dest, scratch):
    wheel_platform, digest = PINS[wheels.machine("the pinned driver runs")]
    pip = wheels.pip_command(scratch)
    tree = scratch / VERSION
    wheel = wheels.download(pip, "playwright", VERSION, [digest], scratch / "driver", wheel_platform)
    unpack_driver(wheel, tree)
    axe = wheels.download(pip, "axe-playwright-python", AXE_VERSION, [AXE_DIGEST], scratch / "axe", "any")
    with zipfile.ZipFile(axe) as archive:
        wheels.extract(archive, AXE, tree / "axe.min.js")
    (tree / wheels.STAMP).write_text(f"{wheel.name}\n{axe.name}\n")
    wheels.put(tree, dest / VERSION)


def set_up(dest):
    with wheels.alone_in(dest):
        if not (dest / VERSION / wheels.STAMP).is_file():
            print(f"playwright {VERSION}: fetching the driver, and axe", file=sys.stderr, flush=True)
            with wheels.scratch_in(dest) as scratch:
                install(dest, scratch)
        print(f"playwright {VERSION} ready: {dest / VERSION}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up what drives a browser in the tests of pages.")
    default = wheels.TARGET / "browser"
    parser.add_argument("--dest", metavar="DIR", type=Path, default=default)
    parser.add_argument("--find", action="store_true", help="print the path of a Chromium and do nothing else")
    arguments = parser.parse_args()
    if arguments.find:
        found = browser()
        print(found or "no Chromium found; install your system's package, or name one in COREFILECTL_CHROMIUM",
              file=sys.stdout if found else sys.stderr)
        return 0 if found else 1
    return wheels.exit_code("setup_browser", set_up, arguments.dest.resolve())


if __name__ == "__main__":
    sys.exit(main())
