"""What other modules, and the start of the platform, may use of the use of equipment."""

from santong.domains.campus.usage.queries import devices_speak, line_seen

__all__ = ["devices_speak", "line_seen"]
