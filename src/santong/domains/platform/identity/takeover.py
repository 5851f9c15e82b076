"""The rule about whose account somebody may come into, by a slip, a reset or the end of a second factor.

It depends on roles, which this module doesn't know: `access` sets it at start-up. An installation
in which nobody does refuses to start, and until it is set nobody may.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from santong.domains.platform.identity.models import Person
from santong.kit.access import Viewer

ACTIVATE = "accounts.activate"

Rule = Callable[[Viewer, Sequence[Person], str], dict[int, str]]
"""(acting, people, permission) → by the key of a person why it may not be, and whom to ask instead."""

_rules: list[Rule] = []


class TakeoverRefused(PermissionDenied):
    """The account isn't the acting person's to change; the text says whom to ask instead."""


def set_takeover_rule(rule: Rule) -> None:
    """Call it at start-up."""
    _rules[:] = [rule]


def takeover_objections(acting: Viewer, people: Sequence[Person], permission: str = ACTIVATE) -> dict[int, str]:
    """Why some of these people's accounts are not the acting viewer's to change, by their key; none for the others."""
    if not _rules:
        raise ImproperlyConfigured("nobody has set the rule about taking accounts over")
    return _rules[0](acting, people, permission)


def demand_takeover(acting: Viewer, people: Sequence[Person], permission: str = ACTIVATE) -> None:
    """Refuse unless the accounts of all these people are the acting viewer's to change."""
    for objection in takeover_objections(acting, people, permission).values():
        raise TakeoverRefused(objection)


def check_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without the rule every account would be anybody's, or nobody's."""
    return [] if _rules else [Error("nobody has set the rule about taking accounts over", id="santong.E010")]
