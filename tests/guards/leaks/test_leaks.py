"""Nothing of one school shows in another: every role, every kind of object, every address."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.guards.leaks.addresses import addresses
from tests.guards.leaks.oracle import RULES, may_see, unruled
from tests.guards.leaks.probing import Findings, probe
from tests.guards.leaks.world import LEFT_OUT, SCHOOLS, UNMARKED, Persona, World, build, scoped_models, systems

PROBES = 20_000
EVERY = 41
"""One of so many requests is made as each person, another one as the next; odd, so that both verbs come."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals needn't be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def at_the_first_school(world: World) -> list[Persona]:
    """Everybody with a role, once: at the first school, above it, and in the other county."""
    return [p for p in world.personas if p.place in ("city", "east", "west", "east1", "east1-class")]


def told(findings: Findings) -> str:
    return "\n".join(sorted(set(findings.leaks))[:40])


def test_no_page_shows_or_changes_what_is_elsewhere(world):
    findings = probe(world, at_the_first_school(world), [1, 2], every=EVERY)
    assert findings.probes >= PROBES
    assert findings.statuses[200] > findings.requests / 50
    assert not findings.failures, findings.failures[:20]
    assert not findings.leaks, told(findings)


def test_no_operation_of_the_api_does(world):
    findings = probe(world, systems(world)[:3], [0, 1, 2], pages=addresses(api=True))
    assert findings.statuses[200] > 20
    assert not findings.failures, findings.failures[:20]
    assert not findings.leaks, told(findings)


def test_a_leaking_view_is_found(world, settings):
    settings.ROOT_URLCONF = "tests.guards.leaks.leaky"
    pages = [page for page in addresses() if page.route.startswith(("leaky", "careless"))]
    teacher = next(p for p in world.personas if p.name == "class_teacher@east1-class")
    findings = probe(world, [teacher], [1, 2], pages=pages)
    assert any(" shows identity.Person:pupil of east2-class" in leak for leak in findings.leaks)
    assert any(" changes identity.Person:guardian of west1-class" in leak for leak in findings.leaks)
    assert not any("east1" in leak.split(" of ")[-1] for leak in findings.leaks)


def test_every_kind_of_object_is_planted_and_has_a_rule(world):
    """A new table with rows of somebody must be planted, or say why not; a row rule of its own must be told."""
    kinds = {kind.split(":")[0] for kind in world.marks.kinds}
    every = {model._meta.label for model in scoped_models()}
    assert not every - kinds - set(UNMARKED)
    assert not unruled()
    assert not set(UNMARKED) - every
    assert not {kind.split(":")[0] for kind in RULES} - every - set(LEFT_OUT) - kinds


def test_everybody_sees_something(world):
    """An oracle that allows nothing would find no leak in an empty page, and one that allows all none anywhere."""
    for persona in world.personas:
        seen = [may_see(world, persona, planted) for planted in world.marks.by_mark.values()]
        assert not all(seen) or persona.place == "city"
        assert any(seen)
    assert {p.place.removesuffix("-class") for p in world.personas} >= set(SCHOOLS)
