"""Bytes of uploads on their way: appended, on the disk before they are acknowledged, and hashed in passing."""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO, Protocol
from uuid import UUID

from santong.domains.platform.files.store import CHUNK, staged

ALGORITHMS = ("sha1", "sha256", "md5")
KEPT = 500


class Busy(Exception):
    """Another request is appending to the same upload."""


class WrongOffset(Exception):
    """The client means to continue elsewhere than where the upload ends."""


class WrongChecksum(Exception):
    """What arrived isn't what was sent; nothing of it was kept."""


class UnknownChecksum(Exception):
    """A checksum in a form that isn't offered."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; b"" at the end."""


class _Running:
    """The SHA-256 of the first `offset` bytes of an upload."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.offset = 0

    def add(self, part: bytes) -> None:
        self.hash.update(part)
        self.offset += len(part)

    def catch_up(self, path: Path) -> None:
        """Read what this process didn't see: it was restarted, or another one received it."""
        with path.open("rb") as file:
            file.seek(self.offset)
            while part := file.read(CHUNK):
                self.add(part)


_hashes: OrderedDict[UUID, _Running] = OrderedDict()
_lock = Lock()


def _take(upload_id: UUID) -> _Running:
    with _lock:
        return _hashes.pop(upload_id, None) or _Running()


def _keep(upload_id: UUID, running: _Running) -> None:
    with _lock:
        _hashes[upload_id] = running
        if len(_hashes) > KEPT:
            _hashes.popitem(last=False)


def received(upload_id: UUID) -> int:
    """How many bytes are there."""
    try:
        return staged(upload_id).stat().st_size
    except FileNotFoundError:
        return 0


def append(upload_id: UUID, offset: int, length: int, source: Readable, promised: str = "") -> int:
    """Add what `source` gives, up to `length` bytes in all; returns the new offset.

    When it returns, the bytes are on the disk. `promised` is an Upload-Checksum header. Raises
    `Busy`, `WrongOffset`, `WrongChecksum`, `UnknownChecksum`.
    """
    expected = parse_checksum(promised) if promised else None
    with _locked(staged(upload_id)) as file:
        if file.tell() != offset:
            raise WrongOffset(str(file.tell()))
        try:
            running = _pour(upload_id, file, source, length - offset, expected)
        except (OSError, WrongChecksum):
            file.truncate(offset)
            raise
        _keep(upload_id, running)
        return file.tell()


def _pour(upload_id: UUID, file: IO[bytes], source: Readable, room: int, expected: Checksum | None) -> _Running:
    running = _take(upload_id)
    follows = running.offset == file.tell()
    while room > 0 and (part := source.read(min(CHUNK, room))):
        file.write(part)
        room -= len(part)
        if follows:
            running.add(part)
        if expected:
            expected.hash.update(part)
    if expected and expected.hash.digest() != expected.digest:
        raise WrongChecksum
    file.flush()
    os.fsync(file.fileno())
    return running


@dataclass(frozen=True)
class Checksum:
    """What the client says that the bytes of one request add up to."""

    hash: hashlib._Hash
    digest: bytes


def parse_checksum(header: str) -> Checksum:
    """An Upload-Checksum header, "sha256 BASE64". Raises `UnknownChecksum`."""
    name, _, text = header.partition(" ")
    if name not in ALGORITHMS:
        raise UnknownChecksum(name)
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise UnknownChecksum(header) from None
    return Checksum(hashlib.new(name, usedforsecurity=False), digest)


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The staged file, open at its end, for one request at a time."""
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        file.seek(0, os.SEEK_END)
        yield file


def checksum(upload_id: UUID) -> str:
    """The SHA-256 of everything that is there, in hexadecimal."""
    running = _take(upload_id)
    path = staged(upload_id)
    if path.stat().st_size != running.offset:
        running.catch_up(path)
    return running.hash.hexdigest()


def discard(upload_id: UUID) -> None:
    """Remove the bytes of an upload."""
    _take(upload_id)
    staged(upload_id).unlink(missing_ok=True)
