"""Which calls could be answered, and which answers wait to be judged."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.learning.sourcing.permissions import ANSWER, PUBLISH
from santong.domains.learning.sourcing.queries.calls import open_for, to_judge
from santong.kit.todos import Pressing, Said, ToDo


def _says_call(values: Mapping[str, str]) -> Said:
    return Said(values["title"], reverse("sourcing:calls-detail", args=[values["pk"]]), values["organisation__name"])


def _says_answer(values: Mapping[str, str]) -> Said:
    address = reverse("sourcing:decision", args=[values["call_id"], values["pk"]])
    return Said(values["resource__title"], address, values["call__title"])


CALLS = ToDo(
    name="calls",
    label=gettext_lazy("Calls for resources"),
    icon="inbox",
    url_name="sourcing:calls",
    permission=ANSWER,
    rows=open_for,
    says=_says_call,
    columns=("title", "organisation__name"),
    since="created_at",
    due="deadline",
    pressing=Pressing.OPTIONAL,
)
ANSWERS = ToDo(
    name="answers",
    label=gettext_lazy("Answers to judge"),
    icon="inbox",
    url_name="sourcing:calls",
    permission=PUBLISH,
    rows=to_judge,
    says=_says_answer,
    columns=("call_id", "resource__title", "call__title"),
    since="made_at",
)
