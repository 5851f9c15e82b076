"""What is counted of data checks."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.checks.models import VIEW, CheckKind, DataIssue
from santong.kit.measures.public import By, Measure, Rows, Tally, words_of


def open_issues() -> QuerySet:
    """The issues that nobody has explained."""
    return DataIssue.objects.numbers_only().filter(state=DataIssue.State.OPEN)


OPEN_ISSUES = Measure(
    "data_issues", _("Open data issues"), unit=pgettext_lazy("unit", "issues"),
    says=_("Figures that rules ask about and that are neither corrected nor explained."),
    words=_("outliers anomalies quality"), permission=VIEW,
    numerator=Tally(open_issues, splits={"kind": "kind"}),
    by=(By("kind", _("Kind of check"), words_of(CheckKind), values=CheckKind.values),), summed_by="kind",
    rows=Rows("checks:issues", {"state": "open"}, by={"kind": "kind"}), order=95,
)  # fmt: skip
