"""The decision about a request, on its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.kinds import kind_named
from santong.domains.campus.people.queries import may_decide
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel


def _context(request: Request, row: Any) -> dict[str, Any]:
    may_ask = request.viewer.can(kind_named(row.kind).permission, row.path)
    return {"may_decide": may_decide(request.viewer, row), "may_withdraw": may_ask}


DECISION = TemplatePanel(_("Decision"), template="people/decision.html", context=_context)
"""The buttons for those who decide and for those who asked; for the others, whom it waits for."""
