"""Invented facts by the million, for measuring questions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from santong.domains.governance.analytics.schema import SCHEMA, week_of

FIRST, DAYS = date(2026, 2, 2), 182
COUNTIES, SCHOOLS, PEOPLE, ACTIVITIES = 7, 400, 200_000, 20_000
SUBJECTS = ["语文", "数学", "英语", "物理", "化学", "生物学", "历史", "地理", "道德与法治", ""]
KINDS = ["video", "document", "presentation", "exercise", "audio"]
VERBS = ["viewed", "scored", "completed", "downloaded"]
MICROSECONDS_A_DAY = 86_400 * 1_000_000


def invent(count: int) -> pa.Table:
    """`count` facts of half a year: 200,000 people of 400 schools in seven counties, a quarter with a score.

    The number of people and activities is less when there are few facts.
    """
    dice = np.random.default_rng(7)
    people, activities = min(PEOPLE, count // 50), min(ACTIVITIES, count // 500)
    person = dice.integers(0, people, count)
    # Few resources are used much, many a little.
    activity = (activities * dice.random(count) ** 3).astype(np.int32)
    offset = np.sort(dice.integers(0, DAYS, count))
    verb = dice.choice(len(VERBS), count, p=[0.5, 0.25, 0.15, 0.1]).astype(np.int32)
    scored = verb == 1
    monday = week_of(FIRST)
    epoch = (FIRST - date(1970, 1, 1)).days
    at = (epoch + offset) * MICROSECONDS_A_DAY + dice.integers(0, MICROSECONDS_A_DAY, count)
    school = person % SCHOOLS
    columns = {
        "seq": np.arange(count) + 1_700_000_000_000_000,
        "at": pa.array(at, pa.int64()).cast(pa.timestamp("us", tz="UTC")),
        "day": pa.array((epoch + offset).astype(np.int32)).cast(pa.date32()),
        "week": (monday + offset // 7).astype(np.int32),
        "actor": (person.astype(np.int64) * 6_364_136_223_846_793_005) & ~1,
        "role": _words(["pupil", "staff", "parent"], np.where(person % 20 == 0, 1, np.where(person % 20 == 1, 2, 0))),
        "region": np.ones(count, np.int64),
        "county": 2 + school % COUNTIES,
        "school": 100 + school,
        "verb": _words(VERBS, verb),
        "activity": _words([f"https://edu.example.cn/resources/{n}" for n in range(activities)], activity),
        "activity_type": _words(["assessment", "resource"], (activity % 4 != 0).astype(np.int32)),
        "subject": _words(SUBJECTS, activity % len(SUBJECTS)),
        "kind": _words(KINDS, activity % len(KINDS)),
        "score": pa.array(dice.integers(0, 101, count) / 100, mask=~scored),
        "success": pa.nulls(count, pa.bool_()),
        "completion": pa.array(verb == 2, mask=verb != 2),
        "duration": pa.array(dice.integers(1, 1800, count).astype(np.float64)),
        "provider": np.ones(count, np.int64),
    }
    return pa.table({field.name: _cast(columns[field.name], field.type) for field in SCHEMA}, schema=SCHEMA)


def _words(words: list[str], which: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(which.astype(np.int32)), pa.array(words)).cast(pa.string())


def _cast(values: pa.Array | np.ndarray, kind: pa.DataType) -> pa.Array:
    return (values if isinstance(values, pa.Array) else pa.array(values)).cast(kind)
