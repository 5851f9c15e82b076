"""The pages of indicators as they are defined, of plans, and what is done with them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators import actions
from santong.domains.governance.indicators.filters import IndicatorFilter, PlanFilter
from santong.domains.governance.indicators.forms import (
    CopyForm,
    CopyPlanForm,
    DropTargetForm,
    IndicatorForm,
    MilestoneForm,
    MonthForm,
    PlanForm,
    PublishForm,
    ReachForm,
    TargetForm,
)
from santong.domains.governance.indicators.models import VIEW, WRITE, Indicator, Plan
from santong.domains.governance.indicators.panels import CASES, GRID, MILESTONES, READ_BACK, VERSIONS, WATCH
from santong.domains.governance.indicators.tables import IndicatorTable, PlanTable, state_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage


def _types(row: Indicator) -> str:
    return "、".join(str(each.label) for each in row.types) or str(_("All schools"))


class IndicatorPages(ModelPages):
    """What the indicators are and how each is computed."""

    model, name, namespace = Indicator, "definitions", "indicators"
    title, icon = _("Definitions of indicators"), "info-circle"
    table, filterset, form = IndicatorTable, IndicatorFilter, IndicatorForm
    form_template = "indicators/form.html"
    create = change = remove = WRITE
    export = VIEW
    sort = "code"
    new_label = _("New indicator")
    empty_text = _("There are no indicators of this kind. Write one: its formula names what the platform counts.")
    detail_actions = (
        PageAction(
            _("Figures"), lambda row: reverse("indicators:indicator", args=[row.pk]), VIEW, icon="chart-line",
            shown=lambda viewer, row: row.is_published,
        ),
    )  # fmt: skip
    panels = (
        READ_BACK,
        FactsPanel(
            _("Definition"),
            facts=(
                "says",
                "formula",
                "unit",
                "direction",
                "level",
                "roll_up",
                "weight",
                "digits",
                "when_blank",
                "when_zero",
                Fact(_types, _("types of schools")),
            ),
        ),
        CASES,
        FactsPanel(
            _("About it"),
            side=True,
            facts=(
                Fact(state_of, _("status")),
                "code",
                "topic",
                Fact(lambda row: row.place or _("The platform"), _("kept by")),
                "authority",
                "source",
                "number",
                "retired_from",
            ),
        ),
        VERSIONS,
    )
    steps = (
        StepPage(
            actions.publish, _("Publish"), done=_("Published. It is being computed for the months since then."),
            form=PublishForm, icon="send", variant="primary",
            text=_("The wording holds from that month on. The months before keep the version that they have."),
        ),
        StepPage(
            actions.copy_indicator, _("Copy as one's own"), done=_("Copied as a draft."), form=CopyForm, icon="copy"
        ),
        StepPage(
            actions.retire, _("Retire"), done=_("It is computed no longer."), form=MonthForm, icon="ban",
            text=_("What was computed stays to be read."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def subtitle(self, row: Any) -> str:
        return f"{row.code} · {row.place or _('The platform')}"

    def change_objection(self, row: Any) -> str:
        return str(_("It came with the product. Copy it to change it.")) if row.is_shipped else ""

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return IndicatorForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_indicator(acting=acting, indicator=form.save(commit=False))


class IndicatorPlanPages(ModelPages):
    """Plans of bureaus and those of the library, with their targets."""

    model, name, namespace = Plan, "plans", "indicators"
    title, icon = _("Plans and targets"), "target"
    table, filterset, form = PlanTable, PlanFilter, PlanForm
    create = change = remove = WRITE
    export = VIEW
    sort = "-since"
    new_label = _("New plan")
    empty_text = _("There is no plan of this kind. Copy one from the library, or write your own.")
    panels = (
        WATCH,
        GRID,
        FactsPanel(
            _("About it"),
            side=True,
            facts=(
                Fact(lambda row: row.status_label, _("status")),
                "authority",
                "since",
                "until",
                "aims",
                "owners",
                "evidence",
                "mark",
            ),
        ),
        MILESTONES,
    )
    steps = (
        StepPage(actions.copy_plan, _("Copy as one's own"), done=_("Copied with its targets."), form=CopyPlanForm,
                 icon="copy", text=_("The years of its targets go with the first day of the copy.")),
        StepPage(actions.set_target, _("Set a target"), done=_("Set."), form=TargetForm, icon="target",
                 text=_("A target for the same indicator, year and type of schools is replaced.")),
        StepPage(actions.drop_target, _("Take a target out"), done=_("Taken out."), form=DropTargetForm, icon="minus"),
        StepPage(actions.add_milestone, _("Add a milestone"), done=_("Added."), form=MilestoneForm, icon="flag"),
        StepPage(actions.reach_milestone, _("Milestone reached"), done=_("It is noted."), form=ReachForm, icon="check"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place").annotate(target_count=Count("targets"))

    def subtitle(self, row: Any) -> str:
        return " · ".join(str(part) for part in (row.place or pgettext_lazy("plan", "Library"), row.status_label))

    def change_objection(self, row: Any) -> str:
        return str(_("It is one of the library. Copy it to change it.")) if row.is_shipped else ""

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return PlanForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_plan(acting=acting, plan=form.save(commit=False))
