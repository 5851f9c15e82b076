"""Arranging a draft by hand: what each place would mean, moves and swaps, fifty of them taken back, locks."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from santong.domains.campus.teaching_plans.actions import lock_lesson, move_lesson, take_move_back
from santong.domains.campus.teaching_plans.building import plan_of, week_of
from santong.domains.campus.teaching_plans.by_hand import Cell, Meaning, board_of, meanings
from santong.domains.campus.teaching_plans.comparing import compare
from santong.domains.campus.teaching_plans.models import Move
from santong.domains.campus.teaching_plans.tests.conftest import Cast
from santong.domains.campus.timetable.public import Slot, Timetable, clashes_of, slots_of
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.organisations.public import Organisation
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
DAYS, PERIODS = range(1, 6), range(1, 5)


@pytest.fixture
def draft(cast: Cast) -> Timetable:
    return Timetable.objects.create(school=cast.school, path=cast.school.path, name="草稿", since=date(2027, 2, 22))


def put(draft: Timetable, place: Organisation, at: tuple[int, int], subject: str, **more: Any) -> Slot:
    return Slot.objects.create(
        timetable=draft, school_class=place, path=place.path, weekday=at[0], period=at[1], subject=subject, **more
    )


def meaning(cast: Cast, draft: Timetable, picked: Slot) -> dict[tuple[int, int], Cell]:
    week = week_of(cast.school)
    assert week is not None
    board = board_of(draft, plan_of(cast.school, week))
    own = next(each for each in board.slots if each.pk == picked.pk)
    return {(each.weekday, each.period): each for row in meanings(board, own, DAYS, PERIODS) for each in row}


def content(draft: Timetable) -> list[tuple[Any, ...]]:
    return sorted(
        (row.school_class_id, row.weekday, row.period, row.subject, row.teacher_id or 0) for row in slots_of(draft)
    )


def test_every_place_says_what_it_would_mean_with_names(cast: Cast, draft: Timetable):
    first, second, third = cast.region.first, cast.region.second, cast.staff["third"]
    picked = put(draft, first, (1, 1), "数学", teacher=third)
    put(draft, first, (1, 2), "语文", teacher=cast.staff["first"])
    put(draft, first, (1, 3), "数学", teacher=third)
    put(draft, first, (1, 4), "班会", teacher=cast.staff["first"], locked=True)
    put(draft, second, (2, 1), "体育与健康", teacher=third, locked=True)
    put(draft, second, (1, 1), "语文", teacher=cast.staff["first"], locked=True)
    cast.rule("not_at", subject="数学", weekdays="5")
    cast.rule("not_at", subject="数学", weekdays="4", weight="good")
    found = meaning(cast, draft, picked)
    assert found[1, 1].meaning == Meaning.HERE
    assert found[1, 3].meaning == Meaning.SAME
    assert found[1, 4].meaning == Meaning.LOCKED
    assert found[2, 1].meaning == Meaning.CLASH and str(second) in found[2, 1].objection
    # Whoever would come in exchange teaches elsewhere at that time.
    assert found[1, 2].meaning == Meaning.CLASH and str(cast.staff["first"]) in found[1, 2].objection
    assert found[5, 1].meaning == Meaning.CLASH and "数学" in found[5, 1].objection
    assert found[3, 1].meaning == Meaning.FREE and not found[3, 1].breaks
    assert found[4, 1].can_take and found[4, 1].breaks


def chained(cast: Cast, draft: Timetable) -> Slot:
    """Mathematics in the first class, whose teacher has the second class when the lesson is to be moved to."""
    first, second, third = cast.region.first, cast.region.second, cast.staff["third"]
    picked = put(draft, first, (1, 1), "数学", teacher=third)
    put(draft, first, (2, 2), "语文", teacher=cast.staff["first"])
    put(draft, second, (2, 2), "数学", teacher=third)
    put(draft, second, (1, 1), "音乐")
    return picked


def test_where_a_teacher_is_taken_the_class_in_the_way_changes_too(cast: Cast, draft: Timetable):
    picked = chained(cast, draft)
    before = content(draft)
    cell = meaning(cast, draft, picked)[2, 2]
    assert cell.meaning == Meaning.SWAP and len(cell.others) == 1
    assert str(cast.region.second) in cell.others[0] and "音乐" in cell.others[0]
    page = f"/timetables/{draft.pk}/by-hand/"
    assert "同时对调" in cast.client().get(page, {"pick": picked.pk}).content.decode()
    move_lesson(acting=cast.viewer, timetable=draft, slot=picked, weekday=2, period=2)
    at = {(row.school_class_id, row.subject): (row.weekday, row.period) for row in slots_of(draft)}
    assert at[cast.region.first.pk, "数学"] == (2, 2) and at[cast.region.second.pk, "数学"] == (1, 1)
    take_move_back(acting=cast.viewer, timetable=draft)
    assert content(draft) == before


def test_a_lock_ends_a_chain(cast: Cast, draft: Timetable):
    picked = chained(cast, draft)
    Slot.objects.by_installation().filter(subject="音乐").update(locked=True)
    cell = meaning(cast, draft, picked)[2, 2]
    assert cell.meaning == Meaning.CLASH and str(cast.region.second) in cell.objection
    with pytest.raises(NotPossible):
        move_lesson(acting=cast.viewer, timetable=draft, slot=picked, weekday=2, period=2)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_may_be_done_clashes_with_nothing_and_is_taken_back(cast: Cast, draft: Timetable, seed: int):
    """Two classes and three teachers at random: each place that takes the lesson does so, and gives it back."""
    random = Random(seed)
    teachers = list(cast.staff.values())[:3]
    for place in (cast.region.first, cast.region.second):
        for at in random.sample([(day, period) for day in DAYS for period in PERIODS], 14):
            teacher = random.choice(teachers)
            taken = any((row.weekday, row.period, row.teacher_id) == (*at, teacher.pk) for row in slots_of(draft))
            put(draft, place, at, random.choice(["语文", "数学", "英语"]), teacher=None if taken else teacher)
    before, picked = content(draft), random.choice(slots_of(draft))
    offered = [cell for cell in meaning(cast, draft, picked).values() if cell.can_take]
    for cell in random.sample(offered, min(4, len(offered))):
        move_lesson(acting=cast.viewer, timetable=draft, slot=picked, weekday=cell.weekday, period=cell.period)
        assert not [clash for row in slots_of(draft) for clash in clashes_of(row, slots_of(draft))]
        assert content(draft) != before
        take_move_back(acting=cast.viewer, timetable=draft)
        assert content(draft) == before


@pytest.mark.parametrize("odd", ["joined", "rhythm", "locked"])
def test_what_isnt_moved_by_hand_says_why(cast: Cast, draft: Timetable, odd: str):
    import uuid

    more = {"joined": {"joined": uuid.uuid4()}, "rhythm": {"rhythm": "odd"}, "locked": {"locked": True}}[odd]
    picked = put(draft, cast.region.first, (1, 1), "劳动", **more)
    if odd == "rhythm":
        put(draft, cast.region.first, (1, 1), "音乐", rhythm="even")
        put(draft, cast.region.first, (2, 2), "语文")
    found = meaning(cast, draft, picked)[2, 2]
    assert found.meaning == Meaning.CLASH and found.objection
    with pytest.raises(NotPossible):
        move_lesson(acting=cast.viewer, timetable=draft, slot=picked, weekday=2, period=2)


def test_fifty_moves_and_swaps_are_taken_back_one_by_one(cast: Cast, draft: Timetable):
    place = cast.region.first
    picked = put(draft, place, (1, 1), "数学", teacher=cast.staff["third"])
    put(draft, place, (2, 2), "语文", teacher=cast.staff["first"])
    stages = [content(draft)]
    times = [(2, 2), (3, 3), (1, 1), (4, 4)]
    for number in range(52):
        row = next(each for each in slots_of(draft) if each.subject == "数学")
        at = next(each for each in times[number % 4 :] + times if each != (row.weekday, row.period))
        move_lesson(acting=cast.viewer, timetable=draft, slot=row, weekday=at[0], period=at[1])
        stages.append(content(draft))
    assert Move.objects.by_installation().count() == 52
    while len(stages) > 1:
        stages.pop()
        take_move_back(acting=cast.viewer, timetable=draft)
        assert content(draft) == stages[-1]
    with pytest.raises(NotPossible):
        take_move_back(acting=cast.viewer, timetable=draft)
    assert Slot.objects.by_installation().filter(pk=picked.pk).exists()


def test_a_move_that_clashes_is_refused_and_changes_nothing(cast: Cast, draft: Timetable):
    third = cast.staff["third"]
    picked = put(draft, cast.region.first, (1, 1), "数学", teacher=third)
    put(draft, cast.region.second, (2, 1), "数学", teacher=third, locked=True)
    before = content(draft)
    with pytest.raises(NotPossible, match="Person third"):
        move_lesson(acting=cast.viewer, timetable=draft, slot=picked, weekday=2, period=1)
    assert content(draft) == before and not Move.objects.by_installation().exists()


def test_what_is_gone_since_cant_be_taken_back(cast: Cast, draft: Timetable):
    picked = put(draft, cast.region.first, (1, 1), "数学")
    move_lesson(acting=cast.viewer, timetable=draft, slot=picked, weekday=2, period=1)
    Slot.objects.by_installation().filter(pk=picked.pk).delete()
    with pytest.raises(NotPossible):
        take_move_back(acting=cast.viewer, timetable=draft)


def test_the_page_picks_up_puts_down_takes_back_and_locks(cast: Cast, draft: Timetable):
    client, page = cast.client(), f"/timetables/{draft.pk}/by-hand/"
    picked = put(draft, cast.region.first, (1, 1), "数学", teacher=cast.staff["third"])
    assert f"?pick={picked.pk}" in client.get(page).content.decode()
    assert "放到这里" in client.get(page, {"pick": picked.pk}).content.decode()
    assert client.post(f"{page}move/", {"pick": picked.pk, "weekday": 3, "period": 2}).status_code == 302
    assert content(draft)[0][1:3] == (3, 2)
    assert client.post(f"{page}back/", {"class": cast.region.first.pk}).status_code == 302
    assert content(draft)[0][1:3] == (1, 1)
    for said in ("yes", "no"):
        assert client.post(f"{page}lock/", {"pick": picked.pk, "locked": said}).status_code == 302
        assert Slot.objects.by_installation().get(pk=picked.pk).locked is (said == "yes")
    for odd in ({"weekday": 9, "period": 1}, {"weekday": "x", "period": 1}, {"weekday": 1, "period": 99}):
        assert client.post(f"{page}move/", {"pick": picked.pk, **odd}).status_code == 404


def test_a_timetable_in_force_isnt_arranged(cast: Cast, draft: Timetable):
    picked = put(draft, cast.region.first, (1, 1), "数学")
    draft.state = Timetable.State.PUBLISHED
    draft.save()
    page = f"/timetables/{draft.pk}/by-hand/"
    assert "放到这里" not in cast.client().get(page, {"pick": picked.pk}).content.decode()
    cast.client().post(f"{page}move/", {"pick": picked.pk, "weekday": 3, "period": 2})
    assert content(draft)[0][1:3] == (1, 1)
    with pytest.raises(NotPossible):
        lock_lesson(acting=cast.viewer, slot=picked, locked=True)


@pytest.mark.parametrize(
    ("role", "place", "status"), [("teaching_affairs", "far", 404), ("subject_teacher", "first", 404)]
)
def test_others_drafts_are_nobodys_business(cast: Cast, draft: Timetable, role: str, place: str, status: int):
    picked = put(draft, cast.region.first, (1, 1), "数学")
    client = cast.client(somebody(role, getattr(cast.region, place), "other"))
    page = f"/timetables/{draft.pk}/by-hand/"
    assert client.get(page).status_code in (403, status)
    for path, given in (("move", {"pick": picked.pk, "weekday": 2, "period": 2}), ("back", {}), ("lock", {})):
        assert client.post(f"{page}{path}/", given).status_code in (403, status)
    assert content(draft)[0][1:3] == (1, 1)


def test_two_timetables_are_compared_by_rules_and_by_places(cast: Cast, draft: Timetable):
    place, third = cast.region.first, cast.staff["third"]
    other = Timetable.objects.create(school=cast.school, path=cast.school.path, name="另一份", since=draft.since)
    rule = cast.rule("not_at", subject="数学", weekdays="5", weight="good")
    for timetable, at in ((draft, (1, 1)), (other, (5, 1))):
        put(timetable, place, at, "数学", teacher=third)
        put(timetable, place, (2, 2), "语文")
        put(timetable, cast.region.second, (3, 3), "音乐")
    found = compare(draft, other)
    assert (found.lessons, found.alike, found.places) == ((3, 3), 1, 2)
    assert [(line.rule, line.one, line.other, line.better) for line in found.rules] == [(rule, 0, 1, 1)]
    (line,) = found.classes
    assert line.school_class == place
    assert [(each.period, each.one, each.other) for each in line.places] == [
        (1, f"数学 {third}", ""), (1, "", f"数学 {third}"),
    ]  # fmt: skip
    page = cast.client().get(f"/timetables/{draft.pk}/compare/").content.decode()
    assert "另一份" in page and str(place) in page and str(cast.region.second) not in page


def test_a_timetable_is_compared_only_with_others_of_its_school(cast: Cast, draft: Timetable):
    client, page = cast.client(), f"/timetables/{draft.pk}/compare/"
    assert "没有别的课表" in client.get(page).content.decode()
    far = Timetable.objects.create(school=cast.region.far, path=cast.region.far.path, name="远", since=draft.since)
    assert "没有别的课表" in client.get(page).content.decode()
    for odd in (far.pk, draft.pk, 99999999):
        assert client.get(page, {"with": odd}).status_code == 404
    stranger = cast.client(somebody("subject_teacher", cast.region.first, "other"))
    assert stranger.get(page).status_code in (403, 404)
