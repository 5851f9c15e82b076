"""Keyset pagination: the next page begins after the last row shown, however deep that is.

A cursor carries the sort value and the primary key of a row. Pages further on cost the same as
the first; nothing counts rows that it skips.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField, F, Model, Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime

ModelT = TypeVar("ModelT", bound=Model)

COUNT_LIMIT = 10_000
"""Rows are counted up to here; beyond it a list says "more than"."""


LARGEST = 2**63
MOST_DIGITS = 18
TIMES = ((DateTimeField, datetime), (DateField, date))
"""Kinds of columns and what a cursor has for them; a moment is a day to Python, and so comes first."""


class BadCursor(ValueError):
    """A cursor in an address that this list didn't write."""


@dataclass(frozen=True)
class Sort:
    """What a list is ordered by: a field path of the model, then the primary key."""

    field: str
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[ModelT]):
    """One page: its rows, and the cursors of its neighbours ("" where there is none)."""

    rows: list[ModelT]
    before: str
    after: str


@dataclass(frozen=True)
class Count:
    """How many rows a list has, up to the limit."""

    number: int
    more: bool


def capped_count(rows: QuerySet, limit: int = COUNT_LIMIT) -> Count:
    """Count without walking through a million rows."""
    # Columns that are worked out for the rows (sums over a school) are not asked for.
    number = rows.order_by().values("pk")[: limit + 1].count()
    return Count(min(number, limit), number > limit)


def page_of(rows: QuerySet[ModelT], sort: Sort, size: int, *, after: str = "", before: str = "") -> Page[ModelT]:
    """The `size` rows after or before a cursor (neither: the first page)."""
    backwards = bool(before)
    cursor = before or after
    descending = sort.descending != backwards
    found = rows.annotate(_sort=F(sort.field)) if "__" in sort.field else rows
    if cursor:
        try:
            value, pk = _decode(cursor)
            _check_kind(found, sort.field, value)
            found = found.filter(_beyond(sort.field, descending, (value, pk)))
        except (ValueError, TypeError, ValidationError) as error:
            raise BadCursor(cursor) from error
    window = list(found.order_by(*ordering(Sort(sort.field, descending), rows.model))[: size + 1])
    further, window = len(window) > size, window[:size]
    if backwards:
        window.reverse()
    return Page(
        rows=window,
        before=_encode(window[0], sort.field) if window and (further if backwards else bool(after)) else "",
        after=_encode(window[-1], sort.field) if window and (True if backwards else further) else "",
    )


def _check_kind(rows: QuerySet, field: str, value: Any) -> None:
    """Refuse a day where a moment is compared, and the like: databases would guess what is meant."""
    wanted = rows.query.clone().resolve_ref(field).output_field
    kind = next((kind for column, kind in TIMES if isinstance(wanted, column)), None)
    if value is not None and kind is not None and type(value) is not kind:
        raise ValueError(field)


def ordering(sort: Sort, model: type[Model]) -> tuple[Any, str]:
    """What to order a queryset by; empty values stand first when ascending, on every database."""
    if not _can_be_empty(sort.field, model):
        # Without a word about empty values PostgreSQL walks the index; with it, it sorts everything.
        return (f"-{sort.field}", "-pk") if sort.descending else (sort.field, "pk")
    if sort.descending:
        return F(sort.field).desc(nulls_last=True), "-pk"
    return F(sort.field).asc(nulls_first=True), "pk"


def _can_be_empty(field: str, model: type[Model]) -> bool:
    """Whether a sort field may be NULL; look-ups over relations and annotations may."""
    names = {each.name: each.null for each in model._meta.concrete_fields}
    return field != "pk" and names.get(field, True)


def _beyond(field: str, descending: bool, cursor: tuple[Any, Any]) -> Q:
    value, pk = cursor
    onward = Q(pk__lt=pk) if descending else Q(pk__gt=pk)
    if field in ("pk", "id"):
        return onward
    if value is None:
        same = Q(**{f"{field}__isnull": True}) & onward
        return same if descending else same | Q(**{f"{field}__isnull": False})
    further = Q(**{f"{field}__lt" if descending else f"{field}__gt": value})
    # The outer bound lets the index find the start; the rest settles ties.
    bound = Q(**{f"{field}__lte" if descending else f"{field}__gte": value})
    found = bound & (further | onward)
    return found | Q(**{f"{field}__isnull": True}) if descending else found


def _encode(row: Model, field: str) -> str:
    value = row._sort if "__" in field else row.__dict__.get(field, row.pk)  # type: ignore[attr-defined]
    text = json.dumps([_plain(value), row.pk], ensure_ascii=False, separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return {"n": str(value)} if isinstance(value, Decimal) else value


def _decode(cursor: str) -> tuple[Any, Any]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        value, pk = json.loads(text, parse_constant=_refuse)
    except (binascii.Error, UnicodeError, ValueError, TypeError, RecursionError) as error:
        raise BadCursor(cursor) from error
    if isinstance(pk, list | dict | float) or isinstance(value, list) or not (_fits(pk) and _fits(value)):
        raise BadCursor(cursor)
    return _rich(value, cursor), pk


def _refuse(constant: str) -> float:
    raise BadCursor(constant)


def _fits(value: Any) -> bool:
    """Whether every database can compare with a value: no NUL, no half of a pair, nothing endless."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= each <= "\udfff" for each in value)
    return not isinstance(value, int | float) or abs(value) < LARGEST


def _moment(text: str) -> datetime:
    # In the first and the last year a moment may have no counterpart in another time zone.
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None or not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(text)
    return moment


def _day(text: str) -> date:
    day = parse_date(text)
    if day is None:
        raise ValueError(text)
    return day


def _number(text: str) -> Decimal:
    # 1e999999 is seven characters, and minutes of work once it is made a whole number.
    number = Decimal(text)
    if not number.is_finite() or number.adjusted() > MOST_DIGITS or len(text) > 2 * MOST_DIGITS:
        raise ValueError(text)
    return number


def _rich(value: Any, cursor: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    readers: dict[str, Callable[[str], Any]] = {"t": _moment, "d": _day, "n": _number}
    if len(value) != 1 or next(iter(value)) not in readers:
        raise BadCursor(cursor)
    kind, text = next(iter(value.items()))
    try:
        return readers[kind](text)
    except (ValueError, ArithmeticError, TypeError) as error:
        raise BadCursor(cursor) from error
