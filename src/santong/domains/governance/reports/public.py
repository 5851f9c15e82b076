"""What other modules may use of reports: filling fields from what the platform knows, at places, up the tree."""

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
from santong.domains.governance.reports.periods import Span, counted_now
from santong.domains.governance.reports.words import comes_from, with_unit

__all__ = [
    "Bound",
    "Span",
    "Values",
    "bind",
    "comes_from",
    "counted_now",
    "definition_of",
    "facts_now",
    "fill",
    "fill_now",
    "sum_up",
    "with_unit",
    "words_of",
]
