"""What stands above the lists of points."""

from __future__ import annotations

from typing import Any

from django import template

from santong.domains.learning.sourcing.models import Account
from santong.domains.learning.sourcing.permissions import OVERSEE_POINTS
from santong.domains.learning.sourcing.queries.points import drifted, given_out, own_accounts, unbalanced

register = template.Library()


@register.simple_tag(takes_context=True)
def accounts(context: dict[str, Any]) -> list[Account]:
    """The reader's own account and those that they spend from."""
    return own_accounts(context["request"].viewer)


@register.simple_tag(takes_context=True)
def audit_of_points(context: dict[str, Any]) -> dict[str, Any]:
    """Whether the books balance, for who oversees them."""
    context["request"].viewer.demand(OVERSEE_POINTS)
    wrong = [*unbalanced(), *drifted()]
    return {"given_out": given_out(), "is_right": not wrong, "wrong": len(wrong)}
