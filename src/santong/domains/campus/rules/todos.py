"""The rules that somebody is asked to acknowledge."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.models import READ
from santong.domains.campus.rules.queries import asking
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    return Said(values["title"], reverse("rules:rules-detail", args=[values["pk"]]), values["issuer__name"])


TODO = ToDo(
    "rules", _("Rules to acknowledge"), "gavel", "rules:rules", permission=READ, rows=asking, says=_says,
    columns=("title", "issuer__name"), since="published_on", order=60,
)  # fmt: skip
