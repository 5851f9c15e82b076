"""The pages of timetables and of what is otherwise than they say."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.timetable.actions import publish, withdraw
from santong.domains.campus.timetable.changing import agree_to_swap, decline_swap, take_back, withdraw_swap
from santong.domains.campus.timetable.filters import ChangeFilter, SwapOfferFilter, TimetableFilter
from santong.domains.campus.timetable.forms import AnswerForm, TimetableForm
from santong.domains.campus.timetable.models import ARRANGE, COLLEAGUES, VIEW, Change, SwapOffer, Timetable
from santong.domains.campus.timetable.panels import BrokenChangesPanel, ClashesPanel, GroupsPanel, SlotsPanel
from santong.domains.campus.timetable.tables import ChangeTable, SwapOfferTable, TimetableTable
from santong.domains.campus.timetable.weeks import week_url_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, ViewerFact, link


class TimetablePages(ModelPages):
    """The timetables of schools, drafts and those in force."""

    model, name, namespace = Timetable, "timetables", "timetable"
    title, icon = _("Timetables"), "table"
    table, filterset, form = TimetableTable, TimetableFilter, TimetableForm
    create = change = remove = ARRANGE
    export = VIEW
    sort = "-since"
    new_label = _("New timetable")
    empty_text = _("Make a draft, import its lessons or copy another timetable, and publish it from a day on.")
    panels = (
        FactsPanel(_("Timetable"), facts=("school", "state", "since", "until")),
        ClashesPanel(_("Clashes")),
        BrokenChangesPanel(_("Changes that no longer fit")),
        GroupsPanel(_("Teaching groups")),
        SlotsPanel(_("Lessons by class")),
    )
    detail_actions = (
        PageAction(_("Copy the timetable"), lambda row: reverse("timetable:copy", args=[row.pk]), ARRANGE, icon="copy"),
    )
    steps = (
        StepPage(
            publish, _("Publish the timetable"), done=_("The timetable holds from its first day on."),
            text=_("From its first day on everybody sees these lessons. Changes of single days stay."),
            variant="primary", icon="send",
        ),
        StepPage(
            withdraw, _("Withdraw the timetable"), done=_("The timetable is a draft again."),
            text=_("The timetable before it holds again; where there is none, nobody sees lessons."),
            icon="arrow-back-up",
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return TimetableForm(data, instance=row, viewer=request.viewer)


def _week_link(viewer: Viewer, row: Change) -> Any:
    return link(week_url_of(row), row.whom)


class ChangePages(ModelPages):
    """Covered, swapped and cancelled lessons."""

    model, name, namespace = Change, "lesson-changes", "timetable"
    title, icon = _("Changes of lessons"), "replace"
    table, filterset = ChangeTable, ChangeFilter
    export = VIEW
    sort = "day"
    empty_text = _("Everything is as the timetable says.")
    list_actions = (
        PageAction(_("Arrange an absence"), lambda row: reverse("timetable:absence"), ARRANGE, icon="user-minus"),
    )
    panels = (
        FactsPanel(
            _("Change of a lesson"),
            facts=(
                ViewerFact(_week_link, _("class")),
                Fact(lambda row: row.when, _("when")),
                "kind",
                "state",
                "was_subject",
                Fact(lambda row: str(row.was_teacher or ""), _("teacher before")),
                "subject",
                Fact(lambda row: str(row.teacher or ""), _("teacher")),
                Fact(lambda row: str(row.room or ""), _("room")),
                "reason",
            ),
        ),
    )
    steps = (
        StepPage(
            take_back, _("Take the change of lessons back"), done=_("The lessons are again as the timetable says."),
            text=_("All lessons of the same act are again as the timetable says. Their teachers hear of it."),
            icon="arrow-back-up", variant="danger",
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).filter(state=Change.State.VALID)
        return rows.select_related("school_class", "teacher__person", "was_teacher__person", "room__building", "school")


class SwapOfferPages(ModelPages):
    """The swaps that colleagues ask each other for."""

    model, name, namespace = SwapOffer, "swap-offers", "timetable"
    title, icon = _("Swaps asked for"), "replace"
    table, filterset = SwapOfferTable, SwapOfferFilter
    export = ARRANGE
    sort = "-asked_at"
    empty_text = _("To ask a colleague, open a lesson of yours in your timetable.")
    panels = (
        FactsPanel(
            _("Swap asked for"),
            facts=(
                "state", "school_class",
                Fact(lambda row: row.asker, _("who asks")),
                Fact(lambda row: f"{row.when} {row.subject}", _("lesson to give")),
                Fact(lambda row: row.asked, _("colleague asked")),
                Fact(lambda row: f"{row.other_when} {row.other_subject}", _("lesson to get")),
                "reason", "answer", "asked_at",
            ),
        ),
    )  # fmt: skip
    steps = (
        StepPage(
            agree_to_swap, _("Agree to swap the lessons"), done=_("The two lessons change places."), icon="check",
            text=_("Both lessons change places on their days. The class and the office see it at once."),
            variant="primary",
        ),
        StepPage(
            decline_swap, _("Decline the swap"), done=_("The swap was declined."), form=AnswerForm, icon="x",
            text=_("Both lessons stay where they are."),
        ),
        StepPage(
            withdraw_swap, _("Withdraw the swap"), done=_("Nothing is asked for any more."), icon="arrow-back-up",
            text=_("Your colleague needn't answer any more."),
        ),
    )  # fmt: skip

    def opens_for(self, viewer: Viewer) -> bool:
        """To all colleagues, also before anybody asked them: the empty list says how one asks."""
        return viewer.can(COLLEAGUES) or super().opens_for(viewer)

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer)
        return rows.select_related("school_class", "asker__person", "asked__person", "school")
