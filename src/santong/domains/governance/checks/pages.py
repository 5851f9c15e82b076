"""The pages of issues, rules and settlements."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.checks import actions
from santong.domains.governance.checks.filters import IssueFilter, RuleFilter, SettlementFilter
from santong.domains.governance.checks.forms import ExplainForm, RuleForm, SettlementForm
from santong.domains.governance.checks.models import VIEW, WRITE, CheckRule, DataIssue, Settlement
from santong.domains.governance.checks.panels import EARLIER, FOUND, SOURCES
from santong.domains.governance.checks.tables import IssueTable, RuleTable, SettlementTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage


class IssuePages(ModelPages):
    """What is to be looked at."""

    model, name, namespace = DataIssue, "issues", "checks"
    title, icon = _("Data issues"), "stethoscope"
    table, filterset = IssueTable, IssueFilter
    export = VIEW
    sort = "-found_on"
    empty_text = _("Nothing stands out. Figures are checked every night.")
    list_actions = (
        PageAction(_("Rules"), lambda row: reverse("checks:check-rules"), VIEW, icon="list-check"),
        PageAction(_("Settled sources"), lambda row: reverse("checks:settlements"), VIEW, icon="gavel"),
        PageAction(_("Check now"), lambda row: reverse("checks:check"), WRITE, icon="refresh"),
    )
    panels = (
        FOUND,
        SOURCES,
        FactsPanel(
            _("Data issue"),
            facts=(
                "kind",
                Fact(lambda row: row.place, _("school")),
                "state",
                Fact(lambda row: row.keeper, _("who keeps it right")),
                "found_on",
                "checked_at",
                "closed_on",
                "explanation",
                Fact(lambda row: row.explained_by if row.explanation else "", _("explained by")),
            ),
        ),
    )
    steps = (
        StepPage(
            actions.explain, _("Explain"), done=_("Explained. It stands until the figure changes."), form=ExplainForm,
            icon="message-circle", variant="primary",
        ),
        StepPage(actions.look_again, _("Check again"), done=_("Counted and checked again."), icon="refresh"),
        StepPage(actions.reopen, _("Ask again"), done=_("It is to be looked at again."), icon="arrow-back-up"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("rule", "place", "keeper")

    def subtitle(self, row: Any) -> str:
        return str(row.place)


class CheckRulePages(ModelPages):
    """By what figures are checked."""

    model, name, namespace = CheckRule, "check-rules", "checks"
    title, icon = _("Rules of data checks"), "list-check"
    table, filterset, form = RuleTable, RuleFilter, RuleForm
    create = change = remove = WRITE
    export = VIEW
    sort = "pk"
    new_label = _("New check of figures")
    empty_text = _("There are no rules.")
    panels = (
        FactsPanel(
            _("Rule"),
            facts=(
                "kind", "formula", "label", "other", "other_label",
                Fact(lambda row: _("Yes") if row.reported else "", _("compare with what was confirmed in reports")),
                "unit", "tolerance", "keeper", "says", Fact(lambda row: row.place, _("kept by")),
                Fact(lambda row: _("Yes") if row.is_on else _("No"), _("switched on")),
            ),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RuleForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        if row is not None:
            self.demand_change(acting, form.instance)
        return actions.put_rule(acting=acting, rule=form.save(commit=False))


class SettlementPages(ModelPages):
    """Which source holds where two disagree."""

    model, name, namespace = Settlement, "settlements", "checks"
    title, icon = _("Settled sources"), "gavel"
    table, filterset, form = SettlementTable, SettlementFilter, SettlementForm
    create = WRITE
    export = VIEW
    sort = "-pk"
    new_label = _("Settle a source")
    save_label = _("Let this source hold")
    empty_text = _("Nothing is settled yet. Conflicts of sources stand among the data issues.")
    panels = (
        FactsPanel(
            _("Settlement"),
            facts=(
                Fact(lambda row: row.rule, _("what is asked about")),
                Fact(lambda row: row.source, _("which source holds")),
                "reason",
                Fact(lambda row: row.place, _("bureau that settled it")),
                "number",
                "state",
                "settled_on",
            ),
        ),
        EARLIER,
    )
    steps = (
        StepPage(
            actions.withdraw, _("Withdraw"), done=_("Withdrawn. What was settled before holds again."), icon="x",
            text=_("What was settled before holds again; where nothing was, the conflicts are open."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("rule", "place")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return SettlementForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.settle(acting=acting, settlement=form.save(commit=False))
