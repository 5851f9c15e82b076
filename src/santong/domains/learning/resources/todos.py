"""Which reviews wait."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.learning.resources.queries.reviewing import REVIEW, queue
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    address = reverse("resources:review", args=[values["pk"]])
    return Said(values["resource__title"], address, values["resource__organisation__name"])


REVIEWS = ToDo(
    name="reviews",
    label=gettext_lazy("Resources to review"),
    icon="clipboard-check",
    url_name="resources:reviews",
    permission=REVIEW,
    rows=queue,
    says=_says,
    columns=("resource__title", "resource__organisation__name"),
    since="asked_at",
)
