"""What other modules may use of places."""

from santong.domains.campus.places.importing import KINDS
from santong.domains.campus.places.models import CHANGE, VIEW, Building, Room
from santong.domains.campus.places.queries import in_use, room_of_class, rooms_of

__all__ = ["CHANGE", "KINDS", "VIEW", "Building", "Room", "in_use", "room_of_class", "rooms_of"]
