"""Times and rooms for the examinations of a university, beside what was published for the same instances.

XY1 to XY18 of github.com/lxlddd/examination-timetabling ("Data-driven university examination timetabling with
consideration of student stress"): papers, times, rooms, who sits what. `SANTONG_FOREIGN` names the folder that holds a
copy of the repository; its files carry no licence, so nothing of it is kept here. `feasible` are the instances for
which all constraints of its checker hold, `near` those whose objective is at most 1.2 times that of its own solution,
judged by the same rules; `slowest_s` is the longest search.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

from bench.contract import Run, at_least, at_most, main, say
from santong.lib.examination_rooms import Room, Stock
from santong.lib.examination_timetabling import Problem, solve

LIMITS = {"feasible": at_least(18), "near": at_least(10), "slowest_s": at_most(185)}
REPOSITORY = "lxlddd+examination-timetabling"
MISSING = 3
"""The exit code where the instances are missing."""
ENOUGH = 1.2
SECONDS = 180
AT_ONCE, NEXT, AFTER = 90.0, 1.5 * 1.959, 1.5
APART = 1.3
Table = list[list[int]]


@dataclass(frozen=True)
class Instance:
    """Who sits what, in which rooms and times it can be, and who may not be asked for two papers at once."""

    sits: Table
    sizes: Sequence[int]
    times: int
    rooms: Sequence[Room]
    staffed: int
    teachers: Sequence[Sequence[int]]
    together: Sequence[Sequence[int]]


def measure(run: Run) -> dict[str, float]:
    """Search each instance, and judge what was found beside what was published."""
    folder = _folder()
    seconds = float(os.environ.get("SANTONG_EXAM_SECONDS", "") or run.pick(SECONDS, 3))
    feasible = near = 0
    slowest = 0.0
    for name in [f"XY{n}" for n in ((1, 2, 3, 4, 10) if run.quick else range(1, 19))]:
        instance = read(folder, name)
        begun = time.monotonic()
        times, rooms = found(instance, seconds)
        slowest = max(slowest, time.monotonic() - begun)
        value = judged(instance, times, rooms)
        published = judged(instance, *_published(folder, name, instance))
        ratio = value / published if value is not None and published else float("inf")
        say(f"{name}: {value} beside {published}: {ratio:.3f}")
        feasible += value is not None
        near += ratio <= ENOUGH
    return {"feasible": feasible, "near": near, "slowest_s": round(slowest, 1)}


def _folder() -> Path:
    found = Path(os.environ.get("SANTONG_FOREIGN", ""), REPOSITORY)
    if not os.environ.get("SANTONG_FOREIGN") or not (found / "Instances.zip").exists():
        say(f"{REPOSITORY} isn't there: SANTONG_FOREIGN names the folder that holds it")
        sys.exit(MISSING)
    return found


def read(folder: Path, name: str) -> Instance:
    """An instance as its files have it; the list says how many rows count."""
    with (folder / "Checker" / "data_list.csv").open(encoding="utf-8-sig") as file:
        wanted = next(row for row in csv.DictReader(file) if row["Instance"] == name)
    rooms, pupils, papers, times, parts, teachers = (int(wanted[key]) for key in "ISMJRK")
    with ZipFile(folder / "Instances.zip") as archive:
        files = {Path(each).name.lower(): each for each in archive.namelist() if f"/{name}/" in f"/{each}"}

        def table(file: str) -> list[list[str]]:
            text = archive.read(files[f"{file.lower()}.csv"]).decode("utf-8-sig")
            return list(csv.reader(StringIO(text)))[1:]

        students = table("Student_course_matrix")
        capacity = [value for row in table("Classroom_capacity") for value in _numbers(row)][:rooms]
        region = [_numbers(row[:parts]) for row in table("Classroom_region_matrix")[:rooms]]
        return Instance(
            sits=[_numbers(row[:papers]) for row in students[:pupils]],
            sizes=[value for row in students[pupils:] for value in _numbers(row[:papers])],
            times=times,
            rooms=[Room(seats, row.index(1)) for seats, row in zip(capacity, region, strict=True)],
            staffed=_numbers(table("Limit_invigilators")[0])[0],
            teachers=[_marked(_numbers(row[:papers])) for row in table("Teacher_course_matrix")[:teachers]],
            together=[[at - 1 for at in _numbers(row)] for row in table("Same_time_teacher_course_matrix")],
        )


def _numbers(row: Sequence[str]) -> list[int]:
    return [int(float(cell)) for cell in row if cell.strip()]


def _marked(row: Sequence[int]) -> list[int]:
    return [at for at, value in enumerate(row) if value]


def found(instance: Instance, seconds: float) -> tuple[Sequence[int], Sequence[Sequence[int]]]:
    """The time of each paper, and its rooms."""
    common: Counter[tuple[int, int]] = Counter()
    for row in instance.sits:
        common.update(combinations(_marked(row), 2))
    stock = Stock(instance.rooms, instance.staffed, APART)

    def pack(papers: frozenset[int]) -> float | None:
        rooms = stock.pack([instance.sizes[paper] for paper in sorted(papers)])
        return None if rooms is None else stock.price(rooms)

    problem = Problem(
        len(instance.sizes),
        instance.times,
        [[_near(abs(a - b)) for b in range(instance.times)] for a in range(instance.times)],
        dict(common),
        never={pair for row in instance.teachers for pair in combinations(row, 2)},
        together=instance.together,
        pack=pack,
    )
    times = solve(problem, seed=1, steps=sys.maxsize, seconds=seconds).times
    rooms: dict[int, Sequence[int]] = {}
    for at in range(instance.times):
        papers = [paper for paper, there in enumerate(times) if there == at]
        rooms |= dict(zip(papers, stock.pack([instance.sizes[paper] for paper in papers]) or [], strict=False))
    return times, [rooms.get(paper, ()) for paper in range(len(times))]


def _near(distance: int) -> float:
    return {0: AT_ONCE, 1: NEXT, 2: AFTER}.get(distance, 0.0)


def judged(instance: Instance, times: Sequence[int], rooms: Sequence[Sequence[int]]) -> float | None:
    """The objective as the checker of the repository reckons it; None where a constraint doesn't hold."""
    return _objective(instance, times, rooms) if all(_holds(instance, times, rooms)) else None


def _holds(instance: Instance, times: Sequence[int], rooms: Sequence[Sequence[int]]) -> Iterator[bool]:
    for group in instance.together:
        yield len({times[paper] for paper in group}) == 1
    for row in instance.teachers:
        yield len({times[paper] for paper in row}) == len(row)
    used: Mapping[tuple[int, int], int] = Counter(
        (times[paper], room) for paper, own in enumerate(rooms) for room in own
    )
    yield max(used.values(), default=0) <= 1
    for paper, own in enumerate(rooms):
        yield sum(instance.rooms[room].seats for room in own) >= instance.sizes[paper]
    at = Counter(time for time, _room in used)
    yield max(at.values(), default=0) <= instance.staffed


def _objective(instance: Instance, times: Sequence[int], rooms: Sequence[Sequence[int]]) -> float:
    cost = 0.0
    for row in instance.sits:
        sat = Counter(times[paper] for paper in _marked(row))
        cost += AT_ONCE * sum(number - 1 for number in sat.values())
        cost += NEXT * sum(at + 1 in sat for at in sat) + AFTER * sum(at + 2 in sat for at in sat)
    parts = sum(len({instance.rooms[room].part for room in own}) - 1 for own in rooms)
    return round(cost + sum(map(len, rooms)) + APART * parts, 3)


def _published(folder: Path, name: str, instance: Instance) -> tuple[Sequence[int], Sequence[Sequence[int]]]:
    times, rooms = (_matrix(folder / "Solutions" / f"out_{name}_{kind}.csv") for kind in ("zjm", "pim"))
    papers = range(len(instance.sizes))
    return (
        [next(at for at, row in enumerate(times) if row[paper]) for paper in papers],
        [[room for room, row in enumerate(rooms) if row[paper]] for paper in papers],
    )


def _matrix(path: Path) -> Table:
    with path.open(encoding="utf-8-sig") as file:
        return [_numbers(row[1:]) for row in list(csv.reader(file))[1:]]


if __name__ == "__main__":
    main("examinations", measure, LIMITS)
