"""What modules may use of the outbox."""

from santong.kit.outbox.former import OnePerson
from santong.kit.outbox.intake import Entry, intake

__all__ = ["Entry", "OnePerson", "intake"]
