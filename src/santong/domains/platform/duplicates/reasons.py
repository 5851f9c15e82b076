"""Why two people may be one, and how much each reason weighs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Label

CERTAIN = 100
LIKELY = 70


@dataclass(frozen=True)
class Reason:
    """A word that stands in the database, its meaning for people, and its weight (100: nearly certain)."""

    name: str
    label: Label
    weight: int


REASONS = {
    reason.name: reason
    for reason in (
        Reason("number", _("The roll number of one holds the identity number of the other"), 100),
        Reason("name_birth", _("Same name and birth date"), 70),
        Reason("name_phone", _("Same name and phone number"), 80),
        Reason("family", _("Same name, guardians of the same child"), 80),
        Reason("near_number", _("Identity numbers that differ in one or two digits"), 30),
        Reason("sound_birth", _("Names that sound the same, same birth date and school"), 50),
        Reason("name_school", _("Same name at the same school; one has neither identity number nor birth date"), 40),
        Reason("asked", _("Chosen by hand for comparison"), 50),
    )
}


def weight_of(names: Iterable[str]) -> int:
    """How much reasons weigh together."""
    return sum(REASONS[name].weight for name in set(names))


def reason_labels(joined: str) -> list[str]:
    """The words for reasons as a row keeps them."""
    return [str(REASONS[name].label) for name in joined.split(",") if name in REASONS]
