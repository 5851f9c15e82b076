"""Lots: the same from the same seed for ever, fair, and bound before they fall."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.lots import Lots, commitment_of, digest_of, new_secret, seed_of

SEED = "5a" * 32


def test_the_first_lots_of_a_seed_never_change():
    lots = Lots(SEED, "test")
    assert [lots.below(100) for _ in range(8)] == [18, 89, 31, 33, 23, 45, 32, 29]
    assert Lots(SEED, "test").shuffled("abcdefgh") == list("bacefhdg")


def test_a_lot_is_what_its_words_say():
    """Whoever writes the draw anew in another language goes by this."""
    first = hashlib.sha256(f"{SEED}\ntest\n0".encode()).digest()
    assert Lots(SEED, "test").below(1000) == int.from_bytes(first[:8], "big") % 1000


@given(st.lists(st.integers()), st.text("0123456789abcdef", min_size=1))
def test_shuffling_keeps_everything(items: list[int], seed: str):
    assert Counter(Lots(seed, "x").shuffled(items)) == Counter(items)


def test_all_orders_come_up_alike():
    orders = Counter("".join(Lots(str(seed), "x").shuffled("abc")) for seed in range(6000))
    assert len(orders) == 6
    assert all(850 < count < 1150 for count in orders.values())


@pytest.mark.parametrize("number", [0, -1, 2**64 + 1])
def test_there_are_no_lots_below(number: int):
    with pytest.raises(ValueError, match="no lots"):
        Lots(SEED, "x").below(number)


def test_purposes_have_their_own_lots():
    assert Lots(SEED, "one").shuffled(range(20)) != Lots(SEED, "two").shuffled(range(20))


def test_a_commitment_fits_one_secret_and_one_list():
    secret, digest = new_secret(), digest_of({"list": ["甲", 1]})
    commitment = commitment_of(secret, digest)
    assert commitment == commitment_of(secret, digest_of({"list": ["甲", 1]}))
    assert commitment != commitment_of(new_secret(), digest)
    assert commitment != commitment_of(secret, digest_of({"list": ["甲", 2]}))
    assert secret not in commitment and len(secret) == 64


@pytest.mark.parametrize(("one", "other"), [({"a": 1, "b": 2}, {"b": 2, "a": 1}), ([], [])])
def test_the_order_of_names_is_no_content(one: object, other: object):
    assert digest_of(one) == digest_of(other)


def test_blanks_around_the_number_are_no_lot():
    assert seed_of("s", " 123 ") == seed_of("s", "123") != seed_of("s", "124")
