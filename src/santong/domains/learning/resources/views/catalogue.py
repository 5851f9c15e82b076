"""Keeping the catalogue: textbooks and knowledge points as lists."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.actions.catalogue import CHANGE
from santong.domains.learning.resources.filters import PointFilter, TextbookFilter
from santong.domains.learning.resources.models import Point, Textbook
from santong.domains.learning.resources.tables import PointTable, TextbookTable
from santong.kit.addresses import row_address
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction


class TextbookPages(ModelPages):
    """All textbooks with their revisions, for those who keep the catalogue."""

    model = Textbook
    name = "catalogue"
    namespace = "resources"
    title = _("Textbooks")
    icon = "book"
    table = TextbookTable
    filterset = TextbookFilter
    sort = "subject"
    export = CHANGE
    detail = False
    empty_text = _("Import a table of textbooks with their units and lessons to begin.")
    list_actions = (
        PageAction(_("Import"), lambda row: reverse("imports:new", args=["textbooks"]), CHANGE, icon="file-import"),
    )

    @property
    def view(self) -> str:
        return CHANGE

    def detail_url(self, row: Textbook) -> str:
        return row_address("resources:textbook", row.pk)


class PointPages(ModelPages):
    """Knowledge points and what they need."""

    model = Point
    name = "points"
    namespace = "resources"
    title = _("Knowledge points")
    icon = "target"
    table = PointTable
    filterset = PointFilter
    sort = "code"
    export = CHANGE
    panels = (
        FactsPanel(
            _("About the knowledge point"),
            facts=(
                "code",
                "subject",
                "stage",
                Fact(lambda row: "、".join(p.name for p in row.prerequisites.open_to_everyone()), _("needs")),
                Fact(lambda row: "、".join(p.name for p in row.leads_to.open_to_everyone()), _("needed by")),
            ),
        ),
    )

    def place(self, row: Point) -> str | None:
        return None
