"""The files of a data package, in a folder or a zip; what is meant to harm is refused.

A package comes from somebody else. It may name files outside itself, be a zip bomb, or hide one
thing in another. Its files are read where they are: nothing is unpacked, and nothing is fetched.
Sources: Data Package, https://specs.frictionlessdata.io/data-package/ (a path is relative, and
never leaves the package); PKWARE, .ZIP File Format Specification 6.3 (end of central directory).
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from bot.content.problems import Problems
from bot.exchange.streams import MOST_BYTES, check_size, shown

DESCRIPTOR = "datapackage.json"

MOST_FILES = 200
MOST_IN_ALL = 2 * MOST_BYTES
MOST_TIMES = 100
"""A file in a zip may be so many times larger than it is zipped. Tables are 5 to 30 times."""

SMALL = 1024 * 1024
"""Files up to this size (bytes) may be zipped as well as they like."""

MOST_DIRECTORY = 256 * 1024
"""The list of files in a zip may be so long (bytes); it is all read at once."""

ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst", ".jar")
INSIDE = "a file inside the package: a relative path without '..'"


class Files(Protocol):
    """The files of a package, by their paths in it."""

    def names(self) -> list[str]:
        """Those that are not in a folder of their own."""

    def has(self, name: str) -> bool:
        """Whether there is such a file, really inside the package."""

    def open(self, name: str) -> BinaryIO:
        """One of them, from its beginning."""


class _Folder:
    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder = folder
        self.problems = problems

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if self.has(path.name))

    def has(self, name: str) -> bool:
        real = Path(os.path.realpath(self.folder / name))
        return real.is_file() and real.is_relative_to(os.path.realpath(self.folder))

    def open(self, name: str) -> BinaryIO:
        check_size(self.folder / name, self.problems)
        return (self.folder / name).open("rb")


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, top: str, names: Iterable[str]) -> None:
        self.archive = archive
        self.top = top
        self.all = frozenset(names)

    def names(self) -> list[str]:
        return sorted(name for name in self.all if "/" not in name)

    def has(self, name: str) -> bool:
        return name in self.all

    def open(self, name: str) -> BinaryIO:
        return self.archive.open(self.top + name)  # type: ignore[return-value]


@contextmanager
def open_package(path: Path, problems: Problems) -> Iterator[Files]:
    """The files of a package.

    Args:
        path: its folder, its ``datapackage.json``, or a zip of these.

    Raises:
        ContentError: there is no package, or something in it may harm.
    """
    if path.is_dir():
        yield _Folder(path, problems)
    elif path.name == DESCRIPTOR:
        check_size(path, problems)
        yield _Folder(path.parent, problems)
    else:
        check_size(path, problems)
        _check_directory(path, problems)
        try:
            with zipfile.ZipFile(path) as archive:
                top, names = _checked(archive.infolist(), problems)
                yield _Zip(archive, top, names)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            problems.add(1, "(file)", str(error), "a whole zip, a folder or a datapackage.json")
            problems.stop_if_any()


def is_inside(path: str) -> bool:
    """Whether a path stays in its package, on any system: no '..', root, drive or web address."""
    return (
        bool(path)
        and path[0] not in "/~"
        and not set(path) & set(":\\\0")
        and ".." not in path.split("/")
    )


def _check_directory(path: Path, problems: Problems) -> None:
    """The list of files of a zip is not too long to be read.

    It stands at the end; the record after it says how long it is. Longer than 32 bits can say
    (ZIP64) is longer than any package of ours.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        end = file.read()
    found = end.rfind(b"PK\x05\x06")
    if found < 0 or len(end) < found + 22:
        problems.add(1, "(file)", path.name, "a zip, a folder or a datapackage.json")
    elif (length := struct.unpack_from("<L", end, found + 12)[0]) > MOST_DIRECTORY:
        problems.add(1, "(zip)", f"{length} bytes", f"a list of at most {MOST_DIRECTORY} bytes")
    problems.stop_if_any()


def _checked(members: list[zipfile.ZipInfo], problems: Problems) -> tuple[str, list[str]]:
    """The folder in a zip in which the package is, and the names of its files."""
    seen: set[str] = set()
    for member in members:
        expected = _refused(member)
        if member.filename in seen:
            expected = "one file of that name"
        seen.add(member.filename)
        if expected:
            problems.add(1, "(zip)", shown(member.filename), expected)
    if len(members) > MOST_FILES:
        problems.add(1, "(zip)", f"{len(members)} files", f"at most {MOST_FILES} files")
    total = sum(member.file_size for member in members)
    if total > MOST_IN_ALL:
        problems.add(1, "(zip)", f"{total} bytes", f"at most {MOST_IN_ALL} bytes when unzipped")
    problems.stop_if_any()
    names = [m.filename for m in members if not m.is_dir() and "__MACOSX" not in m.filename]
    top = _top(names)
    return top, [name.removeprefix(top) for name in names if name.startswith(top)]


def _refused(member: zipfile.ZipInfo) -> str:
    """What is expected instead of a file in a zip; empty when nothing is wrong with it."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if not is_inside(member.filename):
        return INSIDE
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "a file or a folder, no link"
    if member.flag_bits & 1:
        return "a file without a password"
    if member.filename.casefold().endswith(ARCHIVES):
        return "a file, no archive in an archive"
    if member.file_size > MOST_BYTES:
        return f"at most {MOST_BYTES} bytes when unzipped, not {member.file_size}"
    if member.file_size > SMALL and member.file_size > MOST_TIMES * member.compress_size:
        return f"zipped at most {MOST_TIMES} times smaller: this may be a zip bomb"
    return ""


def _top(names: list[str]) -> str:
    """The folder with the descriptor, or else with the services: the least deep one."""
    for wanted in (DESCRIPTOR, "services.csv", "service.csv"):
        found = [name for name in names if PurePosixPath(name).name == wanted]
        if found:
            return min(found, key=lambda name: (name.count("/"), name)).removesuffix(wanted)
    return ""
