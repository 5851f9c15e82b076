"""Nothing of one school shows in another: every role, every kind of object, every address."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection
from django.http import Http404

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.access.reasons import witnesses_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.queries.own import person_for
from santong.kit.access import Grant, Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.testing.planting import FIRST, SCHOOLS, STEP
from tests.guards.leaks.addresses import addresses
from tests.guards.leaks.oracle import may_see, unruled
from tests.guards.leaks.probing import Findings, probe
from tests.guards.leaks.told import LEFT_OUT, PUBLISHED, SEEN_BY, UNMARKED
from tests.guards.leaks.world import Persona, World, build, scoped_models, systems

PROBES = 20_000
EVERY = 79
"""One of so many requests is made as each person, another one as the next; odd, so that both verbs come."""
FIRST_OF = {"sqlite": 0, "postgresql": EVERY // 2}
"""Where each database begins, so that together they make twice as many different requests."""

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
    findings = probe(world, at_the_first_school(world), [1, 2], every=EVERY, first=FIRST_OF[connection.vendor])
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
    assert not {kind.split(":")[0] for kind in SEEN_BY} - every - set(LEFT_OUT) - kinds


def test_everybody_sees_something(world):
    """An oracle that allows nothing would find no leak in an empty page, and one that allows all none anywhere."""
    for persona in world.personas:
        seen = [may_see(world, persona, planted) for planted in world.marks.by_mark.values()]
        assert not all(seen) or persona.place == "city"
        assert any(seen)
    assert {p.place.removesuffix("-class") for p in world.personas} >= set(SCHOOLS)


def test_who_sees_a_person_is_told_as_it_is(world):
    """The page that says who sees somebody names whoever may fetch a row about them, and nobody else."""
    for key in (FIRST, FIRST + 2 * STEP):
        person = Person.objects.unscoped("a test").get(pk=key)
        witnesses = witnesses_of(person)
        told = defaultdict(set)
        for witness in witnesses:
            told[witness.person.pk] |= set(witness.records)
        # Kin see what they see for who they are.
        close = {key, *(witness.person.pk for witness in witnesses if witness.appointment is None)}
        wrong = [
            (persona.name, sorted(told[persona.person_id]), sorted(seen))
            for persona in world.personas
            if persona.role and persona.person_id not in close
            and (seen := set(_seen_labels(persona, person))) != told[persona.person_id]
        ]  # fmt: skip
        assert not wrong, "\n".join(map(str, wrong))


def _seen_labels(persona: Persona, person: Person) -> Iterator[str]:
    paths = Appointment.objects.unscoped("a test").filter(person_id=persona.person_id, role=persona.role)
    grants = tuple(Grant(persona.role, path) for path in paths.values_list("path", flat=True))
    viewer = Viewer(persona.person_id, grants, roles_by_name()[persona.role].category)
    for model in scoped_models():
        if model.scope.owner and not model.scope.everyone and model._meta.label not in PUBLISHED:
            rows = model.objects.visible_to(viewer).filter(**{model.scope.owner: person.pk})
            if rows.exists():
                yield str(model._meta.verbose_name)
    with suppress(Http404):
        person_for(viewer, person.pk)
        yield "学习记录"
