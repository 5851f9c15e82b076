"""Filters of the lists."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import PlaceFilter
from santong.domains.platform.surveys.models import Answer, Asked, Survey
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


class SurveyFilter(FilterSet):
    """By words, state, and whether others may begin from it."""

    q = SearchFilter("title", "text", "author__name__holds")
    state = ChoiceFilter(label=_("All states"), choices=Survey.State.choices)
    show = ChoiceFilter(
        label=_("Surveys and templates"), choices=(("own", _("Composed by me")), ("templates", _("Templates"))),
        method="by_standing",
    )  # fmt: skip
    place = PlaceFilter()

    class Meta:
        model = Survey
        fields = ["q", "state", "show", "place"]

    def by_standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """One's own, or those that are offered."""
        if value == "own":
            return rows.filter(author=self.request.viewer.person_id)
        return rows.filter(is_template=True)


class ToAnswerFilter(FilterSet):
    """By words, and by what has still to be answered."""

    q = SearchFilter("survey__title__holds", "survey__organisation__name__holds", "child__name__holds")
    show = ChoiceFilter(
        label=_("All forms"), choices=(("open", _("Please answer")), ("done", _("Answered"))), method="by_standing"
    )

    class Meta:
        model = Asked
        fields = ["q", "show"]

    def by_standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What waits, or what is done."""
        return rows.filter(answered=value == "done")


class AnswerFilter(FilterSet):
    """By name, and of which survey."""

    q = SearchFilter("person__name__holds", "child__name__holds")
    survey = KeyFilter(field_name="survey", label=_("survey"))
    place = PlaceFilter()

    class Meta:
        model = Answer
        fields = ["q", "survey", "place"]
