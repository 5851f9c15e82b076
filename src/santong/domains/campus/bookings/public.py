"""What other modules may use of bookings: rooms that are held for them, and given back."""

from santong.domains.campus.bookings.actions import Taken, give_back, hold
from santong.domains.campus.bookings.queries import taken_rooms
from santong.domains.campus.bookings.times import Times

__all__ = ["Taken", "Times", "give_back", "hold", "taken_rooms"]
