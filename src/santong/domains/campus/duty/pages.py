"""The pages of the week plan, of shifts, and of duty rosters."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.duty import actions
from santong.domains.campus.duty.filters import PlanFilter, RosterFilter, ShiftFilter
from santong.domains.campus.duty.forms import (
    HandOverForm,
    LeaveOutForm,
    MemberForm,
    NoteForm,
    PlanForm,
    PlanItemForm,
    RosterForm,
    SwapForm,
)
from santong.domains.campus.duty.models import KEEP, VIEW, PlanItem, Roster, Shift
from santong.domains.campus.duty.queries import entries_of, members_of, phones_of
from santong.domains.campus.duty.tables import PlanTable, RosterTable, ShiftTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, TemplatePanel, ViewerFact


class PlanPages(ModelPages):
    """The week plan."""

    model, name, namespace = PlanItem, "week-plan", "duty"
    title, icon = _("Week plan"), "calendar-event"
    table, filterset, form = PlanTable, PlanFilter, PlanItemForm
    list_template = "duty/week.html"
    create = change = remove = KEEP
    export = VIEW
    sort = "starts"
    new_label = _("New line")
    empty_text = _("Nothing is planned for this week.")
    panels = (
        FactsPanel(
            _("Week plan"),
            facts=("day", Fact(lambda row: row.when, _("time")), "what", "where", "people",
                   Fact(lambda row: row.organisation, _("plan of"))),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return PlanItemForm(data, instance=row, viewer=request.viewer)

    def after_save(self, request: Request, row: Any) -> str:
        return f"{self.url('list')}?day={row.day.isoformat()}"


def phone_link(number: str) -> Any:
    """A number that a phone calls at a tap."""
    return format_html('<a class="link" href="tel:{}">{}</a>', number.replace(" ", ""), number) if number else ""


def _phone(viewer: Viewer, row: Shift) -> Any:
    return phone_link(phones_of(viewer, [row]).get(row.pk, ""))


def _offer(row: Shift) -> str:
    """What swap is asked for."""
    if row.swap_with is None:
        return ""
    return f"{row.swap_with.when} · {row.swap_with.person} · {row.swap_because}"


def _log(request: Request, row: Shift) -> dict[str, Any] | None:
    entries = entries_of(row)
    return {"entries": entries} if entries else None


LOG = TemplatePanel(_("Duty log"), template="duty/log.html", context=_log)


class ShiftPages(ModelPages):
    """Who is on duty."""

    model, name, namespace = Shift, "duty", "duty"
    title, icon = _("On duty"), "shield-check"
    table, filterset = ShiftTable, ShiftFilter
    export = VIEW
    sort = "day"
    empty_text = _("No duty is planned. Add a roster with those who take turns, and plan it.")
    list_actions = (PageAction(_("Duty rosters"), lambda row: reverse("duty:duty-rosters"), VIEW, icon="list-details"),)
    panels = (
        FactsPanel(
            _("Duty"),
            facts=(
                Fact(lambda row: row.when, _("day")),
                Fact(lambda row: row.person, _("on duty")),
                ViewerFact(_phone, _("phone number")),
                Fact(lambda row: row.roster.get_kind_display(), _("day or night")),
                Fact(lambda row: row.roster.post, _("post of the duty")),
                Fact(lambda row: row.roster.organisation, _("duty of")),
                Fact(_offer, _("swap asked for")),
            ),
        ),
        LOG,
    )
    steps = (
        StepPage(actions.note, _("Write into the log"), done=_("Noted in the log."), form=NoteForm, icon="edit"),
        StepPage(actions.agree_swap, _("Agree to the swap"), done=_("Swapped."), icon="check", variant="primary"),
        StepPage(actions.refuse_swap, _("Don't swap"), done=_("They are told that you keep yours."), icon="x"),
        StepPage(actions.ask_swap, _("Ask for a swap"), done=_("Asked. Nothing changes until they agree."),
                 form=SwapForm, icon="switch-horizontal"),
        StepPage(actions.withdraw_swap, _("Keep my shift"), done=_("You keep it."), icon="x"),
        StepPage(actions.hand_over, _("Put somebody else on duty"), done=_("Changed."), form=HandOverForm,
                 icon="user-check"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "roster__organisation")

    def subtitle(self, row: Any) -> str:
        return str(row.person)


def _members(request: Request, row: Roster) -> dict[str, Any]:
    return {"members": members_of(row), "shows_phones": request.viewer.can(KEEP, row.path)}


MEMBERS = TemplatePanel(_("Who takes turns"), template="duty/members.html", context=_members)


class RosterPages(ModelPages):
    """The duties, and who takes turns."""

    model, name, namespace = Roster, "duty-rosters", "duty"
    title, icon = _("Duty rosters"), "list-details"
    table, filterset, form = RosterTable, RosterFilter, RosterForm
    create = change = remove = KEEP
    export = VIEW
    sort = "path"
    new_label = _("New roster")
    empty_text = _("Add a duty, then those who take turns.")
    panels = (
        FactsPanel(
            _("Duty"), facts=("kind", "post", "phone", Fact(lambda row: row.organisation, _("duty of"))), side=True
        ),
        MEMBERS,
    )
    steps = (
        StepPage(actions.add_member, _("Add somebody"), done=_("Added."), form=MemberForm, icon="user-plus"),
        StepPage(actions.leave_out, _("Leave somebody out"), done=_("Left out."), form=LeaveOutForm, icon="user-x"),
        StepPage(
            actions.plan, _("Plan turns"), done=_("Planned. Everybody on the roster has been told."), form=PlanForm,
            icon="calendar-plus", text=_("Turns go on after whoever was last. Planned days stay as they are."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation").annotate(number=Count("members"))

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RosterForm(data, instance=row, viewer=request.viewer)
