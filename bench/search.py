"""Searching 500,000 resources: words, pinyin and facets, asked as such things are asked (Zipf), by people of a
school and of a county; and whether what is wanted stands among the first three (`searchjudged.py`).

Each sample is one question as a page asks it: the query, the facets with their counts, and the rows of the
first page, in the process. Warm: the questions were asked in another order before.
"""

from __future__ import annotations

import os
import statistics
import time
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Any

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {"p95_ms": at_most(200), "top3_rate": at_least(0.9)}
FIRST = 3


def measure(run: Run) -> Mapping[str, float]:
    """Fill, warm up, ask."""
    with run.installation(durable=False, LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place:
        place.run("prepare", "--migrate")
        os.environ.update(place.environment)
        import django

        django.setup()
        from django.db import connections

        from bench.searchfill import fill

        library = fill(run.pick(500_000, 8_000), say)
        try:
            rate, cases = judged(library)
            spent = times(library, run.pick(1200, 150))
        finally:
            connections.close_all()
    say(f"median {statistics.median(spent):.1f} ms, slowest {max(spent):.1f} ms")
    return {
        "resources": library.resources,
        "p95_ms": statistics.quantiles(spent, n=20)[-1],
        "median_ms": statistics.median(spent),
        "queries": len(spent),
        "judged": cases,
        "top3_rate": rate,
    }


def judged(library: Any) -> tuple[float, int]:
    """The share of judged queries whose wanted resource is among the first three."""
    from bench.searchjudged import JUDGED
    from santong.domains.learning.resources.queries.finding import Asked, find

    asked: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for case in JUDGED:
        rows = find(library.viewers[0], Asked(case.query)).rows[:FIRST]
        asked[case.way] += 1
        if case.wanted in [row.title for row in rows]:
            good[case.way] += 1
        else:
            say(f"missed ({case.way}) {case.query}: {[row.title for row in rows]}")
    say(", ".join(f"{way} {good[way]}/{number}" for way, number in asked.items()))
    return good.total() / asked.total(), asked.total()


def times(library: Any, count: int) -> list[float]:
    """Milliseconds of questions, the common ones asked often."""
    from santong.domains.learning.resources.queries.finding import Asked, find

    dice = Random(11)
    questions = list(_questions(library, dice))
    dice.shuffle(questions)
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(questions))))
    drawn = dice.choices(questions, cum_weights=weights, k=count)

    spent: list[float] = []

    def ask(number: int, question: tuple[str, dict[str, list[str]], str]) -> float:
        text, chosen, order = question
        began, computed = time.perf_counter(), time.process_time()
        find(library.viewers[number % len(library.viewers)], Asked(text, chosen, order))
        spent.append((time.process_time() - computed) * 1000)
        return (time.perf_counter() - began) * 1000

    for number, question in enumerate(drawn[: count // 4]):
        ask(number, question)
    dice.shuffle(drawn)
    timed = [(ask(number, question), question) for number, question in enumerate(drawn)]
    for slow, question in sorted(timed, key=lambda each: -each[0])[:5]:
        say(f"{slow:.0f} ms: {question}")
    say(f"of this in our own process: p95 {statistics.quantiles(spent[-count:], n=20)[-1]:.1f} ms of CPU")
    return [each for each, _question in timed]


def _questions(library: Any, dice: Random) -> list[tuple[str, dict[str, list[str]], str]]:
    """Lessons, units, subjects, kinds, pinyin, and combinations; some narrowed, some in another order."""
    from santong.kit.fulltext.tokens import initials_of, pinyin_of

    texts = ["", "课件", "数学", "语文 教案", "七年级 数学 课件", "复习", "期末复习 数学", "微课", "名师 课堂实录"]
    for topic in library.topics:
        form = dice.choice(("", "", "课件", "教案", "练习", "ppt"))
        texts.append(f"{topic.lesson} {form}".strip())
        if dice.random() < 0.2:
            texts.append(topic.unit)
        if dice.random() < 0.15:
            texts.append("".join(pinyin_of(topic.lesson)) or topic.lesson)
        if dice.random() < 0.1:
            texts.append(initials_of(topic.lesson) or topic.lesson)
    narrowed: tuple[dict[str, list[str]], ...] = (
        {},
        {},
        {},
        {"kind": ["slides"]},
        {"subject": ["数学"], "kind": ["plan"]},
    )
    return [
        (text, dict(dice.choice(narrowed)), dice.choice(("best", "best", "best", "newest", "used"))) for text in texts
    ]


if __name__ == "__main__":
    main("search", measure, LIMITS)
