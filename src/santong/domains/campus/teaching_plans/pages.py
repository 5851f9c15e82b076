"""The pages of teaching plans, of rules and of searches."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.teaching_plans.actions import begin_search
from santong.domains.campus.teaching_plans.filters import PlanFilter, RuleFilter, SearchFilters
from santong.domains.campus.teaching_plans.forms import OfSchoolForm, PlanLineForm, RuleForm, SearchForm, placed
from santong.domains.campus.teaching_plans.models import CHANGE, VIEW, PlanLine, Rule, Search
from santong.domains.campus.teaching_plans.panels import ProgressPanel
from santong.domains.campus.teaching_plans.tables import PlanTable, RuleTable, SearchTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction


class OfSchoolPages(ModelPages):
    """What the three have in common."""

    namespace = "teaching_plans"
    form: type[OfSchoolForm]
    create = CHANGE
    export = VIEW
    sort = "path"
    form_template = "teaching_plans/form.html"

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return self.form(data, instance=row, viewer=request.viewer)


class TeachingPlanPages(OfSchoolPages):
    """What is to be taught."""

    model, name = PlanLine, "teaching-plans"
    title, icon = _("Teaching plans"), "book"
    table, filterset, form = PlanTable, PlanFilter, PlanLineForm
    change = remove = CHANGE
    new_label = _("New line")
    empty_text = _("Import the plan of the school, or enter how many lessons of each subject a grade has.")
    list_actions = (
        PageAction(
            _("Import"), lambda row: reverse("imports:new", args=["teaching_plans"]), CHANGE, icon="file-import"
        ),
        PageAction(
            _("Import a .fet file"), lambda row: reverse("imports:new", args=["fet"]), CHANGE, icon="file-import"
        ),
        PageAction(_("Take over teaching groups"), lambda row: reverse("teaching_plans:groups"), CHANGE, icon="route"),
        PageAction(_("Plan and teachers"), lambda row: reverse("teaching_plans:overview"), VIEW, icon="table"),
    )
    panels = (
        FactsPanel(
            _("Line of the plan"),
            facts=(
                Fact(lambda row: placed(row.place), _("grade or class")),
                Fact(lambda row: row.group_name, _("teaching group")),
                "lessons",
                Fact(lambda row: row.doubles or "", _("double lessons a week")),
                "rhythm",
                "room_kind",
                Fact(lambda row: _("Yes") if row.joined else "", _("all classes together")),
                "school",
            ),
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school", "place__parent")


class TimetableRulePages(OfSchoolPages):
    """What must or should hold."""

    model, name = Rule, "timetable-rules"
    title, icon = _("Rules of the timetable"), "list-check"
    table, filterset, form = RuleTable, RuleFilter, RuleForm
    change = remove = CHANGE
    new_label = _("New rule of the timetable")
    empty_text = _("Begin with the usual rules, and change what is otherwise at your school.")
    list_actions = (
        PageAction(
            _("Take the usual rules"), lambda row: reverse("teaching_plans:usual-rules"), CHANGE, icon="list-check",
        ),
    )  # fmt: skip
    panels = (FactsPanel(_("Rule"), facts=("kind", "weight", "school")),)

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school", "place", "teacher__person")


class TimetableSearchPages(OfSchoolPages):
    """Searches for a timetable."""

    model, name = Search, "timetable-searches"
    title, icon = _("Make a timetable"), "calculator"
    table, filterset, form = SearchTable, SearchFilters, SearchForm
    sort = "-started_at"
    new_label = _("Search a timetable")
    empty_text = _("Enter the teaching plan and the rules, then let a timetable be found.")
    list_actions = (
        PageAction(_("Teaching plans"), lambda row: reverse("teaching_plans:teaching-plans"), VIEW, icon="book"),
        PageAction(
            _("Rules of the timetable"), lambda row: reverse("teaching_plans:timetable-rules"), VIEW, icon="list-check"
        ),
    )
    panels = (
        ProgressPanel(_("How the search goes")),
        FactsPanel(_("What it was told"), facts=("since", "seed", "base", "school")),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return begin_search(acting=acting, search=form.save(commit=False))
