"""What accounts add to the pages of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from santong.domains.platform.access.public import may_take_over
from santong.domains.platform.accounts.queries import code_until, standing_of
from santong.domains.platform.identity.public import ACTIVATE
from santong.kit.http import Request
from santong.kit.pages import Panel


@dataclass(frozen=True)
class AccountPanel(Panel):
    """How the account of a person (`row.person`) is, for whoever may help with it."""

    permission: str | None = ACTIVATE

    def html(self, request: Request, row: Any) -> SafeString | str:
        person = row.person
        if may_take_over(request.viewer, person, ACTIVATE) is not None:
            return ""
        until = code_until(person)
        context = {"person": person, "standing": standing_of(person, until), "code_until": until}
        return render_to_string("accounts/panel.html", context, request)
