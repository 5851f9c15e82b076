"""ZIP archives: what is inside, without ever unpacking more than allowed.

Sizes that an archive declares may lie, so what is read is also counted while reading.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from santong.domains.platform.files.content.refusals import Refused

MOST_ENTRIES = 20_000
MOST_UNPACKED = 8 * 1024**3
MOST_RATIO = 200
RATIO_FROM = 50 * 1024**2
"""Bytes from which the ratio counts: small files of one letter compress without being a bomb."""
UTF8 = 0x800


@dataclass(frozen=True)
class Entry:
    """One file inside: its decoded name, bytes unpacked."""

    name: str
    size: int
    info: zipfile.ZipInfo


class Archive:
    """A checked archive. Raises `Refused` when it is broken, dangerous or out of bounds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
            infos = self.zip.infolist()
        except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError) as error:
            raise Refused("broken_archive") from error
        if len(infos) > MOST_ENTRIES:
            raise Refused("too_many_entries", count=len(infos), limit=MOST_ENTRIES)
        self.entries = [Entry(decoded_name(info), info.file_size, info) for info in infos if not info.is_dir()]
        self._check_sizes()
        self._check_places(infos)

    @property
    def names(self) -> set[str]:
        """The names of all files inside."""
        return {entry.name for entry in self.entries}

    @property
    def unpacked(self) -> int:
        """Bytes when unpacked, as declared."""
        return sum(entry.size for entry in self.entries)

    def read(self, name: str, most: int = 8 * 1024**2) -> bytes:
        """A file inside, at most `most` bytes. Raises `Refused`."""
        entry = next(entry for entry in self.entries if entry.name == name)
        parts = list(self.parts(entry, most))
        return b"".join(parts)

    def parts(self, entry: Entry, most: int) -> Iterable[bytes]:
        """A file inside, part by part; more than `most` bytes in all are refused."""
        if entry.info.flag_bits & 1:
            raise Refused("locked")
        total = 0
        try:
            with self.zip.open(entry.info) as file:
                while part := file.read(1024 * 1024):
                    total += len(part)
                    if total > most:
                        raise Refused("bomb", size=total)
                    yield part
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Refused("broken_archive") from error

    def _check_sizes(self) -> None:
        packed = self.path.stat().st_size
        if self.unpacked > MOST_UNPACKED or (self.unpacked > RATIO_FROM and self.unpacked > packed * MOST_RATIO):
            raise Refused("bomb", size=self.unpacked)
        declared = sum(entry.info.compress_size for entry in self.entries)
        if declared > packed:  # entries that share their bytes
            raise Refused("bomb", size=self.unpacked)

    def _check_places(self, infos: list[zipfile.ZipInfo]) -> None:
        for info in infos:
            if leaves(decoded_name(info)) or leaves(info.orig_filename):
                raise Refused("traversal", name=decoded_name(info)[:80])
            if stat.S_ISLNK(info.external_attr >> 16):
                raise Refused("link", name=decoded_name(info)[:80])


def leaves(name: str) -> bool:
    """Whether a name inside an archive leads out of the folder that it is unpacked into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\0" in name


def decoded_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry: UTF-8 where it says so, else what Chinese Windows writes (GB18030)."""
    if info.flag_bits & UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
