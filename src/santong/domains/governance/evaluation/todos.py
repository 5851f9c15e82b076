"""What waits because of evaluation: applications, findings, looks at what was put right, objections."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.governance.evaluation.models import APPLY, VIEW, WRITE
from santong.domains.governance.evaluation.queries import (
    to_answer,
    to_decide,
    to_look_at,
    to_put_forward,
    to_put_right,
)
from santong.kit.todos import Pressing, Said, ToDo


def _place(values: Mapping[str, str]) -> Said:
    title = f"{values['round__name']} · {values['place__name']}"
    return Said(title, reverse("evaluation:evaluated-detail", args=[values["pk"]]), _("Computed already"))


def _finding(values: Mapping[str, str]) -> Said:
    address = reverse("evaluation:findings-detail", args=[values["pk"]])
    return Said(values["text"][:60], address, values["entrant__place__name"])


def _objection(values: Mapping[str, str]) -> Said:
    address = reverse("evaluation:objections-detail", args=[values["pk"]])
    return Said(values["text"][:60], address, values["entrant__place__name"])


OF_PLACE, OF_FINDING = ("round__name", "place__name"), ("text", "entrant__place__name")
TODOS = (
    ToDo(
        "evaluation_apply", gettext_lazy("Evaluations to apply for"), "clipboard-check", "evaluation:evaluations",
        permission=APPLY, rows=to_answer, says=_place, columns=OF_PLACE, since="round__announced_on", due="round__due",
        pressing=Pressing.OPTIONAL, order=61,
    ),
    ToDo(
        "evaluation_applied", gettext_lazy("Applications to put forward"), "clipboard-check", "evaluation:evaluated",
        permission=WRITE, rows=to_put_forward, says=_place, columns=OF_PLACE, since="round__announced_on",
        due="round__due", order=33,
    ),
    ToDo(
        "evaluation_findings", gettext_lazy("Findings to put right"), "flag", "evaluation:findings", permission=APPLY,
        rows=to_put_right, says=_finding, columns=OF_FINDING, since="found_at", due="due", order=21,
    ),
    ToDo(
        "evaluation_looks", gettext_lazy("Put right, to be looked at"), "flag", "evaluation:findings", permission=VIEW,
        rows=to_look_at, says=_finding, columns=OF_FINDING, since="found_at", order=34,
    ),
    ToDo(
        "evaluation_objections", gettext_lazy("Objections to decide"), "message-circle", "evaluation:objections",
        permission=WRITE, rows=to_decide, says=_objection, columns=OF_FINDING, since="made_on", order=35,
    ),
)  # fmt: skip
