"""Choosing a person in a form, and the suggestions for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.name_search import called
from santong.domains.platform.organisations.public import schools_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.picking import Pick, PickerField, only_one, recent_first, remembered, suggestions, typed_in

PEOPLE = "people"
LONGEST = 64


class PersonField(PickerField):
    """A person by suggestion, by username, or by full name where that is unambiguous among those visible.

    The form sets `viewer`, or `near` (the people to choose from by name) for viewers who see nobody's record.
    """

    suggestions = "people-suggestions"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Person"))
        kwargs.setdefault("help_text", _("Name, pinyin, initials or username."))
        super().__init__(**kwargs)
        self.viewer: Viewer | None = None
        self.near: QuerySet[Person] | None = None

    def known(self) -> QuerySet[Person]:
        """Those who may be chosen by name."""
        if self.near is not None:
            return self.near
        return people_known(self.viewer) if self.viewer else Person.objects.none()

    def by_key(self, key: int) -> Person | None:
        return self.known().filter(pk=key, is_active=True).first()

    def by_text(self, text: str) -> Person:
        everybody = Person.objects.unscoped("an exact username is the proof of knowing them").filter(is_active=True)
        found: Person | None = everybody.filter(username__iexact=text).first()
        if found is not None:
            return found
        person: Person = only_one(
            self.known().filter(name=text, is_active=True),
            none=_("Nobody here has this username or name. Check the spelling."),
            several=_("Several people are called so. Choose one of the suggestions, or write the username."),
        )
        return person

    def text_of(self, row: Person) -> str:
        return row.name


def people_known(viewer: Viewer) -> QuerySet[Person]:
    """The people whose record the viewer sees."""
    return Person.objects.visible_to(viewer) if viewer.paths("people.view") else Person.objects.none()


def picks_of(request: Request, people: QuerySet[Person]) -> list[Pick]:
    """Those among people whom the typed text may mean, those chosen lately first."""
    typed = typed_in(request)
    matching = called(typed) | Q(username__begins=typed) if typed else Q(pk__in=remembered(request, PEOPLE))
    rows = people.filter(matching, is_active=True).order_by("path", "pk")
    return list(_picks(recent_first(rows, remembered(request, PEOPLE))))


def _picks(people: list[Person]) -> Iterable[Pick]:
    schools = schools_of(person.path for person in people if person.path)
    for person in people:
        school = schools.get(person.path)
        about = [person.username] + ([school.short_name or school.name] if school else [])
        yield Pick(person.pk, person.name, " · ".join(about))


@login_required
@require_safe
def suggest_people(request: Request) -> HttpResponse:
    """People whose record the viewer sees."""
    request.viewer.demand("people.view")
    return suggestions(request, picks_of(request, people_known(request.viewer)))
