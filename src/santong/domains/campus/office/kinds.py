"""What staff ask for at the office: leave, travel, a seal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.office.actions import note_absence, remove_absence
from santong.domains.campus.office.models import Absence
from santong.domains.platform.calendars.public import working_days
from santong.domains.platform.requests.public import (
    Decider,
    FieldKind,
    RequestField,
    RequestKind,
    Source,
    Stage,
    half_days,
    period_in_words,
)
from santong.lib.formulas import Kind, Value

Values = Mapping[str, Any]
HEAD = (Decider(Source.ROLE, "teaching_affairs"),)
PRINCIPAL = (Decider(Source.ROLE, "principal"),)
DAYS = ("工作日数", "working_days")
FACTS = dict.fromkeys(DAYS, Kind.NUMBER)
LONGEST = 366
"""Days of one absence; longer ones are asked for anew."""
LEAVES = (
    ("personal", gettext_lazy("Personal leave")),
    ("sick", gettext_lazy("Sick leave")),
    ("marriage", gettext_lazy("Marriage leave")),
    ("maternity", gettext_lazy("Maternity leave")),
    ("paternity", gettext_lazy("Paternity leave")),
    ("parental", gettext_lazy("Parental leave")),
    ("bereavement", gettext_lazy("Bereavement leave")),
    ("other", gettext_lazy("Other leave")),
)
SEALS = (
    ("school", gettext_lazy("Official seal")),
    ("finance", gettext_lazy("Finance seal")),
    ("contract", gettext_lazy("Contract seal")),
    ("name", gettext_lazy("Seal of the legal representative")),
)


def days_away(path: str, period: Mapping[str, str]) -> float:
    """The working days of a period at a place; half ones count half."""
    first, last = date.fromisoformat(period["since"]), date.fromisoformat(period["until"])
    days = working_days(path, first, last)
    halves = (period["since_half"] == "pm" and first in days) + (period["until_half"] == "am" and last in days)
    return len(days) - 0.5 * halves


def facts(path: str, values: Values) -> Mapping[str, Value]:
    """How many working days somebody is away."""
    period = values.get("period")
    return dict.fromkeys(DAYS, days_away(path, period)) if period else {}


def objections(path: str, values: Values) -> Mapping[str, str]:
    """A period that is too long, or in which nobody works."""
    period = values.get("period")
    if not period:
        return {}
    if half_days(period) > LONGEST:
        return {"period_until": _("That is longer than a year. Choose an earlier day.")}
    if not days_away(path, period):
        return {"period_until": _("Nobody works on these days, so no leave is needed. Choose other days.")}
    return {}


def leave_title(values: Values) -> str:
    """The kind of leave and its days."""
    words = [str(dict(LEAVES)[values["leave"]])] if values.get("leave") else []
    return " · ".join([*words, *_period_words(values)])


def travel_title(values: Values) -> str:
    """Where to, and the days."""
    return " · ".join([*([values["where"]] if values.get("where") else []), *_period_words(values)])


def seal_title(values: Values) -> str:
    """Which seal, on what."""
    words = [str(dict(SEALS)[values["seal"]])] if values.get("seal") else []
    return " · ".join([*words, *([values["document"]] if values.get("document") else [])])


def _period_words(values: Values) -> list[str]:
    return [period_in_words(values["period"])] if values.get("period") else []


PERIOD = RequestField("period", FieldKind.PERIOD, gettext_lazy("When"), ("天数", "days"))
LESSONS = RequestField(
    "lessons",
    FieldKind.LONG_TEXT,
    gettext_lazy("Who takes the lessons"),
    ("代课安排", "lessons"),
    required=False,
    help=gettext_lazy("Which lessons, and who takes them or with whom they are exchanged."),
)

LEAVE = RequestKind(
    "leave",
    gettext_lazy("Leave"),
    fields=(
        RequestField("leave", FieldKind.CHOICE, gettext_lazy("Kind of leave"), ("请假类型", "leave"), choices=LEAVES),
        PERIOD,
        RequestField("why", FieldKind.LONG_TEXT, gettext_lazy("Reason"), ("事由", "reason")),
        LESSONS,
        RequestField("papers", FieldKind.FILE, gettext_lazy("Papers"), ("附件", "papers"), required=False),
    ),
    path=(
        Stage(gettext_lazy("Teaching affairs office"), HEAD, hours=8),
        Stage(gettext_lazy("Principal"), PRINCIPAL, condition="工作日数 > 3", hours=8),
    ),
    icon="calendar-event",
    title=leave_title,
    fact_kinds=FACTS,
    more_facts=facts,
    objections=objections,
    granted=lambda request: note_absence(request, Absence.Kind.LEAVE),
    undone=remove_absence,
    order=10,
)
TRAVEL = RequestKind(
    "travel",
    gettext_lazy("Official travel"),
    fields=(
        RequestField("where", FieldKind.TEXT, gettext_lazy("Where to"), ("目的地", "destination")),
        PERIOD,
        RequestField("why", FieldKind.LONG_TEXT, gettext_lazy("What for"), ("事由", "reason")),
        RequestField("cost", FieldKind.MONEY, gettext_lazy("Expected cost"), ("预计费用", "cost"), required=False),
        LESSONS,
        RequestField("papers", FieldKind.FILE, gettext_lazy("Invitation"), ("附件", "papers"), required=False),
    ),
    path=(
        Stage(gettext_lazy("Teaching affairs office"), HEAD, hours=8),
        Stage(
            gettext_lazy("Principal"),
            PRINCIPAL,
            condition="工作日数 > 2 或 缺省(预计费用, 0) > 2000",
            hours=16,
        ),
    ),
    icon="bus",
    title=travel_title,
    fact_kinds=FACTS,
    more_facts=facts,
    objections=objections,
    granted=lambda request: note_absence(request, Absence.Kind.TRAVEL),
    undone=remove_absence,
    order=11,
)
SEAL = RequestKind(
    "seal",
    gettext_lazy("Use of a seal"),
    fields=(
        RequestField("seal", FieldKind.CHOICE, gettext_lazy("Which seal"), ("印章", "seal"), choices=SEALS),
        RequestField("document", FieldKind.TEXT, gettext_lazy("On which document"), ("文件名称", "document")),
        RequestField("copies", FieldKind.NUMBER, gettext_lazy("Copies"), ("份数", "copies")),
        RequestField("recipient", FieldKind.TEXT, gettext_lazy("Delivered to"), ("送交单位", "recipient")),
        RequestField("papers", FieldKind.FILE, gettext_lazy("The document"), ("附件", "papers"), required=False),
    ),
    path=(Stage(gettext_lazy("Principal"), PRINCIPAL, hours=8),),
    icon="certificate",
    title=seal_title,
    order=12,
)
KINDS = (LEAVE, TRAVEL, SEAL)
