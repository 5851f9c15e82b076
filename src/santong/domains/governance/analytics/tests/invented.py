"""Invented facts, without a database."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from santong.domains.governance.analytics.facts import table_of
from santong.domains.governance.analytics.schema import week_of

FIRST = date(2026, 2, 2)
SUBJECTS = ("语文", "数学", "英语", "")
TYPES = ("resource", "assessment")


def facts(count: int, seed: int = 1) -> pa.Table:
    """`count` facts about 40 people of four schools over eight weeks."""
    dice = random.Random(seed)
    return table_of([_fact(dice, seq) for seq in range(count)])


def _fact(dice: random.Random, seq: int) -> tuple[Any, ...]:
    actor = dice.randrange(40)
    day = FIRST + timedelta(days=dice.randrange(56))
    at = datetime.combine(day, time(dice.randrange(24), dice.randrange(60)), UTC)
    subject = dice.choice(SUBJECTS)
    score = dice.choice((None, None, dice.randrange(101) / 100))
    return (
        seq, at, day, week_of(day), actor * 7919 - 100_000, "staff" if actor % 5 == 0 else "pupil", 1, 10 + actor % 2,
        100 + actor % 4, "viewed" if score is None else "scored", f"https://x.org/{subject}{seq % 13}",
        dice.choice(TYPES), subject, dice.choice(("video", "document")), score, None, None,
        dice.choice((None, 90.0)), 1,
    )  # fmt: skip
