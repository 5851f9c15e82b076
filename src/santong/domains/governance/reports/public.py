"""What other modules may use of reports: filling fields from what the platform knows, at places, up the tree."""

from santong.domains.governance.reports.confirmed import Confirmed, confirmed_figures
from santong.domains.governance.reports.filling import (
    Bound,
    Values,
    bind,
    definition_of,
    facts_now,
    fill,
    fill_now,
    sum_up,
    words_of,
)
from santong.domains.governance.reports.periods import Span, counted_in, counted_now, end_of_month
from santong.domains.governance.reports.variation import Unusual, judge
from santong.domains.governance.reports.words import comes_from, with_unit

__all__ = [
    "Bound",
    "Confirmed",
    "Span",
    "Unusual",
    "Values",
    "bind",
    "comes_from",
    "confirmed_figures",
    "counted_in",
    "counted_now",
    "definition_of",
    "end_of_month",
    "facts_now",
    "fill",
    "fill_now",
    "judge",
    "sum_up",
    "with_unit",
    "words_of",
]
