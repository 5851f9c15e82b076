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
from santong.domains.platform.identity.models import Person

__all__ = [
    "Person",
    "create_person",
    "enter",
    "is_invented",
    "reauthentication_required",
    "remove_second_factor",
    "reset_password",
    "reveal_id_number",
    "reveal_phone",
]
