"""Nothing that somebody sends makes the server fail: odd numbers and characters are answered, not stumbled over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls.converters import IntConverter

from santong.domains.learning.resources.actions.using import begin_collection
from santong.domains.learning.resources.tests.conftest import Cast, cast
from santong.domains.platform.access.public import Appointment
from santong.kit.access.roles import roles_by_name
from tests.guards.halves import is_walked_here
from tests.guards.test_addresses import EXAMPLES, closed
from tests.guards.test_queries import declared_lists

__all__ = ["cast"]

ODD = {
    "no digits of ours": "²²²²",
    "too large for a column": "9" * 30,
    "too long to be read": "9" * 5000,
    "no character of a text": "x\x00y",
}
NAMES = (
    "after", "at", "class", "class_id", "collection", "file", "files", "from", "grade", "ids", "name", "node",
    "organisation", "page", "place", "price", "q", "reason", "resource", "stars", "text", "textbook", "year",
)  # fmt: skip
"""What addresses and forms call their keys and numbers."""


@pytest.fixture
def client(cast: Cast, settings) -> Client:
    """Somebody who holds every staff role on the whole region, and whom a fault doesn't stop."""
    settings.DEMO = True  # a second factor isn't demanded there
    person, place = cast.people["author"], cast.city
    held = [role.name for role in roles_by_name().values() if role.category == "staff"]
    Appointment.objects.bulk_create(
        Appointment(person=person, role=name, organisation=place, path=place.path) for name in held
    )
    client = cast.client("author")
    client.raise_request_exception = False
    return client


def failures(client: Client, asked: list[tuple[str, str, dict]]) -> Iterator[str]:
    """Those of the requests (method, address, data) that end in a server error; none leaves a trace."""
    for method, address, data in asked:
        before = transaction.savepoint()
        # The frame around a page is the same whatever is sent.
        answer = getattr(client, method)(address, data, headers={"HX-Request": "true"})
        transaction.savepoint_rollback(before)
        if answer.status_code >= 500:
            yield f"{method} {address}: {answer.status_code}"


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_values_are_answered(cast, client, odd):
    resource, basket = cast.admitted("colleague"), begin_collection(acting=cast.viewer("author"), name="basket")
    mine, lesson = cast.draft(), cast.node("移项")
    data = dict.fromkeys(NAMES, odd)
    read = [
        *declared_lists(), "/resources/", "/resources/new/units/", "/resources/missing/", "/styleguide/job/",
        f"/organisations/{cast.school.pk}/calendar/", f"/resources/{resource.pk}/", f"/resources/{mine.pk}/edit/",
    ]  # fmt: skip
    written = [
        *(f"{address}bulk/" for address in declared_lists()), "/resources/tag/", "/resources/new/", "/calls/new/",
        f"/resources/{resource.pk}/stars/", f"/resources/{resource.pk}/collect/", f"/resources/{mine.pk}/edit/",
        f"/resources/collections/{basket.pk}/order/", "/resources/collections/new/", "/resources/searches/",
        f"/resources/units/{lesson.pk}/next/", f"/resources/{resource.pk}/comments/",
    ]  # fmt: skip
    asked = [("get", each, data) for each in read]
    asked += [("post", each, data | {"action": "remove"}) for each in written]
    assert not list(failures(client, asked))


def test_keys_that_fit_no_column_are_answered_everywhere(client, monkeypatch):
    large = ODD["too large for a column"]
    monkeypatch.setitem(EXAMPLES, IntConverter, large)
    data = dict.fromkeys(NAMES, large)
    # Whatever is sent has the inbox counted anew for the next page, so what is only read comes first.
    here = [address for address, name in closed() if is_walked_here(name)]
    asked = [(method, address, data) for method in ("get", "post") for address in here]
    assert not list(failures(client, asked))


def test_a_character_that_cant_be_stored_is_named(client):
    answer = client.post("/resources/collections/new/", {"name": ODD["no character of a text"]})
    assert answer.status_code == 400
    assert "空字符" in answer.content.decode()
