"""Moving classes (走班) as pure data: groups of subjects in bands, and the pupils in the groups.

The groups of a band are held at one time, so nobody is in two of them. A pupil takes each of their subjects in one of
its groups. Everything is named by its number in a list: subjects, groups, pupils, bands from 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NOWHERE = -1
"""In place of a band or a group: none."""


@dataclass(frozen=True)
class Group:
    """A group of a subject. `bands` are those in which it may lie, all of them when empty.

    No two groups with a need in common (a teacher, a room) lie in one band.
    """

    subject: int
    needs: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()


@dataclass(frozen=True)
class Grouping:
    """What is asked: the groups, and the subjects that each pupil takes.

    `most` is by subject how many a group holds, 0 for any number; `together` how many groups lie in a band at most,
    0 for any number.
    """

    bands: int
    groups: Sequence[Group]
    takes: Sequence[tuple[int, ...]]
    most: Mapping[int, int] = field(default_factory=dict)
    together: int = 0

    def as_json(self) -> dict[str, Any]:
        """What `read` reads."""
        return {
            "bands": self.bands,
            "groups": [[each.subject, list(each.needs), list(each.bands)] for each in self.groups],
            "takes": [list(each) for each in self.takes],
            "most": [[subject, number] for subject, number in self.most.items()],
            "together": self.together,
        }

    def allowed(self, group: int) -> Sequence[int]:
        """The bands in which a group may lie."""
        return self.groups[group].bands or range(self.bands)

    def of_subjects(self) -> dict[int, list[int]]:
        """The groups of each subject."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(self.groups):
            found[group.subject].append(number)
        return dict(found)

    def takers(self) -> Counter[int]:
        """How many pupils take each subject."""
        return Counter(subject for takes in self.takes for subject in takes)


def read(given: Mapping[str, Any]) -> Grouping:
    """A problem from JSON."""
    groups = [Group(subject, tuple(needs), tuple(bands)) for subject, needs, bands in given["groups"]]
    takes = [tuple(each) for each in given["takes"]]
    return Grouping(given["bands"], groups, takes, dict(given["most"]), given["together"])


@dataclass(frozen=True)
class Grouped:
    """An answer: the band of each group, and for each pupil the group of each subject they take, `NOWHERE` for none."""

    bands: Sequence[int]
    members: Sequence[Sequence[int]]

    def sizes(self) -> Counter[int]:
        """How many are in each group."""
        return Counter(group for own in self.members for group in own if group != NOWHERE)


@dataclass(frozen=True)
class Clash:
    """A pupil has no group of a subject: where its groups lie, they take the subjects in `beside`; `full` are groups
    that would be possible and have no place left. Neither: there is no group at all."""

    pupil: int
    subject: int
    beside: tuple[int, ...] = ()
    full: bool = False


def clashes(problem: Grouping, found: Grouped) -> list[Clash]:
    """Every subject that a pupil takes and has no group of, with the cause."""
    return list(_clashes(problem, found))


def _clashes(problem: Grouping, found: Grouped) -> Iterator[Clash]:
    by_subject = problem.of_subjects()
    for pupil, (takes, own) in enumerate(zip(problem.takes, found.members, strict=True)):
        busy = {found.bands[group]: subject for subject, group in zip(takes, own, strict=True) if group != NOWHERE}
        for subject, group in zip(takes, own, strict=True):
            if group == NOWHERE:
                there = [found.bands[each] for each in by_subject.get(subject, ())]
                beside = sorted({busy[band] for band in there if band in busy})
                yield Clash(pupil, subject, tuple(beside), full=any(band not in busy for band in there))


def spread(problem: Grouping, found: Grouped) -> int:
    """The largest difference in size between two groups of a subject."""
    sizes = found.sizes()
    each = [[sizes[group] for group in groups] for groups in problem.of_subjects().values()]
    return max((max(own) - min(own) for own in each), default=0)


def faults(problem: Grouping, found: Grouped) -> list[str]:
    """What no answer may have, for tests and benchmarks: nobody twice at one time, needs once, bands as allowed."""
    said = []
    for group, band in enumerate(found.bands):
        if band not in problem.allowed(group):
            said.append(f"group {group} lies in band {band}")
    for band in range(problem.bands):
        there = [each for number, each in enumerate(problem.groups) if found.bands[number] == band]
        needs = Counter(need for each in there for need in each.needs)
        said += [f"{need} twice in band {band}" for need, number in needs.items() if number > 1]
        if problem.together and len(there) > problem.together:
            said.append(f"{len(there)} groups in band {band}")
    for pupil, (takes, own) in enumerate(zip(problem.takes, found.members, strict=True)):
        times = Counter(found.bands[group] for group in own if group != NOWHERE)
        said += [f"pupil {pupil} twice in band {band}" for band, number in times.items() if number > 1]
        wrong = [
            group
            for subject, group in zip(takes, own, strict=True)
            if group != NOWHERE and problem.groups[group].subject != subject
        ]
        said += [f"pupil {pupil} in group {group} of another subject" for group in wrong]
    for group, size in found.sizes().items():
        most = problem.most.get(problem.groups[group].subject, 0)
        if most and size > most:
            said.append(f"group {group} holds {size}")
    return said
