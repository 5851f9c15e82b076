"""The swaps of duties that others ask of somebody."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.duty.models import VIEW
from santong.domains.campus.duty.queries import to_answer
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    address = reverse("duty:duty-detail", args=[values["pk"]])
    return Said(f"{values['person__name']} · {values['roster__name']}", address, values["swap_because"])


SWAPS = ToDo(
    "duty_swaps", _("Swaps of duties to answer"), "switch-horizontal", "duty:duty", permission=VIEW, rows=to_answer,
    says=_says, columns=("person__name", "roster__name", "swap_because"), since="day", order=55,
)  # fmt: skip
