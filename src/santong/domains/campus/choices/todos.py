"""What waits: wishes to rank, choices of children to confirm."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.models import ChoiceRound, Chooser
from santong.domains.campus.students.public import Guardianship
from santong.kit.access import Viewer
from santong.kit.todos import Said, ToDo

State = ChoiceRound.State


def _taking() -> Q:
    today = timezone.localdate()
    return Q(round__removed_at=None) & (
        Q(round__state=State.FINAL, round__final_until__gte=today)
        | Q(round__state=State.TRIAL, round__trial_until__gte=today)
    )


def _to_rank(viewer: Viewer) -> QuerySet[Chooser]:
    rows = Chooser.objects.of_acting(viewer).filter(_taking(), pupil__person_id=viewer.person_id)
    return rows.filter(handed_in_at=None)


def _to_confirm(viewer: Viewer) -> QuerySet[Chooser]:
    links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    rows = Chooser.objects.of_acting(viewer).filter(_taking(), pupil__person__in=links.values("child"))
    return rows.filter(round__asks_guardian=True, handed_in_at__isnull=False, confirmed_at=None)


def _says(values: Mapping[str, str]) -> Said:
    return Said(values["round__name"], reverse("choices:course-wishes-detail", args=[values["pk"]]))


def _says_whose(values: Mapping[str, str]) -> Said:
    page = reverse("choices:course-wishes-detail", args=[values["pk"]])
    return Said(values["round__name"], page, values["pupil__person__name"])


TO_RANK = ToDo(
    "course_wishes", _("Courses to choose"), "list-check", "choices:course-wishes", rows=_to_rank, says=_says,
    columns=("round__name", "round__final_until"), since="listed_at", due="round__final_until", order=12,
)  # fmt: skip
TO_CONFIRM = ToDo(
    "course_confirmations", _("Choices of my child to confirm"), "check", "choices:course-wishes", rows=_to_confirm,
    says=_says_whose, columns=("round__name", "pupil__person__name", "round__final_until"),
    since="handed_in_at", due="round__final_until", order=13,
)  # fmt: skip
