"""Archives whose bytes depend on nothing but names, modes and contents: tar.gz, Debian's ar, gzip.

Not for use by itself; pack.py says what goes in. Owners are root, times are those that the caller gives, order is by name.
"""

import gzip
import io
import tarfile
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A file of a package: its path in it without a leading slash, its bytes, and whether it is a program."""

    path: str
    data: bytes
    executable: bool = False


def compressed(data):
    # Without name and time, which the format has room for.
    sink = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=sink, compresslevel=9, mtime=0) as stream:
        stream.write(data)
    return sink.getvalue()


def folders(files):
    parts = (file.path.split("/")[:-1] for file in files)
    return {"/".join(path[: depth + 1]) for path in parts for depth in range(len(path))}


def tar(files, epoch, prefix=""):
    """An uncompressed archive with an entry for every folder, too."""
    entries = [(f"{prefix}{folder}/", None) for folder in folders(files)]
    if prefix == "./":
        entries.append(("./", None))
    entries += [(prefix + file.path, file) for file in files]
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, file in sorted(entries, key=lambda entry: entry[0]):
            entry = tarfile.TarInfo(name)
            entry.mtime, entry.uname, entry.gname = epoch, "root", "root"
            if file is None:
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(entry)
            else:
                entry.mode, entry.size = (0o755 if file.executable else 0o644), len(file.data)
                archive.addfile(entry, io.BytesIO(file.data))
    return sink.getvalue()


def ar(members, epoch):
    """The archive that a Debian package is: pairs of names and bytes, in their order."""
    parts = [b"!<arch>\n"]
    for name, data in members:
        parts.append(f"{name:<16}{epoch:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n".encode("ascii"))
        parts.append(data + b"\n" * (len(data) % 2))
    return b"".join(parts)
