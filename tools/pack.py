#!/usr/bin/env python3
"""Pack a built program: release archive, Debian package, bill of materials, Homebrew formula, GitLab template, SHA256SUMS.

Name, version and every address come from Cargo.toml, completions and manual pages from the program itself. The same
program gives the same files: times are SOURCE_DATE_EPOCH, or that of the last commit.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

# Nothing but the destination is written to, not even a cache of modules.
sys.dont_write_bytecode = True
import bill  # noqa: E402
from archives import File, ar, compressed, tar  # noqa: E402
from build_static import facts  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SHELLS = {"bash": "corefilectl.bash", "zsh": "_corefilectl", "fish": "corefilectl.fish"}
# Where Debian looks for them.
DEBIAN_SHELLS = {
    "bash": "usr/share/bash-completion/completions/corefilectl",
    "zsh": "usr/share/zsh/vendor-completions/_corefilectl",
    "fish": "usr/share/fish/vendor_completions.d/corefilectl.fish",
}
DEBIAN_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
SUMS = "SHA256SUMS"
# 1980: what every archive can say.
NO_DATE = 315532800


class PackError(Exception):
    """Why there are no packages."""


def output_of(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True)
    if done.returncode != 0:
        raise PackError(f"{command[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def epoch():
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else NO_DATE


def filled(template, words):
    """The file with @NAME@ replaced; a name that nobody knows, or one that is left, is a mistake."""
    text = (ROOT / template).read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace(f"@{name}@", word)
    left = re.search("@[A-Z0-9_]+@", text)
    if left:
        raise PackError(f"{template}: nothing is known for {left[0]}")
    return text


def maintainer(package):
    """Debian wants somebody with an address: the owner of the repository, whom no mail reaches."""
    address = urlsplit(package["repository"])
    owner = address.path.strip("/").split("/")[0]
    return f"The {package['name']} project <{owner}@users.noreply.{address.hostname}>"


class Release:
    """Everything that goes into packages of one program."""

    def __init__(self, program, cargo):
        compiler = facts()
        self.target = compiler["host"]
        graph = bill.metadata(ROOT, self.target, cargo)
        own = next(package for package in graph["packages"] if package["id"] == graph["resolve"]["root"])
        self.name, self.version, self.epoch = own["name"], own["version"], epoch()
        self.program = program.read_bytes()
        digest = hashlib.sha256(self.program).hexdigest()
        self.bill = bill.document(ROOT, graph, compiler, digest).encode()
        self.notices = bill.notices(graph).encode()
        self.documents = {name: (ROOT / name).read_bytes() for name in ["LICENSE", "README.md", "CHANGELOG.md", "Dockerfile"]}
        self.completions = {shell: output_of(program, "completion", shell) for shell in SHELLS}
        with tempfile.TemporaryDirectory() as folder:
            output_of(program, "man", "--dir", folder)
            self.pages = {page.name: page.read_bytes() for page in sorted(Path(folder).iterdir())}
        self.words = {
            "NAME": self.name,
            "VERSION": self.version,
            "TARGET": self.target,
            "DESCRIPTION": own["description"],
            "LICENSE": own["license"],
            "REPOSITORY": own["repository"],
            "MAINTAINER": maintainer(own),
        }

    @property
    def stem(self):
        return f"{self.name}-{self.version}-{self.target}"

    def archive(self):
        files = [File(self.name, self.program, executable=True), File("THIRD-PARTY-LICENSES.txt", self.notices)]
        files += [File(name, data) for name, data in self.documents.items()]
        files += [File(f"completions/{SHELLS[shell]}", script) for shell, script in self.completions.items()]
        files += [File(f"man/{name}", page) for name, page in self.pages.items()]
        return compressed(tar(files, self.epoch, prefix=f"{self.stem}/"))

    def debian(self):
        """The package's name and bytes; none where Debian has no such machine."""
        machine = DEBIAN_MACHINES.get(self.target.split("-")[0])
        if machine is None:
            return None
        documents = f"usr/share/doc/{self.name}"
        day = datetime.fromtimestamp(self.epoch, timezone.utc)
        own = {**self.words, "MACHINE": machine, "YEAR": f"{day:%Y}", "DATE": format_datetime(day)}
        copyright = filled("packaging/debian/copyright.in", own).encode()
        changes = filled("packaging/debian/changelog.in", own).encode()
        overrides = filled("packaging/debian/lintian-overrides.in", own).encode()
        files = [File(f"usr/bin/{self.name}", self.program, executable=True)]
        files += [File(f"usr/share/man/man1/{name}.gz", compressed(page)) for name, page in self.pages.items()]
        files += [File(DEBIAN_SHELLS[shell], script) for shell, script in self.completions.items()]
        files.append(File(f"{documents}/copyright", copyright))
        files.append(File(f"{documents}/changelog.Debian.gz", compressed(changes)))
        files.append(File(f"usr/share/lintian/overrides/{self.name}", overrides))
        files.append(File(f"{documents}/changelog.gz", compressed(self.documents["CHANGELOG.md"])))
        files.append(File(f"{documents}/THIRD-PARTY-LICENSES.txt.gz", compressed(self.notices)))
        size = sum((len(file.data) + 1023) // 1024 for file in files)
        control = filled("packaging/debian/control.in", {**own, "SIZE": str(size)}).encode()
        sums = "".join(f"{hashlib.md5(file.data).hexdigest()}  {file.path}\n" for file in sorted(files, key=lambda f: f.path))
        control_files = [File("control", control), File("md5sums", sums.encode())]
        members = [
            ("debian-binary", b"2.0\n"),
            ("control.tar.gz", compressed(tar(control_files, self.epoch, prefix="./"))),
            ("data.tar.gz", compressed(tar(files, self.epoch, prefix="./"))),
        ]
        return f"{self.name}_{self.version}-1_{machine}.deb", ar(members, self.epoch)

    def files(self):
        """All packages, as pairs of names and bytes."""
        archive = self.archive()
        yield f"{self.stem}.tar.gz", archive
        yield f"{self.stem}.cdx.json", self.bill
        debian = self.debian()
        if debian:
            yield debian
        words = {**self.words, "SHA256": hashlib.sha256(archive).hexdigest()}
        yield "corefilectl.rb", filled("packaging/homebrew/corefilectl.rb.in", words).encode()
        yield "corefilectl-gitlab.yml", filled("packaging/gitlab/corefilectl.yml.in", self.words).encode()


def pack(program, folder, cargo):
    release = Release(program, cargo)
    if folder.exists():
        if any(folder.iterdir()) and not (folder / SUMS).is_file():
            raise PackError(f"{folder} holds something else than packages")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    sums = {}
    for name, data in release.files():
        (folder / name).write_bytes(data)
        sums[name] = hashlib.sha256(data).hexdigest()
        print(f"{len(data):>9}  {name}")
    lines = [f"{sums[name]}  {name}\n" for name in sorted(sums)]
    (folder / SUMS).write_text("".join(lines))


def main():
    parser = argparse.ArgumentParser(description="Pack a built program.")
    parser.add_argument("--program", metavar="FILE", type=Path, required=True)
    parser.add_argument("--dest", metavar="DIR", type=Path, default=ROOT / "target" / "dist", help="is made anew")
    parser.add_argument("--cargo", metavar="PROGRAM", default=os.environ.get("CARGO", "cargo"))
    arguments = parser.parse_args()
    try:
        pack(arguments.program.resolve(), arguments.dest.resolve(), arguments.cargo)
    except (PackError, bill.BillError, OSError, subprocess.CalledProcessError) as error:
        print(f"pack: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
