"""Lists answer whatever their addresses hold: every link that sorts or filters, as every role, and odd cursors.

Half of the lists is asked on each database: what is asked depends on the kinds of columns, which both halves have.
"""

from __future__ import annotations

import base64
import json
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from lxml import html

from santong.domains.platform.access.public import Appointment
from santong.kit.access import Grant, Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.models import ScopedModel
from santong.kit.pages import ModelPages
from tests.guards.form_walk import is_page
from tests.guards.halves import is_walked_here
from tests.guards.leaks.addresses import addresses
from tests.guards.leaks.world import Persona, World, build, systems
from tests.guards.test_queries import pages_of_lists

pytestmark = pytest.mark.django_db

EXTREME = (
    {"t": "9999-12-31T23:59:59.999999-14:00"},
    {"t": "0001-01-01T00:00:00+14:00"},
    {"t": "9999-12-31T23:59:59"},
    {"t": "2026-02-30T00:00:00+00:00"},
    {"t": "2026-11-01T02:30:00"},
    {"t": ""},
    {"t": 5},
    {"d": "9999-12-31"},
    {"d": "0001-01-01"},
    {"d": "2026-02-30"},
    {"n": "1e17"},
    {"n": "-0"},
    {"n": "NaN"},
    {"n": "1" * 400},
    {"x": "y"},
    {},
    [],
    None,
    True,
    -1,
    2**31,
    2**63 - 1,
    -(2**63),
    1.5,
    -1e300,
    "",
    "x" * 5000,
    "\ud800",
    "\x00",
    "a\nb\u3000",
    "9999-12-31",
)
"""Sort values that a cursor may claim."""
KEYS = (0, 1, -1, 2**63 - 1, 2**63, -(2**64), None, True, "x", 1.5, [1])
"""Primary keys that it may."""
SHARE = 80
SURELY_PLAIN = 3
"""How many people see a page without links that sort or filter before nobody else is asked."""
SORTED = 4
"""Of the links that sort, how many there are for one that a person follows."""
NO_CURSORS = ("", "%", "=" * 50, "AAAA", "W10", "bnVsbA", "x" * 9000, "é", "WzEsMiwzXQ", "W1tbW1tbW1tbW10")
ODD_VALUES = (
    "-1", "0", str(2**63), "9" * 40, "1e999", "²", "2026-02-30", "0001-01-01", "9999-12-31", "x" * 4000, "%", "_", "'",
    "\\", "(", '"', "*", "\ud7ff\u202e", "，", "a b " * 60, "True", "[]", "null",
)  # fmt: skip
"""What a filter may be given."""


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What fails is told by the test."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def one_of_each_role(world: World) -> list[Persona]:
    """Everybody with a role, once."""
    return list({persona.role: persona for persona in reversed(world.personas)}.values())


@pytest.fixture
def almighty(world: World) -> Client:
    """Somebody who holds every staff role on the whole region."""
    chief = next(persona for persona in world.personas if persona.role == "region_administrator")
    city = world.organisations["city"]
    held = set(Appointment.objects.filter(person_id=chief.person_id).values_list("role", flat=True))
    staff = [role.name for role in roles_by_name().values() if role.category == "staff" and role.name not in held]
    Appointment.objects.bulk_create(
        Appointment(person_id=chief.person_id, role=name, organisation=city, path=city.path) for name in staff
    )
    return chief.client


def cursor(value: Any, key: Any) -> str:
    """A cursor as lists write them."""
    return base64.urlsafe_b64encode(json.dumps([value, key]).encode()).decode().rstrip("=")


def linked(client: Client, path: str) -> set[str] | None:
    """Where a page's links with parameters lead, when they lead to the same page; None when there is no page."""
    answer = client.get(path)
    if answer.status_code == 405:
        return set()
    if not is_page(answer):
        return None
    document = html.document_fromstring(answer.content.decode())
    found = [urljoin(path, each) for each in document.xpath("//a/@href | //@hx-get")]
    return {each for each in found if "?" in each and urlsplit(each).path == urlsplit(path).path}


def failures(client: Client, asked: list[str], **headers: str) -> Iterator[str]:
    """The addresses that end in a server error."""
    for address in asked:
        answer = client.get(address, headers=headers)
        if answer.status_code >= 500:
            yield f"{address[:300]}: {answer.status_code}"


def test_every_link_that_sorts_or_filters_is_answered(world):
    paths = [f"/{each.route}" for each in addresses() if not each.parameters and is_walked_here(each.name)]
    failed, followed, filters = [], 0, set()
    plain: Counter[str] = Counter()
    for turn, persona in enumerate(one_of_each_role(world)):
        for path in paths:
            if plain[path] == SURELY_PLAIN:
                continue
            found = linked(persona.client, path)
            if found is None:
                continue
            plain[path] += not found
            # What filters is the same page for all who have it, so once will do. Of what sorts, everybody tries a part
            # and the next one another part; somebody who sees everything tries all of it, below.
            asked = sorted(found - filters)
            asked += sorted(each for each in found & filters if "sort=" in each)[turn % SORTED :: SORTED]
            filters |= found
            followed += len(asked)
            # The frame around a list is that of the page with the links, so its fragment is enough.
            told = failures(persona.client, asked, **{"HX-Request": "true"})
            failed += [f"{persona.name} {each}" for each in told]
    assert followed > 150
    assert not failed


def test_whoever_opens_a_row_of_their_own_opens_its_list(world):
    """Being let into a row and refused its list, people think the platform broken."""
    refused, opened = [], 0
    for persona in one_of_each_role(world):
        viewer = viewer_for(persona)
        for path, pages in pages_of_lists().items():
            row = own_row(viewer, pages)
            if row is not None and persona.client.get(pages.detail_url(row)).status_code == 200:
                opened += 1
                if persona.client.get(path).status_code != 200:
                    refused.append(f"{persona.name} {path}")
    assert opened > 10
    assert not refused


def viewer_for(persona: Persona) -> Viewer:
    """The persona as the product sees them."""
    held = Appointment.objects.filter(person_id=persona.person_id).values_list("role", "path")
    return Viewer(persona.person_id, tuple(Grant(role, path) for role, path in held))


def own_row(viewer: Viewer, pages: ModelPages) -> Any:
    """A row of a list that the viewer sees for who they are; None when there is none, or no page of it."""
    if not pages.detail or not issubclass(pages.model, ScopedModel) or pages.is_open_to_everyone:
        return None
    return pages.rows(viewer).filter(pk__in=pages.model.objects.of_acting(viewer).values("pk")).first()


def lists_here() -> dict[str, ModelPages]:
    """The declared lists that this database is asked for, by address."""
    return {path: pages for path, pages in pages_of_lists().items() if is_walked_here(path)}


def sorts(pages: ModelPages) -> list[str]:
    """All that a list can be sorted by, both ways, and its own order."""
    names = [name for name, column in pages.table.columns.items() if column.sort_field]
    return ["", *names, *(f"-{name}" for name in names)]


def test_every_column_sorts_both_ways_in_lists_and_exports(almighty):
    asked = [f"{path}?sort={name}" for path, pages in lists_here().items() for name in sorts(pages)]
    asked += [
        f"{path}export/?format=csv&sort={name}"
        for path, pages in lists_here().items()
        for name in sorts(pages)[1::2]
        if pages.export
    ]
    assert len(asked) > 150
    assert not list(failures(almighty, asked, **{"HX-Request": "true"}))


def test_odd_cursors_are_answered(almighty):
    odd = [*NO_CURSORS, *(cursor(value, 1) for value in EXTREME), *(cursor("x", key) for key in KEYS)]
    odd += [cursor(None, key) for key in KEYS]
    asked, turn = [], 0
    for path, pages in lists_here().items():
        for name in sorts(pages):
            for way in ("after", "before"):
                # A list and an order get a part of them, the next another part: every one comes a few times.
                turn += 1
                part = odd[turn % SHARE :: SHARE]
                asked += [f"{path}?{urlencode({'sort': name, way: each}, errors='replace')}" for each in part]
    assert len(asked) > 300
    assert not list(failures(almighty, asked, **{"HX-Request": "true"}))


def test_odd_values_of_filters_are_answered(almighty):
    whole, parts = [], []
    for path, pages in lists_here().items():
        names = [*(pages.filterset.base_filters if pages.filterset else ()), "size", "columns", "from", "format"]
        asked = [f"{path}?{urlencode({name: odd}, errors='replace')}" for name in names for odd in ODD_VALUES]
        whole += asked[::18]
        parts += asked[1::18]
        whole += [each.replace("?", "export/?") for each in asked[2::50] if pages.export]
    assert len(whole) + len(parts) > 300
    assert not list(failures(almighty, whole))
    assert not list(failures(almighty, parts, **{"HX-Request": "true"}))


def test_odd_cursors_and_values_are_answered_by_the_api(world):
    machine = systems(world)[1]
    lists = [f"/{each.route}" for each in addresses(api=True) if not each.parameters and is_walked_here(each.route)]
    odd = [*NO_CURSORS, *(cursor(value, 1) for value in EXTREME), *(cursor("0001", key) for key in KEYS)]
    asked = [f"{path}?{urlencode({'after': each}, errors='replace')}" for path in lists for each in odd]
    names = ("q", "status", "kind", "school", "organisation", "size", "state", "county", "since", "cursor", "types")
    pairs = [(name, each) for name in names for each in ODD_VALUES][::6]
    asked += [f"{path}?{urlencode({name: each}, errors='replace')}" for path in lists for name, each in pairs]
    assert not list(failures(machine.client, asked, **machine.headers))
