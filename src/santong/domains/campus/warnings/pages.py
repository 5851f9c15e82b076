"""The pages of warnings and thresholds."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.warnings import actions
from santong.domains.campus.warnings.filters import EarlyWarningFilter, WarningRuleFilter
from santong.domains.campus.warnings.forms import CloseForm, NoteForm, WarningRuleForm
from santong.domains.campus.warnings.models import RULES, VIEW, EarlyWarning, WarningRule
from santong.domains.campus.warnings.panels import ALARMS, NOTES, WHY
from santong.domains.campus.warnings.tables import WarningRuleTable, WarningTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage


class WarningPages(ModelPages):
    """What should be looked at early."""

    model, name, namespace = EarlyWarning, "early-warnings", "warnings"
    title, icon = _("Early warnings"), "bell-ringing"
    table, filterset = WarningTable, EarlyWarningFilter
    export = VIEW
    sort = "-found_on"
    empty_text = _("Nobody needs to be looked at. Schools are looked at every morning.")
    list_actions = (
        PageAction(
            _("Thresholds"), lambda row: reverse("warnings:warning-rules"), RULES, icon="adjustments-horizontal"
        ),
    )
    panels = (
        WHY,
        NOTES,
        FactsPanel(
            _("Early warning"),
            facts=(
                Fact(lambda row: row.label, _("kind of warning")),
                Fact(lambda row: row.place, _("class")),
                "state",
                "since",
                "until",
                "found_on",
                "passed_on",
                "closed_on",
                Fact(lambda row: _("Yes") if row.is_false_alarm else "", _("false alarm")),
            ),
        ),
    )
    steps = (
        StepPage(actions.see, _("I have seen it"), done=_("Noted."), icon="eye"),
        StepPage(actions.talk, _("I have talked about it"), done=_("Noted."), form=NoteForm, icon="message-circle",
                 variant="primary"),
        StepPage(actions.help_pupil, _("Help is arranged"), done=_("Noted."), form=NoteForm, icon="heart"),
        StepPage(
            actions.pass_on, _("Pass on to the school"), done=_("The school sees it now."), icon="send",
            text=_("The principal and teaching affairs see it from now on, with your notes."),
        ),
        StepPage(actions.close, _("Close"), done=_("Closed."), form=CloseForm, icon="circle-check"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("pupil__person", "place")

    def subtitle(self, row: Any) -> str:
        return f"{row.label} · {row.place}"


class WarningRulePages(ModelPages):
    """From when on it is warned."""

    model, name, namespace = WarningRule, "warning-rules", "warnings"
    title, icon = _("Thresholds of warnings"), "adjustments-horizontal"
    table, filterset, form = WarningRuleTable, WarningRuleFilter, WarningRuleForm
    create = change = remove = RULES
    export = RULES
    sort = "path"
    new_label = _("New threshold")
    empty_text = _(
        "The thresholds that come with the product count. Set your own where they warn too often or too late."
    )
    panels = (
        FactsPanel(
            _("Threshold"),
            facts=(
                Fact(str, _("kind of warning")), Fact(lambda row: row.place, _("place where it counts")), "number",
                "days",
                Fact(lambda row: _("Yes") if row.is_on else _("No"), _("switched on")), "reason",
            ),
        ),
        ALARMS,
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return WarningRuleForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        if row is not None:
            self.demand_change(acting, form.instance)
        return actions.put_rule(acting=acting, rule=form.save(commit=False))
