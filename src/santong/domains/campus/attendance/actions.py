"""Writes about presence: calling the roll, correcting what was said, taking a roll call back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.attendance.models import CALL, SAID, ClassDay, Presence, RollCall, State
from santong.domains.campus.attendance.queries import BACK, lesson_to_call, pupils_of
from santong.domains.campus.attendance.settling import locked_day, settle, settle_known
from santong.domains.campus.attendance.sources import HAND, LEAVE, LESSON, ROLL_CALL
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible


def call_roll(
    *,
    acting: Viewer,
    school_class: Organisation,
    day: date,
    session: int,
    said: Mapping[int, str],
    at: datetime | None = None,
) -> RollCall:
    """Call the roll of a class: `said` gives the state of those who weren't there as usual, by the pupil's key.

    Somebody of whom "on_leave" is said wasn't there either: whether leave explains it is looked up, not written down.
    Called again for the same session it is a correction; one that was made earlier (`at`) and arrives later is kept,
    and changes nothing. Raises `NotPossible` for pupils who aren't on the list.
    """
    lesson = lesson_to_call(acting, school_class, day, session)
    moment = min(at or timezone.now(), timezone.now())
    with transaction.atomic(), named("attendance.call_roll"):
        row = locked_day(school_class, day)
        pupils = {each.pk: each for each in pupils_of(school_class)}
        _demand_known(said, pupils)
        known = _said_already(row, session, said)
        call, is_latest = _call(acting, row, session, moment, lesson.subject if lesson else "", len(pupils))
        if not known:
            source = LESSON if session else ROLL_CALL
            _replace(Presence.objects.belonging_to(roll_call=call), keep=not is_latest)
            Presence.objects.bulk_create(
                Presence(
                    pupil=pupils[key], path=school_class.path, day=day, first=session, last=session,
                    state=_seen(state), source=source, roll_call=call, by_id=acting.person_id, said_at=moment,
                    ended_at=None if is_latest else timezone.now(),
                )
                for key, state in said.items() if state != State.PRESENT
            )  # fmt: skip
        settle(acting, row)
    return call


def _seen(state: str) -> str:
    """What was seen of somebody: whoever is on leave isn't there."""
    return State.ABSENT if state == State.ON_LEAVE else state


def _said_already(row: ClassDay, session: int, said: Mapping[int, str]) -> bool:
    """Whether a roll call says the same as the one before, and nobody has said anything since: it is sent again."""
    call = RollCall.objects.belonging_to(school_class=row.school_class).filter(day=row.day, session=session).first()
    if call is None:
        return False
    standing = Presence.objects.belonging_to(roll_call=call).filter(ended_at=None)
    before = dict(standing.values_list("pupil_id", "state"))
    later = Presence.objects.belonging_to(pupil__school_class=row.school_class).filter(
        day=row.day, ended_at=None, said_at__gt=call.taken_at
    )
    now = {key: _seen(state) for key, state in said.items() if state != State.PRESENT}
    return before == now and not later.exists()


def _demand_known(said: Mapping[int, str], pupils: Collection[int]) -> None:
    if any(state not in (*SAID, State.ON_LEAVE) for state in said.values()):
        raise NotPossible(_("The states of the roll call couldn't be read. Open the page again."))
    if any(key not in pupils for key in said):
        raise NotPossible(_("A pupil isn't on the list of the class any more. Open the page again and call the roll."))


def _call(
    acting: Viewer, row: ClassDay, session: int, moment: datetime, subject: str, expected: int
) -> tuple[RollCall, bool]:
    """The roll call of a session, new or taken again, and whether this is the latest that was made."""
    made = {"by_id": acting.person_id, "taken_at": moment, "subject": subject, "expected": expected}
    rows = RollCall.objects.belonging_to(school_class=row.school_class)
    call = rows.filter(day=row.day, session=session).first()
    if call is None:
        place = {"school_class": row.school_class, "path": row.path, "day": row.day, "session": session}
        return RollCall.objects.create(**place, **made), True
    if call.taken_at > moment:
        return call, False
    for name, value in made.items():
        setattr(call, name, value)
    call.save(update_fields=["by", "taken_at", "subject", "expected"])
    return call, True


def _replace(rows: QuerySet[Presence], *, keep: bool = False) -> list[int]:
    """End words that are replaced; they stay as they were said. Returns their keys."""
    keys = [] if keep else list(rows.filter(ended_at=None).values_list("pk", flat=True))
    if keys:
        rows.filter(pk__in=keys).update(ended_at=timezone.now())
    return keys


@dataclass(frozen=True)
class Correction:
    """What a correction did: the keys of the words that it made and ended."""

    made: Sequence[int]
    ended: Sequence[int]


def correct(
    *, acting: Viewer, pupil: Pupil, day: date, sessions: Collection[int], state: str, note: str = ""
) -> Correction:
    """Say otherwise of a pupil than a roll call did, for some sessions of a day; what was said before is kept."""
    school_class = _class_to_correct(acting, pupil, day)
    if state not in SAID or not sessions:
        raise NotPossible(_("Choose what was so instead."))
    first, last = min(sessions), max(sessions)
    with transaction.atomic(), named("attendance.correct"):
        row = locked_day(school_class, day)
        rows = Presence.objects.belonging_to(pupil=pupil).filter(day=day, source=HAND)
        if rows.filter(first=first, last=last, state=state, note=note.strip()[:60], ended_at=None).exists():
            return Correction([], [])
        ended = _replace(rows.filter(first__lte=last, last__gte=first))
        made = Presence.objects.create(
            pupil=pupil, path=pupil.path, day=day, first=first, last=last, state=state, source=HAND,
            by_id=acting.person_id, said_at=timezone.now(), note=note.strip()[:60],
        )  # fmt: skip
        settle(acting, row)
    return Correction([made.pk], ended)


def take_correction_back(*, acting: Viewer, pupil: Pupil, day: date, made: Sequence[int], ended: Sequence[int]) -> None:
    """Let hold again what held before a correction."""
    school_class = _class_to_correct(acting, pupil, day)
    with transaction.atomic(), named("attendance.correct_back"):
        row = locked_day(school_class, day)
        rows = Presence.objects.belonging_to(pupil=pupil).filter(day=day, source=HAND)
        if rows.filter(pk__in=made, ended_at=None).count() != len(made):
            raise NotPossible(_("Somebody has corrected it again since."))
        _replace(rows.filter(pk__in=made))
        rows.filter(pk__in=ended).update(ended_at=None)
        settle(acting, row)


def _class_to_correct(acting: Viewer, pupil: Pupil, day: date) -> Organisation:
    acting.demand(CALL, pupil.path)
    if pupil.school_class is None:
        raise NotPossible(_("The pupil is in no class. Put them into one first."))
    if day < timezone.localdate() - BACK or day > timezone.localdate():
        raise NotPossible(_("The roll is called on the day itself, and corrected within 30 days."))
    return pupil.school_class


def may_take_back(viewer: Viewer, call: RollCall) -> bool:
    """Whoever called the roll, or leads the class."""
    return viewer.can(CALL, call.path) or (viewer.person_id is not None and call.by_id == viewer.person_id)


def take_call_back(*, acting: Viewer, call: RollCall) -> Sequence[int]:
    """Take a roll call back, with all that was said there; returns the keys of what it ended."""
    if not may_take_back(acting, call):
        raise PermissionDenied(CALL)
    with transaction.atomic(), named("attendance.take_call_back"):
        row = locked_day(call.school_class, call.day)
        rows = RollCall.objects.again([call])
        if not rows.exists():
            raise NotPossible(_("It was taken back already."))
        ended = _replace(Presence.objects.belonging_to(roll_call=call))
        rows.remove()
        settle(acting, row)
    return ended


def bring_call_back(*, acting: Viewer, call: RollCall, words: Sequence[int]) -> None:
    """Let a roll call that was taken back hold again, with what was said there."""
    if not may_take_back(acting, call):
        raise PermissionDenied(CALL)
    with transaction.atomic(), named("attendance.bring_call_back"):
        row = locked_day(call.school_class, call.day)
        same = RollCall.objects.belonging_to(school_class=call.school_class)
        if same.filter(day=call.day, session=call.session).exists():
            raise NotPossible(_("The roll was called again since."))
        RollCall.with_removed.again([call]).restore()
        Presence.objects.belonging_to(roll_call=call).filter(pk__in=words).update(ended_at=None)
        settle(acting, row)


def note_presence(
    *, acting: Viewer, pupil: Pupil, day: date, sessions: tuple[int, int], state: str, source: str, at: datetime
) -> Presence:
    """For sources of other modules (a gate, a bus, a dormitory): say where a pupil was, from a session to another.

    `source` is a declared `PresenceSource`. The source's earlier word about the same sessions is replaced.
    """
    if source in (ROLL_CALL, LESSON, LEAVE, HAND):
        raise ValueError(f"{source!r} is said by the actions of this module")
    first, last = sessions
    with transaction.atomic(), named("attendance.note"):
        rows = Presence.objects.belonging_to(pupil=pupil).filter(day=day, source=source, first=first, last=last)
        _replace(rows)
        row = Presence.objects.create(
            pupil=pupil, path=pupil.path, day=day, first=first, last=last, state=state, source=source,
            by_id=acting.person_id, said_at=at,
        )  # fmt: skip
        if pupil.school_class is not None:
            settle_known(acting, pupil.school_class, day)
    return row
