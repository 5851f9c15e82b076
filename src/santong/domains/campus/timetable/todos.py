"""The swaps that wait for a colleague's answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.timetable.models import COLLEAGUES, SwapOffer
from santong.kit.access import Viewer
from santong.kit.todos import Said, ToDo


def _waiting(viewer: Viewer) -> QuerySet[SwapOffer]:
    rows: QuerySet[SwapOffer] = SwapOffer.objects.visible_to(viewer, COLLEAGUES)
    today = timezone.localdate()
    return rows.filter(asked__person=viewer.person_id, state="open", day__gte=today, other_day__gte=today)


def _says(values: Mapping[str, str]) -> Said:
    title = _("%(name)s asks to swap lessons") % {"name": values["asker__person__name"]}
    said = f"{values['school_class__name']} {values['subject']} ↔ {values['other_subject']}"
    return Said(title, reverse("timetable:swap-offers-detail", args=[values["pk"]]), said)


SWAPS = ToDo(
    "swap_offers", gettext_lazy("Swaps to answer"), "replace", "timetable:swap-offers", permission=COLLEAGUES,
    rows=_waiting, says=_says, since="asked_at", due="day", order=15,
    columns=("asker__person__name", "school_class__name", "subject", "other_subject"),
)  # fmt: skip
