"""Places by wishes and lots: against all ways to give them, and what must hold for any."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib import lots
from santong.lib.course_choice import assigning
from santong.lib.course_choice.assigning import Asked, Given, Offered, assign, places_by, ranks_of
from santong.lib.lots import commitment_of, digest_of


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Asked], list[Offered], int]:
    """Up to four pupils and offers."""
    places, times = st.sampled_from([0, 1, 1, 2, None]), st.sampled_from(["", "", "周三", "周五"])
    offers = [Offered(f"o{n}", draw(places), draw(times)) for n in range(draw(st.integers(1, 4)))]
    keys = [each.key for each in offers]
    wishes = st.lists(st.sampled_from(keys), unique=True, max_size=3)
    pupils = [Asked(f"p{n}", draw(wishes)) for n in range(draw(st.integers(1, 4)))]
    return pupils, offers, draw(st.integers(1, 2))


Way = Sequence[tuple[str, ...]]


def may_be(offers: dict[str, Offered], way: Way) -> bool:
    """Whether nobody is at two places at once and nothing holds more than its places."""
    for own in way:
        times = [offers[key].time for key in own if offers[key].time]
        if len(times) != len(set(times)):
            return False
    sizes = Counter(key for own in way for key in own)
    return all(offers[key].most is None or size <= offers[key].most for key, size in sizes.items())


def worth(pupils: Sequence[Asked], way: Way, each: int, order: dict[str, int]) -> tuple[list[object], ...]:
    """What the three rules say of a way to give the places, less is better."""
    lacking: list[object] = [sum(len(own) <= number for own in way) for number in range(each)]
    came = [[wish in own for wish in pupil.wishes] for pupil, own in zip(pupils, way, strict=True)]
    longest = max((len(own) for own in came), default=0)
    ranks: list[object] = [-sum(len(own) > rank and own[rank] for own in came) for rank in range(longest)]
    by_lot = sorted(range(len(pupils)), key=lambda number: order[pupils[number].code])
    return lacking, ranks, [[-int(each) for each in came[number]] for number in by_lot]


@settings(max_examples=150, deadline=None)
@given(problem=problems(), seed=st.text(max_size=3))
def test_it_is_the_best_of_all_ways(problem: tuple[list[Asked], list[Offered], int], seed: str):
    pupils, offers, each = problem
    found = assign(pupils, offers, each, seed)
    by_key = {offer.key: offer for offer in offers}
    own = [[way for n in range(each + 1) for way in itertools.combinations(pupil.wishes, n)] for pupil in pupils]
    ways = [way for way in itertools.product(*own) if may_be(by_key, way)]
    best = min(ways, key=lambda way: worth(pupils, way, each, dict(found.lots)))
    assert [tuple(found.places[pupil.code]) for pupil in pupils] == list(best)


@settings(max_examples=30, deadline=None)
@given(problem=problems(), seed=st.text(max_size=3), data=st.data())
def test_the_order_of_handing_in_changes_nothing(
    problem: tuple[list[Asked], list[Offered], int], seed: str, data: st.DataObject
):
    pupils, offers, each = problem
    shuffled = data.draw(st.permutations(pupils))
    assert assign(pupils, offers, each, seed) == assign(shuffled, offers, each, seed)


def test_lots_decide_between_equals():
    """Two want the only place: over many seeds each gets it about as often."""
    pupils, offers = [Asked("a", ["o"]), Asked("b", ["o"])], [Offered("o", 1)]
    won = Counter(code for n in range(200) for code, own in assign(pupils, offers, 1, str(n)).places.items() if own)
    assert sum(won.values()) == 200 and min(won.values()) > 60


def test_somebody_gives_way_so_that_all_have_a_place():
    pupils = [Asked("a", ["x", "y"]), Asked("b", ["x"])]
    for seed in ("1", "2", "3", "4"):
        assert assign(pupils, [Offered("x", 1), Offered("y", 1)], 1, seed).places == {"a": ["y"], "b": ["x"]}


def test_an_exchange_goes_through_several():
    """Each would have to go one further for the last one."""
    keys = ["v", "w", "x", "y", "z"]
    pupils = [Asked(f"p{n}", [keys[n], keys[n + 1]]) for n in range(4)] + [Asked("q", ["v"])]
    found = assign(pupils, [Offered(key, 1) for key in keys], 1, "s")
    assert ranks_of(pupils, found) == {1: 1, 2: 4}


def test_a_seed_gives_these_places_for_ever():
    """Other rules would be another version in the record."""
    pupils = [Asked(f"{n:04}", ["合唱", "足球"] if n % 2 else ["足球", "书法"]) for n in range(8)]
    offers = [Offered("合唱", 2), Offered("足球", 3), Offered("书法", 2)]
    found = assign(pupils, offers, 1, "for ever")
    assert found == assign(pupils, offers, 1, "for ever")
    assert ranks_of(pupils, found) == {0: 1, 1: 4, 2: 3}


def test_what_is_not_offered_cannot_be_wished_for():
    with pytest.raises(ValueError, match="isn't offered"):
        assign([Asked("a", ["x"])], [], 1, "s")


def test_nobody_and_nothing():
    assert assign([], [], 1, "s") == Given({}, {})
    assert assign([Asked("a")], [Offered("x", 1)], 2, "s").places == {"a": []}


def record() -> dict[str, object]:
    """A draw that is over, with an offer that was closed after it."""
    listed = {
        "version": 1, "each": 1,
        "offers": [{"key": "合唱", "most": 1, "time": ""}, {"key": "足球", "most": 1, "time": ""}],
        "pupils": [{"code": "0001", "wishes": ["合唱"]}, {"code": "0002", "wishes": ["足球", "合唱"]}],
    }  # fmt: skip
    digest = digest_of(listed)
    return {"list": listed, "digest": digest, "commitment": commitment_of("s", digest), "secret": "s", "drawn": "739",
            "closed": ["足球"]}  # fmt: skip


def test_a_record_gives_the_places_again():
    assert sorted(map(len, places_by(record()).places.values())) == [0, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"digest": "0"}, "published"), ({"secret": ""}, "drawn yet"), ({"secret": "t"}, "committed")],
)
def test_a_record_that_was_changed_is_refused(change: dict[str, str], said: str):
    with pytest.raises(ValueError, match=said):
        places_by({**record(), **change})


def test_two_files_are_all_that_is_needed(tmp_path: Path):
    for module in (lots, assigning):
        source = Path(str(module.__file__))
        (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "record.json").write_text(json.dumps(record()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-c", "import sys, runpy; sys.path.insert(0, '.'); sys.argv = ['x', 'record.json'];"
         "runpy.run_path('assigning.py', run_name='__main__')"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[0] for line in lines] == ["0001", "0002"] and sum(len(line) == 3 for line in lines) == 1
