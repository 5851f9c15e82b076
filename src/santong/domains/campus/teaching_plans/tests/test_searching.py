"""A search from beginning to end, through job and process: a draft that keeps all rules, or the reason why not."""

from __future__ import annotations

import threading
from contextlib import suppress

import psutil
import pytest

from santong.domains.campus.teaching_plans.actions import begin_search, search_again, stop_search
from santong.domains.campus.teaching_plans.building import placement_of, plan_of, week_of
from santong.domains.campus.teaching_plans.judging import judge
from santong.domains.campus.teaching_plans.models import Search
from santong.domains.campus.teaching_plans.reports import reported
from santong.domains.campus.teaching_plans.tests.conftest import Cast
from santong.domains.campus.timetable.public import Slot, Timetable, slots_of
from santong.kit.jobs.testing import run_due
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def searched(cast: Cast, **more: object) -> Search:
    """A search that is over."""
    search = begin_search(acting=cast.viewer, search=cast.search(**more))
    run_due()
    return Search.objects.by_installation().select_related("school", "draft").get(pk=search.pk)


def test_a_school_gets_a_draft_in_which_all_that_must_hold_does(cast: Cast):
    cast.rule("not_at", subject="体育与健康", periods="1")
    cast.rule("only_at", subject="班会", weekdays="1", periods="4")
    cast.rule("most_a_day", subject="数学", number=1)
    search = searched(cast)
    assert search.state == "done" and search.draft is not None
    found = judge(search.draft)
    assert found is not None and found.evaluation.is_feasible and not found.broken
    rows = slots_of(search.draft)
    assert len(rows) == 30
    assert {(row.weekday, row.period) for row in rows if row.subject == "班会"} == {(1, 4)}
    assert not [row for row in rows if row.subject == "体育与健康" and row.period == 1]


def test_double_lessons_joined_classes_and_weeks_arrive_in_the_draft(cast: Cast):
    cast.line(cast.region.grade, "科学", 2, doubles=1)
    cast.line(cast.region.grade, "劳动", 1, joined=True)
    cast.line(cast.region.grade, "音乐", 1, rhythm="odd")
    cast.line(cast.region.grade, "美术", 1, rhythm="even")
    search = searched(cast)
    assert search.draft is not None
    rows = slots_of(search.draft)
    for place in (cast.region.first, cast.region.second):
        double = sorted(
            (row.weekday, row.period) for row in rows if row.subject == "科学" and row.school_class == place
        )
        assert double[0][0] == double[1][0] and double[1][1] == double[0][1] + 1 and double != [(double[0][0], 3)]
    together = [row for row in rows if row.subject == "劳动"]
    assert len(together) == 2 and len({(row.weekday, row.period, row.joined) for row in together}) == 1
    assert together[0].joined is not None
    assert {row.rhythm for row in rows if row.subject == "音乐"} == {"odd"}


def test_rules_that_contradict_each_other_are_named_and_one_can_be_relaxed(cast: Cast):
    busy = cast.staff["third"]
    one = cast.rule("teachers_not_at", teacher=busy, weekdays="1")
    other = cast.rule("teachers_not_at", teacher=busy, weekdays="3")
    cast.rule("spread", subject="语文")
    search = searched(cast)
    assert search.state == "impossible" and search.draft is None
    report = reported(search)
    assert {each.rule for each in report.contradiction} == {one, other} and report.who == str(busy)
    again = search_again(acting=cast.viewer, search=search, relax=other.pk)
    run_due()
    again = Search.objects.by_installation().get(pk=again.pk)
    assert again.state == "done" and again.draft_id is not None


def test_too_much_for_a_week_is_said_before_any_search(cast: Cast):
    cast.line(cast.region.first, "阅读", 10)
    search = searched(cast)
    assert search.state == "impossible"
    assert "25" in reported(search).problems[0] and str(cast.region.first) in reported(search).problems[0]


def test_a_kind_of_room_that_the_school_lacks_is_named(cast: Cast):
    cast.line(cast.region.grade, "信息科技", 1, room_kind="computer")
    assert len(reported(searched(cast)).problems) == 1


def test_locked_lessons_stay_and_the_same_number_finds_the_same_table(cast: Cast):
    first = searched(cast)
    assert first.draft is not None
    row = next(each for each in slots_of(first.draft) if each.subject == "数学")
    Slot.objects.by_installation().filter(pk=row.pk).update(locked=True)
    cast.rule("not_at", subject="语文", periods="4", weight="good")
    second = searched(cast, base=first.draft)
    assert second.draft is not None
    kept = [each for each in slots_of(second.draft) if each.locked]
    assert [(each.school_class_id, each.weekday, each.period) for each in kept] == [
        (row.school_class_id, row.weekday, row.period)
    ]
    assert "数学" in kept[0].subject


def test_a_search_whose_process_is_killed_fails_and_makes_room_for_another(cast: Cast):
    """As when memory runs out: the kernel ends the process that needs most."""
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not killed and not over.wait(0.02):
            for child in psutil.Process().children(recursive=True):
                # A child of another test may be a zombie by now, which has no command line any more.
                with suppress(psutil.NoSuchProcess):
                    if "santong.lib.timetabling.process" in " ".join(child.cmdline()):
                        child.kill()
                        killed.append(child.pid)

    search = begin_search(acting=cast.viewer, search=cast.search())
    killer = threading.Thread(target=kill)
    killer.start()
    [job] = run_due()
    over.set()
    killer.join()
    assert killed and str(job.state) == "failed" and job.reason_is_for_people
    assert Search.objects.by_installation().get(pk=search.pk).state == "failed"
    assert searched(cast).state == "done"


def test_a_stopped_search_does_nothing_more(cast: Cast):
    search = begin_search(acting=cast.viewer, search=cast.search())
    stop_search(acting=cast.viewer, search=search)
    run_due()
    search = Search.objects.by_installation().get(pk=search.pk)
    assert search.state == "stopped" and search.draft_id is None
    with pytest.raises(NotPossible):
        stop_search(acting=cast.viewer, search=search)


def test_a_search_goes_on_from_the_best_table_that_was_written(cast: Cast):
    search = searched(cast)
    assert search.draft is not None
    week = week_of(cast.school)
    assert week is not None
    plan = plan_of(cast.school, week)
    table = placement_of(plan, slots_of(search.draft))
    assert sum(map(len, table)) == sum(each.count for each in plan.problem.courses)
    # As after a crash: the search is still going on, and its draft is there.
    search.note(state="running")
    from santong.domains.campus.teaching_plans.jobs import search_timetable

    search_timetable.func(search.pk)
    assert Timetable.objects.by_installation().count() == 1
    assert placement_of(plan, slots_of(search.draft)) == table


@pytest.mark.parametrize("lacking", ["periods", "plan", "another"])
def test_what_is_missing_is_said_before_a_search_begins(cast: Cast, lacking: str):
    from santong.domains.campus.teaching_plans.models import PlanLine
    from santong.domains.platform.calendars.models import Period

    if lacking == "periods":
        Period.objects.by_installation().delete()
    elif lacking == "plan":
        PlanLine.objects.by_installation().delete()
    else:
        begin_search(acting=cast.viewer, search=cast.search())
    with pytest.raises(NotPossible):
        begin_search(acting=cast.viewer, search=cast.search())
