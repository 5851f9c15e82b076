"""What pupils and staff share: reading people out of rows, finding them by name, asking for those known elsewhere."""

from santong.domains.campus.people.actions import NewAdoption, ask_adoptions
from santong.domains.campus.people.kinds import AdoptionKind, at_home, nobody_else
from santong.domains.campus.people.models import Adoption
from santong.domains.campus.people.queries import names_waiting
from santong.domains.campus.people.rows import (
    birth_agreeing,
    number_text,
    sex_agreeing,
    trust_in_numbers,
)
from santong.domains.campus.people.searching import PersonSearchFilter

__all__ = [
    "Adoption",
    "AdoptionKind",
    "NewAdoption",
    "PersonSearchFilter",
    "ask_adoptions",
    "at_home",
    "birth_agreeing",
    "names_waiting",
    "nobody_else",
    "number_text",
    "sex_agreeing",
    "trust_in_numbers",
]
