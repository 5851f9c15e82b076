"""Which surveys wait for an answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.surveys.models import ANSWER
from santong.domains.platform.surveys.queries import waiting_for
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    note = values["survey__organisation__name"] or ""
    if values["child__name"]:
        note = _("for %(child)s · %(place)s") % {"child": values["child__name"], "place": note}
    if values["reminded"] in ("1", "true"):
        note = _("%(sender)s, asked once more") % {"sender": note}
    return Said(values["survey__title"], reverse("surveys:answer", args=[values["pk"]]), note)


TO_ANSWER = ToDo(
    name="surveys",
    label=gettext_lazy("Forms to answer"),
    icon="forms",
    url_name="surveys:to-answer",
    permission=ANSWER,
    rows=waiting_for,
    says=_says,
    columns=("survey__title", "survey__organisation__name", "child__name", "reminded"),
    since="survey__opened_at",
    due="survey__closes_on",
)
