"""People over the API: what everybody is called, without any number."""

from __future__ import annotations

from django.utils.translation import gettext_noop
from django_filters import FilterSet
from ninja import Router, Schema

from santong.domains.platform.identity.models import Person
from santong.domains.platform.organisations.public import path_within
from santong.kit.access import Viewer
from santong.kit.api.resources import Resource, add_resource

router = Router(tags=[gettext_noop("People")])


class PersonOut(Schema):
    """A person and their account. `sex` is a code of GB/T 2261.1."""

    id: int
    name: str
    username: str
    sex: str
    may_sign_in: bool


def _person(row: Person, viewer: Viewer) -> PersonOut:
    return PersonOut(id=row.pk, name=row.name, username=row.username, sex=row.sex, may_sign_in=row.is_active)


class PersonFilter(FilterSet):
    """By username."""

    class Meta:
        model = Person
        fields = ["username"]


PEOPLE = Resource(
    name="people",
    schema=PersonOut,
    shape=_person,
    model=Person,
    rows=Person.objects.visible_to,
    summaries=(gettext_noop("People with their accounts"), gettext_noop("One person")),
    filterset=PersonFilter,
    place=path_within,
)
add_resource(router, PEOPLE)
