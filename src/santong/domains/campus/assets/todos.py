"""What waits because of the register: faults, loans, retirements, rounds."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.assets.models import APPROVE, CHANGE, VIEW, Repair
from santong.domains.campus.assets.queries import (
    loans_overdue,
    loans_to_bring_back,
    repairs_waiting,
    retirements_waiting,
    rounds_to_settle,
)
from santong.kit.todos import Said, ToDo


def _of_loan(values: Mapping[str, str]) -> Said:
    words = _("Bring back: %(name)s") % {"name": values["asset__name"]}
    return Said(words, reverse("assets:loans-detail", args=[values["pk"]]), values["asset__number"])


def _overdue(values: Mapping[str, str]) -> Said:
    words = _("Out too long: %(name)s") % {"name": values["asset__name"]}
    return Said(words, reverse("assets:loans-detail", args=[values["pk"]]), values["asset__number"])


def _of_repair(values: Mapping[str, str]) -> Said:
    fault = Repair.Fault(values["fault"]).label
    return Said(values["asset__name"], reverse("assets:repairs-detail", args=[values["pk"]]), str(fault))


def _of_retirement(values: Mapping[str, str]) -> Said:
    return Said(values["title"], reverse("assets:retirements-detail", args=[values["pk"]]), values["school__name"])


def _of_round(values: Mapping[str, str]) -> Said:
    return Said(values["title"], reverse("assets:stock-takings-detail", args=[values["pk"]]), values["school__name"])


TODOS = (
    ToDo(
        "loans_to_bring_back", gettext_lazy("Borrowed things to bring back"), "switch-horizontal", "assets:loans",
        permission=VIEW, rows=loans_to_bring_back, says=_of_loan, columns=("asset__name", "asset__number"),
        since="since", due="due", order=60,
    ),
    ToDo(
        "repairs_waiting", gettext_lazy("Faults to be mended"), "tools", "assets:repairs", permission=CHANGE,
        rows=repairs_waiting, says=_of_repair, columns=("asset__name", "fault"), since="reported_at", order=61,
    ),
    ToDo(
        "loans_overdue", gettext_lazy("Loans that are overdue"), "switch-horizontal", "assets:loans",
        permission=CHANGE, rows=loans_overdue, says=_overdue, columns=("asset__name", "asset__number"),
        since="since", due="due", order=62,
    ),
    ToDo(
        "retirements_waiting", gettext_lazy("Retirements to approve"), "archive", "assets:retirements",
        permission=APPROVE, rows=retirements_waiting, says=_of_retirement, columns=("title", "school__name"),
        since="asked_on", order=63,
    ),
    ToDo(
        "rounds_to_settle", gettext_lazy("Differences of a stock-taking to settle"), "clipboard-check",
        "assets:stock-takings", permission=CHANGE, rows=rounds_to_settle, says=_of_round,
        columns=("title", "school__name"), since="counted_on", order=64,
    ),
)  # fmt: skip
