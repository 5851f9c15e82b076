"""Statements about statements: finding them by what they refer to, and voiding.

A statement whose object is a StatementRef is also found by whatever its target is found by
(1.0.3 Communication 2.1.4), through any number of steps. So it is entered in its target's lists:
at once when the target is there, later when the target arrives after it.
"""

# ruff: noqa: S608 — names of tables and columns are constants; every value is a parameter.

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from santong.domains.platform.records.actions.preparing import Prepared
from santong.domains.platform.records.callers import Caller, provider_list
from santong.domains.platform.records.queries.providers import provider_paths
from santong.domains.platform.records.storage import insert_new, key_value, select_in
from santong.domains.platform.records.xapi.problems import Forbidden
from santong.domains.platform.records.xapi.statements import VOIDED
from santong.domains.platform.records.xapi.terms import lists_of_statement

MAX_STEPS = 100
"""How long a chain of references is followed."""


@dataclass(frozen=True)
class Pending:
    """An earlier statement that refers to one that arrives now."""

    target: str
    seq: int
    voids: bool


@dataclass(frozen=True)
class Stored:
    """A statement that a reference leads to."""

    seq: int
    provider_id: int
    statement: dict[str, Any]

    @property
    def target(self) -> str | None:
        reference = self.statement["object"]
        return reference["id"].lower() if reference.get("objectType") == "StatementRef" else None

    @property
    def voiding(self) -> bool:
        return self.target is not None and self.statement["verb"]["id"] == VOIDED


def pending_references(fresh: Sequence[Prepared]) -> list[Pending]:
    """Earlier references to statements of this batch; an id that we made can't have any."""
    keys = {key_value(one.id): one.id for one in fresh if one.given_id}
    rows = select_in("SELECT target, seq, voids FROM records_reference WHERE target IN ({})", list(keys))
    return [Pending(keys[str(target)], seq, bool(voids)) for target, seq, voids in rows]


def link(fresh: Sequence[Prepared], seqs: Sequence[int], caller: Caller, pending: Sequence[Pending]) -> None:
    """Enter references in their targets' lists, both ways, and carry out voiding."""
    rows = [
        (key_value(one.target), seq, int(one.voids))
        for one, seq in zip(fresh, seqs, strict=True)
        if one.target is not None
    ]
    insert_new("records_reference", ("target", "seq", "voids"), rows)
    by_id = {one.id: (one, seq) for one, seq in zip(fresh, seqs, strict=True)}
    for one, seq in by_id.values():
        if one.target is not None:
            _inherit(one, seq, caller)
    for reference in pending:
        one, _ = by_id[reference.target]
        _bequeath(one, reference, caller)
    for one in fresh:
        if one.voids:
            _void(one, caller)
    for reference in pending:
        one, seq = by_id[reference.target]
        if reference.voids and not one.voids and _may_void(_provider_of(reference.seq), caller.provider_id):
            _mark_voided(Stored(seq, caller.provider_id, one.statement))


def _chain(target: str | None, path: str) -> tuple[list[Stored], set[int]]:
    """The statements that a reference leads to, within reach of `path`, and all their lists."""
    found: list[Stored] = []
    lists: set[int] = set()
    seen: set[str] = set()
    while target is not None and target not in seen and len(seen) < MAX_STEPS:
        seen.add(target)
        stored = _fetch(target)
        if stored is None or not _in_one_branch(provider_paths()[stored.provider_id], path):
            break
        found.append(stored)
        lists |= lists_of_statement(stored.statement)
        target = stored.target
    return found, lists


def _inherit(one: Prepared, seq: int, caller: Caller) -> None:
    _, lists = _chain(one.target, caller.path)
    insert_new("records_posting", ("list", "seq"), [(entry, seq) for entry in sorted(lists - one.lists)])


def _bequeath(one: Prepared, reference: Pending, caller: Caller) -> None:
    """Enter everything that refers to `one`, directly or through others, in its lists."""
    _, inherited = _chain(one.target, caller.path)
    lists = sorted(inherited | one.lists)
    rows = [(entry, seq) for seq in _referrers(reference.seq, caller.path) for entry in lists]
    insert_new("records_posting", ("list", "seq"), rows)


def _referrers(first: int, path: str) -> set[int]:
    """A referring statement and those that refer to it, step by step, within reach of `path`."""
    found: set[int] = set()
    level = [first]
    for _ in range(MAX_STEPS):
        near = select_in("SELECT seq, provider_id, body FROM records_statement WHERE seq IN ({})", level)
        paths = provider_paths()
        new = {
            seq: key_value(json.loads(body)["id"])
            for seq, provider, body in near
            if seq not in found and _in_one_branch(paths[provider], path)
        }
        if not new:
            break
        found.update(new)
        rows = select_in("SELECT seq FROM records_reference WHERE target IN ({})", list(new.values()))
        level = [seq for (seq,) in rows]
    return found


def _void(one: Prepared, caller: Caller) -> None:
    stored = _fetch(str(one.target))
    if stored is None or stored.voiding:
        # Not here yet: voided on arrival. A voiding statement can't be voided (Data 2.3.2).
        return
    if not _may_void(caller.provider_id, stored.provider_id):
        raise Forbidden("object.id", "that statement belongs to another organisation")
    _mark_voided(stored)


def lists_in_all(stored: Stored) -> set[int]:
    """The lists that a statement is in for what it says and for what it refers to."""
    _, inherited = _chain(stored.target, provider_paths()[stored.provider_id])
    return inherited | lists_of_statement(stored.statement)


def _mark_voided(stored: Stored) -> None:
    lists = sorted(lists_in_all(stored) | {provider_list(stored.provider_id)})
    marks = ", ".join(["%s"] * len(lists))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_statement SET voided = 1 WHERE seq = %s", [stored.seq])
        cursor.execute(f"DELETE FROM records_posting WHERE seq = %s AND list IN ({marks})", [stored.seq, *lists])


def _fetch(statement_id: str) -> Stored | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.seq, s.provider_id, s.body FROM records_statementkey k "
            "JOIN records_statement s ON s.seq = k.seq WHERE k.id = %s",
            [key_value(statement_id)],
        )
        row = cursor.fetchone()
    return Stored(row[0], row[1], json.loads(row[2])) if row else None


def _provider_of(seq: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT provider_id FROM records_statement WHERE seq = %s", [seq])
        return int(cursor.fetchone()[0])


def _may_void(writer: int, owner: int) -> bool:
    paths = provider_paths()
    return paths[owner].startswith(paths[writer])


def _in_one_branch(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
