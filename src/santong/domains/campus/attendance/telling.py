"""What people are told about attendance and leave. Titles name nobody; which child it is stands in the text."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance.models import PupilLeave
from santong.domains.campus.attendance.queries import class_teachers, guardians_of, people, school_deciders
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.notices.public import ANSWER, WAITING, take_back_told, tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer

State = PupilLeave.State
MISSING = _("Your child is missing at school. Ask for leave, or tell the class teacher where your child is.")
MISSING_IN_CLASS = _("A pupil of your class is missing without leave. Ask where the pupil is.")
CAME = _("Your child has come to school.")
ASKED = _("Leave of a pupil waits for your decision.")
CALLED_OFF = _("Leave of a pupil of your class was withdrawn.")
ANSWERS = {
    State.GRANTED: _("The leave that you asked for was granted."),
    State.REFUSED: _("The leave that you asked for was not granted. Have a look at the answer."),
}


def tell_missing(acting: Viewer, pupil: Pupil, school_class: Organisation, day: date) -> None:
    """Tell family and class teacher that a pupil is missing, once a day."""
    text = f"{pupil.person.name} · {school_class.name}"
    ask = f"{reverse('attendance:pupil-leave-new')}?pupil={pupil.pk}"
    tell(people(guardians_of(pupil)), MISSING, text=text, address=ask, key=_key("missing", pupil, day))
    teachers = [key for key in class_teachers(school_class.path) if key != acting.person_id]
    page = f"{reverse('attendance:class', args=[school_class.pk])}?day={day.isoformat()}"
    tell(people(teachers), MISSING_IN_CLASS, text=text, address=page, key=_key("missed", pupil, day))


def take_back_missing(pupil: Pupil, day: date) -> None:
    """Withdraw that a pupil is missing."""
    for what in ("missing", "missed"):
        take_back_told(_key(what, pupil, day))


def tell_came(pupil: Pupil, day: date) -> None:
    """Tell the family, who were told that their child is missing, that it has come."""
    page = reverse("attendance:mine")
    tell(people(guardians_of(pupil)), CAME, text=pupil.person.name, address=page, key=_key("came", pupil, day))


def take_back_came(pupil: Pupil, day: date) -> None:
    """Withdraw that a pupil has come."""
    take_back_told(_key("came", pupil, day))


def _key(what: str, pupil: Pupil, day: date) -> str:
    return f"attendance-{what}-{pupil.pk}-{day:%Y%m%d}"


def tell_of_leave(acting: Viewer, leave: PupilLeave) -> None:
    """Tell whoever has to decide, or who asked, how a leave stands now; what was told before and isn't so goes."""
    page = reverse("attendance:pupil-leave-detail", args=[leave.pk])
    wanted = _asked_of(leave)
    for what in ("asked", "passed"):
        if what != leave.state:
            take_back_told(_of_leave(what, leave))
    if wanted:
        readers = [key for key in wanted if key != acting.person_id]
        key = _of_leave(leave.state, leave)
        tell(people(readers), ASKED, text=leave.pupil.person.name, address=page, key=key, kind=WAITING)
    for state, title in ANSWERS.items():
        if state != leave.state:
            take_back_told(_of_leave(state, leave))
        elif leave.asked_by is not None and leave.asked_by_id != acting.person_id:
            text = f"{leave.pupil.person.name} · {leave.span_in_words}"
            tell(leave.asked_by, title, text=text, address=page, key=_of_leave(state, leave), kind=ANSWER)


def _asked_of(leave: PupilLeave) -> list[int]:
    if leave.state == State.ASKED:
        return class_teachers(leave.path)
    return school_deciders(leave.path) if leave.state == State.PASSED else []


def tell_called_off(acting: Viewer, leave: PupilLeave) -> None:
    """Tell the class teacher that granted leave was withdrawn by the family."""
    readers = [key for key in class_teachers(leave.path) if key != acting.person_id]
    page = reverse("attendance:pupil-leave-detail", args=[leave.pk])
    key = _of_leave("called-off", leave)
    tell(people(readers), CALLED_OFF, text=leave.pupil.person.name, address=page, key=key)


def take_back_called_off(leave: PupilLeave) -> None:
    """Withdraw that leave was withdrawn."""
    take_back_told(_of_leave("called-off", leave))


def _of_leave(what: str, leave: PupilLeave) -> str:
    return f"pupil-leave-{what}-{leave.pk}"
