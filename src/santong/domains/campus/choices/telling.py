"""What pupils, families and teachers are told about a choice. Titles name nobody."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.models import ChoiceRound, Chooser, MovingPlan, TeachingGroup
from santong.domains.campus.choices.queries import people
from santong.domains.campus.students.public import guardians_of_all
from santong.domains.platform.notices.public import NEWS, WAITING, take_back_told, tell

OPENED = _("Choose your courses: %(name)s")
OPENED_HOME = _("Your child chooses courses: %(name)s")
ANNOUNCED = _("The result of the course choice is there: %(name)s")
MOVING = _("Your teaching groups are there: %(name)s")
TEACHES = _("You teach groups of moving classes: %(name)s")


def tell_opened(row: ChoiceRound, choosers: Iterable[Chooser]) -> None:
    """Tell those who choose, and their guardians, that they can; once for the trial, once for the final choice."""
    rows = list(choosers)
    page, words = reverse("choices:course-wishes"), {"name": row.name}
    key = f"choices-{row.state}-{row.pk}"
    own = people([each.pupil.person_id for each in rows])
    tell(own, OPENED, words=words, address=page, key=key, kind=WAITING)
    tell(people(guardians_of_all([each.pupil for each in rows])), OPENED_HOME, words=words, address=page,
         key=f"{key}-home", kind=WAITING if row.asks_guardian else NEWS)  # fmt: skip


def tell_announced(row: ChoiceRound, choosers: Iterable[Chooser]) -> None:
    """Tell those who chose, and their guardians, that the result is there."""
    rows = list(choosers)
    keys = {each.pupil.person_id for each in rows} | set(guardians_of_all([each.pupil for each in rows]))
    page = reverse("choices:course-wishes")
    tell(people(keys), ANNOUNCED, words={"name": row.name}, address=page, key=f"choices-announced-{row.pk}")


def tell_groups(plan: MovingPlan, choosers: Iterable[Chooser], groups: Iterable[TeachingGroup]) -> None:
    """Tell pupils, guardians and teachers of the groups in which they are."""
    rows = list(choosers)
    keys = {each.pupil.person_id for each in rows} | set(guardians_of_all([each.pupil for each in rows]))
    words = {"name": plan.round.name}
    tell(people(keys), MOVING, words=words, address=reverse("choices:course-wishes"), key=f"choices-groups-{plan.pk}")
    teachers = {each.teacher.person_id for each in groups if each.teacher is not None}
    tell(people(teachers), TEACHES, words=words, address=reverse("choices:teaching-groups"),
         key=f"choices-teaches-{plan.pk}")  # fmt: skip


def take_back_groups(plan: MovingPlan) -> None:
    """Withdraw that the groups are there."""
    for what in ("groups", "teaches"):
        take_back_told(f"choices-{what}-{plan.pk}")
