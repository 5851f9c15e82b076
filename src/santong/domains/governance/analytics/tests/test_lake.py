"""The lake holds each statement once, whatever happens on the way."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from santong.domains.governance.analytics.actions import exporting
from santong.domains.governance.analytics.actions.committing import Overtaken
from santong.domains.governance.analytics.actions.exporting import export
from santong.domains.governance.analytics.actions.rewriting import compact, erase, expire, sweep
from santong.domains.governance.analytics.facts import seconds_of
from santong.domains.governance.analytics.models import Erasure, Lake, LakeFile
from santong.domains.governance.analytics.schema import monday_of, week_of
from santong.domains.governance.analytics.tests.cast import in_lake, on_disk, statement, store_as, stream
from santong.domains.platform.records.public import VOIDED, Provider, erase_person

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 2, 20, tzinfo=UTC)


@pytest.fixture
def stored(region, people) -> list[int]:
    """The moments of 60 statements of three weeks, in two months and two counties."""
    store_as(region["city"], stream(people, FIRST, 21, 60))
    return everything()


def everything() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM records_statement WHERE voided = 0 ORDER BY seq")
        return [seq for (seq,) in cursor.fetchall()]


def seqs() -> list[int]:
    return [fact["seq"] for fact in in_lake()]


def test_each_statement_is_exported_once(region, people, stored):
    assert export(batch=7) == 60
    assert seqs() == stored
    assert export() == 0
    store_as(region["city"], stream(people, FIRST, 1, 5, seed=2))
    assert export() == 5
    assert seqs() == everything()
    partitions = {(file.month, file.county) for file in LakeFile.objects.all()}
    assert partitions == {(month, region[c].pk) for month in ("2026-02", "2026-03") for c in ("county", "other")}
    assert all(file.name.startswith(f"month={file.month}/county={file.county}/") for file in LakeFile.objects.all())


def test_what_a_fact_says(region, people):
    pupil = people[0]
    at = datetime(2026, 3, 1, 18, tzinfo=UTC)  # already the 2nd in Shanghai
    one = statement(pupil, at, random.Random(1), result={"score": {"raw": 3, "max": 4}, "duration": "PT1M30S"})
    store_as(region["city"], [one])
    export()
    (fact,) = in_lake()
    assert fact["day"].isoformat() == "2026-03-02"
    assert monday_of(fact["week"]) == fact["day"]
    assert (fact["region"], fact["county"], fact["school"]) == tuple(region[n].pk for n in ("city", "county", "east"))
    assert (fact["role"], fact["activity_type"]) == ("pupil", "resource")
    assert fact["subject"] in ("语文", "数学", "英语")
    assert (fact["score"], fact["duration"]) == (0.75, 90.0)
    assert pupil.name not in str(fact)


def test_a_clock_that_is_wrong_by_years_opens_no_partition(region, people):
    wrong = [statement(people[0], datetime(year, 1, 1, tzinfo=UTC), random.Random(1)) for year in (1000, 1985, 9000)]
    store_as(region["city"], wrong)
    export()
    assert len({file.month for file in LakeFile.objects.all()}) == 1


class PowerCut(Exception):
    pass


@pytest.mark.parametrize("where", ["write_facts", "commit"])
@pytest.mark.parametrize("after", [False, True])
def test_a_crash_anywhere_loses_and_doubles_nothing(stored, monkeypatch, where, after):
    real, calls = vars(exporting)[where], iter(range(100))

    def cut(*args, **kwargs):
        crash = next(calls) == 2
        if crash and not after:
            raise PowerCut
        done = real(*args, **kwargs)
        if crash:
            raise PowerCut
        return done

    monkeypatch.setattr(exporting, where, cut)
    with pytest.raises(PowerCut):
        export(batch=9)
    monkeypatch.undo()
    assert len(seqs()) == len(set(seqs()))
    assert set(seqs()) <= set(stored)
    export(batch=9)
    assert seqs() == stored
    sweep(older_than=0)
    assert len(on_disk()) == LakeFile.objects.count()


def test_two_exports_at_once_double_nothing(stored, monkeypatch):
    real = exporting.write_facts
    other = iter([True])

    def meanwhile(table):
        if next(other, False):
            export(batch=20)
        return real(table)

    monkeypatch.setattr(exporting, "write_facts", meanwhile)
    export(batch=20)
    assert seqs() == stored


def test_a_voided_statement_leaves_the_lake(region, people, stored):
    (unwanted,) = store_as(region["city"], stream(people, FIRST, 1, 1, seed=3))
    export()
    assert len(seqs()) == 61
    target = {"objectType": "StatementRef", "id": unwanted}
    at = FIRST + timedelta(days=40)
    voiding = statement(people[0], at, random.Random(1), verb={"id": VOIDED}, object=target)
    store_as(region["city"], [voiding])
    export()
    assert seqs() == stored


def test_erasing_a_person_reaches_the_lake_and_keeps_the_sums(people, stored):
    export(batch=20)
    before = in_lake()
    sweep(older_than=0)
    numbers = {fact["actor"] for fact in before}
    erase_person(people[0].pk)
    gone = Erasure.objects.get().old
    assert gone in numbers
    assert erase() == 1
    after = in_lake()
    assert gone not in {fact["actor"] for fact in after}
    assert len({fact["actor"] for fact in after}) == len(numbers)
    leave_out = [{k: v for k, v in fact.items() if k != "actor"} for fact in before]
    assert leave_out == [{k: v for k, v in fact.items() if k != "actor"} for fact in after]
    assert not Erasure.objects.exists()
    assert len(on_disk()) == LakeFile.objects.count()
    assert erase() == 0


def test_an_export_that_began_before_an_erasure_begins_again(people, stored, monkeypatch):
    real = exporting.write_facts
    first = iter([True])

    def erased_meanwhile(table):
        if next(first, False):
            erase_person(people[0].pk)
            erase()
        return real(table)

    monkeypatch.setattr(exporting, "write_facts", erased_meanwhile)
    export()
    actors = {fact["actor"] for fact in in_lake()}
    assert len(actors) == len(people)
    assert len(seqs()) == len(stored)
    assert Lake.objects.get().version == 2


def test_expired_statements_leave_the_lake(region, people, stored):
    export()
    Provider.objects.unscoped("test").update(keep_months=3)
    expire()
    assert seqs() == stored
    expire(datetime.now(UTC) + timedelta(days=150))
    assert seqs() == []


def test_joining_files_changes_nothing_else(stored):
    export(batch=5)
    before = in_lake()
    assert compact(few=1) == 4
    assert LakeFile.objects.count() == 4
    assert in_lake() == before
    assert sweep() == 0
    assert sweep(older_than=0) > 0
    assert len(on_disk()) == 4
    assert compact() == 0


def test_overtaken_for_good_is_an_error(stored, monkeypatch):
    def always(*args, **kwargs):
        raise Overtaken

    monkeypatch.setattr(exporting, "commit", always)
    with pytest.raises(RuntimeError, match="changed all the time"):
        export()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT1M30S", 90), ("P1DT2H", 93_600), ("P2W", 1_209_600), ("PT0,5S", 0.5), ("", None), ("P1M", 2_629_800)],
)
def test_durations(text, seconds):
    assert seconds_of(text) == seconds


def test_weeks_begin_on_monday():
    sunday, monday = date(2026, 3, 1), date(2026, 3, 2)
    assert week_of(monday) == week_of(sunday) + 1
    assert monday_of(week_of(sunday)) == sunday - timedelta(days=6)
