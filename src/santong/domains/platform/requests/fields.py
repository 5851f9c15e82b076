"""The fields that a kind of request is made of, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, ngettext

from santong.kit.registry import Label
from santong.lib.formulas import Kind, Value


class FieldKind(StrEnum):
    """What can be filled in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PERIOD = "period"
    CHOICE = "choice"
    PERSON = "person"
    FILE = "file"


FORMULA_KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.MONEY: Kind.NUMBER,
    FieldKind.CHOICE: Kind.TEXT,
    FieldKind.PERIOD: Kind.NUMBER,
}
"""The fields that conditions may speak of, and as what; a period counts its days."""


@dataclass(frozen=True)
class RequestField:
    """A field of a request. `words` are what conditions call it, its label when there are none.

    `choices` are pairs of what is kept and what is shown.
    """

    name: str
    kind: FieldKind
    label: Label
    words: Sequence[str] = ()
    required: bool = True
    choices: Sequence[tuple[str, Label]] = ()
    help: Label = ""

    @property
    def called(self) -> tuple[str, ...]:
        """What conditions call it."""
        return tuple(self.words) or (str(self.label),)


HALVES = (("am", gettext_lazy("Morning")), ("pm", gettext_lazy("Afternoon")))


def half_days(period: Mapping[str, str]) -> float:
    """The calendar days of a period, with halves: {"since", "since_half", "until", "until_half"}; halves am or pm."""
    days = (date.fromisoformat(period["until"]) - date.fromisoformat(period["since"])).days + 1
    return days - 0.5 * (period["since_half"] == "pm") - 0.5 * (period["until_half"] == "am")


def period_in_words(period: dict[str, str]) -> str:
    """A period with its halves and its length."""
    halves = dict(HALVES)
    days = {end: date.fromisoformat(period[end]) for end in ("since", "until")}
    is_this_year = {day.year for day in days.values()} == {timezone.localdate().year}
    form = "MONTH_DAY_FORMAT" if is_this_year else "SHORT_DATE_FORMAT"
    ends = [f"{date_format(day, form)} {halves[period[f'{end}_half']]}" for end, day in days.items()]
    number = half_days(period)
    length = ngettext("%(n)s day in all", "%(n)s days in all", 1 if number == 1 else 2) % {"n": f"{number:g}"}
    return f"{ends[0]} – {ends[1]} · {length}"


def fact_of(field: RequestField, value: Any) -> Value:
    """What a condition reads for a field's value as it is kept; None for what isn't filled in."""
    if value in (None, "", [], {}):
        return None
    if field.kind == FieldKind.PERIOD:
        return half_days(value)
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return float(value)
    if field.kind == FieldKind.CHOICE:
        return next((str(label) for key, label in field.choices if key == value), str(value))
    return str(value)
