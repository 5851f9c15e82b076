"""Who invigilates where: nobody at two places, not beside one's own class or subject, duties as even as can be.

Times are minutes from any beginning that all share. What can't be is never done: two duties at one time, a duty while
one teaches. What should not be costs: `OWN_CLASS`, `OWN_SUBJECT`, and being far from the mean in minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

OWN_CLASS, OWN_SUBJECT = 10_000, 3_000
"""What they count, in minutes of unevenness that would be accepted to avoid them."""
ROUNDS = 6
Span = tuple[int, int]


@dataclass(frozen=True)
class Duty:
    """Somebody is wanted from `begins` to `ends` before the classes in a room, for a paper of a subject."""

    key: int
    begins: int
    ends: int
    room: int = 0
    classes: frozenset[int] = frozenset()
    subject: str = ""

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.ends - self.begins

    def meets(self, span: Span) -> bool:
        """Whether it takes place while something else does."""
        return self.begins < span[1] and span[0] < self.ends


@dataclass(frozen=True)
class Person:
    """Somebody who can invigilate: their own classes and subjects, when they are busy, minutes that they had before."""

    key: int
    classes: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    busy: Sequence[Span] = ()
    before: int = 0

    def is_free(self, duty: Duty) -> bool:
        """Whether they have nothing else at that time."""
        return not any(duty.meets(span) for span in self.busy)

    def price(self, duty: Duty) -> int:
        """What speaks against them for a duty, but for how much they have had."""
        return OWN_CLASS * bool(self.classes & duty.classes) + OWN_SUBJECT * (duty.subject in self.subjects)


@dataclass
class Plan:
    """Who has which duty."""

    duties: Mapping[int, Duty]
    people: Mapping[int, Person]
    of: dict[int, int] = field(default_factory=dict)
    """The person of each duty."""
    has: dict[int, set[int]] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)
    fixed: Collection[int] = frozenset()

    def can(self, person: Person, duty: Duty, without: int | None = None) -> bool:
        """Whether a person is free for a duty, one of their own aside."""
        own = (self.duties[key] for key in self.has[person.key] if key != without)
        return person.is_free(duty) and not any(duty.meets((each.begins, each.ends)) for each in own)

    def put(self, duty: Duty, person: Person) -> None:
        """Give a duty to somebody; whoever had it has it no longer."""
        self.drop(duty)
        self.of[duty.key] = person.key
        self.has[person.key].add(duty.key)
        self.minutes[person.key] += duty.minutes

    def drop(self, duty: Duty) -> None:
        """Take a duty from whoever has it."""
        before = self.of.pop(duty.key, None)
        if before is not None:
            self.has[before].discard(duty.key)
            self.minutes[before] -= duty.minutes


def assign(duties: Iterable[Duty], people: Iterable[Person], fixed: Mapping[int, int] | None = None) -> dict[int, int]:
    """The person of each duty; duties for which nobody is free are missing. `fixed` ones stay with their person."""
    plan = Plan({each.key: each for each in duties}, {each.key: each for each in people})
    for person in plan.people.values():
        plan.has[person.key], plan.minutes[person.key] = set(), person.before
    kept = {key: who for key, who in (fixed or {}).items() if key in plan.duties and who in plan.people}
    for key, who in kept.items():
        plan.put(plan.duties[key], plan.people[who])
    plan.fixed = frozenset(kept)
    free = {
        duty.key: sum(person.is_free(duty) for person in plan.people.values()) for duty in plan.duties.values()
    }  # fmt: skip
    open_ones = [each for each in plan.duties.values() if each.key not in kept]
    for duty in sorted(open_ones, key=lambda each: (free[each.key], -each.minutes, each.begins, each.key)):
        _place(plan, duty, set())
    for _round in range(ROUNDS):
        better = [_improve(plan, duty) for duty in open_ones]
        if not any(better):
            break
    return plan.of


def _place(plan: Plan, duty: Duty, seen: set[int]) -> bool:
    """Give a duty to the best who is free; where nobody is, let one who would be free but for a duty hand that on."""
    best = min(
        (each for each in plan.people.values() if plan.can(each, duty)),
        key=lambda each: (each.price(duty) + plan.minutes[each.key], each.key),
        default=None,
    )
    if best is not None:
        plan.put(duty, best)
        return True
    for person in plan.people.values():
        if person.key in seen or not person.is_free(duty):
            continue
        seen.add(person.key)
        if _handed_on(plan, person, duty, seen):
            return True
    return False


def _handed_on(plan: Plan, person: Person, duty: Duty, seen: set[int]) -> bool:
    meeting = [plan.duties[key] for key in plan.has[person.key]]
    meeting = [each for each in meeting if duty.meets((each.begins, each.ends))]
    if len(meeting) != 1 or meeting[0].key in plan.fixed:
        return False
    plan.drop(meeting[0])
    plan.put(duty, person)
    if _place(plan, meeting[0], seen):
        return True
    plan.drop(duty)
    plan.put(meeting[0], person)
    return False


def _improve(plan: Plan, duty: Duty) -> bool:
    """Give a duty to somebody for whom it is better, or exchange it with another one."""
    who = plan.of.get(duty.key)
    if who is None:
        return False
    person = plan.people[who]
    worst = person.price(duty) + plan.minutes[who]
    for other in sorted(plan.people.values(), key=lambda each: (plan.minutes[each.key], each.key)):
        if other.key == who or not plan.can(other, duty):
            continue
        if other.price(duty) + plan.minutes[other.key] + duty.minutes < worst:
            plan.put(duty, other)
            return True
    return bool(person.price(duty)) and _exchanged(plan, duty, person)


def _exchanged(plan: Plan, duty: Duty, person: Person) -> bool:
    for key, who in list(plan.of.items()):
        there, other = plan.duties[key], plan.people[who]
        if who == person.key or key in plan.fixed:
            continue
        before = person.price(duty) + other.price(there)
        after = person.price(there) + other.price(duty)
        if after < before and plan.can(person, there, duty.key) and plan.can(other, duty, there.key):
            plan.drop(duty)
            plan.drop(there)
            plan.put(duty, other)
            plan.put(there, person)
            return True
    return False
