"""What waits because of supervised tasks: work to be led, what was reported, dates to be decided."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision.models import ISSUE, TAKE_PART
from santong.domains.campus.supervision.queries import to_accept, to_do, to_extend
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    address = reverse("supervision:supervision-detail", args=[values["pk"]])
    return Said(values["task__title"], address, values["organisation__name"])


COLUMNS = ("task__title", "organisation__name")
LED = ToDo(
    "supervised_led", _("Supervised tasks to lead"), "flag", "supervision:supervision", permission=TAKE_PART,
    rows=to_do, says=_says, columns=COLUMNS, since="task__issued_on", due="due", order=30,
)  # fmt: skip
REPORTED = ToDo(
    "supervised_reported", _("Supervised tasks to settle"), "checks", "supervision:supervision", permission=ISSUE,
    rows=to_accept, says=_says, columns=COLUMNS, since="task__issued_on", order=31,
)  # fmt: skip
EXTENSIONS = ToDo(
    "supervised_extensions", _("Extensions to decide"), "clock", "supervision:supervision", permission=ISSUE,
    rows=to_extend, says=_says, columns=COLUMNS, since="task__issued_on", order=32,
)  # fmt: skip
TODOS = (LED, REPORTED, EXTENSIONS)
