"""The texts that guardians of children under 14 consent to, by version.

A text that was ever consented to is never changed: a new wording is a new version, with a
template of its own.
"""

from __future__ import annotations

from datetime import date

CURRENT_VERSION = "2026-1"
TEMPLATES = {"2026-1": "students/consents/2026-1.html"}
AGE_OF_CONSENT = 14


def needs_consent(birth_date: date | None, today: date) -> bool:
    """Whether a child is under 14 on a day; unknown birth dates count as under."""
    if birth_date is None:
        return True
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday) < AGE_OF_CONSENT


def youngest_who_decides(today: date) -> date:
    """The latest birth date of those who need nobody's consent on a day."""
    try:
        return today.replace(year=today.year - AGE_OF_CONSENT)
    except ValueError:  # 29 February
        return today.replace(year=today.year - AGE_OF_CONSENT, day=28)
