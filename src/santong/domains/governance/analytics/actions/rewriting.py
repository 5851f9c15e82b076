"""Changing what is in the lake already: erasures, expiry, and joining small files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from santong.domains.governance.analytics.actions.committing import commit
from santong.domains.governance.analytics.folder import (
    Partition,
    path_of,
    read_columns,
    read_files,
    remove_garbage,
    write_file,
)
from santong.domains.governance.analytics.models import Erasure, LakeFile
from santong.domains.governance.analytics.queries.lake import lake
from santong.domains.platform.records.public import kept_from

Change = Callable[[pa.Table], pa.Table]
FEW_FILES = 8
MOST_ROWS = 2_000_000


def rewritten(files: Iterable[LakeFile], columns: list[str], change: Change) -> tuple[list[LakeFile], list[LakeFile]]:
    """The files that a change affects, and the changed files in their place (empty ones are left out).

    `columns` are what the change looks at: files in which it changes nothing aren't read whole.
    """
    replaced, replacements = [], []
    for file in files:
        looked_at = read_columns(file, columns)
        if change(looked_at).equals(looked_at):
            continue
        replaced.append(file)
        table = change(read_files([file]))
        if table.num_rows:
            replacements.append(write_file(table, Partition(file.month, file.county)))
    return replaced, replacements


def erase() -> int:
    """Carry out the erasures that wait; how many. Counts and means stay as they are.

    An erasure is done with only when no statement read before it can be exported after it: a
    change of the lake's version makes such an export begin again.
    """
    waiting = {one.pk: one for one in Erasure.objects.all()}
    if not waiting:
        return 0
    present = lake()
    names = {one.old: one.new for one in waiting.values()}
    replaced, replacements = rewritten(LakeFile.objects.all(), ["actor"], lambda table: _renamed(table, names))
    commit(present, added=replacements, removed=replaced)
    # What was replaced names the person still: it goes at once, whoever may be reading it.
    _remove_files(replaced)
    Erasure.objects.filter(pk__in=waiting).delete()
    return len(waiting)


def _renamed(table: pa.Table, names: dict[int, int]) -> pa.Table:
    old = pa.array(list(names), pa.int64())
    new = pa.array(list(names.values()), pa.int64())
    found = pc.index_in(table["actor"], old)
    renamed = pc.coalesce(pc.take(new, found), table["actor"])
    return table.set_column(table.schema.get_field_index("actor"), table.schema.field("actor"), renamed)


def expire(now: datetime | None = None) -> None:
    """Remove the facts of statements that their provider keeps no longer."""
    limits = kept_from(now)
    if not limits:
        return
    present = lake()
    files = LakeFile.objects.filter(first_seq__lt=max(limits.values()))
    replaced, replacements = rewritten(files, ["provider", "seq"], lambda table: _kept(table, limits))
    if replaced:
        commit(present, added=replacements, removed=replaced)


def _kept(table: pa.Table, limits: dict[int, int]) -> pa.Table:
    old = pa.array([False] * table.num_rows)
    for provider, before in limits.items():
        old = pc.or_(old, pc.and_(pc.equal(table["provider"], provider), pc.less(table["seq"], before)))
    return table.filter(pc.invert(old))


def compact(few: int = FEW_FILES) -> int:
    """Join the files of a month and county when they are more than a few; how many joins."""
    done = 0
    for files in _partitions():
        small = [file for file in files if file.rows < MOST_ROWS]
        if len(small) > few:
            _join(small)
            done += 1
    return done


def _partitions() -> list[list[LakeFile]]:
    found: dict[tuple[str, int], list[LakeFile]] = {}
    for file in LakeFile.objects.order_by("first_seq"):
        found.setdefault((file.month, file.county), []).append(file)
    return list(found.values())


def _join(files: list[LakeFile]) -> None:
    present = lake()
    portion, rows = [], 0
    for file in files:
        portion.append(file)
        rows += file.rows
        if rows >= MOST_ROWS:
            break
    table = read_files(portion).sort_by([("day", "ascending"), ("school", "ascending"), ("seq", "ascending")])
    joined = write_file(table, Partition(files[0].month, files[0].county))
    commit(present, added=[joined], removed=portion)


def sweep(older_than: float | None = None) -> int:
    """Remove files that don't belong to the lake; how many."""
    known = set(LakeFile.objects.values_list("name", flat=True))
    return remove_garbage(known) if older_than is None else remove_garbage(known, older_than)


def _remove_files(files: Iterable[LakeFile]) -> None:
    for file in files:
        path_of(file).unlink(missing_ok=True)
