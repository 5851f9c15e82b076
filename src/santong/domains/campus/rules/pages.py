"""The library of rules."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.actions import amend, publish, put_regulation, repeal
from santong.domains.campus.rules.filters import RegulationFilter
from santong.domains.campus.rules.forms import AmendForm, RegulationForm, RepealForm
from santong.domains.campus.rules.models import KEEP, READ, Regulation
from santong.domains.campus.rules.panels import ANSWERS, ASKED, TEXT, VERSIONS
from santong.domains.campus.rules.tables import RegulationTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, StepPage, ViewerFact, link


def _linked(viewer: Viewer, row: Regulation | None) -> Any:
    """A link to another rule, for whoever sees it."""
    if row is None or not Regulation.objects.visible_to(viewer).filter(pk=row.pk).exists():
        return ""
    return link(reverse("rules:rules-detail", args=[row.pk]), row.title)


class RulePages(ModelPages):
    """The rules that hold at a place, and former ones."""

    model, name, namespace = Regulation, "rules", "rules"
    title, icon = _("Library of rules"), "gavel"
    table, filterset, form = RegulationTable, RegulationFilter, RegulationForm
    list_template = "rules/list.html"
    create = change = remove = KEEP
    export = READ
    sort = "-in_force_from"
    new_label = _("New rule")
    empty_text = _("There are no rules yet. What a bureau or school publishes is found here by everybody below it.")
    panels = (
        ASKED,
        TEXT,
        FactsPanel(
            _("About it"),
            side=True,
            facts=(
                Fact(lambda row: row.status_label, _("status")),
                "number",
                "kind",
                Fact(lambda row: row.issuer, _("issuer")),
                "in_force_from",
                ViewerFact(lambda viewer, row: _linked(viewer, row.replaces), _("replaces")),
                ViewerFact(lambda viewer, row: _linked(viewer, row.replacing), _("in its place now")),
                "repealed_on",
                Fact(lambda row: row.repealed_because, _("reason")),
                "version",
                Fact(
                    lambda row: row.get_audience_display() if row.audience != "nobody" else "",
                    _("who has to acknowledge it"),
                ),
                Fact(lambda row: row.place or "", _("where it is to be acknowledged")),
            ),
        ),
        VERSIONS,
        ANSWERS,
    )
    steps = (
        StepPage(publish, _("Publish"), done=_("Published."), icon="send", variant="primary"),
        StepPage(
            amend, _("Amend"), done=_("Amended. The former version is kept."), form=AmendForm, icon="edit",
            text=_("The present text is kept as a version. Whoever has to acknowledge the rule is asked again."),
        ),
        StepPage(
            repeal, _("Repeal"), done=_("Repealed."), form=RepealForm, icon="ban", variant="danger",
            text=_("It stays in the library as a former rule."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).with_replacing().select_related("issuer")  # type: ignore[attr-defined,no-any-return]

    def subtitle(self, row: Any) -> str:
        return " · ".join(part for part in (str(row.issuer), row.number) if part)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RegulationForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return put_regulation(acting=acting, regulation=form.save(commit=False))
