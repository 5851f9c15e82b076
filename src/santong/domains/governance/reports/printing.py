"""The sheet of a report, as officials know it: all fields by section, with seal and edition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.reports.models import VIEW, Report
from santong.domains.governance.reports.presenting import sections_of, summary_of
from santong.domains.governance.reports.queries import bound_of, sealed_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def sheet(acting: Viewer, row: Report) -> Sheet:
    """A line for each field."""
    bound = bound_of(row.round)
    sections = sections_of(acting, row, bound)
    context: dict[str, Any] = {
        "row": row, "sections": sections, "edition": sealed_of(row), "summary": summary_of(row, bound),
    }  # fmt: skip
    return Sheet(f"{row.round}", issuer=row.place.name, rows=len(bound), context=context)


SHEET = Printable(
    "report", _("Report sheet"), "reports.Report", "reports/print/report.html", permission=VIEW, content=sheet
)
