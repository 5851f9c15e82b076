"""Course choice of a large grade, and moving classes of what was chosen, beside those of two other schools.

A thousand pupils rank three of twelve combinations with too few places; then groups are formed of what they got.
`unexplained` are pupils without a place and clashes of groups for which there is no cause; `spread` is the largest
difference in size of two groups of a subject, `seconds` all of it.

`SANTONG_FOREIGN` may name a folder with a copy of github.com/SVWS-NRW/SVWS-Server (GPL; nothing of it is kept here).
Of its Kursblockungen 001 (bands free) and 002 (bands given) `svws_conflicts` are the wishes of pupils that find no
group, `svws_spread` the largest difference in size.
"""

from __future__ import annotations

import csv
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from math import ceil
from pathlib import Path
from random import Random

from bench.contract import Run, at_most, main, say
from santong.lib.course_choice.assigning import Asked, Offered, assign, ranks_of
from santong.lib.course_choice.grouping import Group, Grouped, Grouping, clashes, faults, spread
from santong.lib.course_choice.solving import solve

LIMITS = {"unexplained": at_most(0), "spread": at_most(3), "seconds": at_most(300)}
TWELVE = [(first, *others) for first in (0, 1) for others in combinations((2, 3, 4, 5), 2)]
BANDS, LARGEST, PLACES, RANKED = 4, 50, 90, 3
RESOURCES = Path("svws-core/src/test/resources/de/svws_nrw/core/kursblockung")
KINDS = {"GKM": "GK", "GKS": "GK", "LK1": "LK", "LK2": "LK"}
SECONDS = 300.0


def measure(run: Run) -> dict[str, float]:
    """Give the places, form the groups, twice the whole."""
    began = time.monotonic()
    pupils = run.pick(1000, 240)
    taken, unnamed = _chosen(pupils)
    takers = Counter(subject for own in taken for subject in own)
    groups = [Group(subject) for subject, number in sorted(takers.items()) for _n in range(ceil(number / LARGEST))]
    problem = Grouping(BANDS, groups, taken, dict.fromkeys(takers, LARGEST))
    found = _formed(problem)
    named = [each for each in clashes(problem, found) if each.beside or each.full]
    figures = {
        "pupils": float(pupils), "unexplained": float(unnamed + len(clashes(problem, found)) - len(named)),
        "clashes": float(len(named)), "spread": float(spread(problem, found)),
        "faults": float(len(faults(problem, found))),
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip
    return figures | (_foreign() if not run.quick else {})


def _chosen(number: int) -> tuple[list[tuple[int, ...]], int]:
    """The subjects of those who got a combination, and how many without one have no reason."""
    random = Random(1)
    weights = [random.random() ** 2 + 0.05 for _each in TWELVE]
    places = PLACES * number // 1000
    keys = ["".join(map(str, each)) for each in TWELVE]
    pupils = [
        Asked(f"{n:04}", list(dict.fromkeys(random.choices(keys, weights, k=RANKED * 3)))[:RANKED])
        for n in range(number)
    ]
    given = assign(pupils, [Offered(key, places) for key in keys], 1, "bench")
    ranks = ranks_of(pupils, given)
    say(f"wishes that came true by rank: {dict(sorted(ranks.items()))}")
    held = Counter(key for own in given.places.values() for key in own)
    # A reason is that every offer wished for is full.
    unnamed = [
        each for each in pupils if not given.places[each.code] and any(held[key] < places for key in each.wishes)
    ]
    return [TWELVE[keys.index(own[0])] for own in given.places.values() if own], len(unnamed)


def _formed(problem: Grouping) -> Grouped:
    found = [each for each in solve(problem, seconds=SECONDS) if each is not None]
    return found[-1]


def _foreign() -> dict[str, float]:
    folder = Path(os.environ.get("SANTONG_FOREIGN", "")) / RESOURCES
    if "SANTONG_FOREIGN" not in os.environ or not folder.is_dir():
        return {}
    conflicts, widest = 0, 0
    for name in ("blockung001", "blockung002"):
        began = time.monotonic()
        problem = _read(folder / name)
        found = _formed(problem)
        conflicts += len(clashes(problem, found))
        widest = max(widest, spread(problem, found))
        say(f"{name}: {len(clashes(problem, found))} conflicts, difference {spread(problem, found)}, "
            f"{time.monotonic() - began:.0f} s, {faults(problem, found)}")  # fmt: skip
    return {"svws_conflicts": float(conflicts), "svws_spread": float(widest)}


def _read(folder: Path) -> Grouping:
    """A Kursblockung; a course over two bands counts as two."""
    plan = _rows(folder, "Blockplan")
    given = {row["Kursbezeichnung"]: int(row["Schiene"]) for row in plan if row["Fixiert"] == "1"}
    subjects: dict[tuple[str, str, int], int] = {}
    groups = []
    for row in _rows(folder, "Kurse"):
        kind = row["Name"].rsplit("-", 1)[1].rstrip("0123456789")
        for part in range(int(row["Schienenzahl"])):
            subject = subjects.setdefault((row["Fach"], kind, part), len(subjects))
            needs = () if row["Lehrer"] == "--" else (row["Lehrer"],)
            bands = (given[row["Name"]],) if row["Name"] in given else _bands(row["Fach"], kind)
            groups.append(Group(subject, needs, bands))
    return Grouping(max(int(row["Schiene"]) for row in plan) + 1, groups, list(_takes(folder, subjects)))


def _bands(subject: str, kind: str) -> tuple[int, ...]:
    """What the description of the first one says: where advanced, project and sports courses lie."""
    if kind == "LK":
        return (0, 1)
    if kind == "PJK":
        return (12,)
    return (11,) if subject == "SP" else (*range(2, 11), *((13,) if subject in ("I0", "S0") else ()))


def _takes(folder: Path, subjects: Mapping[tuple[str, str, int], int]) -> Iterator[tuple[int, ...]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in _rows(folder, "Fachwahlen"):
        kind = KINDS.get(row["Kursart"], row["Kursart"])
        parts = [subjects.get((row["Fachkrz"], kind, part)) for part in (0, 1)]
        found[row["Name"], row["Vorname"], row["GebDat"]] += [each for each in parts if each is not None]
    yield from map(tuple, found.values())


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.txt").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=";"))


if __name__ == "__main__":
    main("choice", measure, LIMITS)
