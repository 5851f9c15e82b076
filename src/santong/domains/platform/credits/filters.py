"""Filters of the lists about credits."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.kinds import HolderKind
from santong.domains.platform.credits.models import Correction, Course, Effect, Entry, Scheme, Standing
from santong.domains.platform.identity.public import called
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


def _search(person: str) -> SearchFilter:
    return SearchFilter(lambda word: called(word, person), placeholder=_("Name or pinyin"))


class SchemeFilter(FilterSet):
    """By name, and by whom they are for."""

    q = SearchFilter("name", "authority")
    kind = ChoiceFilter(label=_("All kinds of people"), choices=HolderKind.choices)

    class Meta:
        model = Scheme
        fields = ["q", "kind"]


class CourseFilter(FilterSet):
    """By name, and the scheme (its key)."""

    q = SearchFilter("name", "code")
    scheme = KeyFilter(label=_("scheme of credits"))

    class Meta:
        model = Course
        fields = ["q", "scheme"]


class StandingFilter(FilterSet):
    """By name, state, kind and place."""

    q = _search("person__")
    state = ChoiceFilter(label=_("All statuses"), choices=Standing.State.choices)
    kind = ChoiceFilter(label=_("Pupils and staff"), choices=HolderKind.choices)
    place = PlaceFilter()

    class Meta:
        model = Standing
        fields = ["q", "state", "kind", "place"]


class EntryFilter(FilterSet):
    """By course, the person (by name or key), and where it comes from."""

    q = SearchFilter("course", lambda word: called(word, "person__"))
    source = ChoiceFilter(label=_("All sources"), choices=Entry.Source.choices)
    person = KeyFilter(label=_("name"))
    place = PlaceFilter()

    class Meta:
        model = Entry
        fields = ["q", "source", "person", "place"]


class EffectFilter(FilterSet):
    """By name, and the scheme (its key)."""

    q = _search("standing__person__")
    state = ChoiceFilter(label=_("All statuses"), choices=Standing.State.choices)
    scheme = KeyFilter(label=_("scheme of credits"))

    class Meta:
        model = Effect
        fields = ["q", "state", "scheme"]


class CorrectionFilter(FilterSet):
    """By name and state."""

    q = SearchFilter("course", lambda word: called(word, "person__"))
    state = ChoiceFilter(label=_("All statuses"), choices=Correction.State.choices)

    class Meta:
        model = Correction
        fields = ["q", "state"]


def with_cancelled(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with whether they were cancelled."""
    return rows.annotate(is_cancelled=Exists(Entry.objects.numbers_only().filter(cancels=OuterRef("pk"))))
