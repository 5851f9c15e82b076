"""What waits: corrections of credits that were asked for."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.models import KEEP, Correction
from santong.kit.access import Viewer
from santong.kit.todos import Said, ToDo


def _asked(viewer: Viewer) -> QuerySet[Correction]:
    return Correction.objects.visible_to(viewer, KEEP).filter(state=Correction.State.ASKED)


def _says(values: Mapping[str, str]) -> Said:
    page = reverse("credits:credit-corrections-detail", args=[values["pk"]])
    return Said(values["person__name"], page, values["course"])


CORRECTIONS = ToDo(
    "credit_corrections", _("Corrections of credits to answer"), "edit", "credits:credit-standings", permission=KEEP,
    rows=_asked, says=_says, columns=("person__name", "course"), since="asked_at", order=60,
)  # fmt: skip
