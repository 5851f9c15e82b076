"""What waits because of reports: those to be confirmed, and those whose places below are awaited."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.governance.reports.models import CONFIRM
from santong.domains.governance.reports.queries import collecting, to_confirm
from santong.kit.todos import Pressing, Said, ToDo


def _title(values: Mapping[str, str]) -> str:
    return f"{values['round__template__name']} · {values['place__name']}"


def _says(values: Mapping[str, str]) -> Said:
    number = int(values["asks"])
    note = ngettext("%(n)s figure changed unusually", "%(n)s figures changed unusually", number) % {"n": number}
    address = reverse("reports:report", args=[values["pk"]])
    return Said(_title(values), address, note if number else _("Filled already; look and confirm"))


def _says_collecting(values: Mapping[str, str]) -> Said:
    number = int(values["open_below"])
    note = ngettext("%(n)s place hasn't confirmed yet", "%(n)s places haven't confirmed yet", number) % {"n": number}
    return Said(_title(values), reverse("reports:report", args=[values["pk"]]), note)


TO_CONFIRM = ToDo(
    "reports_to_confirm", gettext_lazy("Reports to confirm"), "report", "reports:rounds", permission=CONFIRM,
    rows=to_confirm, says=_says, columns=("round__template__name", "place__name", "asks"), since="filled_at",
    due="round__due", order=20,
)  # fmt: skip
COLLECTING = ToDo(
    "reports_collecting", gettext_lazy("Reports that schools have yet to confirm"), "clock", "reports:rounds",
    permission=CONFIRM, rows=collecting, says=_says_collecting,
    columns=("round__template__name", "place__name", "open_below"), since="filled_at", pressing=Pressing.OPTIONAL,
    order=60,
)  # fmt: skip
TODOS = (TO_CONFIRM, COLLECTING)
