"""From a figure to the rows behind it: what each name of the formula counted at a place, and where its rows are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from santong.domains.governance.indicators.computing import period_of
from santong.domains.governance.indicators.reading import Reading
from santong.domains.governance.indicators.vocabulary import Word
from santong.domains.platform.figures.public import Asked, rows_url
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.measures.public import Measure, Parts, Period, Taken, hidden, taken, where_it_stood


@dataclass(frozen=True)
class Fact:
    """What a name of the formula counted at a place; None where it wasn't. `rows` is where they are listed, "" where
    they aren't, or not for the viewer.
    """

    word: Word
    number: int | None = None
    rows: str = ""
    is_hidden: bool = False


def facts_behind(viewer: Viewer, reading: Reading, place: Organisation, month: date) -> list[Fact]:
    """The facts that a formula names, at a place and all below it, in the order in which it names them."""
    return list(_facts(viewer, reading, place, month))


def _facts(viewer: Viewer, reading: Reading, place: Organisation, month: date) -> Iterator[Fact]:
    for name in reading.names:
        word = reading.words[name]
        source = word.source
        if word.column:
            continue
        period = period_of(source, month) if source else None
        found = taken(source, period) if source and period else None
        yield Fact(word) if source is None or found is None else _fact(viewer, word, source, found, place, month)


def _fact(viewer: Viewer, word: Word, measure: Measure, found: Taken, place: Organisation, month: date) -> Fact:
    where = where_it_stood(place.pk, place.path)
    parts = found.by_value(where, word.by).get(word.value, Parts()) if word.by else found.total(where)
    if not viewer.can(measure.permission, place.path) and hidden({"": parts}, measure.smallest):
        return Fact(word, is_hidden=True)
    return Fact(word, getattr(parts, word.part), rows_of(viewer, word, measure, place, month))


def rows_of(viewer: Viewer, word: Word, measure: Measure, place: Organisation, month: date) -> str:
    """Where the rows behind a name are listed, "" where they aren't or not for the viewer.

    The list holds as many rows as the numerator says. The rows of a state are those of today.
    """
    if word.part != "numerator" or (measure.summed_by and not word.value):
        return ""
    this = Period.this_month()
    period = None if month == this.first else Period(this.grain, month)
    by = measure.aspect(word.by) if word.by else None
    return rows_url(Asked(viewer, measure, place, period, by), word.value if word.by else None)
