"""The files of the lake: `month=2026-03/county=12/….parquet` below one folder.

A file appears under its name only when it is complete. What is not named by a `LakeFile` doesn't
belong to the lake: the remains of a crash, or a file that has been replaced.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from santong.domains.governance.analytics.models import LakeFile
from santong.domains.governance.analytics.schema import SCHEMA

ROW_GROUP = 250_000
GRACE_SECONDS = 3600
"""How long a replaced file stays for whoever is still reading it."""


def folder() -> Path:
    """Where the lake lies."""
    return Path(settings.LAKE_FOLDER)


def path_of(file: LakeFile) -> Path:
    """Where a file lies."""
    return folder() / file.name


@dataclass(frozen=True)
class Partition:
    """What one file holds: the facts of a month ("2026-03") and a county."""

    month: str
    county: int


def write_facts(table: pa.Table) -> list[LakeFile]:
    """Write facts, a file for each month and county; the rows for them aren't saved yet."""
    months = pc.strftime(table["day"], "%Y-%m")
    files = []
    for partition in _partitions(months, table["county"]):
        chosen = pc.and_(pc.equal(months, partition.month), pc.equal(table["county"], partition.county))
        files.append(write_file(table.filter(chosen), partition))
    return files


def _partitions(months: pa.ChunkedArray, counties: pa.ChunkedArray) -> list[Partition]:
    pairs = set(zip(months.to_pylist(), counties.to_pylist(), strict=True))
    return [Partition(month, county) for month, county in sorted(pairs)]


def write_file(table: pa.Table, partition: Partition) -> LakeFile:
    """Write facts of one month and county: aside, to the disk, then under their name."""
    bounds = pc.min_max(table["seq"]).as_py()
    stem = f"{bounds['min']}-{bounds['max']}-{secrets.token_hex(4)}.parquet"
    name = f"month={partition.month}/county={partition.county}/{stem}"
    place = folder() / name
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f"_{stem}.tmp")
    with aside.open("wb") as file:
        pq.write_table(table, file, compression="zstd", row_group_size=ROW_GROUP)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(place)
    _sync(place.parent)
    first_day: date = pc.min(table["day"]).as_py()
    return LakeFile(
        name=name, month=partition.month, county=partition.county, first_seq=bounds["min"], last_seq=bounds["max"],
        rows=table.num_rows, size=place.stat().st_size, first_day=first_day,
    )  # fmt: skip


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_files(files: Iterable[LakeFile]) -> pa.Table:
    """The facts of some files."""
    return pa.concat_tables([pq.read_table(path_of(file), schema=SCHEMA, partitioning=None) for file in files])


def read_columns(file: LakeFile, columns: list[str]) -> pa.Table:
    """Some columns of a file."""
    return pq.read_table(path_of(file), columns=columns, partitioning=None)


def remove_garbage(known: Collection[str], older_than: float = GRACE_SECONDS) -> int:
    """Remove files that don't belong to the lake and haven't been touched for a while; how many."""
    removed, limit = 0, time.time() - older_than
    for path in folder().glob("month=*/county=*/*"):
        if str(path.relative_to(folder())) not in known and path.stat().st_mtime <= limit:
            path.unlink()
            removed += 1
    return removed
