"""What happens to organisations, for other modules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OrganisationCreated:
    """A new place in the tree."""

    organisation_id: int


@dataclass(frozen=True)
class OrganisationChanged:
    """Facts about an organisation were corrected or completed."""

    organisation_id: int


@dataclass(frozen=True)
class OrganisationRenamed:
    """An organisation bears a new name; the old one is in its history."""

    organisation_id: int
    before: str
    after: str


@dataclass(frozen=True)
class OrganisationMoved:
    """An organisation with all below it stands elsewhere; every path in the database has followed."""

    organisation_id: int
    before: str
    after: str


@dataclass(frozen=True)
class OrganisationsClosed:
    """Organisations ended with the day `last_day`; sent inside the transaction too."""

    organisation_ids: tuple[int, ...]
    last_day: date


@dataclass(frozen=True)
class OrganisationsReopened:
    """The closing was taken back."""

    organisation_ids: tuple[int, ...]


@dataclass(frozen=True)
class OrganisationMerged:
    """A school became part of another with the day after `last_day`.

    Grades and classes stand below the successor now, with everything that hangs on their paths.
    What hangs on the school itself is each module's own affair.
    """

    organisation_id: int
    successor_id: int
    last_day: date


@dataclass(frozen=True)
class MergerTakenBack:
    """A merger was undone: the school is its own again."""

    organisation_id: int
    successor_id: int
