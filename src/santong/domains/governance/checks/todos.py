"""What waits because of data checks: figures to be corrected or explained by whoever keeps their source."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.checks.models import CheckKind
from santong.domains.governance.checks.queries import waiting
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    address = reverse("checks:issues-detail", args=[values["pk"]])
    kind = str(CheckKind(values["kind"]).label)
    return Said(values["rule__name"], address, f"{kind} · {values['place__name']}")


ISSUES = ToDo(
    "data_issues", _("Data to look at"), "stethoscope", "checks:issues", rows=waiting, says=_says,
    columns=("rule__name", "kind", "place__name"), since="found_on", order=62,
)  # fmt: skip
