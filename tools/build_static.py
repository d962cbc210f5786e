#!/usr/bin/env python3
"""Build the program without shared libraries, so that the same sources give the same bytes in any folder.

The flags make a program without interpreter and dynamic section at a fixed address; paths of this machine that
the compiler would write into messages become names. The last line printed is the program's path.
"""

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def rustc(*arguments):
    return subprocess.run(["rustc", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def facts():
    lines = (line.split(": ", 1) for line in rustc("-vV").splitlines() if ": " in line)
    return dict(lines)


def flags(source):
    compiler = facts()
    cargo_home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")).resolve()
    # With the standard library's sources installed the compiler names them instead of where it was built.
    library = Path(rustc("--print", "sysroot")) / "lib" / "rustlib" / "src" / "rust"
    names = {cargo_home: "/cargo", library: f"/rustc/{compiler['commit-hash']}", source: "/corefilectl"}
    remap = [f"--remap-path-prefix={path}={name}" for path, name in names.items()]
    return ["-Ctarget-feature=+crt-static", "-Crelocation-model=static", *remap]


def build(source, target_dir, cargo):
    host = facts()["host"]
    # Unlike RUSTFLAGS these may hold blanks.
    environment = {**os.environ, "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags(source))}
    command = [*shlex.split(cargo), "build", "--release", "--locked", "--target", host, "--target-dir", str(target_dir)]
    subprocess.run(command, check=True, cwd=source, env=environment, stdout=sys.stderr)
    return target_dir / host / "release" / "corefilectl"


def main():
    parser = argparse.ArgumentParser(description="Build the program without shared libraries.")
    parser.add_argument("--source", metavar="DIR", type=Path, default=ROOT, help="the sources [default: these]")
    parser.add_argument("--target-dir", metavar="DIR", type=Path, default=ROOT / "target" / "static")
    parser.add_argument("--cargo", metavar="PROGRAM", default=os.environ.get("CARGO", "cargo"))
    arguments = parser.parse_args()
    try:
        program = build(arguments.source.resolve(), arguments.target_dir.resolve(), arguments.cargo)
        # Where it is looked for, whatever the host is called.
        link = arguments.target_dir.resolve() / "corefilectl"
        link.unlink(missing_ok=True)
        os.link(program, link)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"build_static: {error}", file=sys.stderr)
        return 1
    print(link)
    return 0


if __name__ == "__main__":
    sys.exit(main())
