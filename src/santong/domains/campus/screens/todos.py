"""The screens that have been silent for longer than a school morning."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.screens.models import CHANGE, Screen
from santong.kit.access import Viewer
from santong.kit.todos import Said, ToDo


def silent(viewer: Viewer) -> QuerySet[Screen]:
    """The screens that a viewer looks after, and that were missed for a school morning."""
    rows: QuerySet[Screen] = Screen.objects.visible_to(viewer, CHANGE)
    return rows.filter(missed_since__isnull=False, state=Screen.State.PAIRED)


def _says(values: Mapping[str, str]) -> Said:
    return Said(values["name"], reverse("screens:screens-detail", args=[values["pk"]]), values["school__name"])


SILENT = ToDo(
    "silent_screens", _("Silent screens"), "device-tv", "screens:screens", permission=CHANGE, rows=silent, says=_says,
    columns=("name", "school__name"), since="missed_since", order=70,
)  # fmt: skip
