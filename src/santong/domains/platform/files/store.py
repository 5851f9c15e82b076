"""Where bytes lie: the storage of the installation (a folder or S3), and the folder of uploads on their way.

Everything is written under a name that says what it holds, completely or not at all, so that a
crash leaves nothing half, and a second attempt finds the first one's work.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files import File as Opened
from django.core.files.storage import default_storage
from django.utils import timezone

CHUNK = 1024 * 1024


def uploads() -> Path:
    """The folder of uploads on their way. It needs no backup; many web machines share it."""
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def staged(upload_id: UUID) -> Path:
    """Where the bytes of an upload gather."""
    return uploads() / upload_id.hex


def blob_name(sha256: str) -> str:
    """Where the storage keeps content with this checksum."""
    return f"blobs/{sha256[:2]}/{sha256}"


def local_path(name: str) -> Path | None:
    """The path of a stored file; None when the storage is no folder of this machine."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        return None


def put(source: Path, name: str) -> None:
    """Store a copy of a local file under exactly this name; what is there already is replaced."""
    target = local_path(name)
    if target is None:
        default_storage.delete(name)
        with source.open("rb") as content:
            default_storage.save(name, Opened(content))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{uuid4().hex}")
    _copy(source, aside)
    aside.replace(target)
    _sync_folder(target.parent)


def _copy(source: Path, target: Path) -> None:
    """A second name on the same disk, which costs nothing; else a copy that has reached the disk."""
    try:
        os.link(source, target)
    except OSError:
        with source.open("rb") as content, target.open("xb") as copy:
            shutil.copyfileobj(content, copy, CHUNK)
            copy.flush()
            os.fsync(copy.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def holds(name: str, size: int) -> bool:
    """Whether the storage has a file of this name and size."""
    return default_storage.exists(name) and default_storage.size(name) == size


@contextmanager
def on_disk(name: str) -> Iterator[Path]:
    """A stored file as a local path, for programs that want one."""
    found = local_path(name)
    if found is not None:
        yield found
        return
    with workplace() as folder:
        copy = folder / Path(name).name
        with default_storage.open(name) as content, copy.open("wb") as local:
            shutil.copyfileobj(content, local, CHUNK)
        yield copy


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder that is gone afterwards; after a crash the sweep removes it."""
    parent = Path(settings.HOME) / "work"
    parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=parent, prefix="files-") as folder:
        yield Path(folder)


def walk(folder: str) -> Iterator[str]:
    """The names of all stored files below a folder."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}/{name}"
    for inner in folders:
        yield from walk(f"{folder}/{inner}")


def remove(name: str) -> None:
    """Remove a stored file, and the folders that it leaves empty."""
    default_storage.delete(name)
    path = local_path(name)
    if path is not None:
        with suppress(OSError):  # somebody else's file lies there
            path.parent.rmdir()
            path.parent.parent.rmdir()


def remove_folder(folder: str) -> None:
    """Remove everything below a folder of the storage."""
    for name in list(walk(folder)):
        remove(name)


def open_part(name: str, start: int, length: int) -> IO[bytes]:
    """A stored file opened at `start`; what reads more than `length` bytes of it is on its own.

    Raises FileNotFoundError.
    """
    path = local_path(name)
    if path is not None:
        file = path.open("rb")
        file.seek(start)
        return file
    from botocore.exceptions import ClientError  # installations without S3 never load it

    try:
        found = default_storage.bucket.Object(name).get(Range=f"bytes={start}-{start + length - 1}")  # type: ignore[attr-defined]
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") == "NoSuchKey":
            raise FileNotFoundError(name) from problem
        raise
    body: IO[bytes] = found["Body"]
    return body


def is_older(name: str, age: timedelta) -> bool:
    """Whether a stored file was written longer than `age` ago."""
    return default_storage.get_modified_time(name) < timezone.now() - age
