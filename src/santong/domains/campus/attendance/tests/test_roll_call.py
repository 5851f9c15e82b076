"""Calling the roll: who may, what it says of whom, twice, corrected, taken back, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.campus.attendance.actions import bring_call_back, correct, take_call_back, take_correction_back
from santong.domains.campus.attendance.events import PupilAbsent
from santong.domains.campus.attendance.models import ClassDay, Presence, RollCall
from santong.domains.campus.attendance.public import PresenceSource, class_on, note_presence
from santong.domains.campus.attendance.queries import callings
from santong.domains.campus.attendance.tests.conftest import Cast, employ
from santong.domains.campus.timetable.models import Change
from santong.kit.access import SYSTEM
from santong.kit.events import subscribe, unsubscribe
from santong.kit.models import AuditEntry
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
MISSING = "您的孩子今天未到校。请补办请假，或告诉班主任孩子的去向。"
CAME = "您的孩子已到校。"
MISSED = "您班有学生未请假而缺勤，请核实去向。"


def numbers(cast: Cast) -> dict[str, int]:
    row = ClassDay.objects.get(school_class=cast.first, day=cast.today)
    return {name: getattr(row, name) for name in ClassDay.NUMBERS}


def test_only_exceptions_are_kept(cast: Cast):
    cast.call(_1="absent", _2="late")
    assert {(row.pupil_id, row.state) for row in Presence.objects.all()} == {
        (cast.pupils[1].pk, "absent"), (cast.pupils[2].pk, "late"),
    }  # fmt: skip
    assert numbers(cast) == {
        "calls": 1, "expected": 4, "present": 3, "late": 1, "left_early": 0, "on_leave": 0, "absent": 1, "missed": 0,
    }  # fmt: skip
    assert [cast.state(number).state for number in range(4)] == ["present", "absent", "late", "present"]


@pytest.mark.parametrize(
    ("name", "morning", "lesson", "covered"),
    [
        ("head", True, True, True),
        ("affairs", True, True, True),
        ("maths", False, True, False),
        ("other", False, False, False),
        ("reader", False, False, True),
        ("principal", False, False, False),
        ("far", False, False, False),
        ("county", False, False, False),
        ("mother", False, False, False),
        ("child", False, False, False),
    ],
)
def test_who_may_call_the_roll(cast: Cast, name, morning, lesson, covered):
    """In the morning who leads the class; in a lesson also who teaches it on that date, with whoever covers it."""
    for session, may in ((0, morning), (2, lesson)):
        _tries(cast, name, session, may)
    Change.objects.create(
        school=cast.region.lake, school_class=cast.first, path=cast.first.path, day=cast.today, period=2,
        kind="covered", subject="数学", teacher=employ(cast.region, cast.people["reader"]), was_subject="数学",
    )  # fmt: skip
    _tries(cast, name, 2, covered)


def _tries(cast: Cast, name: str, session: int, may: bool) -> None:
    if may:
        assert cast.call(name, session=session).by == cast.people[name]
    else:
        with pytest.raises(PermissionDenied):
            cast.call(name, session=session)


def test_there_is_no_roll_call_without_a_lesson_or_far_away(cast: Cast):
    Change.objects.create(
        school=cast.region.lake, school_class=cast.first, path=cast.first.path, day=cast.today, period=3,
        kind="cancelled", was_subject="数学",
    )  # fmt: skip
    for more in ({"session": 9}, {"session": 3}, {"day": cast.today + timedelta(days=1)},
                 {"day": cast.today - timedelta(days=31)}):  # fmt: skip
        with pytest.raises(NotPossible):
            cast.call(**more)
    assert not RollCall.objects.exists()


def test_pupils_of_other_classes_are_refused(cast: Cast):
    cast.pupils.append(class_on(cast.region.second, cast.today).pupils[0].pupil)
    with pytest.raises(NotPossible):
        cast.call(_4="absent")
    with pytest.raises(NotPossible):
        cast.call(_0="asleep")
    assert not Presence.objects.exists() and not RollCall.objects.exists()


def test_calling_again_corrects_and_keeps_what_was_said(cast: Cast):
    first = cast.call(_1="absent", _2="absent")
    again = cast.call(_2="late")
    assert again.pk == first.pk and RollCall.objects.count() == 1
    assert [cast.state(number).state for number in range(4)] == ["present", "present", "late", "present"]
    kept = Presence.objects.exclude(ended_at=None)
    assert {row.state for row in kept} == {"absent"} and kept.count() == 2
    assert numbers(cast)["absent"] == 0 and numbers(cast)["late"] == 1


def test_a_roll_call_that_was_made_earlier_and_comes_later_changes_nothing(cast: Cast):
    now = timezone.now()
    cast.call(at=now, _1="late")
    cast.call(at=now - timedelta(minutes=5), _1="absent", _2="absent")
    assert [cast.state(number).state for number in range(3)] == ["present", "late", "present"]
    assert Presence.objects.filter(ended_at=None).count() == 1
    assert Presence.objects.exclude(ended_at=None).count() == 2


def test_lessons_and_morning_are_one_day(cast: Cast):
    cast.call(_1="absent", _2="absent")
    cast.call("maths", session=2, _2="absent", _3="absent")
    day = [cast.state(number) for number in range(4)]
    assert [each.state for each in day] == ["present", "late", "absent", "present"]
    assert [each.missed for each in day] == [(), (0,), (0, 2), (2,)]
    assert numbers(cast)["missed"] == 2 and numbers(cast)["absent"] == 1


def test_family_and_class_teacher_are_told_once_a_day(cast: Cast):
    heard: list[PupilAbsent] = []
    subscribe(PupilAbsent, heard.append, inside=True)
    try:
        cast.call("affairs", _0="absent", _1="absent")
        cast.call("maths", session=2, _0="absent")
        cast.call("affairs", _0="absent")
    finally:
        unsubscribe(PupilAbsent, heard.append)
    assert cast.told("mother") == [MISSING]
    # The second pupil was in the lesson, so that the class teacher needn't ask any more.
    assert cast.told("head") == [MISSED]
    assert cast.told("stranger") == cast.told("other") == cast.told("affairs") == []
    assert [each.pupil_id for each in heard].count(cast.pupils[0].pk) == 1


def test_who_calls_the_roll_isnt_told_what_they_said(cast: Cast):
    cast.call(_0="absent")
    assert cast.told("head") == [] and cast.told("mother") == [MISSING]


def test_the_family_is_told_when_the_child_comes(cast: Cast):
    cast.call(_0="absent")
    correct(acting=cast.viewer("head"), pupil=cast.pupils[0], day=cast.today, sessions=[0], state="late")
    assert cast.told("mother") == [CAME]
    cast.call("maths", session=2, _0="absent")
    assert cast.told("mother") == [MISSING]


def test_a_child_who_is_back_in_the_next_lesson_has_come(cast: Cast):
    cast.call()
    cast.call("maths", session=2, _0="absent")
    assert cast.told("mother") == [MISSING]
    cast.call(session=3)
    assert cast.told("mother") == [CAME]


def test_a_mistake_is_withdrawn(cast: Cast):
    cast.call(_0="absent")
    cast.call()
    assert cast.told("mother") == []
    cast.call(_0="absent")
    assert cast.told("mother") == [MISSING]


def test_nobody_is_told_of_days_that_are_over(cast: Cast):
    cast.call(day=cast.today - timedelta(days=3), _0="absent")
    assert cast.told("mother") == []


def test_a_correction_is_kept_and_taken_back(cast: Cast):
    cast.call(_1="absent")
    acting = cast.viewer("head")
    given = {"acting": acting, "pupil": cast.pupils[1], "day": cast.today}
    done = correct(**given, sessions=[0], state="late", note="堵车")
    assert cast.state(1).state == "late" and numbers(cast)["late"] == 1
    again = correct(**given, sessions=[0], state="present")
    with pytest.raises(NotPossible):
        take_correction_back(**given, made=done.made, ended=done.ended)
    take_correction_back(**given, made=again.made, ended=again.ended)
    assert cast.state(1).state == "late"
    take_correction_back(**given, made=done.made, ended=done.ended)
    assert cast.state(1).state == "absent" and numbers(cast)["absent"] == 1
    assert "堵车" not in str(list(AuditEntry.objects.values_list("changes", flat=True)))


@pytest.mark.parametrize("name", ["other", "maths", "reader", "principal", "far", "county", "mother", "child"])
def test_only_who_leads_the_class_corrects(cast: Cast, name):
    call = cast.call(_1="absent")
    with pytest.raises(PermissionDenied):
        correct(acting=cast.viewer(name), pupil=cast.pupils[1], day=cast.today, sessions=[0], state="present")
    with pytest.raises(PermissionDenied):
        take_call_back(acting=cast.viewer(name), call=call)


def test_nonsense_isnt_corrected(cast: Cast):
    for more in ({"state": "on_leave"}, {"sessions": []}, {"day": cast.today + timedelta(days=1)}):
        given = {"day": cast.today, "sessions": [0], "state": "late", **more}
        with pytest.raises(NotPossible):
            correct(acting=cast.viewer("head"), pupil=cast.pupils[1], **given)


def test_a_roll_call_is_taken_back_and_brought_back(cast: Cast):
    acting = cast.viewer("head")
    call = cast.call(_0="absent")
    ended = take_call_back(acting=acting, call=call)
    assert numbers(cast)["calls"] == 0 and cast.state(0).state == "" and cast.told("mother") == []
    with pytest.raises(NotPossible):
        take_call_back(acting=acting, call=call)
    bring_call_back(acting=acting, call=call, words=ended)
    assert cast.state(0).state == "absent" and cast.told("mother") == [MISSING]
    again = take_call_back(acting=acting, call=call)
    cast.call()
    with pytest.raises(NotPossible):
        bring_call_back(acting=acting, call=call, words=again)


def test_a_gate_says_something_and_people_are_believed_first(cast: Cast):
    given = {"acting": SYSTEM, "pupil": cast.pupils[0], "day": cast.today, "at": timezone.now()}
    note_presence(**given, sessions=(0, 0), state="present", source="gate")
    assert cast.state(0).state == "present"
    cast.call(_0="absent")
    note_presence(**given, sessions=(0, 0), state="present", source="gate")
    assert cast.state(0).state == "absent"
    assert Presence.objects.filter(source="gate", ended_at=None).count() == 1
    with pytest.raises(ValueError, match="lesson"):
        note_presence(**given, sessions=(0, 0), state="present", source="lesson")


def test_sources_have_words():
    assert str(PresenceSource("gate", "校门", human=False).label) == "校门"


@pytest.mark.parametrize(
    ("name", "sessions"),
    [("head", [0]), ("other", [0]), ("maths", [2]), ("affairs", []), ("principal", []), ("mother", [])],
)
def test_what_is_ones_own_to_call(cast: Cast, name, sessions):
    found = callings(cast.viewer(name), cast.today)
    assert [each.session for each in found] == sessions
    cast.call()
    cast.call(session=2)
    taken = [each.taken is not None for each in callings(cast.viewer(name), cast.today)]
    assert taken == [name != "other"] * len(sessions)


def test_whoever_joins_later_was_on_no_earlier_list(cast: Cast):
    cast.call(day=cast.today - timedelta(days=2))
    pupil = cast.pupils[3]
    pupil.class_since = cast.today
    pupil.save()
    assert cast.state(3, cast.today - timedelta(days=2)).state == ""
    assert cast.state(2, cast.today - timedelta(days=2)).state == "present"


def test_what_is_sent_again_is_said_once(cast: Cast):
    for _time in range(3):
        cast.call(_0="absent", _1="late", _2="present")
    assert Presence.objects.count() == 2
    given = {"acting": cast.viewer("head"), "pupil": cast.pupils[0], "day": cast.today, "sessions": [0]}
    first, again = correct(**given, state="late"), correct(**given, state="late")
    assert len(first.made) == 1 and (again.made, again.ended) == ([], [])
    assert Presence.objects.count() == 3
    # After a correction the same roll call says it anew.
    cast.call(_0="absent", _1="late")
    assert cast.state(0).state == "absent" and Presence.objects.count() == 5
