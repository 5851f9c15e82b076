"""What waits for moderators."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.moderation.models import REVIEW, Category
from santong.domains.platform.moderation.queries import to_decide
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    why = Category(values["category"]).label
    address = reverse("moderation:case", args=[values["pk"]])
    return Said(values["title"], address, f"{values['organisation__name']} · {why}")


CASES = ToDo(
    name="moderation",
    label=gettext_lazy("Texts to release"),
    icon="shield-check",
    url_name="moderation:moderation",
    permission=REVIEW,
    rows=to_decide,
    says=_says,
    columns=("title", "category", "organisation__name"),
    since="opened_at",
)
