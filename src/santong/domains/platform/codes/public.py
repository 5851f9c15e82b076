"""What other modules may use of code tables."""

from santong.domains.platform.codes.events import CodeTableReplaced
from santong.domains.platform.codes.queries import (
    division_name,
    is_code,
    leaves,
    name_of,
    names,
    present_division,
)

__all__ = [
    "CodeTableReplaced",
    "division_name",
    "is_code",
    "leaves",
    "name_of",
    "names",
    "present_division",
]
