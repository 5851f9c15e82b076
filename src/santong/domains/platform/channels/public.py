"""What other modules may use of channels: telling people outside the product what has its own place in it."""

from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.telling import announce, take_back_announced
from santong.domains.platform.channels.times import in_working_hours

__all__ = ["Kind", "announce", "in_working_hours", "take_back_announced"]
