"""How the cards of the home page are laid out."""

from __future__ import annotations

from santong.kit.views import bands


def test_wide_and_narrow_cards_stand_beside_each_other_between_full_ones():
    cards = [("full", "a"), ("wide", "b"), ("narrow", "c"), ("wide", "d"), ("full", "e"), ("narrow", "f")]
    assert bands(cards) == [
        [("full", ["a"])],
        [("wide", ["b", "d"]), ("narrow", ["c"])],
        [("full", ["e"])],
        [("narrow", ["f"])],
    ]


def test_no_cards_make_no_bands():
    assert bands([]) == []
