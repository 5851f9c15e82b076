"""How many people belong where, told by the modules that keep them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from santong.domains.platform.organisations.models import Organisation, OrganisationCount


def add_count(*, what: str, path: str, change: int) -> None:
    """Add to (or, negative, take from) the people directly in the organisation at `path`.

    Call it in the transaction that adds or removes them.
    """
    counts = OrganisationCount.objects.filter(what=what, path=path)
    if not counts.update(number=F("number") + change):
        _create(what, {path: change})


def add_counts(*, what: str, changes: Mapping[str, int]) -> None:
    """`add_count` for several organisations by path; those without a number yet get theirs at once."""
    counts = OrganisationCount.objects.filter(what=what)
    known = set(counts.filter(path__in=list(changes)).values_list("path", flat=True))
    for path in sorted(known):
        counts.filter(path=path).update(number=F("number") + changes[path])
    new = {path: change for path, change in changes.items() if path not in known}
    if new:
        _create(what, new)


def set_counts(*, what: str, numbers: Mapping[str, int], below: str = "") -> None:
    """Set the people directly in each organisation, by path; the others below `below` get none.

    For imports and repairs, which know whole schools at once.
    """
    with transaction.atomic():
        rows = OrganisationCount.objects.filter(what=what)
        if below:
            rows = rows.filter(path__gte=below, path__lt=below + "~")
        rows.delete()
        _create(what, numbers)


def _create(what: str, numbers: Mapping[str, int]) -> None:
    ids = dict(Organisation.with_removed.open_to_everyone().filter(path__in=list(numbers)).values_list("path", "pk"))
    rows = [
        OrganisationCount(organisation_id=ids[path], what=what, path=path, number=number)
        for path, number in numbers.items()
        if path in ids
    ]
    OrganisationCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation", "what"],
        update_fields=["number", "path"],
        batch_size=500,
    )
