"""What happens to calendars, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarChanged:
    """Terms, days or periods changed for an organisation and all below it."""

    organisation_id: int
