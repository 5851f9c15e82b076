"""What granted requests bring about."""

from __future__ import annotations

from datetime import date

from santong.domains.campus.office.models import Absence
from santong.domains.platform.requests.public import Request


def note_absence(request: Request, kind: Absence.Kind) -> None:
    """Somebody is away for the days of a granted request; runs in the decision's transaction."""
    period = request.values["period"]
    Absence.objects.create(
        person_id=request.asker_id,
        organisation_id=request.organisation_id,
        path=request.path,
        request=request,
        kind=kind,
        since=date.fromisoformat(period["since"]),
        since_half=period["since_half"],
        until=date.fromisoformat(period["until"]),
        until_half=period["until_half"],
        lessons=request.values.get("lessons", ""),
    )


def remove_absence(request: Request) -> None:
    """The decision was taken back."""
    for row in Absence.objects.belonging_to(request=request):
        row.delete()
