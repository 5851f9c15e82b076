"""Who waits to be helped into their account."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.accounts.helping import asked_here
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.identity.public import ACTIVATE
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    reason = HelpRequest.Reason(values["reason"]).label
    return Said(values["person__name"], reverse("accounts:account", args=[values["person_id"]]), str(reason))


HELP = ToDo(
    name="help_requests",
    label=gettext_lazy("Requests for help"),
    icon="help",
    url_name="accounts:help-requests",
    permission=ACTIVATE,
    rows=asked_here,
    says=_says,
    columns=("person_id", "person__name", "reason"),
    since="asked_at",
)
