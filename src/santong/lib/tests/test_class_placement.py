"""Placing pupils: equal classes, pairs kept, the same again from the same seed, and what can't be is named."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib import class_placement, lots
from santong.lib.class_placement import (
    TOGETHER_AND_APART,
    TOO_MANY_APART,
    TOO_MANY_TOGETHER,
    NotPlaceable,
    Placed,
    Wishes,
    check_wishes,
    classes_by,
    place,
    place_late,
)
from santong.lib.lots import commitment_of, digest_of, seed_of

SEED = "ab" * 32
SUBJECTS = ("chinese", "maths", "english")


def invented(number: int, start: int = 1) -> list[Placed]:
    """Pupils of a grade: a third board, one in ten learns Japanese, results hang together."""
    random, found = Random(start), []
    for at in range(number):
        level = random.gauss(75, 14)
        marks = {name: max(0, min(10000, int((level + random.gauss(0, 8)) * 100))) for name in SUBJECTS}
        traits = {"boarder": random.choice(["yes", "no", "no"]), "particular": random.choice(["en"] * 9 + ["ja"])}
        found.append(Placed(f"{at:04}", random.choice("12"), traits, marks))
    return found


def counts(pupils: list[Placed], groups: list[list[str]], what) -> list[int]:
    """How many pupils of a kind each class has."""
    by_code = {pupil.code: pupil for pupil in pupils}
    return [sum(1 for code in group if what(by_code[code])) for group in groups]


def spread(pupils: list[Placed], groups: list[list[str]], subject: str) -> int:
    """The distance between the highest and the lowest mean of a subject, in hundredths, rounded down."""
    marks = {pupil.code: pupil.marks[subject] for pupil in pupils if subject in pupil.marks}
    means = []
    for group in groups:
        mine = [marks[code] for code in group if code in marks]
        if mine:
            means.append(sum(mine) // len(mine))
    return max(means) - min(means) if means else 0


def place_of(groups: list[list[str]]) -> dict[str, int]:
    return {code: number for number, group in enumerate(groups) for code in group}


@pytest.mark.parametrize(("number", "classes"), [(60, 2), (124, 3), (200, 4), (203, 5)])
def test_classes_are_equal(number: int, classes: int):
    pupils = invented(number)
    random = Random(7)
    codes = [pupil.code for pupil in pupils]
    random.shuffle(codes)
    pairs = list(zip(codes[::2], codes[1::2], strict=False))
    wishes = Wishes(pairs[:3], pairs[3:8])
    groups = place(pupils, classes, wishes, SEED)
    assert sorted(code for group in groups for code in group) == sorted(codes)
    for what in (
        lambda pupil: True,
        lambda pupil: pupil.sex == "1",
        lambda pupil: pupil.sex == "2",
        lambda pupil: pupil.traits["boarder"] == "yes",
        lambda pupil: pupil.traits["particular"] == "ja",
    ):
        found = counts(pupils, groups, what)
        assert max(found) - min(found) <= 1
    assert all(spread(pupils, groups, subject) <= 60 for subject in SUBJECTS)
    at = place_of(groups)
    assert all(at[one] == at[other] for one, other in wishes.together)
    assert all(at[one] != at[other] for one, other in wishes.apart)


def test_the_same_seed_gives_the_same_classes_in_any_order_of_the_list():
    pupils = invented(80)
    first = place(pupils, 3, Wishes(), SEED)
    assert place(pupils[::-1], 3, Wishes(), SEED) == first
    assert place(pupils, 3, Wishes(), "cd" * 32) != first


def test_what_a_seed_gives_never_changes():
    """The rules of a draw that was published must give its classes for ever; new rules are a new version."""
    assert (
        digest_of(place(invented(40), 3, Wishes(), SEED))
        == "f1424b277c889b46af8020c31d678a88df767dc3fcd46bc7393113a738b8eda3"
    )


def test_who_is_in_which_class_is_open():
    """Over many draws everybody meets every class alike."""
    pupils = [Placed(f"{at}", "12"[at % 2]) for at in range(8)]
    first = [place_of(place(pupils, 2, Wishes(), str(seed)))["0"] for seed in range(400)]
    assert 150 < sum(first) < 250


CODES = st.integers(0, 19).map("{:02}".format)
PAIRS = st.lists(st.tuples(CODES, CODES).filter(lambda pair: pair[0] != pair[1]), max_size=6)


@settings(max_examples=150, deadline=None)
@given(together=PAIRS, apart=PAIRS, classes=st.integers(2, 5))
def test_pairs_are_kept_or_refused_by_name(together: list, apart: list, classes: int):
    pupils = [Placed(f"{at:02}", "12"[at % 2]) for at in range(20)]
    wishes = Wishes(together, apart)
    refused: set[str] = set()
    try:
        check_wishes(pupils, classes, wishes)
        at = place_of(place(pupils, classes, wishes, SEED))
    except NotPlaceable as fault:
        refused = set(fault.codes)
    if refused:
        assert refused <= {code for pair in (*together, *apart) for code in pair}
        return
    assert all(at[one] == at[other] for one, other in together)
    assert all(at[one] != at[other] for one, other in apart)


@pytest.mark.parametrize(
    ("wishes", "reason", "codes"),
    [
        (Wishes([("1", "2"), ("2", "3")], [("1", "3")]), TOGETHER_AND_APART, {"1", "2", "3"}),
        (Wishes([], [("1", "2"), ("2", "3"), ("1", "3")]), TOO_MANY_APART, {"1", "2", "3"}),
        (Wishes([("1", "2"), ("2", "3"), ("3", "4")]), TOO_MANY_TOGETHER, {"1", "2", "3", "4"}),
    ],
)
def test_what_cannot_be_is_named(wishes: Wishes, reason: str, codes: set[str]):
    pupils = [Placed(str(number)) for number in range(1, 7)]
    with pytest.raises(NotPlaceable) as caught:
        check_wishes(pupils, 2, wishes)
    assert caught.value.reason == reason
    assert set(caught.value.codes) <= codes and len(caught.value.codes) > 1


def test_no_pupils_are_no_fault():
    assert place([], 2, Wishes(), SEED) == [[], []]
    assert place([Placed("1")], 2, Wishes(), SEED) in ([["1"], []], [[], ["1"]])


def test_whoever_comes_late_goes_where_it_fits_best():
    pupils = invented(20)
    groups = place(pupils, 2, Wishes(), SEED)
    small = 0
    groups[small], left = groups[small][:-2], groups[small][-2:]
    rest = [pupil for pupil in pupils if pupil.code not in left]
    late = Placed("late", "1")
    assert place_late(late, rest, groups, Wishes(), SEED) == small
    assert place_late(late, rest, groups, Wishes(apart=[("late", groups[small][0])]), SEED) == 1
    assert place_late(late, rest, groups, Wishes(together=[("late", groups[1][0])]), SEED) == 1
    apart = Wishes(apart=[("late", groups[0][0]), ("late", groups[1][0])])
    with pytest.raises(NotPlaceable):
        place_late(late, rest, groups, apart, SEED)


def test_equal_classes_are_chosen_by_lot():
    pupils = [Placed(f"{at}", "1") for at in range(4)]
    groups = [["0", "1"], ["2", "3"]]
    found = {place_late(Placed(f"late {at}", "1"), pupils, groups, Wishes(), SEED) for at in range(20)}
    assert found == {0, 1}


def record(pupils: list[Placed], classes: int) -> dict:
    listed = {
        "version": 1,
        "classes": classes,
        "pupils": [{"code": p.code, "sex": p.sex, "traits": p.traits, "marks": p.marks} for p in pupils],
        "together": [],
        "apart": [[pupils[0].code, pupils[1].code]],
    }
    digest = digest_of(listed)
    return {"list": listed, "digest": digest, "commitment": commitment_of("s" * 64, digest), "secret": "s" * 64,
            "drawn": "123"}  # fmt: skip


def test_anybody_draws_again_with_the_two_files_alone(tmp_path: Path):
    kept = record(invented(24), 2)
    expected = place(invented(24), 2, Wishes(apart=[("0000", "0001")]), seed_of("s" * 64, "123"))
    assert classes_by(kept) == expected
    for module in (lots, class_placement):
        shutil.copy(str(module.__file__), tmp_path)
    (tmp_path / "record.json").write_text(json.dumps(kept), encoding="utf-8")
    # Without what is installed: the standard library and the two files must do.
    command = [sys.executable, "-S", "class_placement.py", "record.json"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env={})
    assert [line.split()[1:] for line in told.stdout.splitlines()] == expected


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"secret": ""}, "nothing has been drawn"),
        ({"secret": "t" * 64}, "secret is not"),
        ({"digest": "0" * 64}, "list is not"),
        ({"commitment": "0" * 64}, "secret is not"),
    ],
)
def test_a_record_that_was_tampered_with_is_refused(change: dict, words: str):
    with pytest.raises(ValueError, match=words):
        classes_by({**record(invented(6), 2), **change})
