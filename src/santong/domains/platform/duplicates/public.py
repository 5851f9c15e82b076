"""What other modules may use of people entered twice."""

from santong.domains.platform.duplicates.events import PeopleMerged, PeopleSeparated
from santong.domains.platform.duplicates.finding import find_suspicions
from santong.domains.platform.duplicates.models import PERMISSION
from santong.domains.platform.duplicates.queries import one_person, open_suspicions
from santong.domains.platform.duplicates.references import hand_over
from santong.domains.platform.duplicates.rules import (
    Fact,
    Hint,
    MergeRule,
    Merging,
    Question,
    Receipt,
    Rows,
    move,
)

__all__ = [
    "PERMISSION",
    "Fact",
    "Hint",
    "MergeRule",
    "Merging",
    "PeopleMerged",
    "PeopleSeparated",
    "Question",
    "Receipt",
    "Rows",
    "find_suspicions",
    "hand_over",
    "move",
    "one_person",
    "open_suspicions",
]
