"""Storing statements: all of a batch, or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from santong.domains.platform.records.actions.activities import learn_activities
from santong.domains.platform.records.actions.attachments import Kept, keep_rows
from santong.domains.platform.records.actions.preparing import Prepared
from santong.domains.platform.records.actions.references import link, pending_references
from santong.domains.platform.records.actions.settling import move_new_if_full
from santong.domains.platform.records.actions.use import count_use
from santong.domains.platform.records.callers import Caller, provider_list
from santong.domains.platform.records.clock import iso, writing
from santong.domains.platform.records.storage import bulk_insert, ensure_partitions, key_value, select_by_id
from santong.domains.platform.records.xapi.comparing import same
from santong.domains.platform.records.xapi.problems import Conflict


def store(batch: Sequence[Prepared], caller: Caller, attachments: Mapping[str, Kept] | None = None) -> list[str]:
    """Store a checked batch; the ids of its statements, in order.

    A statement that is there already and says the same is left as it is; one that says something
    else is a `Conflict`. `attachments` maps the SHA-2 of each attachment that came along.
    """
    with writing() as first:
        known = _known(batch)
        fresh = [one for one in batch if one.id not in known]
        seqs = range(first, first + len(fresh))
        if fresh:
            ensure_partitions({seqs[0], seqs[-1]})
            _insert(fresh, seqs, caller)
            link(fresh, seqs, caller, pending_references(fresh))
            keep_rows(fresh, seqs, attachments or {})
        learned = learn_activities(fresh, caller)
        count_use(caller, stored=len(fresh))
        move_new_if_full()
    learned.remember()
    return [one.id for one in batch]


def _insert(fresh: Sequence[Prepared], seqs: Sequence[int], caller: Caller) -> None:
    own = provider_list(caller.provider_id)
    statements, postings, keys = [], [], []
    for one, seq in zip(fresh, seqs, strict=True):
        statements.append((seq, caller.provider_id, 0, _body(one, seq)))
        keys.append((key_value(one.id), seq))
        postings.append((own, seq))
        postings += [(entry, seq) for entry in one.lists]
    # In the order of the index each page of it is touched once.
    postings.sort()
    bulk_insert("records_statement", ("seq", "provider_id", "voided", "body"), statements)
    bulk_insert("records_statementkey", ("id", "seq"), keys)
    bulk_insert("records_posting", ("list", "seq"), postings)


def _body(one: Prepared, seq: int) -> str:
    stored = iso(seq)
    timestamp = "" if "timestamp" in one.statement else f',"timestamp":"{stored}"'
    return f'{one.head},"stored":"{stored}"{timestamp}}}'


def _known(batch: Sequence[Prepared]) -> set[str]:
    """The ids of statements that are there already; `Conflict` when one says something else."""
    chosen = {key_value(one.id): one for one in batch if one.given_id}
    found = set()
    for key, body in select_by_id("k.id, s.body", list(chosen)):
        one = chosen[str(key)]
        if not same(_parsed(body), one.statement):
            raise Conflict("id", f"{one.id} is the id of another statement")
        found.add(one.id)
    return found


def _parsed(body: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(body)
    return value
