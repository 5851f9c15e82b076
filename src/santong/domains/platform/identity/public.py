"""What other modules may use of identity."""

from santong.domains.platform.identity.actions import reveal_id_number, reveal_phone
from santong.domains.platform.identity.intake import NewPerson, create_people, people_by_id_number, people_by_phone
from santong.domains.platform.identity.models import Person

__all__ = [
    "NewPerson",
    "Person",
    "create_people",
    "people_by_id_number",
    "people_by_phone",
    "reveal_id_number",
    "reveal_phone",
]
