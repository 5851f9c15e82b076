"""The list of who is away."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.office.filters import AbsenceFilter
from santong.domains.campus.office.models import AWAY, Absence
from santong.domains.campus.office.tables import AbsenceTable
from santong.kit.access import Viewer
from santong.kit.pages import ModelPages


class AbsencePages(ModelPages):
    """Who is away on leave or travelling."""

    model = Absence
    name = "away"
    namespace = "office"
    title = _("Who is away")
    icon = "user-x"
    table = AbsenceTable
    filterset = AbsenceFilter
    sort = "since"
    detail = False
    export = AWAY
    empty_text = _("Nobody is away. Granted leave and travel appear here by themselves.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "organisation")

    def detail_url(self, row: Any) -> str:
        return ""
