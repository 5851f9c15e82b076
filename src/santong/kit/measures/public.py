"""What modules use of measures."""

from santong.kit.measures.counting import Numbers, count, inside, recount, refresh
from santong.kit.measures.hiding import hidden
from santong.kit.measures.jobs import recount_measures, refresh_measures
from santong.kit.measures.measure import By, Measure, Narrowings, PlaceKeys, Rows, Tally, words_of
from santong.kit.measures.models import Counted, Figure, Grain
from santong.kit.measures.periods import Period
from santong.kit.measures.reading import (
    Parts,
    Taken,
    count_below,
    months,
    newest,
    now,
    of_places,
    series,
    taken,
    totals,
    totals_below,
    where_it_stood,
)

__all__ = [
    "By",
    "Counted",
    "Figure",
    "Grain",
    "Measure",
    "Narrowings",
    "Numbers",
    "Parts",
    "Period",
    "PlaceKeys",
    "Rows",
    "Taken",
    "Tally",
    "count",
    "count_below",
    "hidden",
    "inside",
    "months",
    "newest",
    "now",
    "of_places",
    "recount",
    "recount_measures",
    "refresh",
    "refresh_measures",
    "series",
    "taken",
    "totals",
    "totals_below",
    "where_it_stood",
    "words_of",
]
