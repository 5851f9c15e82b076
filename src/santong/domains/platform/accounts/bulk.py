"""What can be done to many accounts of the list at once; those of others are left out and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import ngettext

from santong.domains.platform.access.public import takeover_objections
from santong.domains.platform.identity.public import Person, sign_out, switch_accounts
from santong.kit.access import Viewer

CHANGE = "people.change"
SWITCH = "accounts.switch"
"""The undo of switching accounts on or off."""


def sign_many_out(acting: Viewer, rows: Iterable[Person]) -> str:
    """End every session of these people."""
    people, others = _own(acting, rows)
    sign_out(acting=acting, people=people)
    text = ngettext("Signed out %(n)s person.", "Signed out %(n)s people.", len(people))
    return _told(text, people, others)


def switch_many_on(acting: Viewer, rows: Iterable[Person]) -> str:
    """Let these people sign in again."""
    people, others = _own(acting, rows)
    switch_accounts(acting=acting, people=people, on=True)
    text = ngettext("Switched on %(n)s account.", "Switched on %(n)s accounts.", len(people))
    return _told(text, people, others)


def switch_many_off(acting: Viewer, rows: Iterable[Person]) -> tuple[str, dict[str, Any]]:
    """Let these people sign in no more; with what taking it back needs."""
    people, others = _own(acting, (person for person in rows if person.is_active))
    switch_accounts(acting=acting, people=people, on=False)
    text = ngettext("Switched off %(n)s account.", "Switched off %(n)s accounts.", len(people))
    return _told(text, people, others), {"people": [person.pk for person in people], "on": True}


def _own(acting: Viewer, rows: Iterable[Person]) -> tuple[list[Person], int]:
    """The people whose accounts are the viewer's to change, and how many others there are."""
    people = list(rows)
    objections = takeover_objections(acting, people, CHANGE)
    own = [person for person in people if person.pk not in objections]
    return own, len(people) - len(own)


def _told(text: str, people: Sequence[Person], others: int) -> str:
    told = text % {"n": len(people)}
    if not others:
        return told
    left_out = ngettext("%(n)s account isn't yours to change.", "%(n)s accounts aren't yours to change.", others)
    return f"{told} {left_out % {'n': others}}"
