"""What is in the program: its parts as a CycloneDX 1.6 document, and the licences of all of them.

Not for use by itself; pack.py calls it. The parts are what cargo says the target's build links: build scripts,
procedural macros and what only they use are not in the program. There is no time and no random number in the document.
"""

import json
import os
import re
import shlex
import subprocess
import uuid
from pathlib import Path

# How the crates call the files that have to go along.
LICENCE = re.compile(r"(?i)^(licen[cs]e|copying|copyright|notice|unlicense)")


class BillError(Exception):
    """Why the parts cannot be told."""


def metadata(root, target, cargo):
    command = [*shlex.split(cargo), "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode != 0:
        raise BillError(f"cargo metadata: {done.stderr.strip()}")
    return json.loads(done.stdout)


def linked(graph):
    """The packages in the program, with what each uses, in the order of their names."""
    packages = {package["id"]: package for package in graph["packages"]}
    nodes = {node["id"]: node for node in graph["resolve"]["nodes"]}

    def is_linked(package):
        return not any("proc-macro" in target["kind"] for target in packages[package]["targets"])

    def uses(package):
        for dependency in nodes[package]["deps"]:
            normal = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if normal and is_linked(dependency["pkg"]):
                yield dependency["pkg"]

    root = graph["resolve"]["root"]
    found, waiting = {}, [root]
    while waiting:
        package = waiting.pop()
        if package not in found:
            found[package] = sorted(set(uses(package)), key=lambda used: purl(packages[used]))
            waiting.extend(found[package])
    order = sorted(found, key=lambda package: purl(packages[package]))
    return [(packages[package], [packages[used] for used in found[package]]) for package in order]


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def checksums(root):
    """The checksums in Cargo.lock, by name and version."""
    entry = re.compile(r'^name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"$', re.MULTILINE)
    lock = (root / "Cargo.lock").read_text(encoding="utf-8")
    return {(name, version): checksum for name, version, checksum in entry.findall(lock)}


def licences(package):
    expression = (package["license"] or "").replace("/", " OR ")
    return [{"expression": expression}] if expression else []


def component(package, sums):
    entry = {
        "type": "library",
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "scope": "required",
        "licenses": licences(package),
        "purl": purl(package),
    }
    checksum = sums.get((package["name"], package["version"]))
    if checksum:
        # That of the crate's archive.
        entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return entry


def surroundings(compiler):
    """What no Cargo.lock names and a static program holds all the same."""
    release = compiler["release"]
    parts = [("rust-std", release, f"pkg:generic/rust-std@{release}", "MIT OR Apache-2.0")]
    libc = os.confstr("CS_GNU_LIBC_VERSION") if "CS_GNU_LIBC_VERSION" in os.confstr_names else None
    if compiler["host"].endswith("-gnu") and libc:
        version = libc.split()[-1]
        parts.append(("glibc", version, f"pkg:generic/glibc@{version}", "LGPL-2.1-or-later"))
    return [
        {
            "type": "library",
            "bom-ref": reference,
            "name": name,
            "version": version,
            "scope": "required",
            "licenses": [{"expression": licence}],
            "purl": reference,
        }
        for name, version, reference, licence in parts
    ]


def document(root, graph, compiler, program_digest):
    """The bill of materials of the program with this SHA-256, as text."""
    sums = checksums(root)
    parts = linked(graph)
    own = next(package for package, _ in parts if package["id"] == graph["resolve"]["root"])
    around = surroundings(compiler)
    main = component(own, sums)
    main["type"] = "application"
    main["description"] = own["description"]
    main["hashes"] = [{"alg": "SHA-256", "content": program_digest}]
    main["externalReferences"] = [{"type": "vcs", "url": own["repository"]}]
    del main["scope"]
    dependencies = [{"ref": purl(package), "dependsOn": [purl(used) for used in uses]} for package, uses in parts]
    next(entry for entry in dependencies if entry["ref"] == purl(own))["dependsOn"] += [part["bom-ref"] for part in around]
    dependencies += [{"ref": part["bom-ref"]} for part in around]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # The same program, the same number.
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{own['repository']}#{program_digest}").urn,
        "version": 1,
        "metadata": {"component": main, "lifecycles": [{"phase": "build"}]},
        "components": [component(package, sums) for package, _ in parts if package is not own] + around,
        "dependencies": dependencies,
    }
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


def notices(graph):
    """The licences of everything that is in the program, whole: they ask to go along with it."""
    texts, crates = {}, []
    for package, _ in linked(graph):
        if package["id"] == graph["resolve"]["root"]:
            continue
        folder = Path(package["manifest_path"]).parent
        files = sorted(file for file in folder.iterdir() if LICENCE.match(file.name) and file.is_file())
        name = f"{package['name']} {package['version']}"
        crates.append(f"{name}: {package['license'] or 'see its licence'}")
        for file in files:
            text = file.read_text(encoding="utf-8", errors="replace").strip()
            texts.setdefault(text, []).append(name)
    lines = ["corefilectl holds the following crates, Rust's standard library (MIT OR Apache-2.0) and, as a static program, glibc"]
    lines += ["(LGPL-2.1-or-later), which anybody can link anew from the project's sources.", "", *crates]
    for text, names in texts.items():
        lines += ["", "-" * 80, *names, "", text]
    return "\n".join(lines) + "\n"
