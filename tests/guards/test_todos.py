"""Every kind of to-do answers: alone, searched, and all of them together in one query."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.access.testing import client_of, make_region
from santong.domains.platform.identity.public import Person
from santong.kit.access import Grant, Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.registry import registry
from santong.kit.todos import ToDo, waiting_for

pytestmark = pytest.mark.django_db
STAFF = [role.name for role in roles_by_name().values() if role.category == "staff"]


def test_all_kinds_together_take_one_query():
    region = make_region()
    viewer = Viewer(1, tuple(Grant(role, region.city.path) for role in STAFF), "staff", "Everybody")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        waiting_for(viewer, registry.of(ToDo), most=5)
    assert len(queries) == 1, [each["sql"][:300] for each in queries.captured_queries]


def test_every_kind_has_its_page():
    region = make_region()
    cache.clear()
    person = Person.objects.create_person(username="all", name="All", path=region.city.path)
    Appointment.objects.bulk_create(
        Appointment(person=person, role=role, organisation=region.city, path=region.city.path) for role in STAFF
    )
    client = client_of(person)
    for kind in registry.of(ToDo):
        assert reverse(kind.url_name)
        for query in (f"kind={kind.name}", f"kind={kind.name}&q=学校"):
            assert client.get(f"{reverse('kit:inbox')}?{query}").status_code == 200, (kind.name, query)
