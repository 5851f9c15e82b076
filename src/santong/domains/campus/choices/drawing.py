"""From the rows of a round to what the lots decide about, and the record by which anybody draws again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.domains.campus.choices.models import ChoiceRound, Chooser
from santong.domains.campus.choices.queries import offers_of, wishes_of
from santong.lib.course_choice.assigning import Asked, Given, Offered, assign
from santong.lib.lots import digest_of

VERSION = 1
"""Of the rules by which places are given: `santong.lib.course_choice.assigning`."""


def listed(row: ChoiceRound) -> dict[str, Any]:
    """The list as JSON keeps it: pupils by their codes, offers by their names; nothing in it names anybody."""
    choosers = list(Chooser.objects.belonging_to(round=row).order_by("code"))
    wishes = wishes_of(choosers)
    return {
        "version": VERSION,
        "each": row.each,
        "offers": [{"key": each.name, "most": each.most, "time": each.time} for each in offers_of(row)],
        "pupils": [
            {"code": each.code, "wishes": [wish.offer.name for wish in wishes.get(each.pk, [])]} for each in choosers
        ],
    }


def digest(row: ChoiceRound) -> str:
    """The digest of the list."""
    return digest_of(listed(row))


def closed_of(row: ChoiceRound) -> list[str]:
    """The names of the offers that were closed for having too few."""
    return [each.name for each in offers_of(row) if each.closed]


def given(row: ChoiceRound) -> Given:
    """The places that follow from list, seed and closed offers."""
    found, closed = listed(row), set(closed_of(row))
    offers = [Offered(each["key"], each["most"], each["time"]) for each in found["offers"] if each["key"] not in closed]
    pupils = [Asked(each["code"], [key for key in each["wishes"] if key not in closed]) for each in found["pupils"]]
    return assign(pupils, offers, row.each, row.seed)


def record_of(row: ChoiceRound) -> Mapping[str, Any]:
    """What anybody needs to draw again; before the draw, to keep until then."""
    record: dict[str, Any] = {"list": listed(row), "digest": row.digest, "commitment": row.commitment}
    if row.is_over:
        record |= {"secret": row.secret, "drawn": row.drawn, "closed": closed_of(row)}
    return record
