"""Exporting statements to the lake: each batch whole, each statement once, from where it stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from santong.domains.governance.analytics.actions.committing import Overtaken, commit
from santong.domains.governance.analytics.actions.rewriting import rewritten
from santong.domains.governance.analytics.facts import fact_of, table_of
from santong.domains.governance.analytics.folder import write_facts
from santong.domains.governance.analytics.models import LakeFile
from santong.domains.governance.analytics.queries.actors import Actors
from santong.domains.governance.analytics.queries.lake import lake
from santong.domains.platform.records.public import VOIDED, Flowing, statements_after, voided_among

BATCH = 50_000
ATTEMPTS = 20


def export(batch: int = BATCH, say: Callable[[str], None] = lambda text: None) -> int:
    """Bring the lake up to date; how many facts were added."""
    actors, done = Actors(), 0
    while True:
        count, more = _next_batch(actors, batch)
        done += count
        if not more:
            return done
        say(f"{done:,}")


def _next_batch(actors: Actors, batch: int) -> tuple[int, bool]:
    for _attempt in range(ATTEMPTS):
        try:
            return _export_batch(actors, batch)
        except Overtaken:
            continue
    raise RuntimeError("the lake is being changed all the time; is another export running without end?")


def _export_batch(actors: Actors, batch: int) -> tuple[int, bool]:
    present = lake()
    flowing = statements_after(present.watermark, batch)
    if not flowing:
        return 0, False
    facts, taken_back = _facts(actors, flowing)
    added = write_facts(facts) if facts.num_rows else []
    replaced, replacements = _without(taken_back)
    commit(
        present,
        watermark=flowing[-1].seq,
        added=[*added, *replacements],
        removed=replaced,
        stale=[*added, *replaced],
    )
    return facts.num_rows, len(flowing) == batch


def _facts(actors: Actors, flowing: Sequence[Flowing]) -> tuple[pa.Table, set[int]]:
    """The facts of some statements, and the moments of earlier ones that they void."""
    read: list[tuple[Flowing, dict[str, Any]]] = [(one, json.loads(one.body)) for one in flowing]
    voiding = [statement["object"]["id"] for _, statement in read if statement["verb"]["id"] == VOIDED]
    acts = [(one, statement) for one, statement in read if _is_act(statement)]
    who = actors.of([(one.provider_id, statement) for one, statement in acts])
    rows = [
        fact_of(one.seq, one.provider_id, statement, actor) for (one, statement), actor in zip(acts, who, strict=True)
    ]
    return table_of(rows), voided_among(voiding)


def _is_act(statement: dict[str, Any]) -> bool:
    """Neither the voiding of another nor a plan."""
    return statement["verb"]["id"] != VOIDED and statement["object"].get("objectType") != "SubStatement"


def _without(seqs: set[int]) -> tuple[list[LakeFile], list[LakeFile]]:
    """Files that hold statements voided since, and the files to replace them."""
    if not seqs:
        return [], []
    files = LakeFile.objects.filter(first_seq__lte=max(seqs), last_seq__gte=min(seqs))
    unwanted = pa.array(sorted(seqs), pa.int64())
    return rewritten(files, ["seq"], lambda table: table.filter(pc.invert(pc.is_in(table["seq"], unwanted))))
