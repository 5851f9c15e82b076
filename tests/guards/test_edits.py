"""Nobody's edit is lost: a save from a page out of date is asked about, in every form that changes something."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from lxml import html

from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.learning.resources.tests.conftest import Cast, cast
from santong.domains.learning.sourcing.actions.rules import change_rules
from santong.domains.learning.sourcing.rules import table
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.calendars.public import PeriodPlan, set_periods, set_terms
from santong.kit.access import SYSTEM
from santong.kit.access.roles import roles_by_name
from santong.kit.models import AuditEntry
from tests.guards.leaks.addresses import Address, addresses
from tests.guards.leaks.world import FIRST, STEP, Persona, World, build, signed_in

__all__ = ["cast"]

DAY_AS_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}")

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)

SEEN = "seen"
EXEMPT: dict[str, str] = {}
"""Addresses whose forms change rows without such a check, with the reason."""
EXPECTED = {
    "calls-edit", "close", "decision", "files-edit", "move", "organisations-edit", "packs-edit", "providers-edit",
    "pupils-edit", "rename", "schools-edit", "staff-leave", "synonyms-edit", "words-edit",
}  # fmt: skip
"""Addresses of forms that are known to edit: none of them may drop out of the walk unnoticed."""
FIELD = (
    ".//input[@name and not(@type='hidden') and not(@type='file') and not(@type='submit')]"
    " | .//select[@name] | .//textarea[@name]"
)


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def for_trial() -> Iterator[None]:
    """Nothing of this stays."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


@dataclass
class Opened:
    """A form on a page, as a browser would send it."""

    client: Client
    path: str
    values: dict[str, list[str]]
    fields: list[Any]

    def changed(self, field: Any, turn: int) -> dict[str, list[str]] | None:
        """What is sent after a change of a field; None when it has no other value to take."""
        other = another(field, turn)
        return None if other is None else {**self.values, field.name: other}

    def post(self, values: dict[str, list[str]]) -> Any:
        answer = self.client.post(self.path, values)
        assert answer.status_code < 500, f"{self.path} fails on {values}"
        return answer


def is_page(answer: Any) -> bool:
    """Whether an answer is a page that shows something."""
    is_html = "text/html" in answer.headers.get("Content-Type", "")
    return answer.status_code == 200 and is_html and not answer.streaming and bool(answer.content.strip())


def opened(client: Client, path: str) -> Iterator[Opened]:
    answer = client.get(path)
    if not is_page(answer):
        return
    for form in html.document_fromstring(answer.content.decode()).forms:
        if form.method != "POST" or form.xpath("ancestor::template"):
            continue
        values: dict[str, list[str]] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        values.pop("csrfmiddlewaretoken", None)
        yield Opened(client, form.action or path, values, form.xpath(FIELD))


def another(field: Any, turn: int) -> list[str] | None:
    """Another value for a control, a different one each turn."""
    kind = field.get("type", "text")
    if field.tag == "select":
        others = [o.get("value") for o in field.iter("option") if o.get("value") and o.get("selected") is None]
        return [others[turn]] if len(others) > turn else None
    if kind in ("checkbox", "radio"):
        return None
    if field.tag == "textarea":
        return [f"{field.text or ''}变{turn}"]
    value = field.get("value") or ""
    if DAY_AS_TEXT.fullmatch(value):
        return [f"{value[:8]}{10 + turn}"]
    if kind == "time" and value:
        return [f"{value[:4]}{1 + turn}"]
    if kind == "number" or value.isdigit():
        return [str(int(float(value or 0)) + 1 + turn)]
    return [f"{value}变{turn}"] if kind in ("text", "search") else None


def changes_since(key: int) -> bool:
    """Whether something that was there has been changed, or replaced by something new."""
    kinds = (AuditEntry.Kind.CHANGE, AuditEntry.Kind.DELETE)
    return any(entry.changes for entry in AuditEntry.objects.filter(pk__gt=key, kind__in=kinds))


def last_entry() -> int:
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


POWERFUL = (
    "region_administrator@city", "school_it@east1", "principal@east1", "subject_teacher@east1-class",
    "class_teacher@east1-class", "parent@east1-class", "county_officer@east",
)  # fmt: skip
"""Who opens pages, in this order. The teacher of the planted objects is `owner`."""
MOST_TRIED = 2


def editable(world: World, is_done: Callable[[str], bool]) -> Iterator[tuple[str, Opened]]:
    """The forms with something to fill in of every page, as the first people who may open it.

    No further page is opened of those addresses that `is_done` says yes to.
    """
    owner = Persona("owner", "", "east1", FIRST + 2 * STEP, signed_in(FIRST + 2 * STEP))
    for role in ("school_it", "subject_teacher", "principal", "resource_reviewer"):
        at = world.organisations["east1"]
        Appointment.objects.create(person_id=owner.person_id, role=role, organisation=at, path=at.path)
    people = [owner, *(persona for name in POWERFUL for persona in world.personas if persona.name == name)]
    for address in addresses():
        if not address.route.endswith(("export/", "/export.csv", "download/")):
            for form in _opened_at(address, people, is_done):
                yield address.name, form


def _opened_at(address: Address, people: list[Persona], is_done: Callable[[str], bool]) -> Iterator[Opened]:
    keys = (FIRST, FIRST + STEP, FIRST + 2 * STEP) if address.has_object else (0,)
    for path in (address.filled(key, words) for words in address.variants() for key in keys):
        tried = 0
        for persona in people:
            if is_done(address.name) or tried == MOST_TRIED:
                break
            forms = list(opened(persona.client, path))
            tried += bool(forms)
            yield from forms


@dataclass
class Outcome:
    """What came of the walk: forms that asked, those that refuse a step taken already, and saves that went through."""

    proven: set[str]
    refused: set[str]
    unproven: set[str]
    lost: list[str]

    def try_out(self, name: str, form: Opened) -> None:
        """Save a change, then another one of the same field from the page as it was before."""
        for field in form.fields:
            first, second = form.changed(field, 0), form.changed(field, 1)
            if first is None or second is None:
                continue
            with for_trial():
                since = last_entry()
                saved = form.post(first)
                if saved.status_code not in (302, 303) or not changes_since(since):
                    self.unproven.update({name} if SEEN in form.values else ())
                    continue
                after = last_entry()
                stale = form.post(second)
                if last_entry() != after:
                    self.lost.append(f"{form.path} ({name}, {field.name}): {stale.status_code}")
                elif stale.status_code == 409:
                    self.proven.add(name)
                else:
                    self.refused.add(name)
                return


def test_a_stale_save_is_asked_about_everywhere(world):
    outcome = Outcome(set(), set(), set(), [])
    for name, form in editable(world, lambda name: name in outcome.proven or name in EXEMPT):
        outcome.try_out(name, form)
    assert not outcome.lost
    assert outcome.proven >= EXPECTED, EXPECTED - outcome.proven


def test_a_stale_save_of_what_is_not_planted_is_asked_about(cast, settings):
    """Forms whose planted objects hold nothing that could be saved."""
    settings.DEMO = True  # a second factor isn't demanded there
    client = holder_of_every_role(cast)
    mine, admitted = cast.draft(), cast.admitted()
    (staff,) = employ(acting=SYSTEM, school=cast.school, drafts=[NewStaff(cast.people["colleague"])], day=DAY)
    first, second = (DAY, DAY + timedelta(days=100)), (DAY + timedelta(days=180), DAY + timedelta(days=300))
    set_terms(acting=SYSTEM, organisation=cast.city, school_year=2026, terms={1: first, 2: second})
    change_rules(acting=SYSTEM, rewards={at.name: (1, 1) for at, _person, _school in table()})
    set_periods(acting=SYSTEM, organisation=cast.city, periods=[PeriodPlan("lesson", "第一节", time(8), time(8, 45))])
    paths = {
        "edit": f"/resources/{mine.pk}/edit/",
        "price": f"/resources/{admitted.pk}/price/",
        "rules": "/points/rules/",
        "staff-edit": f"/staff/{staff.pk}/edit/",
        "terms": f"/organisations/{cast.city.pk}/calendar/terms/2026/",
        "periods": f"/organisations/{cast.city.pk}/calendar/periods/",
    }
    outcome = Outcome(set(), set(), set(), [])
    for name, path in paths.items():
        for form in opened(client, path):
            outcome.try_out(name, form)
    assert not outcome.lost
    assert outcome.proven >= paths.keys(), outcome


def holder_of_every_role(cast: Cast) -> Client:
    """The author of the cast, with every role of staff in the whole city."""
    person, place = cast.people["author"], cast.city
    held = [role.name for role in roles_by_name().values() if role.category == "staff"]
    Appointment.objects.bulk_create(
        Appointment(person=person, role=name, organisation=place, path=place.path) for name in held
    )
    return cast.client("author")
