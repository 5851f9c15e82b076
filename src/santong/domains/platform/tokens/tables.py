"""Columns of the list of tokens."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.tokens.models import Token
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn, TimeColumn

STATES = {
    "active": (_("Active"), "ok"),
    "expired": (_("Expired"), "neutral"),
    "revoked": (_("Revoked"), "bad"),
}


def state_of(row: Token) -> str:
    """Whether a token may be used, as of now."""
    if row.revoked:
        return "revoked"
    return "expired" if row.expires and row.expires <= timezone.now() else "active"


class StateColumn(TagColumn):
    """The state, as a coloured tag."""

    def __init__(self) -> None:
        tones = {state: tone for state, (_label, tone) in STATES.items()}
        super().__init__(verbose_name=_("Status"), accessor=state_of, tones=tones)

    def render(self, value: Any, record: Token) -> Any:
        return super().render(STATES[value][0], record)

    def _code(self, value: Any, record: Token) -> str:
        return state_of(record)

    def value(self, value: Any, record: Token) -> str:
        return str(STATES[value][0])


class TokenTable(Table):
    """Tokens, what they may do, and when they were used last."""

    name = NameColumn(verbose_name=_("name of the token"), below="purpose")
    organisation = Column(verbose_name=_("organisation"), accessor="organisation__name", order_by="path")
    scopes = Column(verbose_name=_("Scopes"), accessor=lambda row: "、".join(row.scope_labels), phone=False)
    holder = Column(verbose_name=_("responsible person"), accessor="holder__name", orderable=False, phone=False)
    last_used = TimeColumn(verbose_name=_("last used"))
    expires = DateColumn(verbose_name=_("Valid until"), phone=False)
    status = StateColumn()
