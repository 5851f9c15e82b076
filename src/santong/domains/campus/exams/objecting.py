"""What stands against steps with an examination, in words, and what several of them count."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.exams.models import Examination, ExamRoom, Paper
from santong.kit.access import Viewer

OF_BUREAU = gettext_lazy("Papers and times of a joint examination are the bureau's. Rooms and invigilators are yours.")


def taken_over(acting: Viewer, examination: Examination) -> str:
    """Papers that come from a bureau stay as they are."""
    return str(OF_BUREAU) if examination.origin_id is not None else ""


def no_papers(acting: Viewer, examination: Examination) -> str:
    found = Paper.objects.belonging_to(examination=examination).exists()
    return "" if found else _("There are no papers yet. Add the papers of each grade.")


def of_bureau(acting: Viewer, examination: Examination) -> str:
    return "" if examination.is_of_school else _("Schools choose rooms and seats when they have taken it over.")


def last_number(examination: Examination) -> int:
    numbers = ExamRoom.objects.belonging_to(examination=examination).values_list("number", flat=True)
    return max(numbers, default=0)
