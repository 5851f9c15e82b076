"""Why a wish came true or didn't, in words with the numbers behind it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.campus.choices.models import Offer, Wish
from santong.domains.campus.choices.queries import Fate


def nth(rank: int) -> str:
    """Which wish it is."""
    return _("Wish %(n)s") % {"n": rank}


def reasons(fate: Fate) -> list[str]:
    """Of each wish of a pupil what became of it; of no wishes that there were none."""
    if not fate.wishes:
        return [_("No wishes were handed in.")]
    return [f"{nth(wish.rank)} · {wish.offer.name}: {_became(fate, wish)}" for wish in fate.wishes]


def _became(fate: Fate, wish: Wish) -> str:
    offer, lot = wish.offer, fate.chooser.lot
    asked = fate.all_asked[offer.pk]
    numbers = {"asked": asked.all, "places": offer.most, "lot": lot}
    if wish.given:
        if offer.most is not None and asked.all > offer.most:
            return _("came true; %(asked)s asked for %(places)s places, lot %(lot)s") % numbers
        return _("came true")
    if offer.closed:
        return _("closed: %(why)s") % {"why": offer.closed}
    if beside := _beside(fate, offer):
        return _("held at the same time as %(offer)s") % {"offer": beside}
    if fate.lacks <= 0:
        return _("not needed, dearer wishes came true") if _dearer(fate, wish) else _full(numbers)
    return _full(numbers)


def _full(numbers: dict[str, int | None]) -> str:
    return _("%(asked)s asked for %(places)s places, lot %(lot)s was behind them") % numbers


def _dearer(fate: Fate, wish: Wish) -> bool:
    return all(each.rank < wish.rank for each in fate.given)


def _beside(fate: Fate, offer: Offer) -> str:
    return next((each.offer.name for each in fate.given if offer.time and each.offer.time == offer.time), "")


def lacking(fate: Fate) -> str:
    """How many places somebody lacks."""
    return ngettext("%(n)s place lacking", "%(n)s places lacking", fate.lacks) % {"n": fate.lacks}
