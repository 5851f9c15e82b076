"""Which notices wait for an acknowledgement."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.notices.models import READ
from santong.domains.platform.notices.queries import to_acknowledge
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    note = values["notice__organisation__name"] or ""
    if values["reminded"] in ("1", "true"):
        note = _("%(sender)s, asked once more") % {"sender": note}
    return Said(values["notice__title"], reverse("notices:notice", args=[values["pk"]]), note)


RECEIPTS = ToDo(
    name="receipts",
    label=gettext_lazy("Notices to acknowledge"),
    icon="bell",
    url_name="notices:notices",
    permission=READ,
    rows=to_acknowledge,
    says=_says,
    columns=("notice__title", "notice__organisation__name", "reminded"),
    since="notice__sent_at",
    due="notice__deadline",
)
