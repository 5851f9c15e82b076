"""Which people who may be one wait to be looked at."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.duplicates.models import PERMISSION
from santong.domains.platform.duplicates.queries import to_look_at
from santong.domains.platform.duplicates.reasons import reason_labels
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    pair = dict.fromkeys((values["first__name"], values["second__name"]))
    note = "、".join(reason_labels(values["reasons"]))
    return Said(" = ".join(pair), reverse("duplicates:compare", args=[values["pk"]]), note)


SUSPICIONS = ToDo(
    name="suspicions",
    label=gettext_lazy("People entered twice"),
    icon="copy",
    url_name="duplicates:duplicates",
    permission=PERMISSION,
    rows=to_look_at,
    says=_says,
    columns=("first__name", "second__name", "reasons"),
    since="found_on",
)
