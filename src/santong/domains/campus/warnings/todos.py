"""What waits because of early warnings."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.warnings.models import HANDLE
from santong.domains.campus.warnings.queries import waiting
from santong.domains.campus.warnings.sources import label_of
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    address = reverse("warnings:early-warnings-detail", args=[values["pk"]])
    name = values["pupil__person__name"] or values["place__name"]
    return Said(f"{name} · {label_of(values['kind'])}", address, values["place__name"])


WARNINGS = ToDo(
    "early_warnings", _("Early warnings to look at"), "bell-ringing", "warnings:early-warnings", permission=HANDLE,
    rows=waiting, says=_says, columns=("pupil__person__name", "place__name", "kind"), since="found_on", order=24,
)  # fmt: skip
