"""Security notices that their holder hasn't seen."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.identity.models import SecurityEvent
from santong.domains.platform.identity.security_events import unseen_by
from santong.kit.todos import Pressing, Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    return Said(str(SecurityEvent.Kind(values["kind"]).label), reverse("account_security"), values["by__name"])


SECURITY_NOTICES = ToDo(
    name="security_notices",
    label=gettext_lazy("Security notices"),
    icon="shield-lock",
    url_name="account_security",
    rows=unseen_by,
    says=_says,
    columns=("kind", "by__name"),
    since="at",
    pressing=Pressing.SOON,
)
