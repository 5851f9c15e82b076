"""What other modules may use of identity."""

from allauth.account.decorators import reauthentication_required

from santong.domains.platform.identity.actions import (
    create_person,
    remove_second_factor,
    reset_password,
    reveal_id_number,
    reveal_phone,
)
from santong.domains.platform.identity.entry import enter, is_invented
from santong.domains.platform.identity.intake import (
    NewPerson,
    create_people,
    id_number_index,
    people_by_id_number,
    people_by_phone,
)
from santong.domains.platform.identity.models import Person

__all__ = [
    "NewPerson",
    "Person",
    "create_people",
    "create_person",
    "enter",
    "id_number_index",
    "is_invented",
    "people_by_id_number",
    "people_by_phone",
    "reauthentication_required",
    "remove_second_factor",
    "reset_password",
    "reveal_id_number",
    "reveal_phone",
]
