"""The self-diagnosis of a place on paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.evaluation.models import VIEW, Entrant
from santong.domains.governance.evaluation.panels import diagnosis_of
from santong.domains.governance.evaluation.queries import findings_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def sheet(acting: Viewer, row: Entrant) -> Sheet:
    """A line for each item, and the findings."""
    found: dict[str, Any] = (
        diagnosis_of(row) if row.round.version is not None else {"sections": [], "is_computed": False}
    )
    context = {**found, "row": row, "findings": findings_of(row)}
    rows = sum(len(lines) for _name, lines, _sum in found["sections"])
    return Sheet(f"{row.round}", issuer=row.place.name, rows=max(rows, 1), context=context)


SHEET = Printable(
    "evaluation", _("Self-diagnosis"), "evaluation.Entrant", "evaluation/print/diagnosis.html", permission=VIEW,
    content=sheet,
)  # fmt: skip
