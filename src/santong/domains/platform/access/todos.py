"""What waits for the three administrators."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.access.agreements import to_agree
from santong.domains.platform.access.models import AGREE, Agreement
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    what = Agreement.Kind(values["kind"]).label
    return Said(f"{what}: {values['person__name']}", reverse("access:agreements"), values["asked_by__name"])


AGREEMENTS = ToDo(
    name="agreements",
    label=gettext_lazy("Agreements of a second administrator"),
    icon="shield-check",
    url_name="access:agreements",
    permission=AGREE,
    rows=to_agree,
    says=_says,
    columns=("kind", "person__name", "asked_by__name"),
    since="asked_at",
)
