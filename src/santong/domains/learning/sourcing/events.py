"""What happens to calls, for whoever wants to hear."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CallPublished:
    """A call is open for everybody at and below `audience_path`."""

    call_id: int
    title: str
    audience_path: str


@dataclass(frozen=True)
class ContributionDecided:
    """The caller decided about somebody's answer."""

    call_id: int
    resource_id: int
    person_id: int
    accepted: bool
