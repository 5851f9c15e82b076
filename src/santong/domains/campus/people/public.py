"""What pupils and staff share: reading people out of rows, finding them by name."""

from santong.domains.campus.people.rows import (
    RowReader,
    birth_agreeing,
    number_text,
    sex_agreeing,
    trust_in_numbers,
)
from santong.domains.campus.people.searching import PersonSearchFilter

__all__ = [
    "PersonSearchFilter",
    "RowReader",
    "birth_agreeing",
    "number_text",
    "sex_agreeing",
    "trust_in_numbers",
]
