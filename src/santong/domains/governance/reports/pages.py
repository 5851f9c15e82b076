"""The declared pages of templates, fields, rounds and reports."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.reports import actions
from santong.domains.governance.reports.filters import FieldFilter, ReportFilter, RoundFilter, TemplateFilter
from santong.domains.governance.reports.forms import (
    ConfirmForm,
    CopyForm,
    ExplainForm,
    FieldForm,
    ReasonForm,
    TemplateForm,
)
from santong.domains.governance.reports.models import VIEW, WRITE, Report, ReportField, ReportTemplate, Round
from santong.domains.governance.reports.panels import FIELDS, VERSIONS
from santong.domains.governance.reports.queries import rounds_with_states
from santong.domains.governance.reports.showing import context_of
from santong.domains.governance.reports.tables import (
    FieldTable,
    ReportTable,
    RoundTable,
    TemplateTable,
    status_of,
)
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage
from santong.kit.pages.edits import Edit
from santong.kit.pages.steps import buttons


def confirm_page(request: Request, edit: Edit[Any, Any]) -> HttpResponse:
    """The page of a report, with the form for confirming it."""
    context = context_of(request, edit, buttons(REPORTS, request.viewer, edit.row))
    return render(request, "reports/report.html", context, status=edit.status)


class TemplatePages(ModelPages):
    """What bureaus ask for regularly, and the library of what others ask for."""

    model, name, namespace = ReportTemplate, "report-templates", "reports"
    title, icon = _("Report templates"), "forms"
    table, filterset, form = TemplateTable, TemplateFilter, TemplateForm
    create = change = remove = WRITE
    export = VIEW
    sort = "-until"
    new_label = _("New report template")
    empty_text = _("There is no template of this kind. Copy one from the library, or write your own.")
    detail_actions = (
        PageAction(
            _("Rounds"), lambda row: f"{reverse('reports:rounds')}?template={row.pk}", VIEW, icon="calendar",
            shown=lambda viewer, row: row.is_published,
        ),
        PageAction(
            _("New field"), lambda row: f"{reverse('reports:report-fields-new')}?{urlencode({'template': row.pk})}",
            WRITE, icon="plus", shown=lambda viewer, row: not row.is_shipped,
        ),
    )  # fmt: skip
    panels = (
        FIELDS,
        FactsPanel(
            _("About the report"),
            side=True,
            facts=(
                Fact(lambda row: status_of(row)[1], _("status")), "says", "rhythm", "level", "authority", "ground",
                "owner", "since", "until", "days", "minutes",
            ),
        ),
        VERSIONS,
    )  # fmt: skip
    steps = (
        StepPage(
            actions.publish, _("Publish"), done=_("Published. It holds for rounds that are opened from now on."),
            icon="send", variant="primary", text=_("Rounds that are open keep the version that they have."),
        ),
        StepPage(
            actions.copy_template, _("Copy as one's own"), done=_("Copied as a draft."), form=CopyForm, icon="copy",
        ),
        StepPage(
            actions.open_now, _("Open the newest period"), done=_("Opened. All reports are filled."),
            icon="calendar-plus",
            text=_("All places get a report that is filled already, and are told. The night does the same by itself."),
        ),
        StepPage(
            actions.end, _("End"), done=_("It is asked for no longer."), icon="ban",
            text=_("No further round is opened. What was reported stays."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place")

    def subtitle(self, row: Any) -> str:
        return f"{row.place or _('The platform')} · {status_of(row)[1]}"

    def change_objection(self, row: Any) -> str:
        return str(_("It came with the product. Copy it to use it.")) if row.is_shipped else ""

    def removal_objection(self, row: Any) -> str:
        if row.is_published:
            return str(_("Reports were made with it. Let it end instead."))
        return self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return TemplateForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_template(acting=acting, template=form.save(commit=False))


class FieldPages(ModelPages):
    """The fields of templates, one by one."""

    model, name, namespace = ReportField, "report-fields", "reports"
    title, icon = _("Fields of reports"), "list-details"
    table, filterset, form = FieldTable, FieldFilter, FieldForm
    create = change = remove = WRITE
    export = VIEW
    sort = "order"
    new_label = _("New field")
    empty_text = _("There are no fields. Open a template and add some.")
    panels = (
        FactsPanel(
            _("Field"),
            facts=(
                Fact(lambda row: row.template.name, _("report template")), "section", "kind", "binding", "unit",
                "roll_up", "digits", "says", "reason", "mark", "source", "order",
            ),
        ),
    )  # fmt: skip
    detail_actions = (
        PageAction(
            _("The template"), lambda row: reverse("reports:report-templates-detail", args=[row.template_id]), VIEW,
            icon="forms",
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("template")

    def subtitle(self, row: Any) -> str:
        return str(row.template)

    def change_objection(self, row: Any) -> str:
        return str(_("It came with the product. Copy its template to change it.")) if not row.path else ""

    def removal_objection(self, row: Any) -> str:
        return self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        form = FieldForm(data, instance=row, viewer=request.viewer)
        if row is None and (asked := request.GET.get("template", "")):
            form.initial["template"] = asked
        return form

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_field(acting=acting, field=form.save(commit=False))


class RoundPages(ModelPages):
    """What was asked for in which period, and how many have confirmed."""

    model, name, namespace = Round, "rounds", "reports"
    title, icon = _("Periodic reports"), "report"
    table, filterset = RoundTable, RoundFilter
    detail = False
    export = VIEW
    sort = "-first"
    empty_text = _("No report is asked for. A bureau publishes a template; its rounds then open by themselves.")
    list_actions = (
        PageAction(_("All reports"), lambda row: reverse("reports:reports"), VIEW, icon="list-details"),
        PageAction(_("Report templates"), lambda row: reverse("reports:report-templates"), VIEW, icon="forms"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).select_related("template", "place")
        return rounds_with_states(rows, viewer)

    def detail_url(self, row: Any) -> str:
        return reverse("reports:round", args=[row.pk])


class ReportPages(ModelPages):
    """The reports of places."""

    model, name, namespace = Report, "reports", "reports"
    title, icon = _("Reports of places"), "report"
    table, filterset = ReportTable, ReportFilter
    detail = False
    export = VIEW
    sort = "path"
    empty_text = _("There are no reports here. They appear when a period is over.")
    steps = (
        StepPage(
            actions.confirm, _("Confirm"), done=_("Confirmed and sealed."), form=ConfirmForm, icon="check",
            variant="primary", asks_on=confirm_page, shown=False,
        ),
        StepPage(
            actions.explain, _("Keep what I say"), done=_("Kept with the figure."), form=ExplainForm,
            icon="message-circle", asks_on=confirm_page, shown=False,
        ),
        StepPage(actions.recompute, _("Count anew"), done=_("Counted anew."), icon="refresh"),
        StepPage(
            actions.send_back, _("Send back"), done=_("Sent back, with the reason."), form=ReasonForm,
            icon="arrow-back-up", text=_("The place is told why. What it sealed stays as an edition."),
        ),
        StepPage(
            actions.correct, _("Issue a corrected edition"), done=_("A further edition is sealed."), form=ReasonForm,
            icon="edit",
            text=_("The facts of today are sealed as a further edition. The earlier ones stay and can be read."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place", "round__template")

    def detail_url(self, row: Any) -> str:
        return reverse("reports:report", args=[row.pk])


REPORTS = ReportPages()
