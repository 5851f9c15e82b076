"""What pupils and staff share: reading people out of rows, finding them by name."""

from santong.domains.campus.people.rows import (
    RowReader,
    birth_agreeing,
    distrusted,
    number_text,
    numbers_went_through_floats,
    sex_agreeing,
)
from santong.domains.campus.people.searching import PersonSearchFilter

__all__ = [
    "PersonSearchFilter",
    "RowReader",
    "birth_agreeing",
    "distrusted",
    "number_text",
    "numbers_went_through_floats",
    "sex_agreeing",
]
