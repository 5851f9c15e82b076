"""The pages of dashboards as they are composed, of boundaries, and of big screens."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.dashboards import actions
from santong.domains.governance.dashboards.filters import BoundaryFilter, DashboardFilter, WallFilter
from santong.domains.governance.dashboards.forms import (
    ArrangeForm,
    BoundaryForm,
    CodeForm,
    CopyForm,
    DashboardForm,
    PanelForm,
    WallForm,
    names_of,
)
from santong.domains.governance.dashboards.models import (
    VIEW,
    WALLS,
    WRITE,
    Boundary,
    Dashboard,
    DashboardPanel,
    Wall,
    WallBoard,
)
from santong.domains.governance.dashboards.tables import BoundaryTable, DashboardTable, WallTable, standing_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, TemplatePanel, tag
from santong.kit.refusals import NotPossible
from santong.lib.boundaries import Projection, box_of


def _figures(request: Request, row: Dashboard) -> dict[str, Any]:
    rows = DashboardPanel.objects.belonging_to(dashboard=row).order_by("order", "pk")
    return {"lines": list(zip(names_of(row), rows, strict=True))}


FIGURES = TemplatePanel(_("What stands on it"), template="dashboards/figures.html", context=_figures)


class DashboardPages(ModelPages):
    """The dashboards that there are, and composing one's own."""

    model, name, namespace = Dashboard, "boards", "dashboards"
    title, icon = _("Composing dashboards"), "layout-dashboard"
    table, filterset, form = DashboardTable, DashboardFilter, DashboardForm
    create = change = remove = WRITE
    export = VIEW
    sort = "order"
    new_label = _("New dashboard")
    empty_text = _("There is no dashboard of this kind. Compose one, or copy one of the platform.")
    detail_actions = (
        PageAction(
            _("Look at it"), lambda row: f"{reverse('dashboards:board')}?board={row.pk}", VIEW, icon="layout-dashboard"
        ),
    )
    panels = (
        FIGURES,
        FactsPanel(
            _("About it"),
            facts=(
                "note",
                Fact(lambda row: row.get_level_display(), _("shown for")),
                Fact(lambda row: row.place or _("The platform"), _("kept by")),
                Fact(lambda row: _("Yes") if row.shared or row.is_shipped else _("No"), _("also for those below")),
            ),
            side=True,
        ),
    )
    steps = (
        StepPage(
            actions.add_panel, _("Put a figure on it"), done=_("It stands at the end."), form=PanelForm, icon="plus",
            variant="primary",
        ),
        StepPage(actions.arrange, _("Arrange the figures"), done=_("Arranged."), form=ArrangeForm, icon="arrows-sort"),
        StepPage(actions.copy_dashboard, _("Copy as one's own"), done=_("Copied."), form=CopyForm, icon="copy"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place").annotate(panel_count=Count("panels"))

    def subtitle(self, row: Any) -> str:
        return f"{row.get_level_display()} · {row.place or _('The platform')}"

    def change_objection(self, row: Any) -> str:
        return str(_("It came with the product. Copy it to change it.")) if row.is_shipped else ""

    def removal_objection(self, row: Any) -> str:
        return self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return DashboardForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_dashboard(acting=acting, dashboard=form.save(commit=False))


def _outline(request: Request, row: Boundary) -> dict[str, Any]:
    projection = Projection(box_of([row.shape]), 480, 8)
    return {"d": projection.path(row.shape), "height": round(projection.height + 1), "row": row}


OUTLINE = TemplatePanel(_("Where it lies"), template="dashboards/outline.html", context=_outline)


class BoundaryPages(ModelPages):
    """Boundaries of bureaus and schools, from which maps are drawn."""

    model, name, namespace = Boundary, "boundaries", "dashboards"
    title, icon = _("Boundaries"), "map-pin"
    table, filterset, form = BoundaryTable, BoundaryFilter, BoundaryForm
    form_template = "dashboards/boundary_form.html"
    create = change = remove = WRITE
    export = VIEW
    sort = "path"
    new_label = _("New boundary")
    empty_text = _("No boundaries are known, so maps show tiles. Import GeoJSON, or draw one.")
    panels = (
        OUTLINE,
        FactsPanel(
            _("About it"),
            facts=(
                "source",
                Fact(lambda row: row.get_datum_display(), _("coordinates are of")),
                "points",
                Fact(lambda row: row.place, _("whose boundary")),
            ),
            side=True,
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place").defer("shape")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        files = None if data is None else request.FILES
        return BoundaryForm(data, files, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        given = form.cleaned_data
        saved = actions.put_boundaries(acting=acting, given=form.shapes, datum=given["datum"], source=given["source"])
        return next((each for each in saved if each.place_id == form.place.pk), saved[0])


def _boards(request: Request, row: Wall) -> dict[str, Any]:
    rows = WallBoard.objects.belonging_to(wall=row).select_related("dashboard")
    return {"wall": row, "boards": [each.dashboard for each in rows.filter(dashboard__removed_at=None)]}


BOARDS = TemplatePanel(_("What it shows in turn"), template="dashboards/wall_boards.html", context=_boards)


class WallPages(ModelPages):
    """The big screens of bureaus and schools."""

    model, name, namespace = Wall, "walls", "dashboards"
    title, icon = _("Big screens"), "device-tv"
    table, filterset, form = WallTable, WallFilter, WallForm
    create = change = remove = WALLS
    export = WALLS
    sort = "path"
    new_label = _("New big screen")
    empty_text = _("Open /wall/ in the browser of the screen, then add it here with the code that it shows.")
    panels = (
        BOARDS,
        FactsPanel(
            _("Big screen"),
            facts=(
                Fact(lambda row: row.place, _("figures of")),
                "seconds",
                Fact(lambda row: tag(*standing_of(row)), _("device")),
                "last_seen",
            ),
            side=True,
        ),
    )
    steps = (
        StepPage(
            actions.pair, _("Pair a device"), done=_("Paired. It shows the figures within a minute."), icon="link",
            form=lambda data, row, viewer: CodeForm(data),
            text=_("Open /wall/ on the device. A device that the screen has already sees nothing any more."),
        ),
        StepPage(
            actions.revoke, _("Lock the device out"), icon="ban",
            done=_("Locked out. The device sees nothing any more."),
            text=_("For a device that was lost or stolen. To use it again, pair it again."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def subtitle(self, row: Any) -> str:
        return str(row.place)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return WallForm(data, instance=row, viewer=request.viewer, code=request.GET.get("code", "")[:20])

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        wall, given = form.save(commit=False), form.cleaned_data
        if row is not None:
            self.demand_change(acting, wall)
        try:
            return actions.put_wall(acting=acting, wall=wall, boards=given["boards"], code=given.get("code", ""))
        except NotPossible as problem:
            form.add_error(problem.field or None, str(problem))
            if row is None:
                wall.pk, wall._state.adding = None, True
            return None
