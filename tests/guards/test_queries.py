"""Declared lists ask the database a fixed number of questions, however many rows they show."""

from __future__ import annotations

import django_filters
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from santong.domains.platform.identity.public import Person
from santong.kit.access.roles import roles_by_name
from santong.kit.pages import ModelPages

CEILING = 14
"""Session, person, appointments and preferences, the count, the page, and a few joins' worth of look-ups."""

pytestmark = pytest.mark.django_db


def declared_lists() -> list[str]:
    """The addresses of all declared lists."""
    return sorted(pages_of_lists())


def pages_of_lists() -> dict[str, ModelPages]:
    """All declared lists by address, found through their views' arguments."""
    found = {}
    todo = [("", get_resolver())]
    while todo:
        namespace, resolver = todo.pop()
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                todo.append((inner, pattern))
                continue
            pages = pattern.default_args.get("pages")
            if isinstance(pages, ModelPages) and pattern.name == pages.name and not pattern.pattern.converters:
                found[reverse(f"{namespace}{pattern.name}")] = pages
    return found


@pytest.fixture
def somebody(django_user_model) -> Client:
    """Somebody who holds every staff role on the root of a small region."""
    from santong.domains.platform.access.public import Appointment
    from santong.domains.platform.organisations.public import create_organisation
    from santong.kit.access import SYSTEM

    root = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    for number in range(30):
        create_organisation(acting=SYSTEM, kind="county_bureau", name=f"County {number}", parent=root)
    person = Person.objects.create_person(username="somebody", name="Somebody", path=root.path)
    staff = [role.name for role in roles_by_name().values() if role.category == "staff"]
    Appointment.objects.bulk_create(
        Appointment(person=person, role=role, organisation=root, path=root.path) for role in staff
    )
    client = Client()
    client.force_login(person)
    return client


def test_there_are_declared_lists():
    assert len(declared_lists()) >= 2


def test_every_drop_down_begins_with_a_line_that_means_any():
    """Without it the first choice looks made, while all rows are listed."""
    mute = [
        f"{address}: {name}"
        for address, pages in pages_of_lists().items()
        for name, each in (pages.filterset.base_filters if pages.filterset else {}).items()
        if isinstance(each, django_filters.ChoiceFilter) and not each.extra.get("empty_label")
    ]
    assert not mute


def test_lists_keep_the_ceiling(somebody, settings):
    settings.DEMO = True  # a second factor isn't demanded there
    over = []
    for address in declared_lists():
        somebody.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = somebody.get(address)
        assert response.status_code == 200, address
        if len(queries) > CEILING:
            over.append(f"{address}: {len(queries)} queries")
    assert not over
