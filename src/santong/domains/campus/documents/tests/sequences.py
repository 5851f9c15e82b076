"""What can be done with documents and taken back: a draft thrown away, an incoming document concluded."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from santong.domains.campus.documents.actions import close, discard, register, write_document
from santong.domains.campus.documents.models import DRAFT, KEEP, Number
from santong.domains.campus.documents.queries import offices_of
from santong.domains.platform.requests.tests.sequences import acting_as, staff
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, taken


def throw_away(region: Region, choosing: Choosing) -> Done:
    """Somebody drafts a document, and throws it away; taken back, the draft is there."""
    acting = acting_as(one([each for each in staff() if offices_of(acting_as(each), DRAFT).exists()], choosing))
    place = offices_of(acting, DRAFT).first()
    assert place is not None
    row = write_document(acting=acting, organisation=place, values={"title": "关于放假的通知", "body": "放假。"})
    return Done("discard", taken(acting, discard, row), is_exact=False)


def conclude(region: Region, choosing: Choosing) -> Done:
    """A clerk registers a letter, and concludes it; that it was concluded stays in the record."""
    acting = acting_as(one([each for each in staff() if offices_of(acting_as(each), KEEP).exists()], choosing))
    place = offices_of(acting, KEEP).first()
    assert place is not None
    values = {"sender": "县体育局", "title": "关于借用操场的函", "received_on": timezone.localdate()}
    row = register(acting=acting, organisation=place, values=values)
    return Done("conclude", taken(acting, close, row), is_exact=False)


def disagreements() -> Iterator[str]:
    """Numbers that don't follow each other."""
    found: dict[tuple[int, int], list[int]] = {}
    for series, year, number in Number._base_manager.values_list("series", "year", "number").order_by("number"):
        found.setdefault((series, year), []).append(number)
    for key, numbers in found.items():
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            yield f"numbers of {key}: {numbers}"


STEPS: tuple[Step, ...] = (throw_away, conclude)
DISAGREEMENTS = (disagreements,)
REFUSALS = (NotPossible,)
