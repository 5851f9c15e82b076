"""The leave that waits for a decision."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.attendance.models import DECIDE
from santong.domains.campus.attendance.queries import to_decide
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    address = reverse("attendance:pupil-leave-detail", args=[values["pk"]])
    title = _("%(name)s asks for leave") % {"name": values["pupil__person__name"]}
    return Said(title, address, f"{values['since']} – {values['until']}")


LEAVES = ToDo(
    "pupil_leave", gettext_lazy("Leave of pupils to decide"), "calendar-off", "attendance:pupil-leave",
    permission=DECIDE, rows=to_decide, says=_says, columns=("pupil__person__name", "since", "until"), since="asked_at",
    due="since", order=20,
)  # fmt: skip
