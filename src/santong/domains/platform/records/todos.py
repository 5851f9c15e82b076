"""Which requests for erasure wait."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.records.models import ErasureRequest
from santong.domains.platform.records.models.erasures import PERMISSION
from santong.kit.access import Viewer
from santong.kit.models import ScopedQuerySet
from santong.kit.todos import Said, ToDo


def to_grant(viewer: Viewer) -> ScopedQuerySet:
    """The requests that the viewer may decide and that nobody has decided."""
    rows: ScopedQuerySet = ErasureRequest.objects.visible_to(viewer, PERMISSION)
    return rows.filter(state=ErasureRequest.State.OPEN)


def _says(values: Mapping[str, str]) -> Said:
    return Said(values["person__name"], reverse("records:erasures-detail", args=[values["pk"]]))


ERASURES = ToDo(
    name="erasures",
    label=gettext_lazy("Erasure requests"),
    icon="user-x",
    url_name="records:erasures",
    permission=PERMISSION,
    rows=to_grant,
    says=_says,
    columns=("person__name",),
    since="asked_at",
)
