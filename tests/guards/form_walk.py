"""Every form of every page, as the people who may open it would fill it in: the walk that guards of forms share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from lxml import html

from santong.domains.platform.access.public import Appointment
from tests.guards.halves import is_walked_here
from tests.guards.leaks.addresses import Address, addresses
from tests.guards.leaks.world import FIRST, STEP, Persona, World, signed_in

DAY_AS_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}")

FIELD = (
    ".//input[@name and not(@type='hidden') and not(@type='file') and not(@type='submit')]"
    " | .//select[@name] | .//textarea[@name]"
)

POWERFUL = (
    "region_administrator@city", "school_it@east1", "principal@east1", "subject_teacher@east1-class",
    "class_teacher@east1-class", "parent@east1-class", "county_officer@east",
)  # fmt: skip
"""Who opens pages, in this order. The teacher of the planted objects is `owner`."""
MOST_TRIED = 2


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
    """The forms of a page."""
    return forms_on(client.get(path), client, path)


def forms_on(answer: Any, client: Client, path: str) -> Iterator[Opened]:
    """The forms that are sent by POST, of an answer that may be no page."""
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


def editable(world: World, is_done: Callable[[str], bool]) -> Iterator[tuple[str, Opened]]:
    """The forms with something to fill in of every page that is walked here, as the first people who may open it.

    No further page is opened of those addresses that `is_done` says yes to.
    """
    owner = Persona("owner", "", "east1", FIRST + 2 * STEP, signed_in(FIRST + 2 * STEP))
    for role in ("school_it", "subject_teacher", "principal", "resource_reviewer"):
        at = world.organisations["east1"]
        Appointment.objects.create(person_id=owner.person_id, role=role, organisation=at, path=at.path)
    people = [owner, *(persona for name in POWERFUL for persona in world.personas if persona.name == name)]
    for address in addresses():
        leaves = address.route.endswith(("export/", "/export.csv", "download/"))
        if not leaves and is_walked_here(address.name):
            for form in _opened_at(address, people, is_done):
                yield address.name, form


def _opened_at(address: Address, people: list[Persona], is_done: Callable[[str], bool]) -> Iterator[Opened]:
    keys = (FIRST, FIRST + STEP, FIRST + 2 * STEP) if address.has_object else (0,)
    for path in (address.filled(key, words) for words in address.variants() for key in keys):
        tried = 0
        for persona in people:
            if is_done(address.name) or tried == MOST_TRIED:
                break
            # No form that is walked stands in the frame around a page.
            answer = persona.client.get(path, headers={"HX-Request": "true"})
            if answer.status_code == 405:
                return  # Nobody opens what is only sent to.
            forms = list(forms_on(answer, persona.client, path))
            tried += bool(forms)
            yield from forms
