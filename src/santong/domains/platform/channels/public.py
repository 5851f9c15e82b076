"""What other modules may use of channels: telling people outside the product what has its own place in it."""

from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.telling import announce, take_back_announced

__all__ = ["Kind", "announce", "take_back_announced"]
