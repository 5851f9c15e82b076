"""Groups into bands and pupils into groups, by OR-Tools CP-SAT.

Pupils who take the same subjects are counted, not told apart: for each such set, subject and band there is one number.
Numbers in which no subject and no band is asked more often than there are pupils always come apart into single pupils
(König's theorem on colouring the edges of bipartite graphs), so nothing is lost and the model stays small.

Groups of a subject differ in size by few; only where that fails may somebody be left out, by name.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from ortools.sat.python import cp_model

from santong.lib.course_choice.grouping import NOWHERE, Grouped, Grouping, clashes, spread

Number = cp_model.IntVar | int
WIDE, NARROW = 3, 1
"""Differences in size within a subject: the one that has to be reached, and the one that is tried for then."""
LEFT_OUT, UNEVEN, MOVED, GROUP_MOVED = 1000, 20, 1, 4
"""What a pupil left out of a subject costs, one too many or too few in a group, one who changes the band of a subject,
and a group that changes its."""
BEGIN, FREED, PART, TRIES = 10.0, 6, 4.0, 40
"""Seconds to look for a beginning; how many subjects are freed at a time, for how many seconds of the solver's measure
something better is looked for, and how often without success."""


@dataclass
class _Model:
    """The model: `lies` by group and band, `number` by kind of pupils, subject, band, `without` by kind and subject."""

    problem: Grouping
    kinds: Mapping[tuple[int, ...], Sequence[int]]
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    lies: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    number: dict[tuple[int, int, int], cp_model.IntVar] = field(default_factory=dict)
    without: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    costs: list[cp_model.LinearExprT] = field(default_factory=list)


def search(
    problem: Grouping, *, seconds: float, seed: int = 1, before: Grouped | None = None, effort: float = 60.0
) -> Iterator[Grouped]:
    """Better and better answers; with `before` they keep as many as they can where they are.

    `effort` is how much the solver tries for one difference in size, in its own measure, which is near a second.
    """
    end = time.monotonic() + seconds
    found = _found(problem, before, WIDE, seed, min(seconds / 4, end - time.monotonic()), effort)
    if found is not None:
        yield found
        narrow = None
        if before is None and spread(problem, found) > NARROW:
            narrow = _found(problem, None, NARROW, seed, min(seconds / 4, end - time.monotonic()), effort / 2)
        if narrow is not None:
            yield narrow
        return
    # Uneven groups and pupils left out cost something now; parts are freed until nobody is left out, or time is over.
    start = _begun(problem, seed) if before is None else before
    if start is None:
        return
    found, proven = _found_soft(problem, start, before, seed, min(max((end - time.monotonic()) / 4, 1.0), 20.0))
    random = Random(seed)  # noqa: S311  (no secret depends on it)
    while found is not None:
        yield found
        found = _repaired(problem, found, before, random, end) if clashes(problem, found) and not proven else None


def _found_soft(
    problem: Grouping, start: Grouped, before: Grouped | None, seed: int, seconds: float
) -> tuple[Grouped | None, bool]:
    """An answer that may leave pupils out, and whether there is none better; where none is found, the start."""
    model = _model(problem, before, None)
    if before is None:
        _fix(model, start, range(len(problem.groups)))
    solver = _solver(seed, seconds, seconds)
    status = solver.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return _answer(model, solver, before), status == cp_model.OPTIMAL
    possible = status != cp_model.INFEASIBLE and NOWHERE not in start.bands
    return (start if possible else None), False


def _begun(problem: Grouping, seed: int) -> Grouped | None:
    """Groups in bands by lot, and every pupil in as many as go together; None where groups find no bands."""
    model = _Model(problem, {})
    _add_groups(model)
    # Without a wish of its own the solver would put all groups into the first bands.
    random = Random(seed)  # noqa: S311  (no secret depends on it)
    model.cp.minimize(sum(random.randrange(100) * lies for lies in model.lies.values()))
    solver = _solver(seed, BEGIN, BEGIN)
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    bands = [NOWHERE] * len(problem.groups)
    for (group, band), lies in model.lies.items():
        if solver.boolean_value(lies):
            bands[group] = band
    sizes: Counter[int] = Counter()
    return Grouped(bands, [_seated(problem, takes, bands, sizes) for takes in problem.takes])


def _seated(problem: Grouping, takes: Sequence[int], bands: Sequence[int], sizes: Counter[int]) -> list[int]:
    """The groups of one pupil, in as many subjects as go together, the smaller ones first; counts them in `sizes`."""
    by_subject = problem.of_subjects()
    having: dict[int, int] = {}

    def seat(subject: int, tried: set[int]) -> bool:
        most = problem.most.get(subject, 0)
        open_ones = [each for each in by_subject.get(subject, ()) if not most or sizes[each] < most]
        for group in sorted(open_ones, key=lambda each: sizes[each]):
            band = bands[group]
            if band in tried:
                continue
            tried.add(band)
            holder = next((other for other, held in having.items() if bands[held] == band), None)
            if holder is None or seat(holder, tried):
                having[subject] = group
                return True
        return False

    for subject in takes:
        seat(subject, set())
    sizes.update(having.values())
    return [having.get(subject, NOWHERE) for subject in takes]


def _repaired(problem: Grouping, found: Grouped, before: Grouped | None, random: Random, end: float) -> Grouped | None:
    """A better answer by freeing the groups of a few subjects near a clash, now and then; None where none is found."""
    by_subject = problem.of_subjects()
    left = _price(problem, found)
    for _try in range(TRIES):
        if time.monotonic() > end:
            break
        clash = random.choice(clashes(problem, found))
        near = [clash.subject, *clash.beside]
        near = near[:1] + random.sample(near[1:], min(len(near) - 1, FREED // 2))
        others = [each for each in by_subject if each not in near]
        near += random.sample(others, min(len(others), FREED - len(near)))
        model = _model(problem, before, None)
        _fix(model, found, {group for subject in near for group in by_subject.get(subject, ())})
        solver = _solver(random.randrange(10**6), min(PART, max(end - time.monotonic(), 0.5)), PART)
        if solver.solve(model.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            better = _answer(model, solver, found)
            if (price := _price(problem, better)) < left:
                return better
            if price == left:
                found = better
    return None


def _price(problem: Grouping, found: Grouped) -> int:
    sizes = found.sizes()
    bounds = {subject: _limits(number, len(problem.of_subjects().get(subject, (0,))), 0, WIDE)
              for subject, number in problem.takers().items()}  # fmt: skip
    uneven = 0
    for number, group in enumerate(problem.groups):
        least, most = bounds.get(group.subject, (0, 0))
        uneven += max(least - sizes[number], 0) + max(sizes[number] - most, 0)
    return LEFT_OUT * len(clashes(problem, found)) + UNEVEN * uneven


def _fix(model: _Model, found: Grouped, free: Collection[int]) -> None:
    """Keep all groups but the free ones in their bands, and begin with the pupils as they are."""
    for (group, band), lies in model.lies.items():
        model.cp.add_hint(lies, found.bands[group] == band)
        if group not in free:
            model.cp.add(lies == int(found.bands[group] == band))
    there = _numbers_before(model, found)
    for place, variable in model.number.items():
        model.cp.add_hint(variable, there[place])


def _found(
    problem: Grouping, before: Grouped | None, tolerance: int | None, seed: int, seconds: float, effort: float
) -> Grouped | None:
    model = _model(problem, before, tolerance)
    solver = _solver(seed, seconds, effort)
    status = solver.solve(model.cp)
    return _answer(model, solver, before) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _solver(seed: int, seconds: float, effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(seconds, 0.5)
    solver.parameters.max_deterministic_time = effort
    return solver


def _model(problem: Grouping, before: Grouped | None, tolerance: int | None) -> _Model:
    kinds: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for pupil, takes in enumerate(problem.takes):
        kinds[tuple(sorted(takes))].append(pupil)
    model = _Model(problem, kinds)
    _add_groups(model)
    for kind, (subjects, pupils) in enumerate(kinds.items()):
        _add_pupils(model, kind, subjects, len(pupils), lets_out=tolerance is None)
    _add_sizes(model, tolerance)
    if before is not None:
        _stay(model, before)
    if model.costs:
        model.cp.minimize(sum(model.costs))
    return model


def _add_groups(model: _Model) -> None:
    problem, cp = model.problem, model.cp
    for group in range(len(problem.groups)):
        for band in problem.allowed(group):
            model.lies[group, band] = cp.new_bool_var("")
        cp.add_exactly_one(model.lies[group, band] for band in problem.allowed(group))
    needs: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(problem.groups):
        for need in each.needs:
            needs[need].append(number)
    for band in range(problem.bands):
        for users in needs.values():
            cp.add_at_most_one(model.lies[group, band] for group in users if (group, band) in model.lies)
        if problem.together:
            cp.add(sum(_lying(model, range(len(problem.groups)), band)) <= problem.together)
    _order_equal_groups(model)


def _order_equal_groups(model: _Model) -> None:
    """Groups that nothing tells apart lie in the order of their numbers, so that no answer is looked at twice."""
    alike: dict[object, list[int]] = defaultdict(list)
    for number, each in enumerate(model.problem.groups):
        alike[each].append(number)
    for groups in alike.values():
        for one, other in pairwise(groups):
            bands = model.problem.allowed(one)
            first, second = (sum(band * model.lies[group, band] for band in bands) for group in (one, other))
            model.cp.add(first <= second)


def _lying(model: _Model, groups: Iterable[int], band: int) -> list[cp_model.IntVar]:
    return [model.lies[group, band] for group in groups if (group, band) in model.lies]


def _add_pupils(model: _Model, kind: int, subjects: Sequence[int], number: int, *, lets_out: bool) -> None:
    cp, problem = model.cp, model.problem
    groups = problem.of_subjects()
    for subject in subjects:
        for band in range(problem.bands):
            lying = _lying(model, groups.get(subject, ()), band)
            if lying:
                found = cp.new_int_var(0, number, "")
                cp.add(found <= number * sum(lying))
                model.number[kind, subject, band] = found
        own = [
            model.number[kind, subject, band] for band in range(problem.bands) if (kind, subject, band) in model.number
        ]
        if lets_out:
            model.without[kind, subject] = left = cp.new_int_var(0, number, "")
            model.costs.append(LEFT_OUT * left)
            own.append(left)
        cp.add(sum(own) == number)
    for band in range(problem.bands):
        there = [model.number[kind, subject, band] for subject in subjects if (kind, subject, band) in model.number]
        cp.add(sum(there) <= number)


def _add_sizes(model: _Model, tolerance: int | None) -> None:
    problem, takers = model.problem, model.problem.takers()
    by_place: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for (_kind, subject, band), number in model.number.items():
        by_place[subject, band].append(number)
    for subject, groups in problem.of_subjects().items():
        full = problem.most.get(subject, 0) or takers[subject]
        least, most = _limits(takers[subject], len(groups), full, tolerance or WIDE)
        for band in range(problem.bands):
            lying, there = _lying(model, groups, band), by_place[subject, band]
            if not lying:
                continue
            short: Number = 0
            over: Number = 0
            if tolerance is None:
                short = model.cp.new_int_var(0, takers[subject], "")
                over = model.cp.new_int_var(0, takers[subject], "")
                model.costs += [UNEVEN * short, UNEVEN * over]
                model.cp.add(sum(there) <= full * sum(lying))
            model.cp.add(sum(there) <= most * sum(lying) + over)
            model.cp.add(sum(there) >= least * sum(lying) - short)


def _limits(takers: int, groups: int, most: int, tolerance: int) -> tuple[int, int]:
    """The fewest and the most of a group: a difference of `tolerance` about the mean."""
    least = max(takers // groups - (tolerance - 1) // 2, 0)
    return least, min(most or takers, least + tolerance)


def _stay(model: _Model, before: Grouped) -> None:
    """Who leaves a band, and which groups do, costs something; what was before is the hint."""
    cp = model.cp
    for (group, band), lies in model.lies.items():
        stays = before.bands[group] == band
        cp.add_hint(lies, stays)
        if stays:
            model.costs.append(GROUP_MOVED * (1 - lies))
    there = _numbers_before(model, before)
    for place, variable in model.number.items():
        cp.add_hint(variable, there[place])
    for place, number in there.items():
        if place in model.number:
            fewer = cp.new_int_var(0, number, "")
            cp.add(fewer >= number - model.number[place])
            model.costs.append(MOVED * fewer)


def _numbers_before(model: _Model, before: Grouped) -> Counter[tuple[int, int, int]]:
    """How many of each kind of pupils had each subject in each band."""
    found: Counter[tuple[int, int, int]] = Counter()
    for kind, pupils in enumerate(model.kinds.values()):
        for pupil in pupils:
            found.update((kind, *place) for place in _bands_before(model.problem, pupil, before).items())
    return found


def _answer(model: _Model, solver: cp_model.CpSolver, before: Grouped | None) -> Grouped:
    bands = [NOWHERE] * len(model.problem.groups)
    for (group, band), lies in model.lies.items():
        if solver.boolean_value(lies):
            bands[group] = band
    places: list[dict[int, int]] = [{} for _pupil in model.problem.takes]
    for kind, (subjects, pupils) in enumerate(model.kinds.items()):
        left = {
            (subject, band): value
            for (each, subject, band), number in model.number.items()
            if each == kind and (value := solver.value(number))
        }
        for pupil, place in _apart(model.problem, pupils, subjects, left, before):
            places[pupil] = place
    return Grouped(bands, _members(model.problem, bands, places, before))


Places = dict[int, int]
"""The band in which a pupil has each subject."""


def _apart(
    problem: Grouping, pupils: Sequence[int], subjects: Sequence[int], left: dict[tuple[int, int], int],
    before: Grouped | None,
) -> Iterator[tuple[int, Places]]:  # fmt: skip
    """Numbers of pupils as single pupils, each in the bands where they were before as far as that goes."""
    for done, pupil in enumerate(pupils):
        rest = len(pupils) - done
        liked = _bands_before(problem, pupil, before)
        found = _one(subjects, left, rest, liked)
        for place in found.items():
            left[place] -= 1
        yield pupil, found


def _bands_before(problem: Grouping, pupil: int, before: Grouped | None) -> Places:
    if before is None:
        return {}
    own = zip(problem.takes[pupil], before.members[pupil], strict=True)
    return {subject: before.bands[group] for subject, group in own if group != NOWHERE}


def _one(subjects: Sequence[int], left: Mapping[tuple[int, int], int], rest: int, liked: Places) -> Places:
    """A place of each subject for one of `rest` pupils, so that the numbers still come apart for the others."""
    by_subject = {
        subject: sorted((band for (own, band), number in left.items() if own == subject and number),
                        key=lambda band: (band != liked.get(subject, NOWHERE), -left[subject, band], band))
        for subject in subjects
    }  # fmt: skip
    asked: Counter[int] = Counter()
    for (_subject, band), number in left.items():
        asked[band] += number
    must = {band for band, number in asked.items() if number == rest}
    order = sorted(subjects, key=lambda subject: len(by_subject[subject]))
    has_to = {subject: sum(left[subject, band] for band in by_subject[subject]) == rest for subject in subjects}
    found: Places = {}
    assert _placed(order, 0, by_subject, has_to, must, found)
    return found


def _placed(
    order: Sequence[int], at: int, by_subject: Mapping[int, Sequence[int]], has_to: Mapping[int, bool], must: set[int],
    found: Places,
) -> bool:  # fmt: skip
    if len(must - set(found.values())) > len(order) - at:
        return False
    if at == len(order):
        return True
    subject = order[at]
    taken = set(found.values())
    for band in by_subject[subject]:
        if band not in taken:
            found[subject] = band
            if _placed(order, at + 1, by_subject, has_to, must, found):
                return True
            del found[subject]
    return not has_to[subject] and _placed(order, at + 1, by_subject, has_to, must, found)


def _members(
    problem: Grouping, bands: Sequence[int], places: Sequence[Places], before: Grouped | None
) -> list[list[int]]:
    """The group of each pupil and subject; where several groups of a subject lie in a band, they become equal."""
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, each in enumerate(problem.groups):
        at[each.subject, bands[number]].append(number)
    there: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pupil, own in enumerate(places):
        for place in own.items():
            there[place].append(pupil)
    group_of: dict[tuple[int, int], int] = {}
    for place, pupils in there.items():
        former = {} if before is None else {each: _group_before(problem, each, place[0], before) for each in pupils}
        for pupil, group in _shared(pupils, at[place], former):
            group_of[pupil, place[0]] = group
    return [[group_of.get((pupil, each), NOWHERE) for each in takes] for pupil, takes in enumerate(problem.takes)]


def _group_before(problem: Grouping, pupil: int, subject: int, before: Grouped) -> int:
    return before.members[pupil][problem.takes[pupil].index(subject)]


def _shared(pupils: Sequence[int], groups: Sequence[int], former: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Pupils of a subject in a band among its groups, as equal as can be, who was in one before first."""
    share, more = divmod(len(pupils), len(groups))
    size = dict.fromkeys(groups, 0)
    for pupil in sorted(pupils, key=lambda each: former.get(each, NOWHERE) not in size):
        group = former.get(pupil, NOWHERE)
        if group not in size or size[group] > share or (size[group] == share and not more):
            group = min(groups, key=lambda each: size[each])
        more -= size[group] == share
        size[group] += 1
        yield pupil, group
