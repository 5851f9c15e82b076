"""What pupils and staff share: reading people out of rows, finding them by name."""

from santong.domains.campus.people.rows import (
    RowReader,
    birth_agreeing,
    number_text,
    sex_agreeing,
    trust_in_numbers,
)
from santong.domains.campus.people.schools import teaches, warnings_about
from santong.domains.campus.people.searching import PersonSearchFilter

__all__ = [
    "PersonSearchFilter",
    "RowReader",
    "birth_agreeing",
    "number_text",
    "sex_agreeing",
    "teaches",
    "trust_in_numbers",
    "warnings_about",
]
