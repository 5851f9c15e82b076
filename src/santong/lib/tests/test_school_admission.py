"""Admission by categories and lots: fair, and the same for everybody who works it out again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib import lots, school_admission
from santong.lib.lots import commitment_of, digest_of, seed_of
from santong.lib.school_admission import (
    COORDINATED,
    LAST,
    LOT,
    NONE,
    ORDER,
    PLACES,
    Admitted,
    Candidate,
    Places,
    admit,
    admitted_by,
    lots_of,
)

SEED = "a" * 64


def children(*wishes: str, ranks: dict[str, int] | None = None) -> list[Candidate]:
    """Children with codes from 1 on, each with wishes as letters."""
    return [
        Candidate(f"{at:03}", list(each), ranks if ranks is not None else dict.fromkeys(each, 1))
        for at, each in enumerate(wishes, 1)
    ]


def of(found: list[Admitted]) -> dict[str, str]:
    return {each.code: each.school for each in found}


def test_with_places_for_all_everybody_gets_the_first_wish():
    found = admit(children("AB", "BA", "A"), [Places("A", 2), Places("B", 1)], SEED)
    assert of(found) == {"001": "A", "002": "B", "003": "A"}
    assert {each.why for each in found} == {PLACES}
    assert [each.wish for each in found] == [1, 1, 1]


def test_an_earlier_category_goes_before_every_lot():
    later = [Candidate(f"9{n}", ["A"], {"A": 2}) for n in range(20)]
    first = [Candidate(f"1{n}", ["A"], {"A": 1}) for n in range(3)]
    found = {each.code: each for each in admit([*later, *first], [Places("A", 3)], SEED)}
    assert {code for code, each in found.items() if each.school} == {"10", "11", "12"}
    assert {found[each.code].why for each in first} == {PLACES}
    assert {found[each.code].why for each in later} == {NONE}


def test_who_fits_no_category_comes_after_all():
    found = admit([Candidate("1", ["A"]), Candidate("2", ["A"], {"A": 9})], [Places("A", 1)], SEED)
    assert of(found) == {"1": "", "2": "A"}


def test_within_a_category_the_lot_decides_and_says_which():
    asking = children(*["A"] * 10)
    found = admit(asking, [Places("A", 4)], SEED)
    taken = sorted(each.lot for each in found if each.school)
    assert taken == [1, 2, 3, 4]
    assert {each.of for each in found if each.school} == {10}
    assert {each.why for each in found if each.school} == {LOT}


def test_an_ordered_category_goes_by_what_is_declared_and_nothing_comes_last():
    asking = [
        Candidate("1", ["A"], {"A": 1}, {"A": "2025-09-01"}), Candidate("2", ["A"], {"A": 1}),
        Candidate("3", ["A"], {"A": 1}, {"A": "2019-01-01"}),
    ]  # fmt: skip
    found = admit(asking, [Places("A", 2)], SEED, ordered=[1])
    assert of(found) == {"1": "A", "2": "", "3": "A"}
    assert {each.why for each in found if each.school} == {ORDER}
    assert LAST > "2999-12-31"


def test_a_cap_of_a_category_leaves_room_for_the_next():
    asking = [Candidate(f"1{n}", ["A"], {"A": 1}) for n in range(5)] + [Candidate("9", ["A"], {"A": 2})]
    found = admit(asking, [Places("A", 4, {1: 2})], SEED)
    assert Counter(each.rank for each in found if each.school) == {1: 2, 2: 1}


def test_overflow_goes_on_to_the_next_wish_and_then_where_places_are_left():
    found = admit(children("AB", "AB", "AB", "AB"), [Places("A", 1), Places("B", 1), Places("C", 1)], SEED)
    assert Counter(each.school for each in found) == {"A": 1, "B": 1, "": 2}
    assert {each.wish for each in found} == {1, 2, 0}
    placed = admit(
        children("AB", "AB", "AB", "AB"), [Places("A", 1), Places("B", 1), Places("C", 1)], SEED, coordinated=True
    )
    assert Counter(each.why for each in placed) == {LOT: 2, COORDINATED: 1, NONE: 1}


def test_nobody_loses_a_place_to_a_later_category_by_wishing_it_second():
    """The first wish may be bold: at the second one the earlier category still goes first."""
    bold = Candidate("1", ["A", "B"], {"A": 2, "B": 1})
    others = [Candidate("2", ["A"], {"A": 1}), Candidate("3", ["B"], {"B": 2})]
    found = of(admit([bold, *others], [Places("A", 1), Places("B", 1)], SEED))
    assert found == {"1": "B", "2": "A", "3": ""}


def test_a_school_without_a_plan_takes_nobody():
    assert of(admit(children("X"), [Places("A", 3)], SEED)) == {"001": ""}


def test_free_places_go_to_those_who_wait_by_the_lots_that_they_have():
    asking = children(*["A"] * 10)
    first = admit(asking, [Places("A", 4)], SEED)
    waiting = {each.code for each in first if not each.school}
    then = admit(asking, [Places("A", 2)], SEED, only=waiting)
    drawn = lots_of(asking, SEED)["A"]
    assert {each.code for each in then} == waiting
    assert sorted(drawn[each.code] for each in then if each.school) == [5, 6]


SCHOOLS = "ABC"
CASES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(SCHOOLS), min_size=1, max_size=3, unique=True),
        st.dictionaries(st.sampled_from(SCHOOLS), st.integers(1, 3)),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(
    CASES, st.lists(st.integers(0, 4), min_size=3, max_size=3), st.booleans(), st.text("0123456789abcdef", min_size=1)
)
def test_nobody_is_passed_over_whatever_is_wished(cases, sizes, coordinated, seed):
    asking = [Candidate(f"{at:02}", wishes, ranks) for at, (wishes, ranks) in enumerate(cases)]
    plans = [Places(school, size) for school, size in zip(SCHOOLS, sizes, strict=True)]
    found = {each.code: each for each in admit(asking, plans, seed, coordinated=coordinated)}
    assert set(found) == {each.code for each in asking}
    taken = Counter(each.school for each in found.values() if each.school)
    assert all(taken[plan.school] <= plan.places for plan in plans)
    drawn = lots_of(asking, seed)
    for child in asking:
        mine = found[child.code]
        better = child.wishes[: mine.wish - 1] if mine.wish else child.wishes
        for school in better:
            # At every school wished for more, all places went to earlier categories or earlier lots.
            inside = [
                other for other in asking if found[other.code].school == school and found[other.code].wish
            ]  # fmt: skip
            places = sizes[SCHOOLS.index(school)] - sum(
                found[other.code].school == school and not found[other.code].wish for other in asking
            )
            assert len(inside) == places
            key = (child.rank(school), drawn[school][child.code])
            assert all((other.rank(school), drawn[school][other.code]) < key for other in inside)
    again = admit(list(reversed(asking)), plans, seed, coordinated=coordinated)
    assert {each.code: each for each in again} == found


def record() -> dict:
    """A record of a draw over two schools."""
    listed = {
        "version": 1, "ordered": [], "coordinated": True,
        "schools": [{"school": "A", "places": 2, "caps": {"1": 1}}, {"school": "B", "places": 9, "caps": {}}],
        "children": [
            {"code": f"{n:03}", "wishes": ["A", "B"], "ranks": {"A": n % 2 + 1}, "order": {}} for n in range(8)
        ],
    }  # fmt: skip
    digest = digest_of(listed)
    return {
        "list": listed, "digest": digest, "secret": "5" * 64, "drawn": "7 3 9",
        "commitment": commitment_of("5" * 64, digest),
    }  # fmt: skip


def test_what_a_record_gives_stays_so_for_ever():
    """Other rules are another version of the record."""
    found = admitted_by(record())
    assert [(each.code, each.school) for each in found if each.school == "A"] == [("003", "A"), ("006", "A")]


def test_a_record_is_checked_before_it_is_used():
    assert len(admitted_by(record())) == 8
    with pytest.raises(ValueError, match="list"):
        admitted_by({**record(), "list": {**record()["list"], "coordinated": False}})
    with pytest.raises(ValueError, match="secret"):
        admitted_by({**record(), "secret": "6" * 64})
    with pytest.raises(ValueError, match="nothing has been drawn"):
        admitted_by({**record(), "secret": ""})


def test_the_program_runs_beside_the_record_without_the_product(tmp_path):
    for module in (lots, school_admission):
        copy(str(module.__file__), tmp_path / Path(str(module.__file__)).name)
    (tmp_path / "record.json").write_text(json.dumps(record()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-c", "import sys, runpy; sys.path.insert(0, '.'); sys.argv = ['x', 'record.json'];"
         "runpy.run_path('school_admission.py', run_name='__main__')"],
        cwd=tmp_path, capture_output=True, text=True, check=True, env={},
    )  # fmt: skip
    lines = [line.split()[:2] for line in done.stdout.splitlines()]
    assert lines == [[each.code, each.school or "-"] for each in admitted_by(record())]
    codes = [code for code, _school in lines]
    assert all(one < other for one, other in pairwise(codes))


def test_the_seed_is_that_of_secret_and_number():
    assert lots.seed_by(record()) == seed_of("5" * 64, "7 3 9")
