"""Filters of lists about resources."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.models import (
    Complaint,
    Kind,
    Level,
    Point,
    Resource,
    Review,
    SynonymGroup,
    Textbook,
)
from santong.domains.platform.organisations.public import PlaceFilter, Stage
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter
from santong.lib.subjects import SUBJECTS


def subjects() -> list[tuple[str, str]]:
    """All subjects as choices."""
    return [(name, name) for name in sorted(SUBJECTS)]


class OwnFilter(FilterSet):
    """By words, status and kind."""

    q = SearchFilter("title", "keywords")
    status = ChoiceFilter(label=_("All statuses"), choices=Resource.Status.choices)
    kind = ChoiceFilter(label=_("All kinds"), choices=Kind.choices)

    class Meta:
        model = Resource
        fields = ["q", "status", "kind"]


class FromHereFilter(FilterSet):
    """By words, subject, kind, and the place that they come from (its key)."""

    q = SearchFilter("title", "keywords")
    subject = ChoiceFilter(label=_("All subjects"), choices=subjects)
    kind = ChoiceFilter(label=_("All kinds"), choices=Kind.choices)
    place = PlaceFilter()

    class Meta:
        model = Resource
        fields = ["q", "subject", "kind", "place"]


class TextbookFilter(FilterSet):
    """By words, stage and subject."""

    q = SearchFilter("edition", "volume", "subject")
    stage = ChoiceFilter(label=_("All stages"), choices=Stage.choices)
    subject = ChoiceFilter(label=_("All subjects"), choices=subjects)

    class Meta:
        model = Textbook
        fields = ["q", "stage", "subject"]


class PointFilter(FilterSet):
    """By words, stage and subject."""

    q = SearchFilter("name", "code")
    stage = ChoiceFilter(label=_("All stages"), choices=Stage.choices)
    subject = ChoiceFilter(label=_("All subjects"), choices=subjects)

    class Meta:
        model = Point
        fields = ["q", "stage", "subject"]


class SynonymFilter(FilterSet):
    """By words."""

    q = SearchFilter("words")

    class Meta:
        model = SynonymGroup
        fields = ["q"]


class QueueFilter(FilterSet):
    """By words of the title, subject, kind and level."""

    q = SearchFilter("resource__title__holds")
    subject = ChoiceFilter(label=_("All subjects"), choices=subjects)
    kind = ChoiceFilter(label=_("All kinds"), choices=Kind.choices, field_name="resource__kind")
    level = ChoiceFilter(label=_("All levels"), choices=Level.choices)

    class Meta:
        model = Review
        fields = ["q", "subject", "kind", "level"]


class ComplaintFilter(FilterSet):
    """By state."""

    state = ChoiceFilter(label=_("All statuses"), choices=Complaint.State.choices)

    class Meta:
        model = Complaint
        fields = ["state"]
