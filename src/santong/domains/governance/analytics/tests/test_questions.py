"""Every question: its values, worked out a second time by hand, and the same from DuckDB and Spark."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq
import pytest

from santong.domains.governance.analytics.engines import answer, facts_in, spark
from santong.domains.governance.analytics.questions import (
    FIVE,
    OVER_MONTHS,
    activity_by_day,
    by_month,
    changes,
    retention,
)
from santong.domains.governance.analytics.tests.invented import facts

Rows = list[dict[str, Any]]

WITHOUT_SPARK = (
    "SPARK IS NOT COMPARED: it needs Java and pyspark (the extra `spark`)"
    if not (shutil.which("java") and find_spec("pyspark"))
    else "Spark and DuckDB are compared in the run on SQLite; no database takes part"
    if os.environ.get("DATABASE_URL", "").startswith("postgresql")
    else ""
)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    """2,000 facts in two files, as after two exports."""
    folder, table = tmp_path_factory.mktemp("lake"), facts(2000)
    paths = [folder / "one.parquet", folder / "two.parquet"]
    pq.write_table(table.slice(0, 1200), paths[0])
    pq.write_table(table.slice(1200), paths[1])
    return paths


@pytest.fixture(scope="module")
def rows() -> Rows:
    return facts(2000).to_pylist()


@pytest.fixture(scope="module")
def duck(files) -> Iterator[ir.Table]:
    with facts_in("duckdb:", files) as table:
        yield table


def asked(question: ir.Table) -> Rows:
    return answer(question).to_pylist()


def test_daily_active_people(duck, rows):
    people = defaultdict(set)
    for row in rows:
        people[row["school"], row["day"]].add(row["actor"])
    found = {(row["school"], row["day"]): row["people"] for row in asked(FIVE["daily_active_people"](duck))}
    assert found == {key: len(actors) for key, actors in people.items()}


@pytest.mark.parametrize(("place", "aspect"), [("county", "role"), ("region", "subject"), ("school", "kind")])
def test_activity_by_day(duck, rows, place, aspect):
    actors, records = defaultdict(set), defaultdict(int)
    for row in rows:
        key = (row[place], row["day"], row[aspect])
        actors[key].add(row["actor"])
        records[key] += 1
    found = {
        (row[place], row["day"], row[aspect]): (row["people"], row["records"])
        for row in asked(activity_by_day(duck, place, aspect))
    }
    assert found == {key: (len(actors[key]), records[key]) for key in actors}


def test_mean_scores(duck, rows):
    scores = defaultdict(list)
    for row in rows:
        if row["score"] is not None:
            scores[row["school"], row["subject"], row["week"]].append(row["score"])
    found = {
        (row["school"], row["subject"], row["week"]): (row["mean"], row["scores"])
        for row in asked(FIVE["mean_scores"](duck))
    }
    assert found == {key: (pytest.approx(sum(some) / len(some)), len(some)) for key, some in scores.items()}


def test_top_resources(duck, rows):
    uses, people = defaultdict(int), defaultdict(set)
    for row in rows:
        if row["activity_type"] == "resource":
            uses[row["activity"]] += 1
            people[row["activity"]].add(row["actor"])
    best = sorted(uses, key=lambda activity: (-uses[activity], activity))
    expected = [{"activity": one, "uses": uses[one], "people": len(people[one])} for one in best]
    assert asked(FIVE["top_resources"](duck)) == expected


def test_mastery(duck, rows):
    latest: dict[tuple, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row["score"] is not None and row["role"] == "pupil":
            latest[row["actor"], row["subject"]][row["activity"]] = row["score"]
    found = {(row["actor"], row["subject"]): (row["tasks"], row["mastered"]) for row in asked(FIVE["mastery"](duck))}
    assert found == {
        key: (len(scores), sum(1 for score in scores.values() if score >= 0.6)) for key, scores in latest.items()
    }


@pytest.mark.parametrize("place", ["school", "region"])
def test_retention(duck, rows, place):
    weeks = defaultdict(set)
    for row in rows:
        weeks[row[place], row["actor"]].add(row["week"])
    expected: dict[tuple[int, int, int], int] = defaultdict(int)
    for (where, _), active in weeks.items():
        for week in active:
            if week - min(active) <= 4:
                expected[where, min(active), week - min(active)] += 1
    found = {(row[place], row["cohort"], row["after"]): row["people"] for row in asked(retention(duck, place))}
    assert found == expected


def month_of(row: dict[str, Any]) -> int:
    return row["day"].year * 100 + row["day"].month


@pytest.mark.parametrize("place", ["school", "county", "region"])
def test_by_month(duck, rows, place):
    people, days, records = defaultdict(set), defaultdict(set), defaultdict(int)
    for row in rows:
        key = (row[place], month_of(row))
        people[key].add(row["actor"])
        days[key].add((row["actor"], row["day"]))
        records[key] += 1
    found = {
        (row[place], row["month"]): (row["people"], row["person_days"], row["records"])
        for row in asked(by_month(duck, place))
    }
    assert found == {key: (len(people[key]), len(days[key]), records[key]) for key in people}
    assert len({month for _place, month in found}) > 1


def test_changes_name_where_they_come_from_the_largest_first(duck, rows):
    before, after = sorted({month_of(row) for row in rows})[:2]
    once = {(row["school"], row["kind"], row["actor"], row["day"], month_of(row)) for row in rows}
    was, now = defaultdict(int), defaultdict(int)
    for school, kind, _actor, _day, month in once:
        counted = was if month == before else now if month == after else defaultdict(int)
        counted[school, kind] += 1
    expected = {key: (was[key], now[key]) for key in {*was, *now} if was[key] != now[key]}
    found = asked(changes(duck, before, after))
    assert {(row["school"], row["kind"]): (row["was"], row["now"]) for row in found} == expected
    sizes = [abs(row["change"]) for row in found]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.slow
@pytest.mark.skipif(bool(WITHOUT_SPARK), reason=WITHOUT_SPARK)
def test_spark_and_duckdb_give_the_same_values(duck, files):
    light = {
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    with spark("local[2]", light) as session:
        session.read.parquet(*[str(path) for path in files]).createOrReplaceTempView("facts")
        there = ibis.pyspark.connect(session).table("facts")
        spanning = {"by_month": OVER_MONTHS["by_month"], "changes": lambda table: changes(table, 202602, 202603)}
        for name, question in {**FIVE, **spanning}.items():
            here, others = asked(question(duck)), asked(question(there))
            assert here, name
            assert len(here) == len(others), name
            for one, other in zip(here, others, strict=True):
                assert one == pytest.approx(other, rel=1e-12), name
