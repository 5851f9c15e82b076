"""The pages of lines, floors, bandwidth tests and Wi-Fi."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.network import actions
from santong.domains.campus.network.filters import CoverageFilter, LinkFilter, SpeedTestFilter
from santong.domains.campus.network.forms import FloorForm, LinkForm
from santong.domains.campus.network.models import CHANGE, FLOORS, VIEW, Coverage, Floor, Link, SpeedTest
from santong.domains.campus.network.queries import standing_of
from santong.domains.campus.network.tables import (
    LIGHT_TONES,
    CoverageTable,
    FloorTable,
    LinkTable,
    SpeedTestTable,
    TestsOfSchool,
    in_mbps,
)
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ListPanel, ModelPages, PageAction, TemplatePanel


def _standing(request: Request, row: Link) -> dict[str, Any]:
    return {"standing": standing_of(row.school), "tones": LIGHT_TONES}


def _tests(viewer: Viewer, row: Link) -> Any:
    return SpeedTest.objects.visible_to(viewer).filter(school=row.school, ended_at__isnull=False)


def _yes(value: bool | None) -> Any:
    return "" if value is None else _("Yes") if value else _("No")


LINK_PANELS = (
    TemplatePanel(_("Contract, measured, floor"), template="network/standing.html", context=_standing),
    ListPanel(
        _("Bandwidth tests"), table=TestsOfSchool, rows=_tests, sort="-begun_at",
        more=lambda row: f"{reverse('network:speed-tests')}?place={row.school_id}",
        empty=_("Nothing was measured yet. Five tests on three days make a figure."),
    ),
    FactsPanel(
        _("Line"), side=True,
        facts=("operator", "down", "up", "price", "until", Fact(lambda row: _yes(row.ipv6), _("IPv6")), "note"),
    ),
)  # fmt: skip


class LinkPages(ModelPages):
    """Lines of schools."""

    model, name, namespace = Link, "links", "network"
    title, icon = _("Lines of schools"), "world"
    table, filterset, form = LinkTable, LinkFilter, LinkForm
    create = change = remove = CHANGE
    export = VIEW
    sort = "path"
    panels = LINK_PANELS
    new_label = _("New line of a school")
    empty_text = _("Enter the lines that the school has a contract for.")
    list_actions = (
        PageAction(_("Measure"), lambda row: reverse("network:measure"), CHANGE, icon="activity"),
        PageAction(_("Bandwidth tests"), lambda row: reverse("network:speed-tests"), VIEW, icon="history"),
        PageAction(_("Floors"), lambda row: reverse("network:floors"), VIEW, icon="target"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return LinkForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_link(acting=acting, link=form.save(commit=False))


class FloorPages(ModelPages):
    """Floors of plans."""

    model, name, namespace = Floor, "floors", "network"
    title, icon = _("Floors of bandwidth"), "target"
    table, form = FloorTable, FloorForm
    create = change = remove = FLOORS
    sort = "-pk"
    panels = (FactsPanel(_("Floor"), facts=("stage", "down", "up", "source")),)
    new_label = _("New floor")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return FloorForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_floor(acting=acting, floor=form.save(commit=False))


class SpeedTestPages(ModelPages):
    """What was measured."""

    model, name, namespace = SpeedTest, "speed-tests", "network"
    title, icon = _("Bandwidth tests"), "activity"
    table, filterset = SpeedTestTable, SpeedTestFilter
    export = VIEW
    sort = "-begun_at"
    empty_text = _("Measure from a computer in the school, by cable, while nobody else downloads.")
    list_actions = (PageAction(_("Measure"), lambda row: reverse("network:measure"), CHANGE, icon="activity",
                               variant="primary"),)  # fmt: skip
    panels = (
        FactsPanel(
            _("Bandwidth test"),
            facts=(
                Fact(lambda row: in_mbps(row.down), _("down")), Fact(lambda row: in_mbps(row.up), _("up")), "where",
                Fact(lambda row: row.person and row.person.name, _("measured by")), "begun_at",
            ),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).filter(ended_at__isnull=False).select_related("school", "person")


class CoveragePages(ModelPages):
    """Wi-Fi by room."""

    model, name, namespace = Coverage, "wifi", "network"
    title, icon = _("Wi-Fi"), "rss"
    table, filterset = CoverageTable, CoverageFilter
    export = VIEW
    sort = "path"
    detail = False
    empty_text = _("Go through the rooms once, and say where there is Wi-Fi.")
    list_actions = (
        PageAction(
            _("Enter rooms"), lambda row: reverse("network:cover"), CHANGE, icon="list-check", variant="primary"
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("room__building", "school", "person")
