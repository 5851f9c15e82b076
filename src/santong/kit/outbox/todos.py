"""What was refused waits for whoever had it on their device."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.kit.outbox.intake import intake_named
from santong.kit.outbox.models import Delivery
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    kind = intake_named(values["kind"])
    return Said(str(kind.label) if kind else values["kind"], reverse("outbox:outbox"))


REFUSED = ToDo(
    name="refused_deliveries",
    label=gettext_lazy("Not delivered"),
    icon="cloud-upload",
    url_name="outbox:outbox",
    rows=lambda viewer: Delivery.objects.of_person(viewer).refused(),
    says=_says,
    columns=("kind",),
    since="arrived_on",
)
