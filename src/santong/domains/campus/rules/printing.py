"""A rule on paper."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.models import READ, Regulation
from santong.domains.campus.rules.texts import lines_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def sheet(acting: Viewer, row: Regulation) -> Sheet:
    """The present version, article by article."""
    return Sheet(row.title, issuer=row.issuer.name, context={"row": row, "lines": lines_of(row.text)})


SHEET = Printable(
    "rule",
    _("Text of the rule"),
    "rules.Regulation",
    "rules/print/rule.html",
    permission=READ,
    content=sheet,
    applies=lambda row: bool(row.text),
)
