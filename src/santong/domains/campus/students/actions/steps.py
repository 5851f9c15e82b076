"""What can happen to one pupil from their page; the actions themselves take many at once."""

from __future__ import annotations

from datetime import date

from santong.domains.campus.students.actions.roll import CHANGE, Kind, Status, change_status, move
from santong.domains.campus.students.actions.transfers import ask_transfer
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.steps import Holds, step

KEEPS = Holds(CHANGE)
PRESENT = (Status.ENROLLED, Status.SUSPENDED)


@step(Pupil, "students.move", who=KEEPS, field="status", sources=(Status.ENROLLED,), saves=False)
def change_class(*, acting: Viewer, pupil: Pupil, school_class: Organisation, day: date, reason: str = "") -> None:
    """Into another class of the school."""
    move(acting=acting, pupils=[pupil], school_class=school_class, day=day, reason=reason)


@step(Pupil, "students.suspend", who=KEEPS, field="status", sources=(Status.ENROLLED,), saves=False)
def suspend(*, acting: Viewer, pupil: Pupil, day: date, reason: str = "") -> None:
    """Away for a while; the place in the class stays."""
    change_status(acting=acting, pupils=[pupil], kind=Kind.SUSPEND, day=day, reason=reason)


@step(Pupil, "students.resume", who=KEEPS, field="status", sources=(Status.SUSPENDED,), saves=False)
def resume(*, acting: Viewer, pupil: Pupil, day: date, reason: str = "") -> None:
    """Back at school."""
    change_status(acting=acting, pupils=[pupil], kind=Kind.RESUME, day=day, reason=reason)


@step(Pupil, "students.leave", who=KEEPS, field="status", sources=PRESENT, saves=False)
def leave(*, acting: Viewer, pupil: Pupil, day: date, reason: str = "") -> None:
    """Off the roll; the record is kept."""
    change_status(acting=acting, pupils=[pupil], kind=Kind.LEAVE, day=day, reason=reason)


@step(Pupil, "students.ask_transfer", who=KEEPS, field="status", sources=PRESENT, saves=False)
def offer_to_school(*, acting: Viewer, pupil: Pupil, school: Organisation, reason: str = "") -> None:
    """Ask another school to take the pupil."""
    ask_transfer(acting=acting, pupil=pupil, to_school=school, reason=reason)
