"""Writes about leave: asked for, decided by the class teacher and for long by the school, withdrawn, ended early."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.attendance.events import LeaveGranted
from santong.domains.campus.attendance.models import (
    DECIDE,
    DECIDE_LONG,
    LONGEST,
    LeaveNote,
    Presence,
    PupilLeave,
)
from santong.domains.campus.attendance.models import State as Presences
from santong.domains.campus.attendance.queries import (
    BACK,
    days_taken,
    halves_of,
    long_after,
    noon_of,
)
from santong.domains.campus.attendance.settling import settle_known
from santong.domains.campus.attendance.sources import LEAVE
from santong.domains.campus.attendance.telling import take_back_called_off, tell_called_off, tell_of_leave
from santong.domains.campus.students.public import Pupil, is_guardian
from santong.domains.platform.files.public import File
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Whoever, step

State = PupilLeave.State


def ask_leave(
    *,
    acting: Viewer,
    pupil: Pupil,
    kind: str,
    since: date,
    until: date,
    since_half: str = "am",
    until_half: str = "pm",
    reason: str = "",
    files: Sequence[File] = (),
) -> PupilLeave:
    """Ask for leave as a pupil's guardian; or enter it as whoever decides, which grants it as far as they may."""
    decides = acting.can(DECIDE, pupil.path)
    if not decides and not is_guardian(acting, pupil):
        raise PermissionDenied(DECIDE)
    leave = PupilLeave(
        pupil=pupil, path=pupil.path, kind=kind, since=since, since_half=since_half, until=until,
        until_half=until_half, asked_by_id=acting.person_id,
    )  # fmt: skip
    leave.seal(reason=reason)
    _demand_days(leave)
    with transaction.atomic(), named("attendance.ask_leave"):
        # Two guardians at one moment: the second waits here, and finds what the first has asked for.
        Pupil.objects.locked_for_action(pupil)
        _demand_free(leave)
        _measure(leave)
        leave.save()
        LeaveNote.objects.bulk_create(LeaveNote(leave=leave, file=file) for file in files)
        if decides and not is_guardian(acting, pupil):
            agree_leave(acting=acting, leave=leave)
        else:
            tell_of_leave(acting, leave)
    return leave


def _demand_days(leave: PupilLeave) -> None:
    if (leave.since, leave.since_half) > (leave.until, leave.until_half):
        raise NotPossible(_("It ends before it begins. Correct the days."), field="until")
    if leave.since < timezone.localdate() - BACK:
        raise NotPossible(_("That is more than 30 days ago. Speak with the class teacher."), field="since")
    if leave.until - leave.since > LONGEST:
        raise NotPossible(_("That is longer than 120 days. Speak with the school."), field="until")


def _demand_free(leave: PupilLeave) -> None:
    rows = PupilLeave.objects.belonging_to(pupil=leave.pupil).filter(state__in=(*PupilLeave.WAITING, State.GRANTED))
    touching = rows.filter(since__lte=leave.until, until__gte=leave.since).exclude(
        Q(until=leave.since, until_half="am") if leave.since_half == "pm" else Q(pk__in=[])
    )
    if leave.until_half == "am":
        touching = touching.exclude(since=leave.until, since_half="pm")
    if touching.exclude(pk=leave.pk).exists():
        raise NotPossible(_("There is leave for some of this time already. Have a look at it."), field="since")


def _measure(leave: PupilLeave) -> None:
    """Count the school days, and whether the school decides as well."""
    days = days_taken(leave.path, leave.since, leave.until)
    leave.days = sum(halves_of(days, leave))  # type: ignore[assignment]
    leave.is_long = leave.days > long_after(leave.path)


def bring_into_line(acting: Viewer, leave: PupilLeave) -> None:
    """After a step in either direction: the words that a granted leave says, the days they change, who is told."""
    is_granted = leave.state == State.GRANTED
    noon = noon_of(leave.path)
    wanted = {
        day: leave.span_on(day, noon)
        for day in (days_taken(leave.path, leave.since, leave.until) if is_granted else ())
    }
    rows = Presence.objects.belonging_to(leave=leave).filter(ended_at=None)
    standing = {row.day: row for row in rows}
    over = [row.pk for day, row in standing.items() if wanted.get(day) != (row.first, row.last)]
    if over:
        rows.filter(pk__in=over).update(ended_at=timezone.now())
    missing = [day for day, span in wanted.items() if day not in standing or standing[day].pk in over]
    Presence.objects.bulk_create(
        Presence(
            pupil=leave.pupil, path=leave.path, day=day, first=wanted[day].first, last=wanted[day].last,
            state=Presences.ON_LEAVE, source=LEAVE, leave=leave, by_id=leave.decided_by_id, said_at=timezone.now(),
        )
        for day in missing
    )  # fmt: skip
    tell_of_leave(acting, leave)
    if leave.pupil.school_class is not None:
        changed = {*missing, *(day for day, row in standing.items() if row.pk in over)}
        for day in sorted(day for day in changed if day <= timezone.localdate()):
            settle_known(acting, leave.pupil.school_class, day)


def may_decide(viewer: Viewer, leave: PupilLeave) -> bool:
    """Who decides next: whoever decides about leave of the class, and for long leave then the school."""
    return viewer.can(DECIDE_LONG if leave.state == State.PASSED else DECIDE, leave.path)


def concerns(viewer: Viewer, leave: PupilLeave) -> bool:
    """The family, and those who decide."""
    return viewer.can(DECIDE, leave.path) or is_guardian(viewer, leave.pupil)


def _is_own_child(acting: Viewer, leave: PupilLeave) -> bool:
    return is_guardian(acting, leave.pupil)


def _has_begun(acting: Viewer, leave: PupilLeave) -> bool:
    return leave.state == State.GRANTED and leave.since < timezone.localdate()


OWN_CHILD = Condition(_is_own_child, gettext_lazy("It is your own child. Somebody else of the school decides."))
BEGUN = Condition(_has_begun, gettext_lazy("It has begun already. Say since when your child is back."))
DECIDER = Whoever(may_decide, permission=DECIDE)


@step(
    PupilLeave, "attendance.agree_leave", who=DECIDER, sources=PupilLeave.WAITING, unless=(OWN_CHILD,),
    then=bring_into_line, undo=True,
)  # fmt: skip
def agree_leave(*, acting: Viewer, leave: PupilLeave) -> None:
    """Grant it; long leave that the class teacher agrees to goes on to the school."""
    leave.decided_by_id = acting.person_id
    is_theirs = not leave.is_long or acting.can(DECIDE_LONG, leave.path)
    leave.state = State.GRANTED if is_theirs else State.PASSED
    if is_theirs:
        emit(LeaveGranted(leave.pk, leave.pupil_id))


@step(
    PupilLeave, "attendance.refuse_leave", who=DECIDER, sources=PupilLeave.WAITING, target=State.REFUSED,
    unless=(OWN_CHILD,), then=bring_into_line, undo=True,
)  # fmt: skip
def refuse_leave(*, acting: Viewer, leave: PupilLeave, reason: str) -> None:
    """Don't grant it, and say why."""
    leave.decided_by_id = acting.person_id
    leave.seal(answer=reason)


@step(
    PupilLeave, "attendance.withdraw_leave", who=Whoever(concerns), sources=(*PupilLeave.WAITING, State.GRANTED),
    target=State.WITHDRAWN, unless=(BEGUN,), then=bring_into_line,
)  # fmt: skip
def withdraw_leave(*, acting: Viewer, leave: PupilLeave) -> bool:
    """Take back what was asked for, before it has begun."""
    was_granted = bool(leave.state == State.GRANTED)
    if was_granted:
        tell_called_off(acting, leave)
    return was_granted


@withdraw_leave.back
def _ask_again(acting: Viewer, leave: PupilLeave, was_granted: bool) -> None:
    take_back_called_off(leave)


def _is_over(acting: Viewer, leave: PupilLeave) -> bool:
    return leave.until < timezone.localdate() - timedelta(days=7)


@step(
    PupilLeave, "attendance.end_leave", who=Whoever(concerns), sources=(State.GRANTED,),
    unless=(Condition(_is_over, gettext_lazy("It is over since more than a week.")),), then=bring_into_line, undo=True,
)  # fmt: skip
def end_leave(*, acting: Viewer, leave: PupilLeave, back: date, back_half: str) -> None:
    """The pupil is back earlier: from a half of a day on the leave no longer holds."""
    begins, ends = (leave.since, leave.since_half), (leave.until, leave.until_half)
    if not begins < (back, back_half) <= ends:
        raise NotPossible(_("Choose a time between the beginning and the end of the leave."), field="back")
    leave.until, leave.until_half = (back, "am") if back_half == "pm" else (back - timedelta(days=1), "pm")
    leave.back_early = True
    _measure(leave)
