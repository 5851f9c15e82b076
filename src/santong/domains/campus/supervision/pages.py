"""The pages of supervised tasks and of their assignments."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision import actions
from santong.domains.campus.supervision.filters import AssignmentFilter, TaskFilter
from santong.domains.campus.supervision.forms import (
    ExtensionForm,
    GroupForm,
    MilestoneForm,
    PassOnForm,
    ReachForm,
    ReasonForm,
    ReportForm,
    TakeOutForm,
    TaskForm,
    UnitForm,
    WordsForm,
)
from santong.domains.campus.supervision.models import ISSUE, VIEW, Assignment, Assistant, SupervisedTask
from santong.domains.campus.supervision.panels import LEADS, LOG, MILESTONES, PLAN
from santong.domains.campus.supervision.tables import AssignmentTable, TaskTable, urgency
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, ViewerFact, link


def _source(row: SupervisedTask) -> Any:
    words = " · ".join(part for part in (str(row.get_source_display()), row.source_words) if part)
    return link(row.source_link, words) if row.source_link else words


def _whole_task(viewer: Viewer, row: Assignment) -> Any:
    """The way to all leads, for whoever sees the task."""
    if not viewer.can(VIEW, row.task.path):
        return ""
    return link(reverse("supervision:supervised-detail", args=[row.task_id]), _("All leads"))


def _assisting(row: Assignment) -> str:
    rows = Assistant.objects.belonging_to(task=row.task).select_related("organisation", "person").order_by("path")
    return "、".join(
        f"{each.organisation}（{each.person}）" if each.person else str(each.organisation) for each in rows
    )


class AssignmentPages(ModelPages):
    """What places lead, and how far it is."""

    model, name, namespace = Assignment, "supervision", "supervision"
    title, icon = _("Supervised tasks"), "flag"
    table, filterset = AssignmentTable, AssignmentFilter
    list_template = "supervision/list.html"
    export = VIEW
    sort = "due"
    empty_text = _("Nothing is under supervision here.")
    list_actions = (
        PageAction(_("Issued tasks"), lambda row: reverse("supervision:supervised"), VIEW, icon="list-details"),
        PageAction(
            _("Issue a task"), lambda row: reverse("supervision:supervised-new"), ISSUE, icon="plus", variant="primary"
        ),
    )
    panels = (
        FactsPanel(
            _("Supervised task"),
            facts=(
                Fact(lambda row: row.task.aim, _("what is to be reached")),
                Fact(lambda row: _source(row.task), _("where it comes from")),
                Fact(lambda row: row.task.issuer, _("task issued by")),
                Fact(lambda row: row.organisation, _("leads it")),
                Fact(lambda row: row.person, _("answers for it")),
                Fact(_assisting, _("assists")),
                "due",
                Fact(lambda row: row.first_due if row.was_put_off else "", _("first due")),
                Fact(lambda row: row.asked_due or "", _("extension until")),
                "state",
                ViewerFact(_whole_task, _("whole task")),
            ),
        ),
        MILESTONES,
        LOG,
    )
    steps = (
        StepPage(actions.report, _("Report progress"), done=_("It is noted."), form=ReportForm, icon="message-circle"),
        StepPage(actions.reach, _("Milestone reached"), done=_("It is noted."), form=ReachForm, icon="flag",
                 variant="primary"),
        StepPage(
            actions.report_done, _("Report as done"), done=_("Reported. The issuing place settles it."),
            form=ReportForm, icon="checks", text=_("The issuing place looks at it and settles it, or returns it."),
        ),
        StepPage(actions.ask_extension, _("Ask for more time"), done=_("Asked."), form=ExtensionForm, icon="clock"),
        StepPage(actions.grant_extension, _("Grant the extension"), done=_("The new date is in force."), form=WordsForm,
                 icon="check", variant="primary",
                 text=lambda row: _("The date becomes %(day)s. The first one stays in the record.")
                 % {"day": row.asked_due}),
        StepPage(actions.refuse_extension, _("Refuse the extension"), done=_("The date stays."), form=ReasonForm,
                 icon="x"),
        StepPage(actions.accept, _("Settle"), done=_("It is settled."), form=WordsForm, icon="circle-check",
                 variant="primary"),
        StepPage(actions.return_to_lead, _("Return"), done=_("Returned."), form=ReasonForm, icon="arrow-back-up"),
        StepPage(actions.pass_on, _("Pass on"), done=_("Passed on."), form=PassOnForm, icon="user-check"),
        StepPage(actions.reopen, _("Reopen"), done=_("It was opened again."), form=ReasonForm, icon="refresh"),
        StepPage(actions.withdraw, _("Call off"), done=_("Called off."), form=ReasonForm, icon="x", variant="danger"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).with_progress()  # type: ignore[attr-defined]
        return rows.select_related("task", "organisation", "person")

    def subtitle(self, row: Any) -> str:
        return urgency(row) or str(row.organisation)


class TaskPages(ModelPages):
    """What places have issued, and who is where."""

    model, name, namespace = SupervisedTask, "supervised", "supervision"
    title, icon = _("Issued tasks"), "list-details"
    table, filterset, form = TaskTable, TaskFilter, TaskForm
    create = change = ISSUE
    export = VIEW
    sort = "-due"
    new_label = _("Issue a task")
    empty_text = _("Write down what was decided, say who leads it, and issue it.")
    panels = (
        FactsPanel(
            _("Supervised task"),
            facts=(
                "aim",
                Fact(_source, _("where it comes from")),
                Fact(lambda row: row.issuer, _("task issued by")),
                "due",
                "state",
                "issued_on",
                Fact(lambda row: row.person, _("drafted by")),
            ),
        ),
        LEADS,
        PLAN,
    )
    steps = (
        StepPage(actions.add_lead, _("Add a lead"), done=_("Added."), form=UnitForm, icon="plus"),
        StepPage(
            actions.add_group, _("Add many leads"), done=_("Added."), form=GroupForm, icon="building-community",
            text=_("Each of them leads the task on its own, with a date and a state of its own."),
        ),
        StepPage(actions.add_assistant, _("Add an assisting place"), done=_("Added."), form=UnitForm, icon="users"),
        StepPage(actions.add_milestone, _("Add a milestone"), done=_("Added."), form=MilestoneForm, icon="flag"),
        StepPage(actions.take_out, _("Take something out"), done=_("Taken out."), form=TakeOutForm, icon="minus"),
        StepPage(
            actions.issue, _("Issue"), done=_("Issued. Whoever leads it has been told."), icon="send",
            variant="primary",
        ),
        StepPage(
            actions.withdraw_task, _("Call off for everybody"), done=_("Called off."), form=ReasonForm, icon="x",
            variant="danger", text=_("Whoever leads it is told. What is settled stays settled."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        leads = Count("assignments")
        settled = Count("assignments", filter=Q(assignments__state=Assignment.State.CLOSED))
        return super().rows(viewer).select_related("issuer").annotate(leads=leads, settled=settled)

    def subtitle(self, row: Any) -> str:
        return str(row.issuer)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return TaskForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        with transaction.atomic(), named("supervision.put"):
            if row is None:
                form.instance.person_id = acting.person_id
            return super().save(acting, form, row)
