"""What can be done about attendance, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from santong.domains.campus.attendance.actions import call_roll, correct
from santong.domains.campus.attendance.leaves import ask_leave, end_leave, withdraw_leave
from santong.domains.campus.attendance.models import ClassDay, PupilLeave
from santong.domains.campus.attendance.queries import class_on, pupils_of
from santong.domains.campus.attendance.views import CORRECTED
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, by_step, one, present, taken


def _classes() -> list[Organisation]:
    return present(Organisation, kind="class", valid_until=None)


def _pupils() -> list[Pupil]:
    rows = Pupil.objects.filter(status=Pupil.Status.ENROLLED, school_class__isnull=False)
    return list(rows.select_related("person", "school_class").order_by("pk"))


def calling_the_roll(region: Region, choosing: Choosing) -> Done:
    """The roll is called in a class, with one pupil who is missing or late."""
    school_class = one(_classes(), choosing)
    pupils = list(pupils_of(school_class))
    said = {choosing.choice(pupils).pk: choosing.choice(["absent", "late"])} if pupils else {}
    call_roll(acting=region.viewer, school_class=school_class, day=timezone.localdate(), session=0, said=said)
    return Done("calling the roll", None)


def correction(region: Region, choosing: Choosing) -> Done:
    """Somebody's attendance is corrected."""
    pupil, day = one(_pupils(), choosing), timezone.localdate()
    state = choosing.choice(["present", "absent", "late"])
    done = correct(acting=region.viewer, pupil=pupil, day=day, sessions=[0], state=state)
    payload = {"pupil": pupil.pk, "day": day.isoformat(), "made": list(done.made), "ended": list(done.ended)}
    # What was told meanwhile is told anew when it is taken back, as another notice.
    return Done("correction", by_step(region, CORRECTED, payload), is_exact=False)


def leave(region: Region, choosing: Choosing) -> Done:
    """Leave is entered."""
    today = timezone.localdate()
    until = today + timedelta(days=choosing.choice([0, 1, 9]))
    pupil = one(_pupils(), choosing)
    ask_leave(acting=region.viewer, pupil=pupil, kind="sick", since=today, until=until, reason="发烧")
    return Done("leave", None)


def _granted(region: Region, choosing: Choosing) -> PupilLeave:
    """One of those granted; where there is none, it is entered first."""
    if not present(PupilLeave, state="granted"):
        today = timezone.localdate()
        pupil, until = one(_pupils(), choosing), today + timedelta(days=2)
        ask_leave(acting=region.viewer, pupil=pupil, kind="sick", since=today, until=until, reason="发烧")
    return one(present(PupilLeave, state="granted"), choosing)


def withdrawal_of_leave(region: Region, choosing: Choosing) -> Done:
    """Leave is withdrawn."""
    row = _granted(region, choosing)
    return Done("withdrawal of leave", taken(region.viewer, withdraw_leave, row), is_exact=False)


def early_end_of_leave(region: Region, choosing: Choosing) -> Done:
    """A pupil is back earlier."""
    row = _granted(region, choosing)
    back = row.since + timedelta(days=1)
    return Done("early end", taken(region.viewer, end_leave, row, back=back, back_half="am"), is_exact=False)


STEPS: tuple[Step, ...] = (calling_the_roll, correction, leave, withdrawal_of_leave, early_end_of_leave)
REFUSALS = (NotPossible,)


def numbers_of_days() -> Iterator[str]:
    """Days of classes whose pupils haven't changed since, whose numbers aren't what the words say."""
    for row in ClassDay.objects.filter(calls__gt=0).select_related("school_class").order_by("pk"):
        numbers = class_on(row.school_class, row.day).numbers()
        if numbers["expected"] == row.expected and numbers != {name: getattr(row, name) for name in ClassDay.NUMBERS}:
            yield f"{row.audit_name}: {numbers}"
