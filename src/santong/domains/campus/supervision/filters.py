"""Filters of the lists of assignments and of supervised tasks."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision.models import ISSUE, Assignment, SupervisedTask
from santong.domains.campus.supervision.queries import led_by
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter

SHOWN_STATES = [choice for choice in Assignment.State.choices if choice[0] != Assignment.State.PLANNED]
ALL = "all"


class AssignmentFilter(FilterSet):
    """By words, whose, urgency, status and source; what is settled or withdrawn only where it is asked for."""

    q = SearchFilter("task__title__holds", "organisation__name__holds", "person__name__holds")
    whose = ChoiceFilter(
        label=_("Everybody's"), choices=[("mine", _("Mine to lead")), ("issued", _("Issued by us"))], method="by_whose"
    )
    time = ChoiceFilter(
        label=_("Due at any time"),
        choices=[("overdue", _("Overdue")), ("soon", _("Due within a week")), ("asked", _("More time asked for"))],
        method="by_time",
    )
    state = ChoiceFilter(label=_("Not settled"), choices=[*SHOWN_STATES, (ALL, _("Any status"))], method="by_state")
    source = ChoiceFilter(field_name="task__source", label=_("From anywhere"), choices=SupervisedTask.Source.choices)
    task = KeyFilter(field_name="task", label=_("supervised task"))
    place = PlaceFilter()

    class Meta:
        model = Assignment
        fields = ["q", "whose", "time", "state", "source", "task", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state__in=Assignment.OPEN)
        return super().filter_queryset(queryset)

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that the viewer leads, or that their place has issued."""
        viewer = self.request.viewer
        return rows.filter(led_by(viewer) if value == "mine" else Q(task__path__in=viewer.paths(ISSUE)))

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that are late, due soon, or for which more time is asked."""
        if value == "asked":
            return rows.filter(asked_due__isnull=False)
        return rows.overdue() if value == "overdue" else rows.due_soon()  # type: ignore[attr-defined,no-any-return]

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """One status, or all."""
        return rows if value == ALL else rows.filter(state=value)


class TaskFilter(FilterSet):
    """By words, status and source."""

    q = SearchFilter("title", "source_words")
    state = ChoiceFilter(label=_("All statuses"), choices=SupervisedTask.State.choices)
    source = ChoiceFilter(label=_("From anywhere"), choices=SupervisedTask.Source.choices)
    place = PlaceFilter()

    class Meta:
        model = SupervisedTask
        fields = ["q", "state", "source", "place"]
