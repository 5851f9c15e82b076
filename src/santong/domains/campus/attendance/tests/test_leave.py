"""Leave: asked for, decided, withdrawn, ended early; who may, what follows, who is told, and what nobody else reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from santong.domains.campus.attendance.events import LeaveGranted
from santong.domains.campus.attendance.leaves import agree_leave, ask_leave, end_leave, refuse_leave, withdraw_leave
from santong.domains.campus.attendance.models import AttendanceRules, ClassDay, Presence, PupilLeave
from santong.domains.campus.attendance.queries import to_decide
from santong.domains.campus.attendance.resealing import reseal
from santong.domains.campus.attendance.tests.conftest import Cast
from santong.domains.campus.students.public import NewGuardian, link_guardians
from santong.domains.platform.calendars.public import CalendarDay
from santong.domains.platform.notices.models import Notice
from santong.kit.access import SYSTEM
from santong.kit.events import subscribe, unsubscribe
from santong.kit.models import AuditEntry
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import keep_step, take_back
from santong.lib.keyrings import Keyring

pytestmark = pytest.mark.django_db
ASKED = "有学生请假等您审批。"
GRANTED = "您申请的请假已批准。"
REFUSED = "您申请的请假未获批准，请查看答复。"
CALLED_OFF = "您班一名学生撤回了请假。"
MISSING = "您的孩子今天未到校。请补办请假，或告诉班主任孩子的去向。"


def spans(leave: PupilLeave) -> list[tuple[int, int, int]]:
    """The days from today on, with sessions, of the words that a leave says."""
    rows = Presence.objects.filter(leave=leave, ended_at=None).order_by("day")
    return [((row.day - leave.since).days, row.first, row.last) for row in rows]


def undo(cast: Cast, name: str, taken) -> str:
    step = keep_step(cast.viewer(name), handler=BACK, payload=payload_of([taken]))
    return take_back(cast.viewer(name), step.pk)


def test_a_parent_asks_the_class_teacher_grants_and_nobody_types_it_twice(cast: Cast):
    heard: list[LeaveGranted] = []
    subscribe(LeaveGranted, heard.append, inside=True)
    leave = cast.ask(days=(0, 1), until_half="am")
    assert (leave.state, float(leave.days), leave.is_long) == ("asked", 1.5, False)
    assert cast.told("head") == [ASKED] and spans(leave) == []
    agree_leave(acting=cast.viewer("head"), leave=leave)
    unsubscribe(LeaveGranted, heard.append)
    assert leave.state == "granted" and heard == [LeaveGranted(leave.pk, cast.pupils[0].pk)]
    assert spans(leave) == [(0, 0, 99), (1, 0, 3)]
    assert cast.told("head") == [] and cast.told("mother") == [GRANTED]
    assert cast.state(0).state == "on_leave"
    cast.call(_0="on_leave")
    row = ClassDay.objects.get(school_class=cast.first, day=cast.today)
    assert (row.present, row.on_leave, row.absent) == (3, 1, 0)
    assert MISSING not in cast.told("mother")


def test_long_leave_is_decided_by_the_school_too(cast: Cast):
    leave = cast.ask(days=(1, 5))
    assert leave.is_long
    agree_leave(acting=cast.viewer("head"), leave=leave)
    assert leave.state == "passed" and cast.told("affairs") == [ASKED] and spans(leave) == []
    with pytest.raises(PermissionDenied):
        agree_leave(acting=cast.viewer("head"), leave=leave)
    agree_leave(acting=cast.viewer("affairs"), leave=leave)
    assert leave.state == "granted" and cast.told("mother") == [GRANTED] and cast.told("affairs") == []


def test_a_school_settles_what_is_long(cast: Cast):
    AttendanceRules.objects.create(school=cast.region.lake, path=cast.region.lake.path, long_after=5)
    leave = cast.ask(days=(1, 5))
    agree_leave(acting=cast.viewer("head"), leave=leave)
    assert leave.state == "granted"


def test_the_school_decides_long_leave_at_once_when_it_is_first(cast: Cast):
    leave = cast.ask(days=(1, 5))
    agree_leave(acting=cast.viewer("principal"), leave=leave)
    assert leave.state == "granted"


def test_what_a_class_teacher_enters_is_granted(cast: Cast):
    leave = cast.ask(by="head", number=1)
    assert leave.state == "granted" and cast.told("head") == []
    long = cast.ask(by="head", number=2, days=(1, 8))
    assert long.state == "passed" and cast.told("affairs") == [ASKED]


@pytest.mark.parametrize(
    ("name", "may"),
    [("mother", True), ("head", True), ("affairs", True), ("principal", True), ("stranger", False), ("child", False),
     ("other", False), ("maths", False), ("reader", False), ("far", False), ("county", False)],
)  # fmt: skip
def test_who_may_ask(cast: Cast, name, may):
    if may:
        assert cast.ask(by=name).asked_by == cast.people[name]
    else:
        with pytest.raises(PermissionDenied):
            cast.ask(by=name)


@pytest.mark.parametrize(
    ("name", "may"),
    [("head", True), ("affairs", True), ("principal", True), ("mother", False), ("stranger", False), ("child", False),
     ("other", False), ("maths", False), ("reader", False), ("far", False), ("county", False)],
)  # fmt: skip
def test_who_decides(cast: Cast, name, may):
    leave = cast.ask()
    viewer = cast.viewer(name)
    assert to_decide(viewer).filter(pk=leave.pk).exists() == (name == "head")
    if may:
        refuse_leave(acting=viewer, leave=leave, reason="请补充说明")
        assert leave.state == "refused" and cast.told("mother") == [REFUSED] and leave.answer == "请补充说明"
    else:
        for action, more in ((agree_leave, {}), (refuse_leave, {"reason": "x"})):
            with pytest.raises(PermissionDenied):
                action(acting=viewer, leave=leave, **more)


@pytest.mark.parametrize("name", ["head", "affairs", "principal", "mother", "child"])
def test_family_and_deciders_see_leave(cast: Cast, name):
    assert cast.viewer(name).get(PupilLeave, cast.ask().pk).reason == "发烧"


@pytest.mark.parametrize("name", ["stranger", "other", "maths", "reader", "far", "county"])
def test_nobody_else_sees_leave(cast: Cast, name):
    leave = cast.ask()
    with pytest.raises(Http404):
        cast.viewer(name).get(PupilLeave, leave.pk)


def test_nobody_decides_about_their_own_child(cast: Cast):
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(cast.pupils[1], cast.people["head"], "51")])
    leave = cast.ask(by="head", number=1)
    assert leave.state == "asked"
    with pytest.raises(NotPossible):
        agree_leave(acting=cast.viewer("head"), leave=leave)
    agree_leave(acting=cast.viewer("affairs"), leave=leave)
    assert leave.state == "granted"


def test_reasons_are_sealed_and_stand_nowhere_in_clear(cast: Cast):
    leave = cast.ask(reason="水痘，在家隔离")
    refuse_leave(acting=cast.viewer("head"), leave=leave, reason="请附隔离证明")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason_cipher, answer_cipher FROM attendance_pupilleave")
        sealed = "".join(cursor.fetchone())
    everything = sealed + str(list(AuditEntry.objects.values())) + str(list(Notice.objects.values()))
    for word in ("水痘", "隔离", "sick"):
        assert word not in everything
    leave.refresh_from_db()
    assert (leave.reason, leave.answer) == ("水痘，在家隔离", "请附隔离证明")


def test_reasons_are_sealed_anew_when_a_key_goes(cast: Cast, settings):
    leave = cast.ask(reason="发烧")
    plain = cast.ask(number=0, days=(5, 5), reason="")
    assert reseal() == 0
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = Keyring({**old.sealing, "next": b"7" * 32}, old.index_key)
    assert reseal() == 1 and reseal() == 0
    leave.refresh_from_db()
    plain.refresh_from_db()
    assert leave.reason == "发烧" and plain.reason == ""
    assert settings.FIELD_KEYS.is_newest(leave.reason_cipher)


@pytest.mark.parametrize(
    ("days", "more", "field"),
    [
        ((2, 1), {}, "until"),
        ((1, 1), {"since_half": "pm", "until_half": "am"}, "until"),
        ((-31, 1), {}, "since"),
        ((0, 121), {}, "until"),
    ],
)
def test_impossible_days_are_refused_with_words(cast: Cast, days, more, field):
    with pytest.raises(NotPossible) as problem:
        cast.ask(days=days, **more)
    assert problem.value.field == field and str(problem.value)
    assert not PupilLeave.objects.exists()


@pytest.mark.parametrize(
    ("first", "second", "meets"),
    [
        ((0, 1, "am", "pm"), (1, 2, "am", "pm"), True),
        ((0, 1, "am", "pm"), (2, 2, "am", "pm"), False),
        ((0, 1, "am", "am"), (1, 1, "pm", "pm"), False),
        ((1, 1, "pm", "pm"), (0, 1, "am", "am"), False),
        ((0, 1, "am", "am"), (1, 1, "am", "pm"), True),
    ],
)
def test_leave_doesnt_overlap(cast: Cast, first, second, meets):
    def ask(since, until, since_half, until_half):
        return cast.ask(days=(since, until), since_half=since_half, until_half=until_half)

    ask(*first)
    if meets:
        with pytest.raises(NotPossible):
            ask(*second)
    else:
        ask(*second)
    assert PupilLeave.objects.count() == (1 if meets else 2)


def test_leave_after_the_fact_explains_an_absence(cast: Cast):
    cast.call("affairs", _0="absent")
    assert cast.told("mother") == [MISSING]
    agree_leave(acting=cast.viewer("head"), leave=cast.ask())
    assert cast.state(0).state == "on_leave"
    assert cast.told("mother") == [GRANTED]
    assert ClassDay.objects.get(school_class=cast.first, day=cast.today).on_leave == 1


def test_leave_that_is_withdrawn_leaves_an_absence(cast: Cast):
    leave = cast.ask()
    agree_leave(acting=cast.viewer("head"), leave=leave)
    cast.call(_0="on_leave")
    taken = withdraw_leave.take(cast.viewer("mother"), leave, {})
    assert leave.state == "withdrawn" and spans(leave) == []
    assert CALLED_OFF in cast.told("head")
    assert cast.state(0).state == "absent" and MISSING in cast.told("mother")
    undo(cast, "mother", taken)
    assert cast.state(0).state == "on_leave" and CALLED_OFF not in cast.told("head")
    assert MISSING not in cast.told("mother")


def test_granting_is_taken_back(cast: Cast):
    leave = cast.ask(days=(0, 1))
    taken = agree_leave.take(cast.viewer("head"), leave, {})
    assert len(spans(leave)) == 2
    undo(cast, "head", taken)
    leave.refresh_from_db()
    assert (leave.state, leave.decided_by, spans(leave)) == ("asked", None, [])
    # Who took it back knows: it stands among what waits for them.
    assert cast.told("mother") == cast.told("head") == [] and to_decide(cast.viewer("head")).exists()
    refuse_leave(acting=cast.viewer("head"), leave=leave, reason="考试")
    assert cast.told("mother") == [REFUSED]


def test_back_earlier(cast: Cast):
    leave = cast.ask(days=(0, 3))
    agree_leave(acting=cast.viewer("affairs"), leave=leave)
    for back, half in ((0, "am"), (4, "am")):
        with pytest.raises(NotPossible):
            end_leave(acting=cast.viewer("mother"), leave=leave, back=cast.today + timedelta(days=back), back_half=half)
    given = {"back": cast.today + timedelta(days=1), "back_half": "pm"}
    taken = end_leave.take(cast.viewer("mother"), leave, given)
    assert spans(leave) == [(0, 0, 99), (1, 0, 3)] and float(leave.days) == 1.5 and leave.back_early
    undo(cast, "mother", taken)
    assert [day for day, _first, _last in spans(leave)] == [0, 1, 2, 3]


def test_what_has_begun_is_ended_not_withdrawn(cast: Cast):
    leave = cast.ask(by="head", days=(-1, 1))
    with pytest.raises(NotPossible):
        withdraw_leave(acting=cast.viewer("mother"), leave=leave)


@pytest.mark.parametrize("name", ["stranger", "other", "maths", "reader", "far", "county"])
def test_nobody_else_withdraws_or_ends(cast: Cast, name):
    leave = cast.ask(by="head")
    with pytest.raises(PermissionDenied):
        withdraw_leave(acting=cast.viewer(name), leave=leave)
    with pytest.raises(PermissionDenied):
        end_leave(acting=cast.viewer(name), leave=leave, back=cast.today, back_half="pm")


def test_days_without_school_arent_counted(cast: Cast):
    holiday = cast.today + timedelta(days=2)
    CalendarDay.objects.filter(day=holiday).delete()
    city = cast.region.city
    CalendarDay.objects.create(organisation=city, path=city.path, day=holiday, kind="holiday", name="放假")
    leave = cast.ask(by="head", days=(1, 3))
    assert float(leave.days) == 2 and [day for day, _first, _last in spans(leave)] == [0, 2]


def test_asking_needs_a_pupil_in_a_class_or_not(cast: Cast):
    pupil = cast.pupils[0]
    pupil.school_class, pupil.path = None, cast.region.lake.path
    pupil.save()
    leave = ask_leave(
        acting=cast.viewer("mother"), pupil=pupil, kind="other", since=cast.today, until=cast.today, reason="搬家"
    )
    assert leave.path == cast.region.lake.path
    agree_leave(acting=cast.viewer("affairs"), leave=leave)
    assert leave.state == "granted"
